"""Opening hours as lines, and “open now” in browsers all over the world."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

import pytest
from babel import Locale
from conftest import CLIP_MS, DESK
from invented_story import TOKEN, bound_story, campaign_file, page_clips, page_input
from served_site import Site, serve, write_site

from foundation.errors import RenderError
from microsite.addresses import map_address
from microsite.opening import opening, week_lines
from scenes.opening_file import OpeningFile
from scenes.opening_hours import week

OFFICE = {
    "week": [
        {"days": "mon-fri", "from": "8:30", "to": "12:30"},
        {"days": ["tue", "thu"], "from": "14:00", "to": "17:30"},
        {"days": "sat", "from": "22:00", "to": "24:00"},
        {"days": "sun", "from": "0:00", "to": "2:00"},
    ],
    "closed": ["2026-12-25"],
}


def lines(locale: str, *spans: tuple[str, str, str]) -> tuple[str, ...]:
    file = OpeningFile.model_validate(
        {"week": [{"days": days, "from": begin, "to": end} for days, begin, end in spans]}
    )
    return week_lines(week(file), Locale.parse(locale))


def test_days_with_the_same_hours_share_a_line():
    both = (
        ("mon-fri", "8:30", "12:30"),
        ("mon-fri", "14:00", "17:30"),
        ("sat-sun", "9:00", "12:00"),
    )
    assert lines("it_IT", *both) == (
        "Dal lunedì al venerdì, 8:30–12:30 e 14:00–17:30",
        "Sabato e domenica, 9:00–12:00",
    )
    assert lines("en_GB", *both) == (
        "Monday to Friday, 8:30–12:30 and 14:00–17:30",
        "Saturday and Sunday, 9:00–12:00",
    )


def test_days_apart_with_the_same_hours_share_a_line_too():
    apart = (
        ("mon-fri", "8:30", "12:30"),
        ("tue", "14:00", "17:30"),
        ("thu", "14:00", "17:30"),
    )
    assert lines("it_IT", *apart) == (
        "Lunedì, mercoledì e venerdì, 8:30–12:30",
        "Martedì e giovedì, 8:30–12:30 e 14:00–17:30",
    )


@pytest.mark.parametrize(
    ("locale", "days", "said"),
    [
        ("it_IT", "mon-sun", "Tutti i giorni, 9:00–13:00"),
        ("it_IT", "fri-sun", "Dal venerdì alla domenica, 9:00–13:00"),
        ("en_GB", "mon-sun", "Every day, 9:00–13:00"),
    ],
)
def test_days_in_a_row_are_named_as_people_say_them(locale, days, said):
    assert lines(locale, (days, "9:00", "13:00")) == (said,)


def test_lines_are_in_the_order_and_the_clock_of_the_locale():
    found = lines("en_US", ("sat-sun", "9:00", "12:00"), ("mon", "13:00", "24:00"))
    assert [line.replace("\u202f", " ") for line in found] == [
        "Sunday and Saturday, 9:00 AM – 12:00 PM",
        "Monday, 1:00 PM – 12:00 AM",
    ]
    assert lines("de_DE", ("sun", "0:00", "24:00")) == ("Sonntag, 00:00–24:00",)


def test_lines_that_are_written_win_and_the_data_stays():
    made = opening(campaign_file(opening=OFFICE).issuer, "it-IT")
    assert made.lines == ("Da lunedì a venerdì, 8:30–17:00", "Sabato, 9:00–12:00")
    assert made.closed == ("25 dicembre 2026",)
    data = json.loads(made.data)
    assert data["zone"] == "Europe/Rome"
    assert data["week"][1] == [[510, 750], [840, 1050]]
    assert data["closed"] == ["2026-12-25"]


def test_without_hours_there_are_none():
    assert opening(campaign_file(hours=()).issuer, "it-IT") is None
    only_lines = opening(campaign_file().issuer, "it-IT")
    assert (len(only_lines.lines), only_lines.data) == (2, "")


def test_a_map_link_is_an_address_or_a_place():
    assert map_address("geo:45.5,-9.25") == "geo:45.5,-9.25"
    assert map_address("https://maps.example/x") == "https://maps.example/x"
    with pytest.raises(RenderError):
        map_address("javascript:alert(1)")


@pytest.fixture(scope="module")
def office_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    campaign = campaign_file(hours=(), opening=OFFICE, map_link="https://maps.example/here")
    write_site(folder, page_input(campaign=campaign, clips=page_clips(ms=CLIP_MS)))
    return folder


@pytest.fixture
def office(office_folder):
    site = Site(office_folder, TOKEN, api=True)
    server = serve(site)
    yield site.page
    server.shutdown()
    server.server_close()


def at(moment: str) -> str:
    """Return a script that sets the clock to a moment in UTC."""
    ms = int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000)
    return f"""(() => {{ const real = Date, ms = {ms};
      window.clock = ms;
      window.Date = class extends real {{
        constructor(...parts) {{ if (parts.length) super(...parts); else super(window.clock); }}
        static now() {{ return window.clock; }} }}; }})()"""


def now(page) -> str:
    return page.locator(".now").text_content()


@pytest.mark.parametrize("zone", ["Europe/Rome", "America/Los_Angeles", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-09-01T07:00", "Aperto ora, fino alle 12:30"),
        ("2026-09-01T06:29", "Ora è chiuso: apre alle 8:30"),
        ("2026-09-01T10:30", "Ora è chiuso: apre alle 14:00"),
        ("2026-09-01T15:30", "Ora è chiuso: apre domani alle 8:30"),
        ("2026-09-04T12:00", "Ora è chiuso: apre domani alle 22:00"),
        ("2026-09-05T21:00", "Aperto ora, fino alle 2:00"),
        ("2026-09-05T22:30", "Aperto ora, fino alle 2:00"),
        ("2026-09-06T00:00", "Ora è chiuso: apre domani alle 8:30"),
        ("2026-12-24T23:30", "Ora è chiuso: apre domani alle 22:00"),
        ("2026-12-24T17:00", "Ora è chiuso: apre sabato alle 22:00"),
        ("2026-01-13T07:00", "Ora è chiuso: apre alle 8:30"),
    ],
)
def test_open_or_closed_goes_by_the_office_clock(open_text, office, zone, moment, said):
    page = open_text(office, before=at(moment), timezone_id=zone).page
    assert now(page) == said
    assert page.locator(".now").evaluate("l => l.classList.contains('open')") == said.startswith(
        "A"
    )


def test_it_stays_true_while_the_page_is_open(open_text, office):
    page = open_text(office, before=at("2026-09-01T10:29:50")).page
    assert now(page) == "Aperto ora, fino alle 12:30"
    page.evaluate("window.clock += 20000; document.dispatchEvent(new Event('visibilitychange'))")
    assert now(page) == "Ora è chiuso: apre alle 14:00"


def test_where_the_browser_does_not_know_the_zone_only_the_hours_stand(open_text, office):
    broken = """(() => { const Real = Intl.DateTimeFormat;
      Intl.DateTimeFormat = function (lang, style) {
        if (style && style.timeZone === "Europe/Rome") throw new RangeError("no zone");
        return new Real(lang, style); }; })()"""
    page = open_text(office, before=broken).page
    assert page.locator(".now").is_hidden()
    assert "Lunedì" in page.locator(".contact").inner_text()


def test_without_scripts_the_hours_stand(open_text, office):
    page = open_text(office, java_script_enabled=False).page
    assert page.locator(".now").is_hidden()
    text = page.locator(".contact").inner_text()
    assert "Martedì e giovedì, 8:30–12:30 e 14:00–17:30" in text
    assert "25 dicembre 2026" in text


def test_contacts_are_large_enough_to_touch_and_ask_no_third_party(open_text, office):
    visit = open_text(office)
    for link in visit.page.locator(".contact a").all():
        assert link.bounding_box()["height"] >= 44
    call = visit.page.get_by_role("link", name="Chiami +39 0123 456 789")
    assert call.get_attribute("href") == "tel:+390123456789"
    map_link = visit.page.get_by_role("link", name="Veda sulla mappa")
    assert map_link.get_attribute("href") == "https://maps.example/here"
    assert not any("maps.example" in address for address in visit.requests)


def test_other_languages_say_it_too(open_text, tmp_path):
    bound = dataclasses.replace(bound_story(), locale="en-GB")
    hours = {**OFFICE, "time_zone": "Europe/Rome"}
    campaign = campaign_file(hours=(), opening=hours)
    write_site(tmp_path, page_input(bound, campaign=campaign, clips=page_clips(ms=CLIP_MS)))
    site = Site(tmp_path, TOKEN, api=True)
    server = serve(site)
    page = open_text(site.page, before=at("2026-12-24T17:00"), **DESK).page
    assert now(page) == "Closed now, opens Saturday at 22:00"
    server.shutdown()
    server.server_close()
