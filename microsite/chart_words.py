"""What a chart tells of a point besides its value: its share, or how it differs from the last."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, format_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenes.bound import ChartPoint

_MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The page's words, with blanks ``{share}`` and ``{difference}``."""

    share: str
    more: str
    less: str
    same: str


def told(
    points: Sequence[ChartPoint],
    sizes: Sequence[float],
    words: ChartWords,
    locale: str,
    whole: float | None,
) -> list[str]:
    """Return what is told of each point, empty where nothing can be said.

    That is its share of ``whole``, where there is one, else how it differs from the point before.
    A difference is written as the values are (``3,10 €``), from the values as they are written, so
    that people who subtract find the same; where their words do not show how, nothing is said.
    """
    if whole is not None:
        return [words.share.format(share=share(size, whole, locale)) for size in sizes]
    values = [
        _as_written(point.text, size, locale) for point, size in zip(points, sizes, strict=True)
    ]
    lines = [""]
    for before, here in pairwise(values):
        lines.append(_difference(before, here, words, locale))
    return lines


def share(size: float, whole: float, locale: str) -> str:
    """Return a share in whole per cents of the locale; what is not quite 0 or 100 says so."""
    part = size / whole if whole else 0.0
    babel_locale = locale.replace("-", "_")
    if 0 < part < 0.005:
        return f"< {format_percent(0.01, locale=babel_locale)}"
    if 0.995 <= part < 1:
        return f"> {format_percent(0.99, locale=babel_locale)}"
    return str(format_percent(part, locale=babel_locale))


@dataclass(frozen=True, slots=True)
class _Written:
    """A value as a text writes it: between ``before`` and ``after``, to ``places``."""

    value: Decimal
    before: str
    after: str
    places: int


def _as_written(text: str, size: float, locale: str) -> _Written | None:
    """Return how a text writes a value, None where the value cannot be found in it."""
    for places in range(_MOST_PLACES, -1, -1):
        try:
            value = Decimal(repr(size)).quantize(Decimal(1).scaleb(-places))
        except InvalidOperation:
            return None
        number = _number(abs(value), places, locale)
        before, found, after = text.partition(number)
        if not found or (before[-1:].isdigit() or after[:1].isdigit()):
            continue
        sign = "-" in before or "\u2212" in before
        if sign != (value < 0):
            return None
        return _Written(value, before.replace("-", "").replace("\u2212", ""), after, places)
    return None


def _number(value: Decimal, places: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(value, pattern, locale=locale.replace("-", "_")))


def _difference(
    before: _Written | None, here: _Written | None, words: ChartWords, locale: str
) -> str:
    if before is None or here is None:
        return ""
    if (before.before, before.after) != (here.before, here.after):
        return ""
    change = here.value - before.value
    if change == 0:
        return words.same
    places = max(before.places, here.places)
    number = here.before + _number(abs(change), places, locale) + here.after
    return (words.more if change > 0 else words.less).format(difference=number)
