"""Claims that could not be given back because the database did not answer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from campaigns.claims import release

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaigns.claims import Claim
    from foundation.database import Database


class OwedClaims:
    """Remembers claims until the database answers again; several threads may add some.

    Without it the rows would wait until their leases are over, and each would have lost an attempt
    to a server that was away.
    """

    def __init__(self) -> None:
        self._claims: dict[str, Claim] = {}
        self._lock = threading.Lock()

    def add(self, claims: Iterable[Claim]) -> None:
        """Remember claims; those that are lost do no harm, since each is fenced by its owner."""
        with self._lock:
            self._claims.update((claim.owner, claim) for claim in claims)

    def give_back(self, database: Database) -> int:
        """Free all that is owed, without counting an attempt; return how many still held.

        Raises SQLAlchemyError when the database refuses; all is owed further then.
        """
        with self._lock:
            claims = list(self._claims.values())
        if not claims:
            return 0
        with database.writing() as session:
            freed = sum(release(session, claim, count_attempt=False) for claim in claims)
        with self._lock:
            for claim in claims:
                self._claims.pop(claim.owner, None)
        return freed
