"""An engine is away for a while in the middle of the work: the worker goes on by itself.

Nothing is lost or published half, no row loses an attempt, and the log says what was the matter.
"""

from __future__ import annotations

import shutil
import subprocess
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from faulty_proxy import FaultyProxy
from patient_campaign import Patience, clips_of, plan_patiently
from postgres_server import new_cluster, new_database, running_postgres
from s3_server import free_port
from started_command import Rows, Started, started, until
from valkey_server import running_valkey

from campaigns.links import page_key
from foundation.settings import load_settings
from storage.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.objects import ObjectStore

PEOPLE = 8
DISK = "64m"
"""Size of a disk with room for what is kept of this campaign, and for what must be free."""


@dataclass
class Work:
    """A campaign that is planned, on engines that a test can take away."""

    given: dict[str, str]
    folder: Path
    patience: Patience
    rows: Rows
    store: ObjectStore

    @contextmanager
    def worker(self) -> Iterator[Started]:
        """Yield a worker that is in the middle of rendering a clip."""
        settings = {**self.given, **self.patience.settings, "jobs": 1}
        out = ("--out", self.folder / "worker")
        with started("worker", *out, settings=settings, log=self.folder / "log") as worker:
            until(self.patience.begun, worker)
            yield worker

    def goes_on(self, worker: Started) -> None:
        """See that all is published at last, each clip and each person at the first attempt."""
        until(lambda: self.rows.published() == PEOPLE, worker)
        worker.end()
        assert self.rows.held() == 0
        assert self.rows.ask("select distinct attempts from recipients") == [(1,)]
        assert self.rows.ask("select distinct state, attempts from clips") == [("done", 1)]
        assert self.rows.count("clips") == clips_of(PEOPLE)
        assert self.visible() == PEOPLE
        told = worker.told()
        tokens = [row.token for row in self.rows.ask("select token from recipients")]
        for secret in ("Persona", "1187", "R0000", *tokens):
            assert secret.casefold() not in told.casefold()

    def visible(self) -> int:
        """Return how many pages can be seen; each must be there with all that it shows."""
        keys = set(self.store.keys())
        seen = 0
        for row in self.rows.ask("select token, plan, film from recipients"):
            page = page_key(row.token)
            if page + "index.html" not in keys:
                continue
            seen += 1
            assert {page + "link.svg", page + "link.png"} <= keys
            if row.film is not None:
                files = [f"films/{row.film}.mp4", *(f"clips/{c}.mp4" for c in row.plan.values())]
                assert set(files) <= keys
        return seen


def told(worker: Started, event: str) -> list[str]:
    """Return the reasons that a worker told with an event."""
    return [line["reason"] for line in worker.lines() if line["event"] == event]


def waits(worker: Started, reason: str) -> None:
    """Wait until a worker says, more than once, why it cannot work."""
    said = until(lambda: told(worker, "background.could_not_work")[1:], worker)
    assert reason in said[-1], worker.told()


@contextmanager
def planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> Iterator[Work]:
    settings = load_settings(out=tmp_path / "planned", log_level="warning", **given)
    patience = plan_patiently(tmp_path, settings, PEOPLE, monkeypatch)
    rows = Rows(given["database_url"])
    yield Work(given, tmp_path, patience, rows, open_store(given["store_url"]))
    rows.close()


@pytest.mark.timeout(600)
def test_the_database_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many_machines: dict[str, str]
) -> None:
    port = free_port()
    with new_cluster() as folder, ExitStack() as stack:
        away = stack.enter_context(ExitStack())
        server = away.enter_context(running_postgres(folder, port))
        database = ExitStack()
        given = {**many_machines, "database_url": database.enter_context(new_database(server))}
        with planned(tmp_path, monkeypatch, given) as work, work.worker() as worker:
            away.close()
            work.patience.go()
            waits(worker, "The database refused")
            stack.enter_context(running_postgres(folder, port))
            work.goes_on(worker)
            assert worker.has_told("background.gave_back"), "no lease had to be waited for"
        database.close()


@pytest.mark.timeout(600)
def test_all_connections_to_the_database_are_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many_machines: dict[str, str]
) -> None:
    break_off = (
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    with (
        planned(tmp_path, monkeypatch, many_machines) as work,
        work.worker() as worker,
    ):
        assert work.rows.ask(break_off)[0][0] >= 1
        work.patience.go()
        until(lambda: work.rows.published() >= 2, worker)
        assert work.rows.ask(break_off)[0][0] >= 1
        work.goes_on(worker)


@pytest.mark.timeout(600)
def test_the_broker_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many_machines: dict[str, str]
) -> None:
    port, folder = free_port(), tmp_path / "valkey"
    folder.mkdir()
    with ExitStack() as stack:
        away = stack.enter_context(ExitStack())
        given = {
            **many_machines,
            "broker_url": away.enter_context(running_valkey(folder, port)),
        }
        with planned(tmp_path, monkeypatch, given) as work, work.worker() as worker:
            away.close()
            work.patience.go()
            waits(worker, "The broker could not be")
            stack.enter_context(running_valkey(folder, port))
            work.goes_on(worker)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("status", "lasting"), [(503, False), (500, True)])
def test_the_store_refuses_everything(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    many_machines: dict[str, str],
    s3_endpoint: str,
    status: int,
    lasting: bool,
) -> None:
    with FaultyProxy(s3_endpoint).running() as proxy:
        address = many_machines["store_url"].replace(s3_endpoint, proxy.address)
        given = {**many_machines, "store_url": address}
        with planned(tmp_path, monkeypatch, given) as work, work.worker() as worker:
            work.store = open_store(many_machines["store_url"])
            proxy.failing = status
            work.patience.go()
            assert (
                "The object store refused" in until(lambda: told(worker, "work.waits"), worker)[0]
            )
            assert work.visible() == work.rows.published() == 0
            if lasting:
                waits(worker, "The object store refused")
            assert proxy.refused
            proxy.failing = None
            work.goes_on(worker)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a small disk at a new folder; skips the test where nobody may."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("There is no command 'mount'.")
    if made.returncode:
        pytest.skip("A small disk can be mounted by root only.")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.timeout(600)
def test_the_disk_of_the_cache_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many_machines: dict[str, str]
) -> None:
    with (
        small_disk(tmp_path / "worker"),
        planned(tmp_path, monkeypatch, many_machines) as work,
        work.worker() as worker,
    ):
        filler = tmp_path / "worker" / "filler"
        fill(filler)
        work.patience.go()
        waits(worker, "The disk is full")
        assert work.visible() == work.rows.published() == 0
        filler.unlink()
        work.goes_on(worker)


def fill(file: Path) -> None:
    """Write a file until its disk takes no more."""
    with file.open("wb", buffering=0) as out, suppress(OSError):
        while True:
            out.write(bytes(1 << 20))
    assert shutil.disk_usage(file).free == 0
