"""Recipients, a page at a time, by the order in which they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from campaigns.models import Recipient, RecipientStatus
from campaigns.people_search import having_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def page_of_recipients(
    session: Session,
    campaign_id: int,
    *,
    after: int,
    limit: int,
    status: RecipientStatus | None = None,
    import_id: int | None = None,
    external_id: str | None = None,
    id_begins: str | None = None,
    value_of: tuple[str, str | bool] | None = None,
    words: Sequence[str] = (),
    searched: Sequence[str] = (),
) -> tuple[Sequence[Recipient], bool]:
    """Return recipients with a greater id than ``after``, and whether there are more.

    ``value_of`` names a field and the value that it must have: a segment. Each of ``words`` stands
    in one of the ``searched`` fields, or in the row's id (``people_search``).
    """
    wanted = select(Recipient).where(Recipient.campaign_id == campaign_id, Recipient.id > after)
    if status is not None:
        wanted = wanted.where(Recipient.status == status)
    if import_id is not None:
        wanted = wanted.where(Recipient.import_id == import_id)
    if external_id is not None:
        wanted = wanted.where(Recipient.external_id == external_id)
    if id_begins:
        wanted = wanted.where(Recipient.external_id.startswith(id_begins, autoescape=True))
    if value_of is not None:
        field, value = value_of
        stored = Recipient.values[field]
        # In SQL an element of JSON has the type that it is asked for.
        wanted = wanted.where(
            stored.as_boolean() == value if isinstance(value, bool) else stored.as_string() == value
        )
    wanted = wanted.where(*having_words(words, searched))
    rows = session.scalars(wanted.order_by(Recipient.id).limit(limit + 1)).all()
    return rows[:limit], len(rows) > limit


def newest_publications(session: Session, campaign_id: int, limit: int) -> Sequence[Recipient]:
    """Return whose pages were published last, the newest first."""
    return session.scalars(
        select(Recipient)
        .where(
            Recipient.campaign_id == campaign_id,
            Recipient.published_at.is_not(None),
            Recipient.status != RecipientStatus.WITHDRAWN,
        )
        .order_by(Recipient.published_at.desc(), Recipient.id.desc())
        .limit(limit)
    ).all()
