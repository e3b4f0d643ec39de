from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from foundation.errors import RowError
from scenes.fields import FIELD_TYPES, AnyField, Field
from scenes.values import Money

ADAPTER: TypeAdapter[AnyField] = TypeAdapter(Field)


def field(**declared) -> AnyField:
    return ADAPTER.validate_python(declared)


def parse(raw: str, **declared):
    return field(**declared).parse(raw, "it-IT")


EXTRA = {"choice": {"of": ["auto", "moto"]}, "list": {"of": {"label": "text", "value": "money"}}}


@pytest.mark.parametrize(
    ("raw", "declared", "expected"),
    [
        ("  D'Angelo ", {"type": "text"}, "D'Angelo"),
        ("Anna\nMaria", {"type": "text"}, "Anna Maria"),
        ("FA123XY", {"type": "text", "pattern": "[A-Z0-9]+"}, "FA123XY"),
        ("42", {"type": "integer"}, 42),
        ("1.234.567", {"type": "integer"}, 1234567),
        ("12,5", {"type": "decimal"}, Decimal("12.5")),
        ("187,50", {"type": "money"}, Money("187.50")),
        ("€ 187,50", {"type": "money"}, Money("187.50")),
        ("187,50€", {"type": "money"}, Money("187.50")),
        ("EUR 187,50", {"type": "money"}, Money("187.50")),
        ("187,50 EUR", {"type": "money"}, Money("187.50")),
        ("$ 10", {"type": "money", "currency": "USD"}, Money(10, "USD")),
        ("-5", {"type": "money", "min": -10}, Money(-5)),
        ("30/09/2026", {"type": "date"}, date(2026, 9, 30)),
        ("Sì", {"type": "boolean"}, True),
        ("FALSE", {"type": "boolean"}, False),
        ("MOTO", {"type": "choice", "of": ["auto", "moto"]}, "moto"),
        ("it60 x054 2811 1010 0000 0123 456", {"type": "iban"}, "IT60X0542811101000000123456"),
        ("rssmra85t10a562s", {"type": "fiscal_code"}, "RSSMRA85T10A562S"),
        ("RSSMRA85TMLA562G", {"type": "fiscal_code"}, "RSSMRA85TMLA562G"),
        ("00743110157", {"type": "fiscal_code"}, "00743110157"),
        ("3010 0000 0000 0000 43", {"type": "pagopa_notice"}, "301000000000000043"),
        ("mario.rossi@posta.example", {"type": "email"}, "mario.rossi@posta.example"),
        ("+39 333 123-4567", {"type": "phone"}, "+393331234567"),
        ("0039 02 1234567", {"type": "phone"}, "+39021234567"),
        ("02/1234567", {"type": "phone"}, "021234567"),
        (
            "2022=187,50| 2023 = 190 ",
            {"type": "list", "of": {"label": "text", "value": "money"}},
            ({"label": "2022", "value": Money("187.50")}, {"label": "2023", "value": Money(190)}),
        ),
        (
            "A=1,5=30/09/2026=sì",
            {"type": "list", "of": {"a": "text", "b": "decimal", "c": "date", "d": "boolean"}},
            ({"a": "A", "b": Decimal("1.5"), "c": date(2026, 9, 30), "d": True},),
        ),
        ("", {"type": "text", "optional": True}, None),
        ("   ", {"type": "date", "optional": True}, None),
        ("", {"type": "list", "optional": True, "of": {"a": "text"}}, ()),
        ("", {"type": "money", "default": "12,50"}, Money("12.50")),
    ],
)
def test_fields_read_what_people_write(raw, declared, expected):
    value = parse(raw, **declared)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("raw", "declared", "reason"),
    [
        ("", {"type": "date"}, "is empty; expected a date"),
        ("\u200b\u200d", {"type": "text"}, "is empty; expected text"),
        ("x" * 41, {"type": "text", "max": 40}, "longer than 40"),
        ("x", {"type": "text", "min": 2}, "shorter than 2"),
        ("fa 123", {"type": "text", "pattern": "[A-Z0-9]+"}, "pattern"),
        ("Mario\x00", {"type": "text"}, "control character"),
        ("12,5", {"type": "integer"}, "whole number"),
        ("7", {"type": "integer", "max": 6}, "more than 6"),
        ("0,1234567", {"type": "decimal"}, "more than 6 decimals"),
        ("NaN", {"type": "money"}, "not a number"),
        ("1e5", {"type": "money"}, "not a number"),
        ("1_000", {"type": "money"}, "not a number"),
        ("１８７", {"type": "money"}, "not a number"),
        ("1.234", {"type": "money"}, "ambiguous"),
        ("187,505", {"type": "money"}, "ambiguous"),
        ("0,505", {"type": "money"}, "more than two decimals"),
        ("-1", {"type": "money"}, "less than 0"),
        ("0", {"type": "money", "min": 0.01}, "less than 0.01"),
        ("$ 10", {"type": "money"}, "not a number"),
        ("31/02/2026", {"type": "date"}, "does not exist"),
        ("2025-12-31", {"type": "date", "min": "2026-01-01"}, "before 2026-01-01"),
        ("2027-01-01", {"type": "date", "max": "2026-12-31"}, "after 2026-12-31"),
        ("forse", {"type": "boolean"}, "neither yes nor no"),
        ("camion", {"type": "choice", "of": ["auto", "moto"]}, "none of: auto, moto"),
        ("IT60X0542811101000000123457", {"type": "iban"}, "not an IBAN"),
        ("XX60X0542811101000000123456", {"type": "iban"}, "not an IBAN"),
        ("RSSMRA85T10A562T", {"type": "fiscal_code"}, "fiscal code"),
        ("301000000000000044", {"type": "pagopa_notice"}, "check digits"),
        ("3010000000000000", {"type": "pagopa_notice"}, "18 digits"),
        ("401000000000000043", {"type": "pagopa_notice"}, "begins with"),
        ("mario@rossi", {"type": "email"}, "e-mail"),
        ("a@b.it, c@d.it", {"type": "email"}, "e-mail"),
        ("mario@rossi..it", {"type": "email"}, "e-mail"),
        ("12", {"type": "phone"}, "5 to 15"),
        ("telefono", {"type": "phone"}, "telephone"),
        ("2022=1|2023", {"type": "list", **EXTRA["list"]}, "item 2 does not have the form label="),
        ("2022=1|2023=x", {"type": "list", **EXTRA["list"]}, "item 2: its value is not a number"),
        ("2022=|2023=1", {"type": "list", **EXTRA["list"]}, "item 1: its value is empty"),
        ("a=1|b=2|c=3", {"type": "list", "max": 2, **EXTRA["list"]}, "more than 2 items"),
    ],
)
def test_fields_refuse_with_a_reason_that_never_repeats_the_value(raw, declared, reason):
    with pytest.raises(RowError) as caught:
        parse(raw, **declared)
    assert reason in caught.value.reason
    if len(raw.strip()) > 5:
        assert raw not in str(caught.value)


