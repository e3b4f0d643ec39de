"""Writes down what a process has done, for the counts of all processes together."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from campaigns.tallies import add_to_tallies
from foundation.refusals import worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.database import Database
    from workers.tally import Tally

EVERY_S = 5.0
"""Seconds between two writes, as long as something was done; a killed process loses so much."""

log = structlog.get_logger(__name__)


@contextmanager
def written_down(tally: Tally, database: Database) -> Iterator[None]:
    """Add a process's counts to those of all, every few seconds and at the end of the block."""
    end = threading.Event()

    def run() -> None:
        while not end.wait(EVERY_S):
            write_down(tally, database)

    thread = threading.Thread(target=run, name="tally", daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
        write_down(tally, database)


def write_down(tally: Tally, database: Database) -> None:
    """Add what was counted since the last time; what cannot be written is tried the next time."""
    counts = tally.take()
    if not counts:
        return
    try:
        with database.writing() as session:
            add_to_tallies(session, counts)
    except SQLAlchemyError as error:
        tally.give_back(counts)
        log.warning("tally.not_written", reason=worded(error))
