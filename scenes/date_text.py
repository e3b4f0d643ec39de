"""Dates as tables write them, read in the order of the campaign's locale.

Years have four digits: ``30/09/26`` is refused, since a birth date and a due date would be guessed
differently.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import get_date_format

from scenes.plain_text import TextError

_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_LOCAL = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
_MIDNIGHT = re.compile(r"[T ]00:00(:00([.,]0+)?)?Z?$")


@lru_cache(maxsize=64)
def month_first(locale: str) -> bool:
    """Return whether a locale such as ``en-US`` writes the month before the day."""
    pattern = str(get_date_format("short", locale=Locale.parse(locale, sep="-")))
    return pattern.lower().index("m") < pattern.lower().index("d") and not pattern.startswith("y")


def parse_date(text: str, locale: str) -> date:
    """Return the date that ``text`` writes: ``30/09/2026``, ``30.9.2026``, ``2026-09-30``.

    A time of midnight after it, as databases and spreadsheets add, is left out. Raises TextError
    with the reason.
    """
    text = _MIDNIGHT.sub("", text)
    order = "month/day/year" if month_first(locale) else "day/month/year"
    if found := _ISO.fullmatch(text):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    elif found := _LOCAL.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        day, month = (second, first) if month_first(locale) else (first, second)
    elif _SHORT_YEAR.fullmatch(text):
        raise TextError("has a year of two digits; write all four")
    else:
        raise TextError(f"is not a date; expected {order} or year-month-day")
    try:
        found_date = date(year, month, day)
    except ValueError:
        raise TextError(f"is a date that does not exist (read as {order})") from None
    if not 1900 <= found_date.year <= 2200:
        raise TextError("has a year outside 1900 to 2200")
    return found_date
