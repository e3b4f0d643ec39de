"""What every piece of work needs: settings, database, store, rendering processes, claims."""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from campaigns.claims import release
from foundation.database import open_database
from foundation.errors import StorageError
from foundation.refusals import worded
from storage.opening import open_store
from workers.clip_shelf import FETCHED, ClipShelf
from workers.lease_keeper import LeaseKeeper
from workers.owed_claims import OwedClaims
from workers.process_pool import ProcessPool
from workers.rendering_process import load_responder
from workers.standing import Standing
from workers.tally import Tally
from workers.tally_keeper import written_down

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from campaigns.claims import Claim
    from foundation.database import Database
    from foundation.settings import Settings
    from storage.objects import ObjectStore


class WorkStoppedError(Exception):
    """Raised inside the work when it was asked to stop; the work is given back undone."""


class Stopping(threading.Event):
    """Set when this workshop's work is to end, or when the event that it follows is set.

    A server's event lives longer than one job: the end of a job must not set it.
    """

    def __init__(self, following: threading.Event | None = None) -> None:
        super().__init__()
        self._following = following

    def is_set(self) -> bool:
        """Return whether either event is set."""
        return super().is_set() or (self._following is not None and self._following.is_set())

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for this event alone, at most ``timeout`` seconds; return whether either is set."""
        return self.is_set() or super().wait(timeout) or self.is_set()


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything at hand; ``stopping`` is set when the work is to end at the next good moment."""

    settings: Settings
    database: Database
    store: ObjectStore
    processes: ProcessPool
    leases: LeaseKeeper
    shelf: ClipShelf
    standing: Standing
    stopping: threading.Event = field(default_factory=Stopping)
    tally: Tally = field(default_factory=Tally)
    trouble: list[str] = field(default_factory=list)
    owed: OwedClaims = field(default_factory=OwedClaims)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session that writes down how far the work is.

        When even that is refused (the disk is full), all work is to end: ``trouble`` says why, and
        WorkStoppedError is raised.
        """
        try:
            with self.database.writing() as session:
                yield session
        except SQLAlchemyError as error:
            self.end_for(worded(error))
            raise WorkStoppedError from None

    def end_for(self, reason: str) -> None:
        """Let all work end because of something outside; ``check_trouble`` then says the reason."""
        self.trouble.append(reason)
        self.stopping.set()

    def give_back(self, *claims: Claim, count_attempt: bool = False) -> None:
        """Give work back undone; changes nothing where that has been done, or the claim was lost.

        Raises WorkStoppedError when the database refuses; the claims are owed then, and given back
        when it answers again, as long as this process lives.
        """
        if not claims:
            return
        try:
            with self.writing() as session:
                for claim in claims:
                    release(session, claim, count_attempt=count_attempt)
        except WorkStoppedError:
            self.owed.add(claims)
            raise

    def check_trouble(self) -> None:
        """Raise StorageError when the work had to end because of something outside."""
        if self.trouble:
            raise StorageError(self.trouble[0])

    def check_stopping(self) -> None:
        """Raise WorkStoppedError when the work is to end."""
        if self.stopping.is_set():
            raise WorkStoppedError


@contextmanager
def open_workshop(
    settings: Settings,
    *,
    jobs: int | None = None,
    stopping: threading.Event | None = None,
    yielding: bool = False,
    owed: OwedClaims | None = None,
) -> Iterator[Workshop]:
    """Yield a workshop; its rendering processes are ended and connections closed afterwards.

    ``jobs`` is the number of rendering processes, the settings' by default; ``stopping`` an event
    that the caller may set; ``yielding`` whether processes that answer requests go before those
    that render; ``owed`` what workshops before this one could not give back.
    Raises SettingsError or StorageError when the database or the store cannot be opened.
    """
    with ExitStack() as stack:
        database = open_database(settings.database)
        stack.callback(database.close)
        store = open_store(settings.store)
        processes = stack.enter_context(
            ProcessPool(
                partial(load_responder, "workers.rendering_work:make_responder", settings),
                size=jobs or settings.processes,
                time_limit_s=settings.clip_seconds,
                yielding=yielding,
            )
        )
        leases = stack.enter_context(LeaseKeeper(database, seconds=settings.lease_seconds))
        tally = Tally()
        stack.enter_context(written_down(tally, database))
        yield Workshop(
            settings=settings,
            database=database,
            store=store,
            processes=processes,
            leases=leases,
            shelf=ClipShelf(store, settings.private / FETCHED, settings.private / "scratch"),
            standing=Standing(store),
            stopping=Stopping(stopping),
            tally=tally,
            owed=owed or OwedClaims(),
        )
