"""Messages as a table: whole, harmless, and as spreadsheets expect it."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO

from sqlalchemy import select

from inbox.export import _as_text, local_time, messages_csv
from inbox.models import Message
from inbox.queries import Filter


def exported(database, **wanted) -> str:
    with database.reading() as session:
        campaign_id = session.scalar(select(Message.campaign_id).limit(1))
        return "".join(messages_csv(session, campaign_id, Filter(**wanted)))


def test_each_field_has_its_column_and_no_cell_is_a_formula(database, send):
    send(phone="+39 333 1234567", euro="12,5")
    send(phone="0331 234567", who=1)
    send("ask", note='=1+1\nriga "due"')
    text = exported(database)
    assert text.startswith("\ufeffreference;received_at;form;recipient;state;note;")
    assert "\r\n" in text
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert rows[0][6:] == ["ask: Nota", "call: Telefono", "call: Euro"]
    assert [row[6:] for row in rows[1:]] == [
        ['\'=1+1\nriga "due"', "", ""],
        ["", "0331 234567", ""],
        ["", "+39 3331234567", "12,50\u00a0€"],
    ]
    assert [row[3] for row in rows[1:]] == ["R-0", "R-1", "R-0"]
    assert "call: " not in exported(database, form="call"), "one form needs no names of forms"


def test_many_messages_come_piece_by_piece(database, send, monkeypatch):
    monkeypatch.setattr("inbox.taking.MOST_AN_HOUR", 1000)
    monkeypatch.setattr("inbox.taking.MOST_A_DAY", 1000)
    for number in range(130):
        send(phone=f"33312{number:05}")
    with database.reading() as session:
        campaign_id = session.scalar(select(Message.campaign_id).limit(1))
        pieces = list(messages_csv(session, campaign_id, Filter()))
    assert len(pieces) > 1
    assert "".join(pieces).count("\r\n") == 131


def test_an_empty_inbox_has_a_head(database, tokens):
    assert tokens
    with database.reading() as session:
        assert "".join(messages_csv(session, 1, Filter())).count("\r\n") == 1


def test_times_are_those_of_the_country_and_long_digits_stay_digits(database, send):
    send(phone="00393331234567890")
    with database.writing() as session:
        message = session.scalars(select(Message)).one()
        message.created_at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    rows = list(csv.reader(StringIO(exported(database).removeprefix("\ufeff")), delimiter=";"))
    assert rows[1][1] == "2026-07-02 00:30", "summer time in Rome"
    assert _as_text("123456789012345678") == "1234 56789012345678"
    assert _as_text("3331234567") == "3331234567"


def test_a_country_of_many_zones_has_utc():
    message = Message(locale="en-US", created_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert local_time(message).tzname() == "UTC"
