"""How values read in a locale: the filters of expressions, in writing and for the voice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from babel import Locale
from babel.dates import format_date, get_date_format
from babel.numbers import format_currency, format_decimal
from jinja2 import Undefined

from scenes.measures import is_currency
from scenes.values import Money
from scenes.words import date_words, digits_apart, money_words, number_words, spelled

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CHARACTERS = 4000
"""An expression never makes a longer text."""

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ROUNDING = {"common": ROUND_HALF_UP, "ceil": ROUND_CEILING, "floor": ROUND_FLOOR}
# The fonts have a no-break space, but few have the narrow one that CLDR writes in French.
_NARROW = str.maketrans({"\u202f": "\u00a0"})


class ExpressionError(ValueError):
    """Raised when an expression cannot be worked out for a row; never repeats a value."""


@lru_cache(maxsize=4096)
def written_money(amount: Money, locale: str) -> str:
    """Return ``187,50 €``, with a no-break space."""
    place = Locale.parse(locale, sep="-")
    text = format_currency(amount.rounded(), amount.currency, locale=place)
    return str(text).translate(_NARROW)


@lru_cache(maxsize=4096)
def written_date(day: date, style: str, locale: str) -> str:
    """Return a date: short ``30/09/2026``, long ``30 settembre 2026``, full with the weekday."""
    place = Locale.parse(locale, sep="-")
    if style == "short":
        pattern = str(get_date_format("short", locale=place))
        four = pattern if "yyyy" in pattern else re.sub("y+", "yyyy", pattern)
        return str(format_date(day, four, locale=place))
    return str(format_date(day, style, locale=place)).translate(_NARROW)


@lru_cache(maxsize=4096)
def written_number(number: int | Decimal, locale: str) -> str:
    """Return a number with the locale's marks; whole numbers below 10,000 stay together."""
    if isinstance(number, int) and abs(number) < 10_000:
        return str(number)
    text = format_decimal(number, locale=Locale.parse(locale, sep="-"), decimal_quantization=False)
    return str(text).translate(_NARROW)


def url(value: Any) -> str:
    """Percent-encode everything but letters, digits and ``-._~`` (RFC 3986).

    Programs read addresses, so an amount is written ``187.50``, a number ``12.5`` and a date
    ``2026-09-30`` (ISO 8601) in every locale.
    """
    if isinstance(value, Money):
        value = value.rounded()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return quote(_words(value, "url"), safe="")


def title(value: Any) -> str:
    """Write a name with capitals: ``D'ANGELO DE LUCA`` becomes ``D'Angelo De Luca``."""

    def capital(found: re.Match[str]) -> str:
        parts = re.split("(['’])", found.group().lower())
        return "".join(
            part.capitalize() if index == 0 or len(part) > 1 else part
            for index, part in enumerate(parts)
        )

    return _LETTERS.sub(capital, _words(value, "title"))


def rounded(value: Any, places: int = 0, method: str = "common") -> Any:
    """Round a number to ``places`` decimals; halves go away from zero, or ``ceil``, ``floor``."""
    number = exact(value)
    if method not in _ROUNDING or not isinstance(places, int) or not 0 <= places <= 12:
        raise ExpressionError("'round' takes places from 0 to 12, and common, ceil or floor")
    result = Decimal(number).quantize(Decimal(1).scaleb(-places), rounding=_ROUNDING[method])
    return Money(result, number.currency) if isinstance(number, Money) else result


