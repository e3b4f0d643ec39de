"""Whose pages stand, and under which links: what the printer is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from campaigns.models import Recipient, RecipientStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.database import Database

STREAM = 1000
"""Rows that are fetched at once."""


class PublishedLink(NamedTuple):
    """A recipient whose page stands; ``id`` is that of the row, ``external_id`` the issuer's."""

    id: int
    external_id: str
    status: RecipientStatus
    token: str
    film: str | None


def published_links(database: Database, campaign_id: int) -> Iterator[PublishedLink]:
    """Yield everybody whose page stands, in the order in which they came, a few at a time.

    Between the fetches no transaction is open, so whoever takes it slowly holds up nobody.
    """
    after = 0
    while True:
        with database.reading() as session:
            rows = session.execute(
                select(
                    Recipient.id,
                    Recipient.external_id,
                    Recipient.status,
                    Recipient.token,
                    Recipient.film,
                )
                .where(
                    Recipient.campaign_id == campaign_id,
                    Recipient.id > after,
                    Recipient.published_at.is_not(None),
                    Recipient.status != RecipientStatus.WITHDRAWN,
                )
                .order_by(Recipient.id)
                .limit(STREAM)
            ).all()
        yield from (PublishedLink(*row) for row in rows)
        if len(rows) < STREAM:
            return
        after = rows[-1].id
