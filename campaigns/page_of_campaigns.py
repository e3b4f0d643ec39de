"""Campaigns, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from campaigns.models import Campaign

if TYPE_CHECKING:
    from collections.abc import Sequence

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
