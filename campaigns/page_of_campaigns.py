"""Campaigns, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from campaigns.models import Campaign, Recipient, RecipientStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session


def page_of_campaigns(
    session: Session, *, after: str | None, limit: int
) -> tuple[Sequence[Campaign], bool]:
    """Return campaigns by name after one, and whether there are more."""
    wanted = select(Campaign).order_by(Campaign.name).limit(limit + 1)
    if after is not None:
        wanted = wanted.where(Campaign.name > after)
    rows = session.scalars(wanted).all()
    return rows[:limit], len(rows) > limit


def counts_of_campaigns(
    session: Session, campaign_ids: Iterable[int]
) -> Mapping[int, Mapping[RecipientStatus, int]]:
    """Return how many recipients of each campaign have each status, counted at once."""
    counts = {each: dict.fromkeys(RecipientStatus, 0) for each in campaign_ids}
    rows = session.execute(
        select(Recipient.campaign_id, Recipient.status, func.count())
        .where(Recipient.campaign_id.in_(counts))
        .group_by(Recipient.campaign_id, Recipient.status)
    )
    for campaign_id, status, number in rows:
        counts[campaign_id][status] = number
    return counts
