"""What people did by their value of a field, and that few people are never told alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from campaigns.models import Import, ImportState, Recipient, RecipientStatus
from campaigns.tokens import new_token
from tracking.event_types import PAY, EventType
from tracking.models import Event
from tracking.segment_statistics import (
    FEWEST,
    MOST_SEGMENTS,
    Doings,
    segment_statistics,
    shown_groups,
)

if TYPE_CHECKING:
    from foundation.database import Database

NOW = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)


def add_people(
    database: Database,
    campaign_id: int,
    values: list[Any],
    status: RecipientStatus = RecipientStatus.PUBLISHED,
) -> list[int]:
    """Add a person for each value of the field ``town``; return their ids."""
    with database.writing() as session:
        load = Import(campaign_id=campaign_id, file="x", header=[], state=ImportState.DONE)
        session.add(load)
        session.flush()
        people = [
            Recipient(
                campaign_id=campaign_id,
                import_id=load.id,
                external_id=f"{load.id}-{number}",
                row_number=number,
                values={"town": value},
                values_digest="0",
                token=new_token(),
                status=status,
            )
            for number, value in enumerate(values)
        ]
        session.add_all(people)
        session.flush()
        return [person.id for person in people]


def happen(database: Database, campaign_id: int, people: list[int], kind: str, **more: Any) -> None:
    with database.writing() as session:
        session.add_all(
            Event(campaign_id=campaign_id, recipient_id=person, type=kind, at=NOW, **more)
            for person in people
        )


def test_people_are_counted_by_what_they_have(database: Database, campaign_id: int) -> None:
    vale = add_people(database, campaign_id, ["Valdoro"] * 12)
    monte = add_people(database, campaign_id, ["Monte; 'O\"ra"] * 11)
    add_people(database, campaign_id, ["Valdoro"] * 5, RecipientStatus.WITHDRAWN)
    for kind, people in (
        (EventType.PAGE_VIEWED, vale[:9] + vale[:3] + monte[:2]),
        (EventType.VIDEO_STARTED, vale[:8]),
        (EventType.VIDEO_COMPLETED, vale[:7]),
        (EventType.CHOICE_MADE, vale[:6] + monte[:1]),
        (EventType.PAYMENT_CONFIRMED, vale[:4]),
        (EventType.FORM_SENT, vale),
    ):
        happen(database, campaign_id, people, kind)
    happen(database, campaign_id, vale[:5], EventType.CTA_CLICKED, value=PAY)
    happen(database, campaign_id, vale, EventType.CTA_CLICKED, value="call")
    happen(database, campaign_id, monte, EventType.PAGE_VIEWED, bot_reason="agent")
    with database.reading() as session:
        found = segment_statistics(session, campaign_id, "town")
    assert found.groups == (
        ("Valdoro", Doings(12, 9, 8, 7, 6, 5, 4)),
        ("Monte; 'O\"ra", Doings(11, 2, 0, 0, 1, 0, 0)),
    )
    assert (found.rest, found.merged) == (None, 0)


def test_few_people_are_told_together(database: Database, campaign_id: int) -> None:
    values = ["A"] * 12 + ["B"] * 8 + ["C"] * 3 + [None] * 2
    people = add_people(database, campaign_id, values)
    happen(database, campaign_id, people, EventType.PAGE_VIEWED)
    happen(database, campaign_id, people[12:15], EventType.PAYMENT_CONFIRMED)
    with database.reading() as session:
        found = segment_statistics(session, campaign_id, "town")
    assert found.groups == (("A", Doings(12, 12)),)
    assert (found.rest, found.merged) == (Doings(13, 13, paid=3), 3)


def test_who_is_few_beside_many_is_not_found_by_taking_away(
    database: Database, campaign_id: int
) -> None:
    people = add_people(database, campaign_id, ["A"] * 30 + ["B"] * 11 + ["C"])
    happen(database, campaign_id, people[-1:], EventType.PAYMENT_CONFIRMED)
    with database.reading() as session:
        found = segment_statistics(session, campaign_id, "town")
    assert [value for value, _ in found.groups] == ["A"]
    assert (found.rest, found.merged) == (Doings(12, paid=1), 2)


@pytest.mark.parametrize("values", [[], ["A"] * 9, ["A"] * 5 + ["B"] * 4])
def test_of_a_few_people_nothing_is_told(
    database: Database, campaign_id: int, values: list[str]
) -> None:
    add_people(database, campaign_id, values)
    with database.reading() as session:
        found = segment_statistics(session, campaign_id, "town")
    assert (found.groups, found.rest, found.merged) == ((), None, 0)


@pytest.mark.parametrize(
    ("value", "told"), [(7, {"7"}), (True, {"true", "1"}), (False, {"false", "0"}), (None, {None})]
)
def test_values_of_other_types_are_told_as_text(
    database: Database, campaign_id: int, value: Any, told: set[str | None]
) -> None:
    people = add_people(database, campaign_id, [value] * 10)
    happen(database, campaign_id, people[:2], EventType.PAGE_VIEWED)
    with database.reading() as session:
        ((name, doings),) = segment_statistics(session, campaign_id, "town").groups
    assert name in told
    assert doings == Doings(10, 2)


def test_no_group_and_no_rest_is_small() -> None:
    for sizes in ([100, 9], [10, 10, 1], [10, 9, 1], [9, 9], [12, 11, 10], [500] * 60, [9] * 60):
        shown = [size for _, size in shown_groups([(str(n), s) for n, s in enumerate(sizes)])]
        rest = sum(sizes) - sum(shown)
        assert all(size >= FEWEST for size in shown)
        assert rest == 0 or rest >= FEWEST
        assert len(shown) <= MOST_SEGMENTS
