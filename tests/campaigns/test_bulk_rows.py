"""What goes into the tables in bulk comes out as it was, on every database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from campaigns.bulk_rows import insert_recipients, known_recipients, note_seen
from campaigns.models import Import, ImportState, Recipient, RecipientStatus
from campaigns.row_checking import GoodRow
from campaigns.tokens import read_token

if TYPE_CHECKING:
    from foundation.database import Database

ODD = ["plain", "b\\n", "\\.", "\\\\N", "tab\\t", 'q"uote', "o'quote", "è €", "%s ? :x", "\\"]


@pytest.fixture
def import_id(database: Database, campaign_id: int) -> int:
    with database.writing() as session:
        row = Import(campaign_id=campaign_id, file="x", header=[], state=ImportState.DONE)
        session.add(row)
        session.flush()
        return row.id


def good(line: int, external_id: str, **values: Any) -> GoodRow:
    return GoodRow(line, external_id, json.dumps(values, sort_keys=True), f"{line:064}")


def test_every_character_survives(database: Database, campaign_id: int, import_id: int) -> None:
    rows = [good(line, text, a=text, b=f"{text}\n\t\r{text}") for line, text in enumerate(ODD)]
    with database.writing() as session:
        insert_recipients(session, campaign_id, import_id, rows)
        insert_recipients(session, campaign_id, import_id, [])
    with database.reading() as session:
        found = session.scalars(select(Recipient).order_by(Recipient.row_number)).all()
    assert [row.external_id for row in found] == ODD
    assert [row.values["b"] for row in found] == [f"{text}\n\t\r{text}" for text in ODD]
    assert {(row.status, row.attempts) for row in found} == {(RecipientStatus.PLANNED, 0)}
    assert all(read_token(row.token) == row.token for row in found)
    assert len({row.token for row in found}) == len(ODD)


def test_who_is_known_is_found(database: Database, campaign_id: int, import_id: int) -> None:
    rows = [good(line, text) for line, text in enumerate(ODD)]
    with database.writing() as session:
        assert known_recipients(session, campaign_id, []) == {}
        insert_recipients(session, campaign_id, import_id, rows)
        found = known_recipients(session, campaign_id, [*ODD, "nobody"])
        assert known_recipients(session, campaign_id + 1, ODD) == {}
    assert set(found) == set(ODD)
    one = found["\\\\N"]
    assert (one.import_id, one.line, one.digest) == (import_id, 3, f"{3:064}")
    assert one.status is RecipientStatus.PLANNED


def test_what_comes_again_unchanged_is_noted(
    database: Database, campaign_id: int, import_id: int
) -> None:
    with database.writing() as session:
        insert_recipients(session, campaign_id, import_id, [good(n, f"p{n}") for n in range(5)])
        later = Import(campaign_id=campaign_id, file="y", header=[], state=ImportState.DONE)
        session.add(later)
        session.flush()
        known = known_recipients(session, campaign_id, ["p1", "p3"])
        note_seen(session, later.id, {known["p1"].id: 70, known["p3"].id: 71})
        note_seen(session, later.id, {})
        again = known_recipients(session, campaign_id, [f"p{n}" for n in range(5)])
    assert {name: row.line for name, row in again.items() if row.import_id == later.id} == {
        "p1": 70,
        "p3": 71,
    }
    assert again["p0"].line == 0
