from __future__ import annotations

import json
import pickle
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.fields import ListField
from scenes.plain_fields import BooleanField, DateField, DecimalField, IntegerField, MoneyField
from scenes.values import CurrencyError, Money, from_json, to_json


def test_money_calculates_and_keeps_its_currency():
    price = Money("187.50", "CHF")
    assert price + price == Money("375.00", "CHF")
    assert (price * 2).currency == (2 * price).currency == "CHF"
    assert price / 3 * 3 == pytest.approx(price)
    assert price - 7 == Money("180.50", "CHF")
    assert 200 - price == Money("12.50", "CHF")
    assert -price == Money("-187.50", "CHF")
    assert abs(-price).currency == "CHF"
    assert sum([price, price]) == Money(375, "CHF")


def test_money_compares_with_numbers():
    assert Money("100") >= 100
    assert Money("99.99") < Decimal(100)
    assert Money("100.00") == 100
    assert Money(1, "EUR") != Money(1, "USD")
    assert {Money(1): "one"}[Money("1.00")] == "one"


def test_money_of_two_currencies_does_not_mix():
    for calculate in (
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a / b,
        lambda a, b: a * b,
        lambda a, b: a < b,
        lambda a, b: a >= b,
    ):
        with pytest.raises(CurrencyError):
            calculate(Money(1, "EUR"), Money(1, "USD"))


def test_money_divided_by_money_is_a_number():
    ratio = Money(50) / Money(100)
    assert ratio == Decimal("0.5")
    assert not isinstance(ratio, Money)


def test_money_is_rounded_half_away_from_zero():
    assert Money("0.125").rounded() == Decimal("0.13")
    assert Money("-0.125").rounded() == Decimal("-0.13")
    assert Money("187.505").cents == 18751


def test_money_survives_pickling():
    again = pickle.loads(pickle.dumps(Money("187.50", "USD")))  # noqa: S301 # our own bytes
    assert again == Money("187.50", "USD")
    assert again.currency == "USD"


FIELDS = {
    "money": MoneyField(type="money", currency="USD"),
    "decimal": DecimalField(type="decimal"),
    "integer": IntegerField(type="integer"),
    "date": DateField(type="date"),
    "boolean": BooleanField(type="boolean"),
    "list": ListField(type="list", of={"label": "text", "value": "money", "on": "date"}),
}


@given(
    st.one_of(
        st.tuples(st.just("money"), st.decimals(0, 10**9, places=2).map(lambda n: Money(n, "USD"))),
        st.tuples(st.just("decimal"), st.decimals(-(10**9), 10**9, places=4)),
        st.tuples(st.just("integer"), st.integers(-(10**12), 10**12)),
        st.tuples(st.just("date"), st.dates()),
        st.tuples(st.just("boolean"), st.booleans()),
        st.tuples(st.sampled_from(sorted(FIELDS)), st.none()),
        st.tuples(
            st.just("list"),
            st.lists(
                st.fixed_dictionaries(
                    {
                        "label": st.text(),
                        "value": st.decimals(0, 10**6, places=2).map(Money),
                        "on": st.dates(),
                    }
                )
            ).map(tuple),
        ),
    )
)
def test_values_survive_json_exactly(case):
    name, value = case
    plain = json.loads(json.dumps(to_json(value)))
    again = from_json(FIELDS[name], plain)
    assert again == value
    assert type(again) is type(value)
    if isinstance(value, Money):
        assert again.currency == value.currency


def test_what_no_field_makes_has_no_json():
    with pytest.raises(TypeError):
        to_json(object())
    with pytest.raises(TypeError):
        to_json(1.5)
    assert to_json(date(2026, 9, 30)) == "2026-09-30"
    assert to_json(Decimal("1E+2")) == "100"
