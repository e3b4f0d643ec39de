"""Which films may be served: those of people whose link is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from campaigns.models import Campaign, Recipient, RecipientStatus
from campaigns.queries import CLOSED, is_expired
from foundation.clock import utc_now

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def film_is_open(session: Session, film: str, *, now: datetime | None = None) -> bool:
    """Return whether somebody's good link leads to this film (its name, without an ending)."""
    days = session.scalars(
        select(Campaign.expires_on)
        .join(Recipient, Recipient.campaign_id == Campaign.id)
        .where(
            Recipient.film == film,
            Campaign.state.not_in(CLOSED),
            Recipient.status != RecipientStatus.WITHDRAWN,
            Recipient.published_at.is_not(None),
        )
        .distinct()
    )
    return any(not is_expired(day, now or utc_now()) for day in days)
