from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from scenes.loading import check_campaign, load_campaign
from scenes.opening_file import OpeningFile
from scenes.opening_hours import time_zone, week

EXAMPLE = Path(__file__).parents[2] / "examples" / "vehicle-tax"


def opening(*spans: tuple[object, str, str], **more: object) -> OpeningFile:
    days = [{"days": days, "from": begin, "to": end} for days, begin, end in spans]
    return OpeningFile.model_validate({"week": days, **more})


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat-mon", (0, 5, 6)),
        (["mon", "wed"], (0, 2)),
        (["Tue - Thu", "sun"], (1, 2, 3, 6)),
    ],
)
def test_days_are_one_a_range_or_a_list(written, days):
    assert opening((written, "8:00", "9:00")).week[0].days == days


def test_a_day_has_several_spans_in_order_and_those_that_meet_are_one():
    found = week(
        opening(("mon", "14:00", "17.30"), ("mon", "8:30", "12:00"), ("mon", "12:00", "13:00"))
    )
    assert found[0] == ((510, 780), (840, 1050))
    assert found[1:] == ((),) * 6


@pytest.mark.parametrize("time", ["25:00", "8:60", "8", "noon", 830, "24:01"])
def test_what_is_no_time_is_refused(time):
    with pytest.raises(ValidationError, match="Expected a time"):
        opening(("mon", time, "23:00"))


@pytest.mark.parametrize(
    ("locale", "zone"),
    [("it-IT", "Europe/Rome"), ("en-GB", "Europe/London"), ("en-US", None), ("it", None)],
)
def test_the_time_zone_is_that_of_the_country_where_it_has_one(locale, zone):
    hours = opening(("mon", "8:00", "9:00"))
    assert time_zone(hours, locale) == zone
    chosen = opening(("mon", "8:00", "9:00"), time_zone="Asia/Tokyo")
    assert time_zone(chosen, locale) == "Asia/Tokyo"


@pytest.fixture
def changed(tmp_path):
    """Check the example with other opening hours; return line, message and hint of each fault."""
    folder = tmp_path / "campaign"
    shutil.copytree(EXAMPLE, folder)
    file = folder / "campaign.yaml"
    before = file.read_text(encoding="utf-8")
    start, end = before.index("  opening:"), before.index("  map_link:")

    def check(text: str, locale: str = "it-IT", rest: str = ""):
        after = before[:start] + text + (rest or before[end:])
        file.write_text(after.replace("locale: it-IT", f"locale: {locale}"), encoding="utf-8")
        top = before[:start].count("\n")
        return [
            ((fault.line or 0) - top, fault.message, fault.hint)
            for fault in check_campaign(folder)
            if "opening" in fault.place
        ]

    return check


def test_the_example_has_opening_hours():
    found = load_campaign(EXAMPLE).file.issuer.opening
    assert found is not None
    assert week(found)[5] == ((540, 750),)


def test_overlaps_and_wrong_ends_are_faults_of_their_line(changed):
    faults = changed(
        "  opening:\n    week:\n"
        '      - {days: mon-fri, from: "8:00", to: "12:00"}\n'
        '      - {days: [wed, sat], from: "11:30", to: "13:00"}\n'
        '      - {days: sun, from: "17:00", to: "9:00"}\n'
    )
    assert faults == [
        (4, "These hours overlap with others of the same day (wed).", ""),
        (
            5,
            "It closes before it opens.",
            "Past midnight, write two: to 24:00, and from 0:00 on the next day.",
        ),
    ]


def test_unknown_days_and_times_are_faults_of_their_line(changed):
    faults = changed(
        "  opening:\n    week:\n"
        '      - {days: mon-fry, from: "8:00", to: "12:00"}\n'
        '      - {days: sat, from: "8 Uhr", to: "12:00"}\n'
    )
    assert [(line, message.partition(";")[0]) for line, message, _ in faults] == [
        (3, "There is no day 'fry'"),
        (4, "Expected a time from 0:00 to 24:00, in quotes."),
    ]


def test_a_wrong_or_missing_time_zone_is_a_fault(changed):
    span = '    week: [{days: mon, from: "8:00", to: "12:00"}]\n'
    ((line, message, hint),) = changed(f"  opening:\n    time_zone: Europe/Rom\n{span}")
    assert (line, message) == (2, "There is no time zone 'Europe/Rom'.")
    assert "Europe/Rome" in hint
    ((line, message, _),) = changed(f"  opening:\n{span}", locale="en-US")
    assert line == 1
    assert message == "The country of the locale has not one time zone alone: name yours."
    assert changed(f"  opening:\n    time_zone: America/New_York\n{span}", locale="en-US") == []


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "http://maps.example", "geo:here", "https://", "data:text/html,x"],
)
def test_a_map_link_is_a_secure_address_or_a_place(tmp_path, link):
    folder = tmp_path / "campaign"
    shutil.copytree(EXAMPLE, folder)
    file = folder / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("  map_link:"))
    file.write_text(text.replace(old, f'  map_link: "{link}"'), encoding="utf-8")
    assert [fault.place for fault in check_campaign(folder)] == ["issuer.map_link"]
    file.write_text(text.replace(old, '  map_link: "geo:45.5,-9.25;u=30"'), encoding="utf-8")
    assert check_campaign(folder) == []


def test_expressions_read_what_is_in_words_only():
    contacts = load_campaign(EXAMPLE).file.issuer.contacts()
    assert "opening" not in contacts
    assert contacts["phone"] == "800 000 000"