@pytest.mark.parametrize("kind", FIELD_TYPES)
@given(
    raw=st.one_of(
        st.text(max_size=40), st.from_regex(r"[-€0-9., =|/+@a-zA-Z]{0,30}", fullmatch=True)
    )
)
def test_no_text_breaks_a_field(kind, raw):
    declared = field(type=kind, **EXTRA.get(kind, {}))
    try:
        value = declared.parse(raw, "it-IT")
    except RowError:
        return
    assert value is not None


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_italian_amounts_are_read_back(number):
    text = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    assert parse(text, type="money") == number
    assert parse(f"€ {text}", type="money") == number
    assert field(type="money").parse(text, "it-IT", ",") == number
    assert field(type="money").parse(f"{number:.2f}", "it-IT", ".") == number


def test_a_very_long_cell_is_refused_before_it_is_read():
    with pytest.raises(RowError, match="longer than 20000"):
        parse("9" * 100_000, type="integer")


def test_no_pattern_can_hold_up_an_import():
    field = text_field(pattern="(?:a+)+b", max=4000)
    began = time.process_time()
    with pytest.raises(RowError, match="pattern"):
        field.parse("a" * 4000, "it-IT")
    assert time.process_time() - began < 1  # a backtracking engine would need years


@pytest.mark.parametrize(
    ("pattern", "whole", "more"),
    [("A|AB", "AB", "ABC"), ("^[0-9]+$", "12", "12x"), ("(?i)vo-[0-9]{2}", "vo-12", "vo-123")],
)
def test_a_pattern_is_for_the_whole_text(pattern, whole, more):
    field = text_field(pattern=pattern)
    assert field.parse(whole, "it-IT") == whole
    with pytest.raises(RowError):
        field.parse(more, "it-IT")


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("[A-Z", "Expected a regular expression"),
        ("a)(b", "Expected a regular expression"),
        ("(?=a).*", "look-ahead"),
        (r"(a)\1", "references to its groups"),
        ("(?:a{1000}){1000}", "repeats too much"),
    ],
)
def test_patterns_that_are_refused(pattern, part):
    with pytest.raises(ValidationError, match=part):
        text_field(pattern=pattern)


def text_field(**keys):
    return TypeAdapter(Field).validate_python({"type": "text", **keys})
