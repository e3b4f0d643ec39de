"""What happened in a campaign, in numbers. Machines count by themselves only."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from campaigns.queries import recipient_counts
from tracking.event_types import PAY, EventType
from tracking.models import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened, and to how many different recipients."""

    events: int = 0
    recipients: int = 0


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """How often ``option`` was taken at the end of ``scene``."""

    scene: str
    option: str
    events: int
    recipients: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day in UTC (``2026-09-30``), counts of events."""

    day: str
    opened: int = 0
    viewed: int = 0
    started: int = 0
    completed: int = 0
    pay_clicked: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """A campaign in numbers.

    Args:
        recipients: people of the campaign by status.
        by_type: events by type; every type that occurred.
        choices: taken options, by scene and option.
        clicks: clicked calls to action by value, ``pay`` among them.
        sources: opened links by source; without one ``unknown``.
        forms: sent forms by their id.
        days: days on which something happened, in order.
        bots: events that machines caused, by reason; contained nowhere else.
    """

    recipients: Mapping[str, int]
    by_type: Mapping[str, Count]
    choices: tuple[ChoiceCount, ...]
    clicks: Mapping[str, Count]
    sources: Mapping[str, Count]
    forms: Mapping[str, Count]
    days: tuple[DayCount, ...]
    bots: Mapping[str, int]

    @property
    def opened(self) -> Count:
        """Links that were opened."""
        return self.of(EventType.LINK_OPENED)

    @property
    def viewed(self) -> Count:
        """Pages that were shown."""
        return self.of(EventType.PAGE_VIEWED)

    @property
    def started(self) -> Count:
        """Films that began to play."""
        return self.of(EventType.VIDEO_STARTED)

    @property
    def completed(self) -> Count:
        """Films that played to an end."""
        return self.of(EventType.VIDEO_COMPLETED)

    @property
    def pay_clicked(self) -> Count:
        """Clicks on the pay button."""
        return self.clicks.get(PAY, Count())

    def of(self, kind: str) -> Count:
        """Return the count of an event type, zero when it never occurred."""
        return self.by_type.get(kind, Count())

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "recipients": dict(self.recipients),
            "opened": dataclasses.asdict(self.opened),
            "viewed": dataclasses.asdict(self.viewed),
            "started": dataclasses.asdict(self.started),
            "completed": dataclasses.asdict(self.completed),
            "pay_clicked": dataclasses.asdict(self.pay_clicked),
            "by_type": _plain(self.by_type),
            "choices": [dataclasses.asdict(choice) for choice in self.choices],
            "clicks": _plain(self.clicks),
            "sources": _plain(self.sources),
            "forms": _plain(self.forms),
            "days": [dataclasses.asdict(day) for day in self.days],
            "bots": dict(self.bots),
        }


def campaign_statistics(session: Session, campaign_id: int) -> Statistics:
    """Return the numbers of a campaign as they are in the session's moment."""
    counts = recipient_counts(session, campaign_id)
    return Statistics(
        recipients={status.value: count for status, count in counts.items()},
        by_type=_counts(session, campaign_id, Event.type),
        choices=_choices(session, campaign_id),
        clicks=_counts(session, campaign_id, Event.value, EventType.CTA_CLICKED),
        sources=_counts(session, campaign_id, Event.source, EventType.LINK_OPENED),
        forms=_counts(session, campaign_id, Event.value, EventType.FORM_SENT),
        days=_days(session, campaign_id),
        bots=_bots(session, campaign_id),
    )


def _people(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Event.campaign_id == campaign_id, Event.bot_reason.is_(None))


def _counts(
    session: Session, campaign_id: int, by: Any, kind: EventType | None = None
) -> dict[str, Count]:
    query = select(by, func.count(), func.count(Event.recipient_id.distinct())).where(
        *_people(campaign_id)
    )
    if kind is not None:
        query = query.where(Event.type == kind)
    rows = session.execute(query.group_by(by).order_by(by))
    return {
        "unknown" if name is None else str(name): Count(events, recipients)
        for name, events, recipients in rows
    }


def _choices(session: Session, campaign_id: int) -> tuple[ChoiceCount, ...]:
    # A player reports "scene>option"; the scene is also the event's own.
    query = (
        select(Event.scene, Event.value, func.count(), func.count(Event.recipient_id.distinct()))
        .where(*_people(campaign_id), Event.type == EventType.CHOICE_MADE)
        .group_by(Event.scene, Event.value)
    )
    choices = []
    for own_scene, value, events, recipients in session.execute(query):
        before, arrow, after = (value or "").partition(">")
        scene, option = (before, after) if arrow else (own_scene or "", before)
        choices.append(ChoiceCount(scene, option, events, recipients))
    return tuple(sorted(choices, key=lambda choice: (choice.scene, choice.option)))


def _days(session: Session, campaign_id: int) -> tuple[DayCount, ...]:
    day = func.date(Event.at)
    names = {
        (EventType.LINK_OPENED, None): "opened",
        (EventType.PAGE_VIEWED, None): "viewed",
        (EventType.VIDEO_STARTED, None): "started",
        (EventType.VIDEO_COMPLETED, None): "completed",
        (EventType.CTA_CLICKED, PAY): "pay_clicked",
    }
    query = (
        select(day, Event.type, Event.value, func.count())
        .where(*_people(campaign_id), Event.type.in_(sorted({kind for kind, _ in names})))
        .group_by(day, Event.type, Event.value)
    )
    by_day: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for when, kind, value, events in session.execute(query):
        key = (kind, value if kind == EventType.CTA_CLICKED else None)
        if key in names:
            by_day[str(when)][names[key]] += events
    return tuple(DayCount(when, **by_day[when]) for when in sorted(by_day))


def _bots(session: Session, campaign_id: int) -> dict[str, int]:
    rows = session.execute(
        select(Event.bot_reason, func.count())
        .where(Event.campaign_id == campaign_id, Event.bot_reason.is_not(None))
        .group_by(Event.bot_reason)
        .order_by(Event.bot_reason),
    )
    return {str(reason): count for reason, count in rows}


def _plain(counts: Mapping[str, Count]) -> dict[str, dict[str, int]]:
    return {name: dataclasses.asdict(count) for name, count in counts.items()}
