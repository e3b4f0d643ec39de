"""Large files are imported by a child process; it may be stopped or killed, and nothing is lost."""

from __future__ import annotations

import multiprocessing
import threading
import time
from typing import TYPE_CHECKING

from tiny_campaign import write_data

from campaigns.models import Import, ImportState
from workers import import_process
from workers.import_process import do_import_apart
from workers.planning import release_all
from workers.uploads import new_upload
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from work_bench import Bench

ROWS = 40_000


def queued(bench: Bench, rows: int) -> tuple[int, Path]:
    upload, folder = new_upload(bench.tiny.settings)
    people = [(f"n{n}", "Zeno", "12,50", f"R{n}") for n in range(rows)]
    write_data(folder / "more.csv", people)
    return bench.queue(upload), folder


def row(bench: Bench, number: int) -> Import:
    with bench.shop.database.reading() as session:
        return session.get_one(Import, number)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def importers() -> list[multiprocessing.process.BaseProcess]:
    return [child for child in multiprocessing.active_children() if child.name == "importing"]


def test_a_small_file_is_done_here(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(import_process, "do_import", lambda _shop, _, number: done.append(number))
    number, _ = queued(bench, 3)
    do_import_apart(bench.shop, bench.edition.campaign_id, number)
    assert done == [number]


def test_a_large_file_is_stopped_killed_and_brought_to_its_end(bench: Bench) -> None:
    settings = bench.tiny.settings.model_copy(update={"import_batch": 100})
    campaign = bench.edition.campaign_id
    number, folder = queued(bench, ROWS)
    assert folder.joinpath("more.csv").stat().st_size < import_process.APART_BYTES, "by default"
    folder.joinpath("more.csv").write_bytes(
        folder.joinpath("more.csv").read_bytes() + b";;;\n" * (1 << 18)
    )

    stopping = threading.Event()
    with open_workshop(settings, stopping=stopping) as shop:
        work = threading.Thread(target=do_import_apart, args=(shop, campaign, number))
        work.start()
        until(lambda: row(bench, number).read > 0)
        stopping.set()
        work.join(60)
    assert not work.is_alive()
    given_back = row(bench, number)
    assert (given_back.state, given_back.lease_owner) == (ImportState.RUNNING, None)
    assert 0 < given_back.read < ROWS
    assert not importers()

    with open_workshop(settings) as shop:
        work = threading.Thread(target=do_import_apart, args=(shop, campaign, number))
        work.start()
        until(lambda: row(bench, number).read > given_back.read)
        for child in importers():
            child.kill()
        work.join(60)
    killed = row(bench, number)
    assert killed.lease_owner is not None, "it ends by itself"
    assert folder.is_dir()

    with bench.shop.database.writing() as session:
        release_all(session)
    with open_workshop(settings.model_copy(update={"import_batch": 5000})) as shop:
        do_import_apart(shop, campaign, number)
    done = row(bench, number)
    assert (done.state, done.error) == (ImportState.DONE, None)
    assert (done.read, done.accepted, done.rejected) == (ROWS, ROWS, 0)
    assert not folder.exists()
