"""Keeps claims alive while their work goes on; they run out when this process is killed."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

from campaigns.claims import renew

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from campaigns.claims import Claim
    from foundation.database import Database

log = structlog.get_logger(__name__)


class LeaseKeeper:
    """Renews every claim that is being kept, three times within its lease, in one thread.

    A claim that was lost (taken over after this process slept too long) is dropped; the write at
    the end of its work then changes nothing, because it is fenced by the claim's owner.

    Args:
        database: where the claims are.
        seconds: the length of a lease.
    """

    def __init__(self, database: Database, *, seconds: float) -> None:
        self._database = database
        self._seconds = seconds
        self._claims: dict[str, Claim] = {}
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="leases", daemon=True)

    @contextmanager
    def kept(self, *claims: Claim) -> Iterator[None]:
        """Keep claims until the block ends."""
        with self._lock:
            self._claims.update((claim.owner, claim) for claim in claims)
        try:
            yield
        finally:
            with self._lock:
                for claim in claims:
                    self._claims.pop(claim.owner, None)

    def renew_all(self) -> None:
        """Renew all claims that are being kept now."""
        with self._lock:
            claims = list(self._claims.values())
        if not claims:
            return
        with self._database.writing() as session:
            lost = [c for c in claims if renew(session, c, seconds=self._seconds) is None]
        for claim in lost:
            with self._lock:
                dropped = self._claims.pop(claim.owner, None)
            if dropped is not None:
                log.warning("lease.lost", table=claim.table.__tablename__, id=claim.id)

    def _run(self) -> None:
        while not self._end.wait(self._seconds / 3):
            try:
                self.renew_all()
            except SQLAlchemyError:
                log.exception("lease.not_renewed")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()
