"""Looks whether what the database calls published still stands in the store."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from campaigns.links import page_key
from campaigns.models import ClipRecord, ClipState, Recipient, RecipientStatus
from workers.clip_description import ENDINGS, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from storage.objects import ObjectStore
    from workers.workshop import Workshop

PAGE_FILES = ("index.html", "link.svg", "link.png")
"""Files that every page has."""

BATCH = 1000
"""Recipients that are looked at together."""


REMEMBERED = 10_000
"""Clips and films that are remembered, so that a run of any length needs the same memory."""


class Standing:
    """Remembers, for one run, which clips and films were seen whole in the store.

    What is missing is not remembered: another process may be about to bring it. Those that were
    asked for longest ago are forgotten first, so clips that many share stay. Several threads may
    ask.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def clip(self, name: str) -> bool:
        """Return whether all objects of a clip are there."""
        keys = (key_of(name, ending) for ending in (*ENDINGS, "json"))
        return self._all(f"clips/{name}", keys)

    def film(self, name: str | None) -> bool:
        """Return whether both objects of a film are there."""
        return name is not None and self._all(
            f"films/{name}", (f"films/{name}.mp4", f"films/{name}.vtt")
        )

    def film_now(self, name: str) -> bool:
        """Return whether a film is there, whatever was seen before."""
        with self._lock:
            self._seen.pop(f"films/{name}", None)
        return self.film(name)

    def page(self, token: str) -> bool:
        """Return whether a page and its link's codes are there."""
        return all(self._store.exists(page_key(token) + file) for file in PAGE_FILES)

    def stored(self, name: str) -> None:
        """Remember a clip that this run itself has stored and looked at."""
        self._remember(f"clips/{name}")

    def _all(self, what: str, keys: Iterable[str]) -> bool:
        with self._lock:
            seen = what in self._seen
        if seen or all(self._store.exists(key) for key in keys):
            self._remember(what)
            return True
        return False

    def _remember(self, what: str) -> None:
        with self._lock:
            self._seen[what] = None
            self._seen.move_to_end(what)
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)


def plan_lost_again(shop: Workshop, campaign_id: int, import_id: int) -> int:
    """Plan those published rows of an import again of which the store has lost something.

    Returns how many rows that were.
    """
    standing = shop.standing
    count = 0
    for rows in _published(shop, campaign_id, import_id):
        lost: list[int] = []
        lost_clips: set[str] = set()
        for row in rows:
            gone = {name for name in (row.plan or {}).values() if not standing.clip(name)}
            lost_clips |= gone
            if gone or not standing.film(row.film) or not standing.page(row.token):
                lost.append(row.id)
        if lost:
            count += len(lost)
            with shop.database.writing() as session:
                forget_clips(session, campaign_id, lost_clips)
                session.execute(
                    update(Recipient)
                    .where(Recipient.id.in_(lost), Recipient.status == RecipientStatus.PUBLISHED)
                    .values(status=RecipientStatus.PLANNED, attempts=0)
                    .execution_options(synchronize_session=False)
                )
    return count


def _published(
    shop: Workshop, campaign_id: int, import_id: int
) -> Iterator[list[Row[int, str, str | None, dict[str, str] | None]]]:
    after = 0
    while True:
        with shop.database.reading() as session:
            rows = list(
                session.execute(
                    select(Recipient.id, Recipient.token, Recipient.film, Recipient.plan)
                    .where(
                        Recipient.campaign_id == campaign_id,
                        Recipient.import_id == import_id,
                        Recipient.status == RecipientStatus.PUBLISHED,
                        Recipient.id > after,
                    )
                    .order_by(Recipient.id)
                    .limit(BATCH)
                )
            )
        if not rows:
            return
        yield rows
        after = rows[-1].id


def forget_clips(session: Session, campaign_id: int, names: Iterable[str]) -> None:
    """Note that finished clips are no longer in the store, so that they are rendered again."""
    session.execute(
        update(ClipRecord)
        .where(
            ClipRecord.campaign_id == campaign_id,
            ClipRecord.name.in_(list(names)),
            ClipRecord.state == ClipState.DONE,
        )
        .values(state=ClipState.RENDERING, attempts=0, lease_owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
