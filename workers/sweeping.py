"""Feeds a crew from the database until nothing is planned any more.

The database says what is unfinished; a message is only a hint. So rows whose message was lost, or
whose worker died, come up again on the next round.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.models import RecipientStatus
from workers.planning import counts, next_recipients, shared_clips

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.crew import Crew
    from workers.edition import Edition
    from workers.workshop import Workshop

AHEAD_PER_THREAD = 3
"""Messages that are on their way for each thread; the rest stays in the database."""

LOOK_S = 0.2
"""Seconds between two looks at how far the work is."""


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
    crew.editions[edition.campaign_id] = edition
    started = time.monotonic()
    at_start: int | None = None
    after = 0
    first = True
    while not shop.stopping.is_set():
        with shop.database.reading() as session:
            found = counts(session, edition.campaign_id, import_id)
            room = threads * AHEAD_PER_THREAD - crew.pending.count
            ids = (
                next_recipients(
                    session, edition.campaign_id, import_id, after=after, limit=max(room, 8)
                )
                if room > 0
                else ()
            )
        if at_start is None:
            at_start = found[RecipientStatus.PUBLISHED]
        if on_progress:
            on_progress(_progress(shop, found, at_start, time.monotonic() - started))
        if not found[RecipientStatus.PLANNED]:
            return
        if first and ids:
            first = False
            for recipient_id, scene in shared_clips(shop, edition, ids):
                crew.actors.prepare.send(edition.campaign_id, recipient_id, scene)
        for recipient_id in ids:
            crew.actors.produce.send(edition.campaign_id, recipient_id)
        if ids:
            after = ids[-1]
        elif not crew.pending.count:
            # All were sent and settled, but some are planned still: begin a new round.
            after = 0
            shop.stopping.wait(LOOK_S)
        crew.pending.wait_for_change(LOOK_S)


def _progress(
    shop: Workshop, found: dict[RecipientStatus, int], at_start: int, seconds: float
) -> Progress:
    return Progress(
        total=sum(found.values()) - found[RecipientStatus.WITHDRAWN],
        published=found[RecipientStatus.PUBLISHED],
        failed=found[RecipientStatus.FAILED],
        at_start=at_start,
        clips_rendered=shop.tally["clips rendered"],
        seconds=seconds,
    )
