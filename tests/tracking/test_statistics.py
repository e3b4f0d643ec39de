from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from campaigns.queries import ensure_campaign, open_link
from tracking.event_types import EventType
from tracking.ingestion import ingest, record
from tracking.statistics import ChoiceCount, Count, DayCount, campaign_statistics

if TYPE_CHECKING:
    from typing import Any

    from foundation.database import Database
    from tracking.statistics import Statistics

NOW = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)


def open_once(database: Database, token: str, **values: Any) -> None:
    with database.writing() as session:
        link = open_link(session, token)
        assert link is not None
        record(session, link, values.pop("kind", EventType.LINK_OPENED), **{"now": NOW, **values})


def play(
    database: Database, token: str, session: str, *events: Any, now: datetime = NOW, **more: Any
) -> None:
    listed = [{"type": kind, "scene": scene, "value": value} for kind, scene, value in events]
    body = json.dumps({"t": token, "s": session, "n": 0, "events": listed}).encode()
    assert ingest(database, body, now=now, **more).stored == len(listed)


@pytest.fixture
def statistics(database: Database, tokens: list[str], campaign_id: int) -> Statistics:
    """Return the numbers of a campaign with a known story.

    The first recipient opens the link twice (paper, then e-mail the next day), plays to the end,
    asks why and pays. The second opens it once, without a source, and asks why in two sessions.
    The third is only visited by machines. A second campaign has the same events once.
    """
    one, two, three, _ = tokens
    tomorrow = NOW + timedelta(days=1)
    open_once(database, one, source="paper")
    open_once(database, one, source="email", now=tomorrow)
    play(
        database,
        one,
        "session-1",
        ("page.viewed", None, None),
        ("video.started", None, None),
        ("video.progress", None, 25),
        ("video.progress", None, 50),
        ("choice.made", "amount", "amount>why"),
        ("choice.made", "amount", "amount>pay"),
        ("video.completed", None, None),
        ("cta.clicked", None, "call"),
    )
    open_once(database, one, kind=EventType.CTA_CLICKED, value="pay", now=tomorrow)
    open_once(database, one, kind=EventType.CTA_CLICKED, value="pay", now=tomorrow)
    open_once(database, two)
    for session in ("session-2", "session-3"):
        play(
            database,
            two,
            session,
            ("page.viewed", None, None),
            ("video.started", None, None),
            ("choice.made", "amount", "amount>why"),
            now=tomorrow,
        )
    open_once(database, three, bot_reason="link preview", source="paper")
    play(database, three, "session-4", ("page.viewed", None, None), bot_reason="crawler")
    open_once(database, three, kind=EventType.CTA_CLICKED, value="pay", bot_reason="crawler")
    with database.reading() as session:
        return campaign_statistics(session, campaign_id)


def test_each_type_with_events_and_people(statistics: Statistics) -> None:
    assert statistics.by_type == {
        "link.opened": Count(3, 2),
        "page.viewed": Count(3, 2),
        "video.started": Count(3, 2),
        "video.progress": Count(2, 1),
        "video.completed": Count(1, 1),
        "choice.made": Count(4, 2),
        "cta.clicked": Count(3, 1),
    }
    assert statistics.opened == Count(3, 2)
    assert statistics.viewed == Count(3, 2)
    assert statistics.started == Count(3, 2)
    assert statistics.completed == Count(1, 1)
    assert statistics.of("form.sent") == Count(0, 0)


def test_choices_by_scene_and_option(statistics: Statistics) -> None:
    assert statistics.choices == (
        ChoiceCount("amount", "pay", 1, 1),
        ChoiceCount("amount", "why", 3, 2),
    )


def test_clicks(statistics: Statistics) -> None:
    assert statistics.clicks == {"call": Count(1, 1), "pay": Count(2, 1)}
    assert statistics.pay_clicked == Count(2, 1)


def test_sources(statistics: Statistics) -> None:
    assert statistics.sources == {
        "email": Count(1, 1),
        "paper": Count(1, 1),
        "unknown": Count(1, 1),
    }


def test_days(statistics: Statistics) -> None:
    assert statistics.days == (
        DayCount("2026-09-30", opened=2, viewed=1, started=1, completed=1, pay_clicked=0),
        DayCount("2026-10-01", opened=1, viewed=2, started=2, completed=0, pay_clicked=2),
    )


def test_machines_only_count_as_such(statistics: Statistics) -> None:
    assert statistics.bots == {"crawler": 2, "link preview": 1}


def test_people_by_status(statistics: Statistics) -> None:
    assert statistics.recipients == {
        "planned": 1,
        "published": 3,
        "failed": 0,
        "withdrawn": 0,
    }


def test_plain_values(statistics: Statistics) -> None:
    plain = statistics.to_json()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["opened"] == {"events": 3, "recipients": 2}
    assert plain["pay_clicked"] == {"events": 2, "recipients": 1}
    assert plain["choices"][1] == {"scene": "amount", "option": "why", "events": 3, "recipients": 2}
    assert plain["days"][0]["day"] == "2026-09-30"


def test_another_campaign_has_its_own_numbers(statistics: Statistics, database: Database) -> None:
    assert statistics.opened.events
    with database.writing() as session:
        other = ensure_campaign(
            session, "other", digest="", expires_on=None, public_base="", pay_hosts=[]
        ).id
        empty = campaign_statistics(session, other)
    assert empty.by_type == {}
    assert empty.choices == ()
    assert empty.days == ()
    assert empty.opened == Count(0, 0)
    assert empty.pay_clicked == Count(0, 0)


def test_a_choice_without_an_arrow_belongs_to_its_scene(
    database: Database, tokens: list[str], campaign_id: int
) -> None:
    play(database, tokens[0], "session-1", ("choice.made", "amount", "pay"))
    with database.reading() as session:
        found = campaign_statistics(session, campaign_id)
    assert found.choices == (ChoiceCount("amount", "pay", 1, 1),)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # its words for a plan
def test_the_counts_by_type_need_no_look_at_the_table(database: Database, campaign_id: int) -> None:
    from sqlalchemy import text

    query = (
        "EXPLAIN QUERY PLAN SELECT type, count(*), count(DISTINCT recipient_id) FROM events"
        " WHERE campaign_id = :c AND bot_reason IS NULL GROUP BY type"
    )
    with database.reading() as session:
        plan = " ".join(str(row) for row in session.execute(text(query), {"c": campaign_id}))
    assert "COVERING INDEX ix_events_campaign_id_bot_reason_type_recipient_id" in plan
