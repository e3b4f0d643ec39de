from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from campaigns.queries import open_link, withdraw
from tracking import ingestion
from tracking.event_types import FROM_PAGES, SERVER_ONLY, EventType
from tracking.ingestion import Drop, Ingested, clean_source, ingest, record
from tracking.models import Event

if TYPE_CHECKING:
    from foundation.database import Database

NOW = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
SESSION = "s3ss10n-abc"


def body(token: str, events: Any, /, **values: Any) -> bytes:
    message = {"t": token, "s": SESSION, "n": 1, "events": events} | values
    return json.dumps({k: v for k, v in message.items() if v is not ...}).encode()


def stored(database: Database) -> list[Event]:
    with database.reading() as session:
        return list(session.scalars(select(Event).order_by(Event.id)))


def test_events_are_stored(database: Database, tokens: list[str], campaign_id: int) -> None:
    events = [
        {"type": "page.viewed", "at_ms": 0},
        {"type": "scene.started", "scene": "amount", "at_ms": 4000},
        {"type": "video.progress", "value": 25, "at_ms": 5000},
        {"type": "choice.made", "scene": "amount", "value": "amount>pay", "at_ms": 9500.5},
    ]
    report = ingest(database, body(tokens[0].lower(), events, source="Paper"), now=NOW)
    assert report == Ingested(4, {}, None)
    rows = stored(database)
    assert [(e.type, e.scene, e.value) for e in rows] == [
        ("page.viewed", None, None),
        ("scene.started", "amount", None),
        ("video.progress", None, "25"),
        ("choice.made", "amount", "amount>pay"),
    ]
    assert {(e.campaign_id, e.session, e.beacon, e.source, e.bot_reason) for e in rows} == {
        (campaign_id, SESSION, 1, "paper", None),
    }
    assert [e.position for e in rows] == [0, 1, 2, 3]
    # The message left when its last event happened.
    assert [NOW - e.at for e in rows] == [
        timedelta(milliseconds=9500.5),
        timedelta(milliseconds=5500.5),
        timedelta(milliseconds=4500.5),
        timedelta(0),
    ]


def test_no_column_could_hold_an_address_or_a_browser() -> None:
    assert set(Event.__table__.columns.keys()) == {
        "id",
        "campaign_id",
        "recipient_id",
        "type",
        "scene",
        "value",
        "session",
        "beacon",
        "position",
        "source",
        "at",
        "bot_reason",
    }


def test_a_machine_is_marked_and_kept(database: Database, tokens: list[str]) -> None:
    report = ingest(database, body(tokens[0], [{"type": "page.viewed"}]), bot_reason="crawler")
    assert report == Ingested(1, {}, "crawler")
    assert stored(database)[0].bot_reason == "crawler"


def test_the_same_message_twice_counts_once(database: Database, tokens: list[str]) -> None:
    message = body(tokens[0], [{"type": "page.viewed"}, {"type": "video.started"}])
    assert ingest(database, message).stored == 2
    assert ingest(database, message) == Ingested(0, {Drop.REPEATED: 2}, None)
    assert ingest(database, body(tokens[0], [{"type": "video.paused"}], n=2)).stored == 1
    other = body(tokens[0], [{"type": "page.viewed"}], s="another-session")
    assert ingest(database, other).stored == 1
    assert ingest(database, body(tokens[1], [{"type": "page.viewed"}])).stored == 1
    assert len(stored(database)) == 5


def test_the_same_message_at_once_counts_once(database: Database, tokens: list[str]) -> None:
    message = body(tokens[0], [{"type": "page.viewed"}])
    reports: list[Ingested] = []
    start = threading.Barrier(4)

    def send() -> None:
        start.wait()
        reports.append(ingest(database, message))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(report.stored for report in reports) == [0, 0, 0, 1]
    assert len(stored(database)) == 1


