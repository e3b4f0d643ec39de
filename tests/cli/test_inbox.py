"""``sollecito inbox`` and ``sollecito webhook``: what an office does with messages."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from foundation.database import open_database
from inbox.taking import take

if TYPE_CHECKING:
    from command_process import Command
    from tiny_campaign import Tiny


@pytest.fixture
def references(tiny: Tiny) -> list[str]:
    """Return the references of three messages, the last one a machine's."""
    database = open_database(tiny.settings.database)
    token = tiny.token()
    sent = {"phone": "333 1234567", "when": "any"}
    found = [
        take(database, token, "call_me_back", {**sent, **more}).reference
        for more in ({"topic": "Rate"}, {"topic": "=1+1"}, {"leave_empty": "x"})
    ]
    database.close()
    return found


def test_messages_are_listed_shown_and_worked_off(tiny, references, sollecito: Command) -> None:
    first, second, machine = references
    listed = sollecito("inbox", "list", "tiny", "--out", tiny.out)
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.index(second) < listed.stdout.index(first)
    assert machine not in listed.stdout
    assert "tiny: 2 new, 0 in progress, 0 done." in listed.stdout
    assert machine in sollecito("inbox", "list", "tiny", "--machines", "--out", tiny.out).stdout

    shown = sollecito("inbox", "show", tiny.folder, first.lower(), "--out", tiny.out)
    assert "La richiamiamo noi" in shown.stdout
    assert "recipient a1" in shown.stdout
    assert "Di che cosa vuole parlare?\nRate" in shown.stdout

    done = sollecito("inbox", "set", "tiny", first, "done", "--note", "chiamata", "--out", tiny.out)
    assert done.stdout == f"{first}: done.\n"
    told = json.loads(sollecito("inbox", "list", "tiny", "--json", "--out", tiny.out).stdout)
    assert told["counts"] == {"new": 1, "in_progress": 0, "done": 1}
    assert [(m["reference"], m["state"], m["note"]) for m in told["messages"]] == [
        (second, "new", ""),
        (first, "done", "chiamata"),
    ]
    only = sollecito("inbox", "list", "tiny", "--state", "done", "--json", "--out", tiny.out)
    assert [m["reference"] for m in json.loads(only.stdout)["messages"]] == [first]


def test_the_export_is_a_file_for_spreadsheets(tiny, references, sollecito: Command) -> None:
    file = tiny.out.parent / "messages.csv"
    run = sollecito("inbox", "export", "tiny", "--file", file, "--out", tiny.out)
    assert run.returncode == 0, run.stderr
    assert "personal data" in run.stderr
    text = file.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["reference"] for row in rows] == references[1::-1]
    assert rows[0]["Di che cosa vuole parlare?"] == "'=1+1"
    piped = sollecito("inbox", "export", "tiny", "--out", tiny.out)
    assert piped.stdout.encode() == text.replace("\r\n", "\n").encode()


def test_what_cannot_be_done_is_said(tiny, sollecito: Command) -> None:
    run = sollecito("inbox", "show", "tiny", "AAAA-AAAA", "--out", tiny.out)
    assert run.returncode == 1
    assert "There is no message 'AAAA-AAAA'" in run.stderr
    run = sollecito("inbox", "set", "tiny", "AAAA-AAAA", "--out", tiny.out)
    assert run.returncode == 2
    run = sollecito("webhook", "show", "tiny", "--out", tiny.out)
    assert (run.returncode, "has no webhook" in run.stderr) == (1, True)
    run = sollecito("webhook", "set", "tiny", "http://a.example/", "--out", tiny.out)
    assert (run.returncode, "https://" in run.stderr) == (1, True)


def test_a_webhook_is_set_shown_and_removed(tiny, references, sollecito: Command) -> None:
    address = "https://office.example/hook"
    run = sollecito("webhook", "set", "tiny", address, "--values", "--out", tiny.out)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("whsec_")
    again = sollecito("webhook", "set", "tiny", address, "--json", "--out", tiny.out)
    plain = json.loads(again.stdout)
    assert plain["secret"] == run.stdout.strip(), "the same address keeps its secret"
    assert plain["values"] is False
    shown = sollecito("webhook", "show", "tiny", "--out", tiny.out)
    assert f"{address} (ids only), enabled" in shown.stdout
    assert "whsec_" not in shown.stdout
    assert references, "messages from before are not told afterwards"
    assert "Nothing has been told yet." in shown.stdout
    assert sollecito("webhook", "remove", "tiny", "--out", tiny.out).stdout == "Removed.\n"


def test_withdraw_keeps_messages_unless_they_are_to_be_forgotten(
    tiny, references, sollecito: Command
) -> None:
    def count() -> int:
        run = sollecito("inbox", "list", "tiny", "--machines", "--json", "--out", tiny.out)
        return len(json.loads(run.stdout)["messages"])

    sollecito("withdraw", "tiny", "a1", "--yes", "--out", tiny.out)
    assert count() == len(references)
    run = sollecito("withdraw", "tiny", "a1", "--forget", "--yes", "--out", tiny.out)
    assert run.returncode == 0, run.stderr
    assert count() == 0