def exact(value: Any) -> Decimal:
    """Return a number as an exact decimal; money stays money. ExpressionError for anything else."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(str(value))
    if isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?(e[-+]?[0-9]{1,2})?", value):
        return Decimal(value)
    raise ExpressionError("a number was expected")


def default(value: Any, fallback: Any = "") -> Any:
    """Give ``fallback`` where an optional field is empty."""
    return fallback if value is None or isinstance(value, Undefined) or value == "" else value


def _words(value: Any, name: str) -> str:
    if isinstance(value, Undefined):
        str(value)  # raises the undefined name's own error
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value)
    raise ExpressionError(f"'{name}' takes a text")


def _sequence(value: Any, name: str) -> tuple[Any, ...]:
    if isinstance(value, (tuple, list)):
        return tuple(value)
    raise ExpressionError(f"'{name}' takes a list")


@dataclass(frozen=True, slots=True)
class Wording:
    """The filters of one locale, in writing or, with ``aloud``, for the voice."""

    locale: str
    aloud: bool

    def show(self, value: Any) -> str:
        """Return how a value reads where an expression stands in a text.

        Raises ExpressionError for what has no reading: an empty field, yes or no, a list.
        """
        if isinstance(value, str):
            return value
        if value is None:
            raise ExpressionError(
                "the field is empty in this row; give it a default, or hide the place with 'when'"
            )
        if isinstance(value, Undefined):
            return str(value)
        if isinstance(value, bool):
            raise ExpressionError("yes or no cannot be shown; choose the words with if and else")
        if isinstance(value, (tuple, list, dict)):
            raise ExpressionError("a list cannot be shown in a text")
        return self.spoken(value)

    def spoken(self, value: Any) -> str:
        """Say money, dates and numbers in words; captions show their written form."""
        if isinstance(value, Money):
            words = money_words if self.aloud else written_money
            return words(value, self.locale)
        if isinstance(value, date):
            if self.aloud:
                return date_words(value, self.locale)
            return written_date(value, "long", self.locale)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return (number_words if self.aloud else written_number)(value, self.locale)
        return _words(value, "spoken")

    def money(self, value: Any, currency: str = "EUR") -> str:
        """Write an amount: ``187,50 €``; the voice hears it in words."""
        number = exact(value)
        if not is_currency(currency):
            raise ExpressionError("'money' takes a currency of ISO 4217, such as 'EUR'")
        amount = number if isinstance(number, Money) else Money(number, currency)
        return self.spoken(amount)

    def date(self, value: Any, style: str = "long") -> str:
        """Write a date ``long``, ``short`` or ``full``; the voice hears it in words."""
        if not isinstance(value, date):
            raise ExpressionError("'date' takes a date")
        if style not in {"long", "short", "full"}:
            raise ExpressionError("'date' takes 'long', 'short' or 'full'")
        return (
            date_words(value, self.locale)
            if self.aloud
            else written_date(value, style, self.locale)
        )

    def digits(self, value: Any, group: int = 4) -> str:
        """Part a long number into groups; the voice hears digit by digit."""
        if not isinstance(group, int) or not 1 <= group <= 20:
            raise ExpressionError("'digits' takes the length of a group, 1 to 20")
        text = "".join(_words(value, "digits").split())
        if self.aloud:
            return digits_apart(text, group)
        return " ".join(text[i : i + group] for i in range(0, len(text), group))

    def spell(self, value: Any) -> str:
        """Say a plate or a code letter by letter; captions show it as it is."""
        text = _words(value, "spell")
        return spelled(text) if self.aloud else text

    def join(self, value: Any, mark: str = ", ", attribute: str | None = None) -> str:
        """Write a list with a mark between its items, or between one part of each item."""
        items = _sequence(value, "join")
        if attribute is not None:
            items = tuple(_part(item, attribute) for item in items)
        text = str(mark).join(self.show(item) for item in items)
        if len(text) > MOST_CHARACTERS:
            raise ExpressionError(f"the text is longer than {MOST_CHARACTERS} characters")
        return text

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return every filter an author may use, by name."""
        return {
            "money": self.money,
            "date": self.date,
            "digits": self.digits,
            "spoken": self.spoken,
            "spell": self.spell,
            "join": self.join,
            "url": url,
            "upper": lambda value: _words(value, "upper").upper(),
            "lower": lambda value: _words(value, "lower").lower(),
            "title": title,
            "default": default,
            "length": _length,
            "round": rounded,
            "sum": _sum,
            "first": lambda value: _end(value, "first", 0),
            "last": lambda value: _end(value, "last", -1),
        }


def _part(item: Any, name: str) -> Any:
    if not isinstance(item, dict) or name not in item:
        raise ExpressionError(f"the items of the list have no part '{name}'")
    return item[name]


def _length(value: Any) -> int:
    if isinstance(value, (str, tuple, list)):
        return len(value)
    raise ExpressionError("'length' takes a text or a list")


def _sum(value: Any, attribute: str | None = None) -> Any:
    items = _sequence(value, "sum")
    numbers = [exact(item if attribute is None else _part(item, attribute)) for item in items]
    if not numbers:
        return Decimal(0)
    total = numbers[0]
    for number in numbers[1:]:
        total += number
    return total


def _end(value: Any, name: str, index: int) -> Any:
    items = _sequence(value, name)
    if not items:
        raise ExpressionError(f"'{name}' of an empty list")
    return items[index]