def test_the_table_itself_refuses_a_repeated_event(
    database: Database, tokens: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on an engine where two transactions look before either has written.
    steps = tuple(step for step in ingestion.STORING_STEPS if step[0] != "refuse repeats")
    monkeypatch.setattr(ingestion, "STORING_STEPS", steps)
    message = body(tokens[0], [{"type": "page.viewed"}])
    assert ingest(database, message).stored == 1
    assert ingest(database, message) == Ingested(0, {Drop.REPEATED: 1}, None)
    assert len(stored(database)) == 1


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (b"", Drop.NOT_JSON),
        (b"{", Drop.NOT_JSON),
        (b"\xff\xfe", Drop.NOT_JSON),
        (b"[" * 16_000, Drop.NOT_JSON),
        (b"1" * 16_000, Drop.NOT_JSON),
        (b'{"t": "' + b"a" * 16_384 + b'"}', Drop.TOO_LARGE),
        (b"[]", Drop.BAD_SHAPE),
        (b"null", Drop.BAD_SHAPE),
        (b"{}", Drop.BAD_SHAPE),
    ],
)
def test_rubbish_never_reaches_the_database(message: bytes, reason: Drop) -> None:
    database: Any = None
    assert ingest(database, message) == Ingested(0, {reason: 1}, None)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"t": 7}, Drop.BAD_SHAPE),
        ({"t": ...}, Drop.BAD_SHAPE),
        ({"t": "short"}, Drop.NO_LINK),
        ({"s": "short"}, Drop.BAD_SHAPE),
        ({"s": "x" * 65}, Drop.BAD_SHAPE),
        ({"s": "with space"}, Drop.BAD_SHAPE),
        ({"s": None}, Drop.BAD_SHAPE),
        ({"n": "1"}, Drop.BAD_SHAPE),
        ({"n": True}, Drop.BAD_SHAPE),
        ({"n": -1}, Drop.BAD_SHAPE),
        ({"n": 1.5}, Drop.BAD_SHAPE),
        ({"n": 10**6}, Drop.BAD_SHAPE),
        ({"events": ...}, Drop.BAD_SHAPE),
        ({"events": {}}, Drop.BAD_SHAPE),
        ({"events": [1]}, Drop.BAD_SHAPE),
        ({"events": [{"type": "page.viewed"}] * 51}, Drop.TOO_MANY_EVENTS),
    ],
)
def test_messages_with_a_wrong_part(
    tokens: list[str], values: dict[str, Any], reason: Drop
) -> None:
    database: Any = None
    message = body(tokens[0], [{"type": "page.viewed"}], **values)
    assert ingest(database, message).dropped == {reason: 1}


def test_as_many_events_as_are_allowed(database: Database, tokens: list[str]) -> None:
    assert ingest(database, body(tokens[0], [{"type": "video.paused"}] * 50)).stored == 50
    assert ingest(database, body(tokens[0], [], n=2)) == Ingested(0, {}, None)


def test_links_that_are_not_open(database: Database, tokens: list[str]) -> None:
    message = [{"type": "page.viewed"}] * 3
    unknown = "A" * 26
    with database.writing() as session:
        link = open_link(session, tokens[1])
        assert link is not None
        withdraw(session, link.recipient_id)
    for token in (unknown, tokens[1], tokens[3]):
        assert ingest(database, body(token, message)) == Ingested(0, {Drop.NO_LINK: 3}, None)
    assert stored(database) == []


@pytest.mark.parametrize("kind", sorted(FROM_PAGES))
def test_what_a_page_may_report(database: Database, tokens: list[str], kind: str) -> None:
    assert ingest(database, body(tokens[0], [{"type": kind}])).stored == 1


@pytest.mark.parametrize("kind", [*sorted(SERVER_ONLY), "page.exploded", "", None, 7, ["x"]])
def test_what_a_page_may_not_report(database: Database, tokens: list[str], kind: Any) -> None:
    report = ingest(database, body(tokens[0], [{"type": kind}, {"type": "page.viewed"}]))
    assert report == Ingested(1, {Drop.UNKNOWN_TYPE: 1}, None)


@pytest.mark.parametrize("scene", ["elsewhere", "", "a b", "x" * 65, "<b>", 7, ["amount"], True])
def test_scenes_that_are_not_in_the_story(
    database: Database, tokens: list[str], scene: Any
) -> None:
    report = ingest(database, body(tokens[0], [{"type": "scene.started", "scene": scene}]))
    assert report == Ingested(0, {Drop.BAD_SCENE: 1}, None)


