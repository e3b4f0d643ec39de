"""How far a campaign is: counts, rate, failures by reason, slow scenes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select

from campaigns.models import (
    ClipRecord,
    ClipState,
    Import,
    ImportState,
    Recipient,
    RecipientStatus,
)
from campaigns.queries import recipient_counts
from foundation.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

LATELY = timedelta(minutes=1)
"""The rate is that of the last minute."""

REASONS = 10
SLOWEST = 5
"""Reasons of failures, and slow scenes, that are told."""


@dataclass(frozen=True, slots=True)
class SceneTimes:
    """A scene's clips: how many were rendered, and how long one took on average and at most."""

    scene: str
    clips: int
    average_ms: int
    most_ms: int


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """How far a campaign is.

    ``shared_clips`` are those of scenes that look the same for everybody, ``personal_clips`` the
    others. ``rate`` is recipients published a second in the last minute; ``remaining_s`` the
    seconds that the planned ones take at that rate, None while nothing can be said.
    ``reasons`` are why recipients failed, the most usual first.
    """

    recipients: Mapping[RecipientStatus, int]
    shared_clips: int
    personal_clips: int
    failed_clips: int
    rate: float
    remaining_s: float | None
    reasons: Sequence[tuple[str, int]]
    slowest: Sequence[SceneTimes]
    imports: Sequence[Import]

    @property
    def at_rest(self) -> bool:
        """Whether nothing is waiting to be done."""
        return not self.imports and not self.recipients[RecipientStatus.PLANNED]


def campaign_progress(
    session: Session, campaign_id: int, *, versions: int = 1, now: datetime | None = None
) -> CampaignProgress:
    """Return how far a campaign is that had so many versions of its files."""
    moment = now or utc_now()
    counts = recipient_counts(session, campaign_id)
    scenes = [
        (SceneTimes(scene, clips, round(average or 0), most or 0), clips)
        for scene, clips, average, most in session.execute(
            select(
                ClipRecord.scene,
                func.count(),
                func.avg(ClipRecord.took_ms),
                func.max(ClipRecord.took_ms),
            )
            .where(
                ClipRecord.campaign_id == campaign_id,
                ClipRecord.state == ClipState.DONE,
                ClipRecord.scene.is_not(None),
            )
            .group_by(ClipRecord.scene)
        )
    ]
    several = sum(counts.values()) > 1
    shared = sum(clips for _, clips in scenes if several and clips <= versions)
    rate = _rate(session, campaign_id, moment)
    planned = counts[RecipientStatus.PLANNED]
    times = sorted(
        (times for times, _ in scenes if times.most_ms), key=lambda t: t.average_ms, reverse=True
    )
    return CampaignProgress(
        recipients=counts,
        shared_clips=shared,
        personal_clips=sum(clips for _, clips in scenes) - shared,
        failed_clips=session.scalar(
            select(func.count()).where(
                ClipRecord.campaign_id == campaign_id, ClipRecord.state == ClipState.FAILED
            )
        )
        or 0,
        rate=rate,
        remaining_s=planned / rate if rate > 0 else (0.0 if not planned else None),
        reasons=[
            (reason or "", number)
            for reason, number in session.execute(
                select(Recipient.error, func.count())
                .where(
                    Recipient.campaign_id == campaign_id,
                    Recipient.status == RecipientStatus.FAILED,
                )
                .group_by(Recipient.error)
                .order_by(func.count().desc())
                .limit(REASONS)
            )
        ],
        slowest=times[:SLOWEST],
        imports=session.scalars(select(Import).where(*_open_imports(campaign_id))).all(),
    )


def is_at_rest(session: Session, campaign_id: int) -> bool:
    """Return whether nothing is waiting to be done; looks at one row, where progress counts all."""
    waiting = exists().where(*_open_imports(campaign_id))
    planned = exists().where(
        Recipient.campaign_id == campaign_id, Recipient.status == RecipientStatus.PLANNED
    )
    return not session.scalar(select(or_(waiting, planned)))


def _open_imports(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Import.campaign_id == campaign_id,
        Import.state.in_((ImportState.WAITING, ImportState.RUNNING)),
        Import.upload.is_not(None),
    )


def _rate(session: Session, campaign_id: int, moment: datetime) -> float:
    """Return recipients published a second, over the last minute or since the first of it."""
    number, first = session.execute(
        select(func.count(), func.min(Recipient.published_at)).where(
            Recipient.campaign_id == campaign_id, Recipient.published_at > moment - LATELY
        )
    ).one()
    if first is None:
        return 0.0
    seconds = max(1.0, (moment - first).total_seconds())
    return float(number / seconds)
