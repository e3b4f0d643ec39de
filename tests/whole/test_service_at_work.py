"""A whole campaign over the service on both set-ups: what is logged, queued and counted."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import redis
from bundles import bundle
from command_process import ROOT, command_line, environment
from prometheus_client.parser import text_string_to_metric_families
from s3_server import free_port
from served_campaign import PHONE

from campaigns.api_keys import Scope, create_key
from campaigns.migrate import upgrade
from foundation.database import open_database
from foundation.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PEOPLE = [
    ("Kxid-7310", "Zebulonia", "7351,29", "QJX77120"),
    ("Kxid-7311", "Ottaviolo", "8462,31", "QJX77121"),
    ("Kxid-7312", "Wanderlina", "9573,43", "QJX77122"),
]
BAD = ("Kxid-7313", "Yolandetta", "moltissimo", "QJX77123")
CORRECTED = "Xantippolina"
SECRETS = [
    *(cell for person in (*PEOPLE, BAD) for cell in person),
    *(amount.replace(",", ".") for _, _, amount, _ in PEOPLE),
    *(f"{amount[0]}.{amount[1:]}" for _, _, amount, _ in PEOPLE),
    CORRECTED,
]
"""Every value of the data, amounts also as they are stored and as they are read."""


@dataclass
class AtWork:
    """A service at work: a client with a key, its logs, what its broker was told."""

    client: httpx.Client
    logs: list[Path]
    told: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, status: int = 200, **more: Any) -> httpx.Response:
        answer = self.client.request(method, f"/v1/campaigns{path}", **more)
        assert answer.status_code == status, answer.text
        return answer

    def until(self, found: Callable[[], Any]) -> Any:
        """Return what is found as soon as it is true."""
        end = time.monotonic() + 240
        while not (result := found()):
            assert time.monotonic() < end, "\n".join(log.read_text() for log in self.logs)
            time.sleep(0.2)
        return result

    def metrics(self) -> dict[tuple[str, ...], float]:
        """Return what is counted, by name and values of the labels."""
        text = self.client.get("/metrics").text
        return {
            (sample.name.removeprefix("sollecito_"), *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@pytest.fixture
def at_work(set_up: dict[str, str], tmp_path: Path) -> Iterator[AtWork]:
    """Yield the service as ``sollecito serve``, with a worker beside it on many machines."""
    settings = load_settings(out=tmp_path / "serve", **set_up)
    database = open_database(settings.database)
    upgrade(database.engine)
    with database.writing() as session:
        key = create_key(session, "test", [Scope.ADMIN]).secret
    database.close()
    port = free_port()
    with ExitStack() as stack:
        logs = [tmp_path / "serve.log"]
        serve = ["serve", "--out", settings.out, "--port", port]
        stack.enter_context(running(serve, set_up, logs[0]))
        told: list[str] = []
        if set_up:
            logs.append(tmp_path / "worker.log")
            worker = ["worker", "--processes", "1", "--out", tmp_path / "worker"]
            stack.enter_context(overheard(set_up["broker_url"], told))
            stack.enter_context(running(worker, set_up, logs[1]))
        client = stack.enter_context(
            httpx.Client(
                base_url=f"http://127.0.0.1:{port}",
                headers={"Authorization": f"Bearer {key}", "User-Agent": PHONE},
                timeout=60,
            )
        )
        work = AtWork(client, logs, told)
        work.until(lambda: answers(client))
        yield work


def answers(client: httpx.Client) -> bool:
    with suppress(httpx.TransportError):
        return client.get("/livez").is_success
    return False


@contextmanager
def running(arguments: list[object], set_up: dict[str, str], log: Path) -> Iterator[None]:
    env = {f"SOLLECITO_{name.upper()}": value for name, value in set_up.items()}
    env |= {"SOLLECITO_LOG_FORMAT": "json", "SOLLECITO_LOG_LEVEL": "debug", "SOLLECITO_JOBS": "1"}
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command_line(arguments), cwd=ROOT, env=environment(env), stdout=lines, stderr=lines
        )
    try:
        yield
        process.terminate()
        assert process.wait(90) == 0, log.read_text()
    finally:
        process.kill()
        process.wait()


@contextmanager
def overheard(address: str, told: list[str]) -> Iterator[None]:
    """Note everything that a broker is told until the block ends, whatever is asked of it."""
    with (
        redis.Redis.from_url(address, socket_timeout=None) as client,
        client.monitor() as monitor,
    ):

        def listen() -> None:
            for command in monitor.listen():
                told.append(command["command"])
                if command["command"].endswith("end of the test"):
                    return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield
        finally:
            client.echo("end of the test")
            thread.join(60)


@pytest.mark.timeout(600)
def test_no_value_is_logged_or_queued_and_all_is_counted(at_work: AtWork) -> None:
    at_work.ask("POST", "", 201, content=bundle(), headers={"Content-Type": "application/zip"})
    rows = ["id;first_name;amount;reference", *(";".join(row) for row in (*PEOPLE, BAD))]
    sent = at_work.ask(
        "POST",
        "/tiny/imports?hold=true",
        202,
        content="\n".join(rows).encode(),
        headers={"Content-Type": "text/csv"},
    ).json()
    where = f"/tiny/imports/{sent['id']}"
    assert PEOPLE[0][1] in at_work.ask("GET", f"{where}/columns").text
    at_work.ask("POST", f"{where}/start", 202, json={"columns": {"id": "id"}})
    at_work.until(
        lambda: at_work.ask("GET", "/tiny").json()["recipients"]["published"] == len(PEOPLE)
    )
    assert BAD[1] in at_work.ask("GET", f"{where}/errors.csv").text
    found = at_work.ask("GET", "/tiny/recipients", params={"external_id": PEOPLE[0][0]}).json()
    person = f"/tiny/recipients/{found['recipients'][0]['id']}"
    at_work.ask("PATCH", person, json={"values": {"first_name": CORRECTED}})
    at_work.ask("PATCH", person, 422, json={"values": {"amount": BAD[2]}})
    seen = at_work.until(lambda: published_again(at_work, person))
    token = seen["link"].rpartition("/")[2]
    page = at_work.client.get(f"/{token}", follow_redirects=True)
    assert CORRECTED in page.text
    event = {
        "t": token,
        "s": "abcdefgh",
        "n": 0,
        "events": [{"type": "page.viewed", "value": None, "at_ms": 5}],
    }
    assert at_work.client.post("/e", json=event).is_success
    assert token in at_work.ask("GET", "/tiny/hand-over.csv").text

    counted = at_work.until(lambda: all_written_down(at_work))
    assert counted["recipients", "published"] == len(PEOPLE)
    assert counted["imports", "done"] == 1
    assert counted["import_rows", "accepted"] == len(PEOPLE)
    assert counted["import_rows", "rejected"] == 1
    assert counted["waiting", "render"] == counted["waiting", "import"] == 0
    assert counted["lag_seconds", "import"] == counted["lag_seconds", "notify"] == 0
    # Scenes: two for everybody; two with a name or an amount, one of them made again.
    assert counted["clips_made", "shared"] == 2
    assert counted["clips_made", "personal"] == 2 * len(PEOPLE) + 1
    assert counted["clip_seconds", "personal"] > 0
    assert counted["clips_needed_total", "database"] >= 2 * (len(PEOPLE) - 1)
    assert counted["recipients_worked_total", "failed"] == 0
    assert counted["failures", "again"] == 0
    assert counted["last_event_timestamp_seconds",] > time.time() - 3600
    shared = "queue_messages", "render"
    assert (shared in counted) == (len(at_work.logs) == 2)
    assert counted.get(shared, 0) == 0

    logged = "".join(log.read_text(encoding="utf-8") for log in at_work.logs)
    lines = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
    events = {line["event"] for line in lines}
    assert "import.done" in events, "the work was logged"
    assert any(line.get("request_id") for line in lines)
    tokens = [row["link"].rpartition("/")[2] for row in people(at_work)]
    for secret in (*SECRETS, *tokens):
        assert secret.casefold() not in logged.casefold()
        assert secret.casefold() not in "\n".join(at_work.told).casefold()
    if len(at_work.logs) == 2:
        assert any("produce" in command for command in at_work.told), "messages were overheard"


def published_again(at_work: AtWork, person: str) -> Any:
    seen = at_work.ask("GET", person).json()
    done = seen["status"] == "published" and seen["values"]["first_name"] == CORRECTED
    return seen if done else None


def people(at_work: AtWork) -> list[dict[str, Any]]:
    return list(at_work.ask("GET", "/tiny/recipients").json()["recipients"])


def all_written_down(at_work: AtWork) -> dict[tuple[str, ...], float] | None:
    """Return what is counted as soon as all processes have written down what they did."""
    counted = at_work.metrics()
    made = sum(counted["clips_made", kind] for kind in ("shared", "personal"))
    done = counted["recipients_worked_total", "published"] == len(PEOPLE) + 1
    return counted if done and counted["clips_needed_total", "rendered"] == made else None
