"""``sollecito doctor``: on both set-ups, and what it says of what is wrong."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
import redis
from command_process import run_command

from campaigns.migrate import upgrade
from foundation.database import open_database
from foundation.settings import Settings, load_settings
from workers.checkup import Finding, Verdict, _clock, check_up

if TYPE_CHECKING:
    from pathlib import Path

    from mypy_boto3_s3 import S3Client


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in check_up(settings)}


def test_both_set_ups_are_fine(set_up: dict[str, str], tmp_path: Path) -> None:
    settings = load_settings(out=tmp_path, **set_up)
    database = open_database(settings.database)
    upgrade(database.engine)
    database.close()
    findings = check_up(settings)
    assert [f for f in findings if f.verdict is Verdict.WRONG] == []
    assert {"settings", "database", "broker", "store", "disk", "fonts", "voice", "codecs"} <= {
        finding.what for finding in findings
    }


def test_nothing_is_left_in_the_store(
    many_machines: dict[str, str], s3_client: S3Client, bucket: str, tmp_path: Path
) -> None:
    assert found(load_settings(out=tmp_path, **many_machines))["store"].verdict is Verdict.FINE
    assert "Contents" not in s3_client.list_objects_v2(Bucket=bucket)


def test_what_does_not_answer_is_told_with_what_to_do(tmp_path: Path) -> None:
    told = run_command(
        "doctor",
        "--out",
        tmp_path,
        "--json",
        env={
            "SOLLECITO_DATABASE_URL": "postgresql+psycopg://u:hidden-word@127.0.0.1:1/x",
            "SOLLECITO_BROKER_URL": "redis://:hidden-word@127.0.0.1:1/0",
            "SOLLECITO_STORE_URL": "s3://nowhere?endpoint=http://127.0.0.1:1",
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "hidden-word",
        },
    )
    assert told.returncode == 1
    assert "hidden-word" not in told.stdout + told.stderr
    report = json.loads(told.stdout)
    assert report["ok"] is False
    wrong = {f["what"]: f for f in report["findings"] if f["verdict"] == "wrong"}
    assert set(wrong) == {"database", "broker", "store"}
    assert all(finding["advice"] for finding in wrong.values())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"broker_url": "redis://h"}, "SOLLECITO_DATABASE_URL"),
        ({"broker_url": "redis://h", "database_url": "postgresql+psycopg://h/x"}, "STORE_URL"),
        ({"database_url": "postgresql+psycopg://h/x"}, "SOLLECITO_BROKER_URL"),
        ({"lease_seconds": "2"}, "SOLLECITO_LEASE_SECONDS"),
        ({"public_base": "http://192.0.2.1"}, "https://"),
    ],
)
def test_settings_that_contradict_each_other(given: dict[str, str], words: str) -> None:
    from workers.checkup import _settings

    findings = list(_settings(load_settings(**given)))
    assert all(finding.verdict is not Verdict.FINE for finding in findings)
    assert words in " ".join(finding.advice for finding in findings)


def test_a_wrong_password_and_a_forgetful_broker(valkey_url: str, tmp_path: Path) -> None:
    wrong = valkey_url.replace("test-broker-key", "guess")
    finding = found(load_settings(out=tmp_path, broker_url=wrong))["broker"]
    assert (finding.verdict, finding.found) == (Verdict.WRONG, "It refuses the password.")
    with redis.Redis.from_url(valkey_url) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        try:
            finding = found(load_settings(out=tmp_path, broker_url=valkey_url))["broker"]
        finally:
            client.config_set("maxmemory-policy", "noeviction")
    assert finding.verdict is Verdict.LOOK
    assert "allkeys-lru" in finding.found


def test_what_browsers_are_led_to_is_looked_at(
    many_machines: dict[str, str], tmp_path: Path
) -> None:
    def files(**given: str) -> Finding | None:
        return found(load_settings(out=tmp_path, **{**many_machines, **given})).get("files")

    assert files() is None, "nothing is led on"
    store = many_machines["store_url"]
    signed = files(files_from="signed")
    assert signed is not None
    assert (signed.verdict, "&outside=" in signed.advice) == (Verdict.LOOK, True), "http://"
    away = files(files_from="signed", store_url=f"{store}&outside=http://127.0.0.1:1")
    assert away is not None
    assert away.verdict is Verdict.WRONG
    assert "http://127.0.0.1:1 nothing came" in away.found


def test_a_place_of_files_that_is_not_the_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "other").mkdir()

    def files(folder: str) -> Finding:
        handler = partial(Silent, directory=str(tmp_path / folder))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            place = f"http://127.0.0.1:{server.server_port}"
            try:
                return found(load_settings(out=tmp_path / "out", files_from=place))["files"]
            finally:
                server.shutdown()

    assert files("out").verdict is Verdict.LOOK, "it is there, on http://"
    other = files("other")
    assert (other.verdict, "the answer was 404" in other.found) == (Verdict.WRONG, True)
    assert not list((tmp_path / "out" / "clips").iterdir()), "nothing is left behind"


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_clocks_that_differ_are_told() -> None:
    assert _clock(1000.0, 1001.0, 1001.2).verdict is Verdict.FINE
    behind = _clock(1000.0, 1060.0, 1060.2)
    assert behind.verdict is Verdict.WRONG
    assert "differ by 60 s" in behind.found


def test_a_worker_says_which_settings_it_needs(tmp_path: Path) -> None:
    told = run_command("worker", "--out", tmp_path)
    assert told.returncode == 1
    for name in ("DATABASE", "BROKER", "STORE"):
        assert f"SOLLECITO_{name}_URL" in told.stderr
    assert "sollecito serve" in told.stderr
