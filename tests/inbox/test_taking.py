"""Messages are taken once, under limits, on both kinds of database."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from form_answer_table import NOW
from sqlalchemy import func, select

from inbox.declarations import keep_declaration
from inbox.models import FormDeclaration, Message, MessageState
from inbox.queries import (
    Filter,
    change_message,
    find_message,
    forget_done,
    forget_recipients,
    received,
    state_counts,
)
from inbox.taking import MOST_A_DAY, MOST_AN_HOUR, Refusal, take

if TYPE_CHECKING:
    from foundation.database import Database

PHONE = {"phone": "333 1234567"}


def kept(database: Database) -> list[Message]:
    with database.reading() as session:
        return list(session.scalars(select(Message).order_by(Message.id)))


def test_what_was_sent_is_kept_with_how_people_read_it(database, send):
    taken = send(**PHONE, day="2026-10-01", euro="1.187,5")
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", taken.reference)
    (message,) = kept(database)
    assert message.created_at == NOW
    assert [(part["id"], part["value"], part["shown"]) for part in message.answers] == [
        ("phone", "3331234567", "3331234567"),
        ("day", "2026-10-01", "01/10/2026"),
        ("euro", "1187.50", "1.187,50\u00a0€"),
    ]


def test_a_restored_draft_is_a_persons_however_quickly_it_is_sent(database, send):
    send(**PHONE, elapsed="")
    send(phone="333 7654321", elapsed="900")
    assert [message.bot_reason for message in kept(database)] == [None, "too quick"]


def test_a_form_that_is_faulty_or_not_offered_is_not_kept(database, send):
    assert send(phone="1").refusal is Refusal.FAULTY
    assert send("unknown", **PHONE).refusal is Refusal.NO_FORM
    assert send(**PHONE, who=2).refusal is Refusal.NO_LINK
    assert kept(database) == []


def test_one_attempt_that_comes_twice_at_once_is_one_message(database, tokens):
    sent = {**PHONE, "attempt": "ab" * 16}
    references: list[str] = []
    start = threading.Barrier(4)

    def go() -> None:
        start.wait()
        references.append(take(database, tokens[0], "call", sent, now=NOW).reference)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(references) == 4
    assert set(references) == {kept(database)[0].reference}
    assert len(kept(database)) == 1


def test_the_same_words_are_another_message_the_next_day(send):
    first = send(**PHONE)
    assert send(**PHONE, now=NOW + timedelta(minutes=50)).reference == first.reference
    assert send(**PHONE, now=NOW + timedelta(days=1)).reference != first.reference


def test_a_recipient_may_send_so_much_an_hour_and_so_much_a_day(send):
    moment = NOW
    taken = 0
    for hour in range(4):
        moment = NOW + timedelta(hours=hour, minutes=hour)
        for number in range(MOST_AN_HOUR + 1):
            refusal = send(phone=f"{hour}{number:02}12345", now=moment).refusal
            taken += refusal is None
            if number == MOST_AN_HOUR:
                assert refusal is Refusal.TOO_MANY
    assert taken == MOST_A_DAY
    assert send(**PHONE, who=1, now=moment).refusal is None
    assert send(**PHONE, now=moment + timedelta(days=1)).refusal is None


def test_the_inbox_is_filtered_changed_and_paged(database, send):
    references = [send(phone=f"33312345{n:02}").reference for n in range(5)]
    asked = send("ask", note="Quando?", who=1)
    machine = send(**PHONE, leave_empty="x", who=1)
    with database.writing() as session:
        campaign_id = session.scalar(select(Message.campaign_id).limit(1))
        entry = find_message(session, campaign_id, references[0].lower().replace("-", ""))
        assert entry is not None
        assert entry.recipient == "R-0"
        assert change_message(entry.message, state=MessageState.DONE, note="fatto")
        assert not change_message(entry.message, state=MessageState.DONE, note="fatto")
        assert entry.message.version == 2
    with database.reading() as session:

        def listed(wanted: Filter, **more: int) -> list[str]:
            found = received(session, campaign_id, wanted, **more)
            return [entry.message.reference for entry in found]

        assert listed(Filter()) == [asked.reference, *references[::-1]]
        assert machine.reference in listed(Filter(machines=True))
        assert listed(Filter(MessageState.DONE)) == [references[0]]
        assert listed(Filter(form="ask")) == [asked.reference]
        assert listed(Filter(recipient="R-1")) == [asked.reference]
        page = received(session, campaign_id, Filter(form="call"), limit=2)
        after = page[-1].message.id
        assert listed(Filter(form="call"), before=after, limit=2) == [references[2], references[1]]
        assert state_counts(session, campaign_id) == {
            MessageState.NEW: 5,
            MessageState.IN_PROGRESS: 0,
            MessageState.DONE: 1,
        }
        assert find_message(session, campaign_id, "AAAA-AAAA") is None


def test_only_what_is_done_goes_by_age(database, send):
    done, waiting = send(**PHONE).reference, send("ask", note="Quando?").reference
    send(**PHONE, leave_empty="x", who=1)
    with database.writing() as session:
        campaign_id = session.scalar(select(Message.campaign_id).limit(1))
        change_message(
            find_message(session, campaign_id, done).message, state=MessageState.DONE, now=NOW
        )
        assert forget_done(session, 30, now=NOW + timedelta(days=30)) == 0
        assert forget_done(session, 30, now=NOW + timedelta(days=31)) == 2
    assert [message.reference for message in kept(database)] == [waiting]
    with database.writing() as session:
        assert forget_recipients(session, [kept(database)[0].recipient_id]) == 1
    assert kept(database) == []


def test_a_declaration_is_kept_once(database, tokens):
    assert tokens
    with database.writing() as session:
        campaign_id = session.scalar(select(FormDeclaration.campaign_id))
        count = select(func.count(FormDeclaration.id))
        before = session.scalar(count)
        digests = {keep_declaration(session, campaign_id, "{}") for _ in range(3)}
        assert len(digests) == 1
        assert session.scalar(count) == before + 1
        assert keep_declaration(session, campaign_id, "") is None
