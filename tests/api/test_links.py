"""Links lead to pages and are counted; whoever has none learns nothing."""

from __future__ import annotations

import statistics
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from api.kind_page import NOT_HERE

if TYPE_CHECKING:
    from served_campaign import Served

UNKNOWN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def change(served: Served, statement: str, **values: object) -> None:
    engine = create_engine(served.tiny.settings.database)
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


@pytest.mark.parametrize("path", ["/{t}", "/{lower}", "/{t}/sms", "/{t}?s=sms"])
def test_a_link_leads_to_its_page(reading: Served, path: str) -> None:
    token = reading.tiny.token()
    answer = reading.client.get(path.format(t=token, lower=token.lower()))
    assert answer.status_code == 302
    assert answer.headers["cache-control"] == "no-store"
    page = reading.client.send(answer.next_request)
    assert page.url.path == f"/p/{token}/"
    assert page.status_code == 200
    assert "Un messaggio per Lei" in page.text


def test_openings_are_counted_by_source(counting: Served) -> None:
    one, other = counting.tiny.token("a1"), counting.tiny.token("b2")
    for path in (f"/{one}?s=paper", f"/{one}/PAPER", f"/{other}?s=email", f"/{other}"):
        assert counting.client.get(path).status_code == 302
    counted = counting.statistics()
    assert (counted.opened.events, counted.opened.recipients) == (4, 2)
    sources = {source: count.events for source, count in counted.sources.items()}
    assert sources == {"paper": 2, "email": 1, "unknown": 1}


def test_a_strange_source_is_dropped_and_the_link_works(counting: Served) -> None:
    token = counting.tiny.token()
    answer = counting.client.get(f"/{token}", params={"s": "<script>" * 40})
    assert answer.status_code == 302
    assert "script" not in answer.headers["location"]
    assert [event.source for event in counting.events()] == [None]


@pytest.mark.parametrize(
    ("method", "agent", "reason"),
    [
        ("HEAD", None, "head request"),
        ("GET", "WhatsApp/2.23.20.0", "link preview"),
        ("GET", "facebookexternalhit/1.1", "link preview"),
        ("GET", "curl/8.5.0", "program"),
    ],
)
def test_machines_are_led_but_not_counted(
    counting: Served, method: str, agent: str | None, reason: str
) -> None:
    headers = {"User-Agent": agent} if agent else {}
    answer = counting.client.request(method, f"/{counting.tiny.token()}", headers=headers)
    assert answer.status_code == 302
    counted = counting.statistics()
    assert counted.opened.events == 0
    assert counted.bots == {reason: 1}


def test_unknown_expired_withdrawn_and_unpublished_links_look_the_same(counting: Served) -> None:
    a, b, c = (counting.tiny.token(row) for row in ("a1", "b2", "c3"))
    change(counting, "update recipients set status = 'withdrawn' where token = :t", t=b)
    change(counting, "update recipients set published_at = null where token = :t", t=c)
    change(counting, "update campaigns set expires_on = :d", d=date(2020, 1, 1))
    films = {row["film"] for row in counting.tiny.handed_over().values()}
    answers = [counting.client.get(f"/{film}") for film in sorted(films)]
    answers += [
        counting.client.get(path.format(token))
        for token in (a, b, c, UNKNOWN, "x", "SHORT", f"{UNKNOWN}2", "%00", "recipients.csv")
        for path in ("/{}", "/{}/sms", "/pay/{}", "/p/{}/", "/p/{}/index.html")
    ]
    first = answers[0]
    assert first.status_code == 404
    assert first.text == NOT_HERE
    ignored = {"date"}
    known = {k: v for k, v in first.headers.items() if k not in ignored}
    for answer in answers:
        assert answer.status_code == 404, answer.request.url
        assert answer.content == first.content
        assert {k: v for k, v in answer.headers.items() if k not in ignored} == known
    assert counting.events() == []


def test_a_wrong_link_takes_as_long_as_an_expired_one(counting: Served) -> None:
    change(counting, "update campaigns set expires_on = :d", d=date(2020, 1, 1))

    def median(token: str) -> float:
        times = []
        for _ in range(30):
            started = time.perf_counter()
            counting.client.get(f"/{token}")
            times.append(time.perf_counter() - started)
        return statistics.median(times)

    expired, unknown = median(counting.tiny.token()), median(UNKNOWN)
    assert 0.4 < expired / unknown < 2.5


def test_the_kind_page_speaks_two_languages_and_blames_nobody(reading: Served) -> None:
    answer = reading.client.get(f"/{UNKNOWN}")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="it">' in answer.text
    assert '<section lang="en">' in answer.text
    for word in ("debit", "debt", "pagament", "payment", "scadut", "expired", "404"):
        assert word not in answer.text.lower()


def test_other_methods_are_refused(reading: Served) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert reading.client.request(method, f"/{reading.tiny.token()}").status_code == 405


def test_the_server_lives_and_asks_search_engines_to_stay_away(reading: Served) -> None:
    assert reading.client.get("/livez").text == "ok"
    assert "Disallow: /" in reading.client.get("/robots.txt").text
    assert reading.client.get("/").status_code == 404, "nobody may list the recipients"
    for path in ("/docs", "/openapi.json", "/redoc"):
        assert reading.client.get(path).status_code == 404
