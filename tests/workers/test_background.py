"""A server's workers finish what a run left, and go on looking afterwards."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from foundation.settings import load_settings
from workers.background import _at_hand, finish_unfinished
from workers.out_folder import locked
from workers.workshop import Stopping

if TYPE_CHECKING:
    from tiny_campaign import Tiny


def plan_again(tiny: Tiny, row: str) -> None:
    engine = create_engine(f"sqlite:///{tiny.out / '.sollecito' / 'sollecito.db'}")
    with engine.begin() as connection:
        changed = connection.execute(
            text("update recipients set status = 'planned' where external_id = :row"), {"row": row}
        )
        assert changed.rowcount == 1
    engine.dispose()


def status(tiny: Tiny, row: str) -> str:
    engine = create_engine(f"sqlite:///{tiny.out / '.sollecito' / 'sollecito.db'}")
    with engine.connect() as connection:
        found = connection.execute(
            text("select status from recipients where external_id = :row"), {"row": row}
        ).scalar_one()
    engine.dispose()
    return str(found)


def test_work_is_finished_again_and_again_while_the_server_lives(tiny: Tiny) -> None:
    settings = load_settings(out=tiny.out, log_level="warning")
    stopping = threading.Event()
    for row in ("a1", "b2"):
        plan_again(tiny, row)
        assert finish_unfinished(settings, stopping) == 1
        assert status(tiny, row) == "published"
        assert not stopping.is_set(), "the end of a job is not the end of the server"
    assert finish_unfinished(settings, stopping) == 0


def test_stopping_follows_the_server_and_not_the_other_way_round() -> None:
    server = threading.Event()
    job = Stopping(server)
    assert not job.is_set()
    assert not job.wait(0)
    job.set()
    assert job.is_set()
    assert not server.is_set()
    other = Stopping(server)
    server.set()
    assert other.is_set()
    assert other.wait(0)


def test_a_campaign_without_its_files_is_waited_for_by_nobody(tiny: Tiny) -> None:
    settings = load_settings(out=tiny.out, log_level="warning")
    shutil.rmtree(settings.private / "campaigns" / "tiny")
    plan_again(tiny, "a1")
    set_aside: dict[int, float] = {}
    assert finish_unfinished(settings, threading.Event(), set_aside) == 1
    assert status(tiny, "a1") == "planned"
    assert list(set_aside) == [1]
    with locked(settings):  # which raises where somebody still holds it
        pass
    assert _at_hand([1, 2], set_aside) == [2]
    assert _at_hand([1, 2], {1: 0.0}) == [1, 2], "the time is over"
