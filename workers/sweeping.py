"""Feeds a crew from the database until nothing is planned any more.

The database says what is unfinished; a message is only a hint. So rows whose message was lost, or
whose worker died, come up again on the next round.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.models import RecipientStatus
from workers.planning import AHEAD, counts, next_recipients, shared_clips

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.crew import Crew
    from workers.edition import Edition
    from workers.workshop import Workshop

AHEAD_PER_THREAD = 3
"""Messages that are on their way for each thread; the rest stays in the database."""

FETCHED = 256
"""Ids of rows that are held in memory at most."""

LOOK_S = 0.2
"""Seconds between two looks at how far the work is."""

COUNT_S = 2.0
COUNT_SHARE = 20.0
"""Seconds between two counts of all rows, and at least so many times what the last one took."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: rows of ``total`` that are ``published`` or ``failed``, and the effort.

    ``at_start`` of the published rows were so before. ``seconds`` since the start.
    """

    total: int
    published: int
    failed: int
    at_start: int
    clips_rendered: int
    seconds: float

    @property
    def done(self) -> int:
        """Rows that need no more work."""
        return self.published + self.failed

    @property
    def rate(self) -> float:
        """Rows published or failed a second since the start, 0 at the beginning."""
        worked = self.done - self.at_start
        return worked / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining_s(self) -> float | None:
        """Estimated seconds to the end, None while nothing can be said."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None


def work_through(
    shop: Workshop,
    crew: Crew,
    edition: Edition,
    import_id: int,
    *,
    threads: int,
    on_progress: Callable[[Progress], None] | None = None,
) -> None:
    """Return when no row of the import is planned any more, or the workshop is stopping."""
    crew.editions.add(edition)
    watch = _Watch(shop, edition.campaign_id, import_id, on_progress)
    rows = _PlannedRows(shop, edition.campaign_id, import_id)
    for recipient_id, scene in shared_clips(shop, edition, rows.first(AHEAD)):
        crew.actors.prepare.send(edition.campaign_id, recipient_id, scene)
    while not shop.stopping.is_set():
        for _ in range(threads * AHEAD_PER_THREAD - crew.pending.count):
            taken = rows.take()
            if taken is None:
                break
            crew.actors.produce.send(edition.campaign_id, taken)
        if rows.ended and not crew.pending.count:
            # All were sent and settled. Some may be planned still: then begin a new round.
            if not watch.count()[RecipientStatus.PLANNED]:
                break
            rows.begin_again()
            shop.stopping.wait(LOOK_S)
        watch.tell()
        crew.pending.wait_for_change(LOOK_S)
    watch.tell(at_last=True)


class _PlannedRows:
    """Ids of the planned rows of an import that nobody holds, in order, fetched some at a time."""

    def __init__(self, shop: Workshop, campaign_id: int, import_id: int) -> None:
        self._shop = shop
        self._import = (campaign_id, import_id)
        self._ids: deque[int] = deque()
        self.begin_again()

    def begin_again(self) -> None:
        """Begin a new round at the first row."""
        self._after = 0
        self.ended = False

    def first(self, number: int) -> list[int]:
        """Return up to so many ids that ``take`` is going to return."""
        self._fetch()
        return list(self._ids)[:number]

    def take(self) -> int | None:
        """Return the next id, or None at the end of the round."""
        if not self._ids:
            self._fetch()
        return self._ids.popleft() if self._ids else None

    def _fetch(self) -> None:
        if self.ended:
            return
        with self._shop.database.reading() as session:
            found = next_recipients(session, *self._import, after=self._after, limit=FETCHED)
        self.ended = not found
        if found:
            self._after = found[-1]
            self._ids.extend(found)


class _Watch:
    """Knows how far a run is: counted now and then, and between by what this run has done.

    Counting looks at every row, so it is done the more rarely the longer it takes.
    """

    def __init__(
        self,
        shop: Workshop,
        campaign_id: int,
        import_id: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._shop = shop
        self._import = (campaign_id, import_id)
        self._on_progress = on_progress
        self._started = time.monotonic()
        self._next_count = self._next_word = 0.0
        self._at_start = self.count()[RecipientStatus.PUBLISHED]

    def count(self) -> dict[RecipientStatus, int]:
        """Return how many rows have each status, counted now."""
        before = time.monotonic()
        with self._shop.database.reading() as session:
            self._found = counts(session, *self._import)
        # After the count: a row that was done meanwhile is told at the next one, never twice.
        self._done = self._tallies()
        took = time.monotonic() - before
        self._next_count = before + max(COUNT_S, COUNT_SHARE * took)
        return self._found

    def tell(self, *, at_last: bool = False) -> None:
        """Report the progress, unless that was done a moment ago."""
        now = time.monotonic()
        if self._on_progress is None or (now < self._next_word and not at_last):
            return
        self._next_word = now + LOOK_S
        if now >= self._next_count or at_last:
            self.count()
        published, failed = (
            tally - before for tally, before in zip(self._tallies(), self._done, strict=True)
        )
        self._on_progress(
            Progress(
                total=sum(self._found.values()) - self._found[RecipientStatus.WITHDRAWN],
                published=self._found[RecipientStatus.PUBLISHED] + published,
                failed=self._found[RecipientStatus.FAILED] + failed,
                at_start=self._at_start,
                clips_rendered=self._shop.tally["clips rendered"],
                seconds=now - self._started,
            )
        )

    def _tallies(self) -> tuple[int, int]:
        return self._shop.tally["published"], self._shop.tally["failed"]
