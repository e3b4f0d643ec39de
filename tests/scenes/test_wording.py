from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scenes.values import Money
from scenes.wording import (
    ExpressionError,
    Wording,
    default,
    rounded,
    title,
    url,
    written_date,
    written_money,
    written_number,
)

DAY = date(2026, 9, 30)
WRITTEN = Wording("it-IT", aloud=False)
SPOKEN = Wording("it-IT", aloud=True)


def test_money_as_the_locale_writes_it():
    assert written_money(Money("1187.5"), "it-IT") == "1187,50\u00a0€".replace("1187", "1.187")
    assert written_money(Money("1187.5"), "en-GB") == "€1,187.50"
    assert written_money(Money("1187.5"), "fr-FR") == "1\u00a0187,50\u00a0€"
    assert written_money(Money("62.5") / 3, "it-IT") == "20,83\u00a0€"


def test_dates_as_the_locale_writes_them():
    assert written_date(DAY, "long", "it-IT") == "30 settembre 2026"
    assert written_date(DAY, "short", "it-IT") == "30/09/2026"
    assert written_date(DAY, "full", "it-IT") == "mercoledì 30 settembre 2026"
    assert written_date(DAY, "short", "de-DE") == "30.09.2026"
    assert written_date(DAY, "short", "en-US") == "9/30/2026"


def test_numbers_as_the_locale_writes_them():
    assert written_number(2026, "it-IT") == "2026"
    assert written_number(12_345, "it-IT") == "12.345"
    assert written_number(Decimal("12.345"), "it-IT") == "12,345"


def test_the_voice_and_the_captions_differ():
    amount = Money("187.50")
    assert WRITTEN.spoken(amount) == WRITTEN.money(amount) == "187,50\u00a0€"
    assert SPOKEN.spoken(amount) == SPOKEN.money(amount)
    assert SPOKEN.spoken(amount) == "centottantasette euro e cinquanta centesimi"
    assert WRITTEN.spoken(DAY) == "30 settembre 2026"
    assert SPOKEN.date(DAY, "short") == "trenta settembre duemilaventisei"
    assert (WRITTEN.spoken(2026), SPOKEN.spoken(2026)) == ("2026", "duemilaventisei")
    assert (WRITTEN.spell("FA 123"), SPOKEN.spell("FA 123")) == ("FA 123", "F, A, 1, 2, 3")
    assert WRITTEN.digits("301012345678") == "3010 1234 5678"
    assert SPOKEN.digits("301012345678") == "3 0 1 0, 1 2 3 4, 5 6 7 8"


def test_a_bare_value_reads_as_its_kind():
    assert WRITTEN.show(Money("187.50")) == "187,50\u00a0€"
    assert WRITTEN.show(DAY) == "30 settembre 2026"
    assert SPOKEN.show(Money(1)) == "un euro"
    assert WRITTEN.show(Decimal("1.5")) == "1,5"


@pytest.mark.parametrize("value", [None, True, (1, 2), {"a": 1}])
def test_what_has_no_reading_is_refused(value):
    with pytest.raises(ExpressionError):
        WRITTEN.show(value)


@pytest.mark.parametrize(
    ("filter_name", "value", "arguments"),
    [
        ("money", "dieci", ()),
        ("money", None, ()),
        ("date", "30/09/2026", ()),
        ("date", DAY, ("medium",)),
        ("digits", "123", (0,)),
        ("digits", None, ()),
        ("spell", ("a",), ()),
        ("join", "abc", ()),
        ("sum", 3, ()),
        ("first", (), ()),
        ("length", 3, ()),
        ("upper", True, ()),
        ("round", "x", ()),
        ("round", Decimal(1), (99,)),
        ("round", Decimal(1), (0, "down")),
    ],
)
def test_filters_refuse_what_they_cannot_take(filter_name, value, arguments):
    with pytest.raises(ExpressionError):
        WRITTEN.filters()[filter_name](value, *arguments)


def test_lists_are_joined_and_added():
    years = ({"label": "2024", "value": Money(1)}, {"label": "2025", "value": Money(2)})
    filters = WRITTEN.filters()
    assert filters["join"](years, " e ", attribute="value") == "1,00\u00a0€ e 2,00\u00a0€"
    assert filters["sum"](years, "value") == Money(3)
    assert filters["sum"](()) == 0
    assert filters["first"](years)["label"] == "2024"
    assert filters["last"](years)["label"] == "2025"
    with pytest.raises(ExpressionError, match="no part"):
        filters["sum"](years, "size")


def test_a_joined_text_is_capped():
    with pytest.raises(ExpressionError, match="longer"):
        WRITTEN.join(tuple(["x" * 3000] * 3))


def test_names_are_written_with_capitals():
    assert title("D'ANGELO DE LUCA") == "D'Angelo De Luca"
    assert title("nicolò dell’acqua-rossi") == "Nicolò Dell’Acqua-Rossi"
    assert title("MARIO'S") == "Mario's"


def test_addresses_are_percent_encoded():
    assert url("a b/c?d=è&\n") == "a%20b%2Fc%3Fd%3D%C3%A8%26%0A"
    assert url(42) == "42"
    assert url(Money("1187.5")) == "1187.50"
    assert url(Decimal("0.0000001")) == "0.0000001"
    assert url(date(2026, 9, 30)) == "2026-09-30"
    for value in (None, True, ()):
        with pytest.raises(ExpressionError, match="'url' takes"):
            url(value)


def test_rounding_is_exact_and_keeps_money():
    assert rounded(Money("33.335"), 2) == Money("33.34")
    assert isinstance(rounded(Money(1)), Money)
    assert rounded(Decimal("1.21"), 1, "ceil") == Decimal("1.3")


def test_default_stands_in_for_an_empty_field():
    assert default(None, "—") == default("", "—") == "—"
    assert default(0, "—") == 0
