"""What is to be done: rows to publish, in which order, and the clips that many of them share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import and_, func, or_, select, update

from campaigns.models import (
    Campaign,
    CampaignState,
    ClipRecord,
    ClipState,
    Import,
    Recipient,
    RecipientStatus,
)
from foundation.clock import utc_now
from foundation.errors import SollecitoError
from workers.edition import outdated
from workers.producing import plan_recipient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from workers.edition import Edition
    from workers.workshop import Workshop

AHEAD = 6
"""Recipients that are planned ahead to find the clips that they share."""

log = structlog.get_logger(__name__)


def release_all(session: Session) -> None:
    """Free every claim: only when no other process can be at work on this database."""
    for table in (Recipient, ClipRecord, Import):
        session.execute(
            update(table)
            .where(table.lease_owner.is_not(None))
            .values(lease_owner=None, lease_until=None)
            .execution_options(synchronize_session=False)
        )


def reopen(session: Session, edition: Edition, import_id: int) -> None:
    """Plan again, among the rows of an import, what failed and what is outdated.

    Attempts are counted anew, also for rows and clips that a killed run left behind.
    """
    mine = _of_import(edition.campaign_id, import_id)
    free = or_(Recipient.lease_owner.is_(None), Recipient.lease_until <= utc_now())
    changes = (
        update(Recipient)
        .where(*mine, Recipient.status == RecipientStatus.FAILED)
        .values(status=RecipientStatus.PLANNED, error=None),
        update(Recipient)
        .where(*mine, Recipient.status == RecipientStatus.PUBLISHED, outdated(edition.digest))
        .values(status=RecipientStatus.PLANNED),
        update(Recipient)
        .where(*mine, Recipient.status == RecipientStatus.PLANNED, free)
        .values(attempts=0),
        update(ClipRecord)
        .where(
            ClipRecord.campaign_id == edition.campaign_id,
            ClipRecord.state != ClipState.DONE,
            ClipRecord.lease_owner.is_(None),
        )
        .values(state=ClipState.RENDERING, attempts=0, error=None),
    )
    for change in changes:
        session.execute(change.execution_options(synchronize_session=False))


def next_recipients(
    session: Session, campaign_id: int, import_id: int, *, after: int, limit: int
) -> Sequence[int]:
    """Return ids, in order and greater than ``after``, of planned rows that nobody holds."""
    return session.scalars(
        select(Recipient.id)
        .where(
            *_of_import(campaign_id, import_id),
            Recipient.status == RecipientStatus.PLANNED,
            Recipient.id > after,
            or_(Recipient.lease_owner.is_(None), Recipient.lease_until <= utc_now()),
        )
        .order_by(Recipient.id)
        .limit(limit)
    ).all()


def open_campaigns(session: Session) -> Sequence[int]:
    """Return the ids of campaigns that have planned rows, in order; held rows count too."""
    some = select(Recipient.id).where(
        Recipient.campaign_id == Campaign.id,
        Recipient.status == RecipientStatus.PLANNED,
        _that_count(),
    )
    return session.scalars(select(Campaign.id).where(some.exists()).order_by(Campaign.id)).all()


def next_rows(session: Session, campaign_id: int, *, after: int, limit: int) -> Sequence[int]:
    """Return ids, in order and greater than ``after``, of a campaign's rows to be worked on now."""
    return session.scalars(
        select(Recipient.id)
        .join(Campaign, Campaign.id == Recipient.campaign_id)
        .where(
            Recipient.campaign_id == campaign_id,
            Recipient.status == RecipientStatus.PLANNED,
            Recipient.id > after,
            or_(Recipient.lease_owner.is_(None), Recipient.lease_until <= utc_now()),
            _that_count(),
        )
        .order_by(Recipient.id)
        .limit(limit)
    ).all()


def _that_count() -> ColumnElement[bool]:
    """Return the SQL condition for rows that are to be worked on if they are planned.

    Of a running campaign those that its latest data have; of one that the service manages all.
    """
    latest = select(func.max(Import.id)).where(Import.campaign_id == Campaign.id)
    return and_(
        Campaign.state == CampaignState.RUNNING,
        or_(
            Campaign.managed,
            Recipient.import_id == latest.correlate(Campaign).scalar_subquery(),
        ),
    )


def counts(session: Session, campaign_id: int, import_id: int) -> dict[RecipientStatus, int]:
    """Return how many rows of an import have each status, zeros included."""
    found = dict.fromkeys(RecipientStatus, 0)
    rows = session.execute(
        select(Recipient.status, func.count())
        .where(*_of_import(campaign_id, import_id))
        .group_by(Recipient.status)
    )
    found.update((status, count) for status, count in rows)
    return found


def shared_clips(
    shop: Workshop, edition: Edition, recipient_ids: Sequence[int]
) -> list[tuple[int, str]]:
    """Return which scenes of which recipients to render first, because others show the same clip.

    Rows that cannot be bound are passed over here. The scenes come in the order of the first
    recipient's story. Give it a few (``AHEAD``).
    """
    with shop.database.reading() as session:
        rows = session.execute(
            select(Recipient.id, Recipient.values).where(Recipient.id.in_(recipient_ids))
        ).all()
    uses: Counter[str] = Counter()
    example: dict[str, tuple[int, str]] = {}
    for recipient_id, values in rows:
        try:
            plan = plan_recipient(shop, edition, values)
        except SollecitoError as error:
            log.info("plan.passed_over", recipient=recipient_id, error=type(error).__name__)
            continue
        for scene, clip in plan.clips.items():
            example.setdefault(clip, (recipient_id, scene))
        uses.update(set(plan.clips.values()))
    return [example[clip] for clip in example if uses[clip] > 1]


def _of_import(campaign_id: int, import_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Recipient.campaign_id == campaign_id, Recipient.import_id == import_id)
