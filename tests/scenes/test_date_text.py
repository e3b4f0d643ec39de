from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.date_text import month_first, parse_date
from scenes.plain_text import TextError

DAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    "text",
    [
        "30/09/2026",
        "30-9-2026",
        "30.09.2026",
        "2026-09-30",
        "2026/9/30",
        "2026-09-30 00:00:00",
        "2026-09-30T00:00:00",
        "30/09/2026 00:00",
    ],
)
def test_dates_as_tables_write_them(text):
    assert parse_date(text, "it-IT") == DAY


def test_the_locale_decides_the_order_of_day_and_month():
    assert month_first("en-US")
    assert not month_first("en-GB")
    assert parse_date("04/05/2026", "en-US") == date(2026, 4, 5)
    assert parse_date("04/05/2026", "it-IT") == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30/09/26", "two digits"),
        ("31/09/2026", "does not exist"),
        ("29/02/2026", "does not exist"),
        ("09/30/2026", "does not exist"),
        ("30/09-2026", "not a date"),
        ("30 settembre 2026", "not a date"),
        ("46295", "not a date"),
        ("30/09/2026 14:30", "not a date"),
        ("٣٠/٠٩/٢٠٢٦", "not a date"),
        ("0001-01-01", "year outside"),
        ("9999-12-31", "year outside"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text, reason):
    with pytest.raises(TextError, match=reason):
        parse_date(text, "it-IT")


@given(
    st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]),
)
def test_every_day_is_read_back(day, form):
    assert parse_date(day.strftime(form), "it-IT") == day


@given(st.text(alphabet="0123456789/-. T:", max_size=20))
def test_any_text_is_a_date_or_refused(text):
    try:
        day = parse_date(text, "it-IT")
    except TextError:
        return
    assert str(day.year) in text
