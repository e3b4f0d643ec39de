"""Leases by name: one owner at a time, given over when the time has passed."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from campaigns.leases import give_up, hold
from foundation.clock import utc_now

if TYPE_CHECKING:
    from foundation.database import Database


def test_one_holds_and_renews_and_the_others_wait(database: Database) -> None:
    now = utc_now()
    with database.writing() as session:
        assert hold(session, "feeding", "a", seconds=10, now=now)
        assert not hold(session, "feeding", "b", seconds=10, now=now)
        assert hold(session, "another", "b", seconds=10, now=now)
    with database.writing() as session:
        assert hold(session, "feeding", "a", seconds=10, now=now + timedelta(seconds=9))
        later = now + timedelta(seconds=18)
        assert not hold(session, "feeding", "b", seconds=10, now=later), "renewed meanwhile"
        later = now + timedelta(seconds=20)
        assert hold(session, "feeding", "b", seconds=10, now=later), "its time has passed"
        assert not hold(session, "feeding", "a", seconds=10, now=later)


def test_only_the_owner_gives_a_lease_up(database: Database) -> None:
    with database.writing() as session:
        assert hold(session, "feeding", "a", seconds=60)
        give_up(session, "feeding", "b")
        assert not hold(session, "feeding", "b", seconds=60)
        give_up(session, "feeding", "a")
        assert hold(session, "feeding", "b", seconds=60)


def test_of_many_that_come_at_once_one_wins(database: Database) -> None:
    ready = threading.Barrier(6)
    won: list[str] = []

    def take(owner: str) -> None:
        ready.wait()
        with database.writing() as session:
            held = hold(session, "feeding", owner, seconds=60)
        if held:
            won.append(owner)

    threads = [threading.Thread(target=take, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
