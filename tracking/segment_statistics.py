"""What people did, by the value that they have in one field; few people are never told alone.

A group of fewer than ten is put together with others, so that nobody's doings can be read off it,
neither directly nor by taking the other groups away from the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, and_, cast, func, or_, select

from campaigns.models import Recipient, RecipientStatus
from tracking.event_types import PAY, EventType
from tracking.models import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Subquery
    from sqlalchemy.orm import Session

FEWEST = 10
"""People that a group has at least, to be told by itself."""

MOST_SEGMENTS = 50
"""Groups that are told at most, the largest ones."""

STEPS: Mapping[str, str] = {
    EventType.PAGE_VIEWED: "viewed",
    EventType.VIDEO_STARTED: "started",
    EventType.VIDEO_COMPLETED: "completed",
    EventType.CHOICE_MADE: "chose",
    EventType.CTA_CLICKED: "pay_clicked",
    EventType.PAYMENT_CONFIRMED: "paid",
}
"""What is counted; of clicks those on the pay-now button."""


@dataclass(frozen=True, slots=True)
class Doings:
    """So many people, and how many of them did what at least once."""

    people: int = 0
    viewed: int = 0
    started: int = 0
    completed: int = 0
    chose: int = 0
    pay_clicked: int = 0
    paid: int = 0


@dataclass(frozen=True, slots=True)
class Segments:
    """People by their value of a field, the largest groups first; None: who have no value.

    ``rest`` are all others together, those of ``merged`` groups at least; None for nobody, and
    where all people of the campaign are fewer than ``FEWEST``: then nothing is told.
    """

    groups: tuple[tuple[str | None, Doings], ...]
    rest: Doings | None
    merged: int


def segment_statistics(session: Session, campaign_id: int, field: str) -> Segments:
    """Return what people did by their value of a field; withdrawn ones do not count.

    Values are text: numbers as they are stored, yes and no as the database says them (``true`` or
    ``1``).
    """
    people = (
        select(Recipient.id, cast(Recipient.values[field].as_string(), String).label("value"))
        .where(Recipient.campaign_id == campaign_id, Recipient.status != RecipientStatus.WITHDRAWN)
        .subquery()
    )
    number = func.count()
    sizes = [
        (value, size)
        for value, size in session.execute(
            select(people.c.value, number)
            .group_by(people.c.value)
            .order_by(number.desc(), people.c.value)
        )
    ]
    shown = shown_groups(sizes)
    counted = _by_value(session, campaign_id, people, [value for value, _ in shown])
    groups = tuple((value, Doings(size, **counted.get(value, {}))) for value, size in shown)
    others = sum(size for _, size in sizes) - sum(size for _, size in shown)
    if not others or (not shown and others < FEWEST):
        return Segments(groups, None, 0)
    rest = _all(session, campaign_id, people)
    for each in STEPS.values():
        rest[each] = rest.get(each, 0) - sum(getattr(doings, each) for _, doings in groups)
    return Segments(groups, Doings(others, **rest), len(sizes) - len(shown))


def shown_groups(sizes: Iterable[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    """Return the groups that may be told by themselves, of all with their sizes, largest first.

    What is left has ``FEWEST`` people or more, or none; else the smallest of the told ones joins
    it, because who knows the whole would know the few.
    """
    sizes = list(sizes)
    shown = [(value, size) for value, size in sizes if size >= FEWEST][:MOST_SEGMENTS]
    others = sum(size for _, size in sizes) - sum(size for _, size in shown)
    while shown and 0 < others < FEWEST:
        others += shown.pop()[1]
    return shown


def _counted(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    plain = sorted(set(STEPS) - {EventType.CTA_CLICKED})
    return (
        Event.campaign_id == campaign_id,
        Event.bot_reason.is_(None),
        or_(
            Event.type.in_(plain),
            and_(Event.type == EventType.CTA_CLICKED, Event.value == PAY),
        ),
    )


def _by_value(
    session: Session, campaign_id: int, people: Subquery, values: list[str | None]
) -> dict[str | None, dict[str, int]]:
    wanted = or_(
        people.c.value.in_([value for value in values if value is not None]),
        people.c.value.is_(None),
    )
    rows = session.execute(
        select(people.c.value, Event.type, func.count(Event.recipient_id.distinct()))
        .join(people, people.c.id == Event.recipient_id)
        .where(*_counted(campaign_id), wanted)
        .group_by(people.c.value, Event.type)
    )
    found: dict[str | None, dict[str, int]] = {}
    for value, kind, number in rows:
        found.setdefault(value, {})[STEPS[kind]] = number
    return found


def _all(session: Session, campaign_id: int, people: Subquery) -> dict[str, int]:
    rows = session.execute(
        select(Event.type, func.count(Event.recipient_id.distinct()))
        .join(people, people.c.id == Event.recipient_id)
        .where(*_counted(campaign_id))
        .group_by(Event.type)
    )
    return {STEPS[kind]: number for kind, number in rows}
