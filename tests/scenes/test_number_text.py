from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from scenes.number_text import decimal_mark, parse_number
from scenes.plain_text import TextError


@pytest.mark.parametrize(
    ("text", "locale", "decimal", "expected"),
    [
        ("187,50", "it-IT", None, "187.50"),
        ("1.234,56", "it-IT", None, "1234.56"),
        ("1.234.567", "it-IT", None, "1234567"),
        ("187.50", "it-IT", None, "187.50"),
        ("1,234.56", "it-IT", None, "1234.56"),
        ("0,125", "it-IT", None, "0.125"),
        ("1234", "it-IT", None, "1234"),
        ("1 234,56", "it-IT", None, "1234.56"),
        ("1\u00a0234,56", "fr-FR", None, "1234.56"),
        ("1\u202f234\u202f567,8", "fr-FR", None, "1234567.8"),
        ("1'234.50", "de-CH", None, "1234.50"),
        ("1’234.50", "de-CH", None, "1234.50"),
        ("-5,00", "it-IT", None, "-5.00"),
        ("\u22125,00", "it-IT", None, "-5.00"),
        ("+5", "it-IT", None, "5"),
        ("1.234", "it-IT", ",", "1234"),
        ("1.234", "it-IT", ".", "1.234"),
        ("1,234", "it-IT", ".", "1234"),
        ("187.50", "it-IT", ".", "187.50"),
    ],
)
def test_numbers_are_read_by_the_declared_mark(text, locale, decimal, expected):
    assert parse_number(text, locale, decimal) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "locale", "decimal"),
    [
        ("NaN", "it-IT", None),
        ("Infinity", "it-IT", None),
        ("1e5", "it-IT", None),
        ("1_000", "it-IT", None),
        ("１２３", "it-IT", None),
        ("١٢٣", "it-IT", None),
        ("0x10", "it-IT", None),
        ("", "it-IT", None),
        (",5", "it-IT", None),
        ("5,", "it-IT", None),
        ("--5", "it-IT", None),
        ("5-", "it-IT", None),
        ("12.34.56", "it-IT", None),
        ("1.2345,6", "it-IT", None),
        ("1,234,56", "it-IT", None),
        ("0.500", "it-IT", ","),
        ("01.500", "it-IT", ","),
        ("0.125", "it-IT", ","),
        ("0,125", "en-GB", "."),
        ("0.500.000", "it-IT", None),
        ("187.50", "it-IT", ","),
        ("187,50", "it-IT", "."),
        ("1'234 567,00", "it-IT", None),
        ("1,2,3", "it-IT", ","),
        ("1234567890123456789", "it-IT", None),
        ("187,50 euro", "it-IT", None),
    ],
)
def test_what_is_no_number_is_refused(text, locale, decimal):
    with pytest.raises(TextError):
        parse_number(text, locale, decimal)


@pytest.mark.parametrize(
    ("text", "locale"),
    [("1.234", "it-IT"), ("1,234", "it-IT"), ("1,234", "en-GB"), ("187.500", "en-GB")],
)
def test_one_mark_before_three_digits_is_ambiguous(text, locale):
    with pytest.raises(TextError, match=r"ambiguous.*declare data\.decimal"):
        parse_number(text, locale, None)


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.sampled_from(["it-IT", "en-GB", "de-DE", "fr-FR", "de-CH", "es-ES", "sv-SE"]),
)
def test_what_a_locale_writes_is_read_back(number, locale):
    written = format_decimal(number, format="#,##0.00", locale=locale.replace("-", "_"))
    assert parse_number(written, locale, None) == number
    assert parse_number(written, locale, decimal_mark(locale)) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused_with_a_reason(text):
    try:
        number = parse_number(text, "it-IT", None)
    except TextError:
        return
    assert number.is_finite()
    assert text.isascii() or any(mark in text for mark in "\u2212\u00a0\u202f\u2019")