@pytest.mark.parametrize("value", ["x" * 201, "a\nb", "\x00", "\ud800", "\u202e", [], {}, True])
def test_values_that_cannot_be_stored(database: Database, tokens: list[str], value: Any) -> None:
    report = ingest(database, body(tokens[0], [{"type": "choice.made", "value": value}]))
    assert report == Ingested(0, {Drop.BAD_VALUE: 1}, None)


@pytest.mark.parametrize(
    "at_ms", [-1, "soon", None, True, 10**13, 10**400, float("nan"), float("inf")]
)
def test_a_moment_that_makes_no_sense_is_the_messages_own(
    database: Database, tokens: list[str], at_ms: Any
) -> None:
    message = body(tokens[0], [{"type": "page.viewed", "at_ms": at_ms}])
    assert ingest(database, message, now=NOW).stored == 1
    assert stored(database)[0].at == NOW


def test_no_event_is_put_before_yesterday(database: Database, tokens: list[str]) -> None:
    events = [{"type": "page.viewed", "at_ms": 0}, {"type": "video.paused", "at_ms": 10**12}]
    ingest(database, body(tokens[0], events), now=NOW)
    assert [e.at for e in stored(database)] == [NOW - timedelta(hours=24), NOW]


def test_a_link_cannot_fill_the_disk(
    database: Database, tokens: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingestion, "MOST_OF_ONE", 3)
    for number in range(5):
        ingest(database, body(tokens[0], [{"type": "page.viewed"}], n=number))
    report = ingest(database, body(tokens[0], [{"type": "page.viewed"}], n=9))
    assert report == Ingested(0, {Drop.TOO_MANY_SO_FAR: 1}, None)
    assert len(stored(database)) == 3
    with database.writing() as session:
        link = open_link(session, tokens[0])
        assert link is not None
        record(session, link, EventType.LINK_OPENED)
    assert len(stored(database)) == 3
    assert ingest(database, body(tokens[1], [{"type": "page.viewed"}])).stored == 1


def test_every_step_has_a_name_of_its_own() -> None:
    names = [name for name, _ in ingestion.READING_STEPS + ingestion.STORING_STEPS]
    assert len(set(names)) == len(names)


def test_what_the_server_sees_itself(database: Database, tokens: list[str]) -> None:
    with database.writing() as session:
        link = open_link(session, tokens[0])
        assert link is not None
        record(session, link, EventType.LINK_OPENED, source="paper", now=NOW)
        record(session, link, EventType.LINK_OPENED, source="paper", now=NOW)
        record(session, link, EventType.CTA_CLICKED, value="pay", bot_reason="crawler", now=NOW)
    rows = stored(database)
    assert [(e.type, e.value, e.source, e.bot_reason, e.session) for e in rows] == [
        ("link.opened", None, "paper", None, None),
        ("link.opened", None, "paper", None, None),
        ("cta.clicked", "pay", None, "crawler", None),
    ]
    assert {e.recipient_id for e in rows} == {link.recipient_id}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("paper", "paper"),
        (" E-Mail ", "e-mail"),
        ("sms_2", "sms_2"),
        ("", None),
        ("-x", None),
        ("a b", None),
        ("x" * 33, None),
        ("è", None),
        (None, None),
        (7, None),
    ],
)
def test_sources(text: object, source: str | None) -> None:
    assert clean_source(text) == source


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "scene", "value", "at_ms", "x"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)

EVENT = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(FROM_PAGES))},
    optional={"scene": st.just("amount") | JSON, "value": JSON, "at_ms": JSON},
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    events=st.lists(EVENT | JSON, max_size=3) | st.lists(EVENT, max_size=3),
    session=st.just(SESSION) | JSON,
    number=st.integers(0, 10_000) | JSON,
    source=JSON,
)
def test_no_message_breaks_anything(
    database: Database, tokens: list[str], events: Any, session: Any, number: Any, source: Any
) -> None:
    with database.reading() as reader:
        before = reader.scalar(select(func.count(Event.id)))
    message = body(tokens[0], events, n=number, s=session, source=source)
    report = ingest(database, message)
    assert report.stored + sum(report.dropped.values()) >= min(len(events), 1)
    with database.reading() as reader:
        assert reader.scalar(select(func.count(Event.id))) == (before or 0) + report.stored
