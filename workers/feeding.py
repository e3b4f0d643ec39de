"""Hands out work: from the database into the queue, a little at a time, in turn between campaigns.

The database says what is unfinished; a message is only a hint. So there are never more messages
than keep all workers busy, a small campaign waits for no large one, and rows whose message was
lost, or whose worker died, come up again in the next round.

With a broker that many machines share one process does this at a time, which holds a lease.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from campaigns.claims import new_owner
from campaigns.leases import give_up, hold
from foundation.errors import SollecitoError
from workers.broker import is_shared
from workers.desk_work import DeskWork, desk_work
from workers.planning import AHEAD, next_rows, open_campaigns, shared_clips
from workers.sweeping import AHEAD_PER_THREAD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workers.crew import Crew
    from workers.workshop import Workshop

LEASE = "feeding"
"""The lease of the process that hands out work."""

LEASE_S = 15.0
"""Seconds after which another process takes over from one that was killed."""

LOOK_S = 0.5
"""Seconds between two looks of who hands out work for campaigns that have some."""

FOLLOW_S = 1.0
"""Seconds between two looks of the others whether nobody hands out work any more."""

MOST = 1024
"""Messages that wait in a shared queue at most, for however many workers."""

FETCHED = 256
"""Ids of rows that are held in memory at most for each campaign."""

FAULTY_S = 60.0
"""Seconds before a campaign is looked at again whose files could not be had."""

DESK_AGAIN_S = 5.0
"""Seconds before an import or a removal is asked for again; one that is under way is left alone."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Rows:
    """A campaign's rows in this round: ids that were fetched, and the last one of them."""

    ids: deque[int] = field(default_factory=deque)
    after: int = 0
    ended: bool = False
    prepared: bool = False


class Feeding:
    """Hands out the work of all campaigns of a database.

    Args:
        shop: whose database is read.
        crew: through whose actors messages are sent.
        threads: how many work in this process.
        set_aside: campaigns whose files could not be had, and until when (monotonic seconds) they
            are left alone; kept by who hires crew after crew.
    """

    def __init__(
        self,
        shop: Workshop,
        crew: Crew,
        *,
        threads: int,
        set_aside: dict[int, float] | None = None,
    ) -> None:
        self._shop = shop
        self._crew = crew
        self._shared = is_shared(shop.settings)
        self._most = threads * AHEAD_PER_THREAD
        self._owner = new_owner()
        self._leads = not self._shared
        self._rows: dict[int, _Rows] = {}
        self._turn: deque[int] = deque()
        self._faulty = {} if set_aside is None else set_aside
        self._next_look = 0.0
        self._at_desk: dict[DeskWork, float] = {}

    @property
    def leads(self) -> bool:
        """Whether this process hands out the work at the moment."""
        return self._leads

    def step(self) -> bool:
        """Enqueue what is needed now; return whether any campaign has unfinished rows.

        A process that does not lead returns False. Raises StorageError when the broker cannot be
        asked, SQLAlchemyError when the database cannot, redis' errors when nothing can be sent.
        """
        now = time.monotonic()
        if now >= self._next_look:
            self._look(now)
            self._next_look = now + (LOOK_S if self._leads else FOLLOW_S)
        if not self._leads:
            return False
        self._enqueue()
        return bool(self._rows)

    def end(self) -> None:
        """Let another process take over at once."""
        if self._shared and self._leads:
            self._leads = False
            with self._shop.database.writing() as session:
                give_up(session, LEASE, self._owner)

    def _look(self, now: float) -> None:
        if self._shared:
            led = self._leads
            with self._shop.database.writing() as session:
                self._leads = hold(session, LEASE, self._owner, seconds=LEASE_S)
            if self._leads != led:
                log.info("feeding.leads" if self._leads else "feeding.follows")
                self._rows.clear()
            if not self._leads:
                return
        with self._shop.database.reading() as session:
            found = open_campaigns(session)
            desk = desk_work(session)
        self._send_to_desk(desk, now)
        for campaign in [key for key, until in self._faulty.items() if until <= now]:
            del self._faulty[campaign]
        working = [campaign for campaign in found if campaign not in self._faulty]
        self._rows = {campaign: self._rows.get(campaign, _Rows()) for campaign in working}
        waiting = [campaign for campaign in self._turn if campaign in self._rows]
        self._turn = deque([*waiting, *(c for c in working if c not in waiting)])

    def _send_to_desk(self, desk: list[DeskWork], now: float) -> None:
        """Send imports and removals; those that are not done in a while once more."""
        self._at_desk = {work: sent for work, sent in self._at_desk.items() if work in desk}
        for work in desk:
            if now - self._at_desk.get(work, -DESK_AGAIN_S) < DESK_AGAIN_S:
                continue
            self._at_desk[work] = now
            if work.import_id is None:
                self._crew.actors.remove.send(work.campaign_id)
            else:
                self._crew.actors.bring_in.send(work.campaign_id, work.import_id)

    def _enqueue(self) -> None:
        backlog = self._crew.pending.count
        if self._shared and backlog == 0 and any(not rows.ended for rows in self._rows.values()):
            # It ran dry since the last look: more workers are there than were thought of.
            self._most = min(MOST, self._most * 2)
        if backlog == 0:
            for rows in self._rows.values():
                if rows.ended and not rows.ids:
                    rows.after, rows.ended = 0, False  # what is planned still comes up again
        room = self._most - backlog
        while room > 0 and self._turn:
            campaign = self._turn[0]
            # In turn, one each: however many rows another campaign has, the next is soon ours.
            self._turn.rotate(-1)
            try:
                self._prepare(campaign)
            except SollecitoError as error:
                self._set_aside(campaign, error)
                continue
            taken = self._take(campaign)
            if taken is not None:
                self._crew.actors.produce.send(campaign, taken)
                room -= 1
            elif all(rows.ended and not rows.ids for rows in self._rows.values()):
                return

    def _prepare(self, campaign: int) -> None:
        """Send for the clips that many share before the first row of a campaign."""
        rows = self._rows[campaign]
        if rows.prepared:
            return
        edition = self._crew.editions(campaign)
        self._fetch(campaign)
        first = list(rows.ids)[:AHEAD]
        for recipient_id, scene in shared_clips(self._shop, edition, first):
            self._crew.actors.prepare.send(campaign, recipient_id, scene)
        rows.prepared = True

    def _set_aside(self, campaign: int, error: SollecitoError) -> None:
        log.warning("feeding.campaign_set_aside", campaign=campaign, reason=str(error))
        self._faulty[campaign] = time.monotonic() + FAULTY_S
        self._rows.pop(campaign, None)
        self._turn.remove(campaign)

    def _take(self, campaign: int) -> int | None:
        rows = self._rows[campaign]
        if not rows.ids:
            self._fetch(campaign)
        return rows.ids.popleft() if rows.ids else None

    def _fetch(self, campaign: int) -> None:
        rows = self._rows[campaign]
        if rows.ended or rows.ids:
            return
        with self._shop.database.reading() as session:
            found: Iterable[int] = next_rows(session, campaign, after=rows.after, limit=FETCHED)
        rows.ids.extend(found)
        rows.ended = not rows.ids
        if rows.ids:
            rows.after = rows.ids[-1]
