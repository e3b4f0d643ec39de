"""``sollecito keys``: a service begins with one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from campaigns.api_keys import find_key
from foundation.database import open_database
from foundation.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from command_process import Command


def test_a_key_is_made_listed_and_revoked(tmp_path: Path, sollecito: Command) -> None:
    out = tmp_path / "out"
    run = sollecito(
        "keys", "create", "Ufficio", "--scope", "read", "--scope", "upload", "--out", out
    )
    assert run.returncode == 0, run.stderr
    secret = run.stdout.strip()
    assert "this once" in run.stderr
    database = open_database(load_settings(out=out).database)
    with database.reading() as session:
        found = find_key(session, secret)
        assert found is not None
        assert found.scopes == ["read", "upload"]
    listed = sollecito("keys", "list", "--out", out)
    assert found.public_id in listed.stdout
    assert secret not in listed.stdout
    assert "never" in listed.stdout
    assert sollecito("keys", "revoke", found.public_id, "--out", out).returncode == 0
    (entry,) = json.loads(sollecito("keys", "list", "--out", out, "--json").stdout)["keys"]
    assert entry["revoked_at"]
    assert "revoked" in sollecito("keys", "list", "--out", out).stdout
    with database.reading() as session:
        assert find_key(session, secret) is None
    database.close()
    wrong = sollecito("keys", "revoke", "none", "--out", out)
    assert wrong.returncode == 1
    assert "keys list" in wrong.stderr


def test_wrong_usage(tmp_path: Path, sollecito: Command) -> None:
    for arguments in (
        ("x",),
        ("x", "--scope", "rule"),
        ("x", "--scope", "read", "--expires", "2020-01-01"),
        ("", "--scope", "read"),
    ):
        run = sollecito("keys", "create", *arguments, "--out", tmp_path / "out")
        assert run.returncode == 2, arguments
    assert not (tmp_path / "out").exists()
