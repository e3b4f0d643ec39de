"""What is to be done beside the rendering: imports of the service, and removals of campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from campaigns.models import Campaign, CampaignState
from campaigns.queued_imports import waiting_imports

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class DeskWork:
    """A piece of it: of which campaign, and which import; without one the campaign goes."""

    campaign_id: int
    import_id: int | None = None


def desk_work(session: Session) -> list[DeskWork]:
    """Return what is to be done, in order: removals, then imports as they came."""
    deleting = session.scalars(
        select(Campaign.id).where(Campaign.state == CampaignState.DELETING).order_by(Campaign.id)
    ).all()
    imports = waiting_imports(session)
    return [
        *(DeskWork(campaign_id) for campaign_id in deleting),
        *(DeskWork(i.campaign_id, i.id) for i in imports if i.campaign_id not in deleting),
    ]
