"""Opening hours on the page: as lines in the locale, and as data for “open now, until …”."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list

from scenes.opening_file import DAY_MINUTES, DAYS
from scenes.opening_hours import time_zone, week

if TYPE_CHECKING:
    from scenes.campaign_file import Issuer
    from scenes.opening_hours import Spans

_RANGE = 3
"""Days in a row from which on only the first and the last are named."""

_EVERY_DAY = {"it": "tutti i giorni", "en": "every day"}
_SUNDAY = 6
_TWO_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page shows: lines to read, the days that are closed, and the script's data."""

    lines: tuple[str, ...]
    closed: tuple[str, ...]
    data: str


def opening(issuer: Issuer, locale: str) -> Opening | None:
    """Return an issuer's opening hours, None where it gives none.

    ``lines`` are the issuer's own where it wrote some (``hours``). ``data`` is JSON: ``zone``, the
    ``week`` from Monday on as spans of minutes, the ``closed`` days, and how its ``times`` are
    written by minutes; it is empty where the time zone is not known.
    """
    if issuer.opening is None:
        return Opening(issuer.hours, (), "") if issuer.hours else None
    days = week(issuer.opening)
    closed = sorted(set(issuer.opening.closed))
    zone = time_zone(issuer.opening, locale)
    babel_locale = Locale.parse(locale.replace("-", "_"))
    turns = sorted({minutes for spans in days for span in spans for minutes in span})
    data = {
        "zone": zone,
        "week": days,
        "closed": [day.isoformat() for day in closed],
        "times": {minutes: _clock(minutes, babel_locale) for minutes in turns},
    }
    return Opening(
        lines=issuer.hours or week_lines(days, babel_locale),
        closed=tuple(str(format_date(day, "long", locale=babel_locale)) for day in closed),
        data="" if zone is None else json.dumps(data, ensure_ascii=False, separators=(",", ":")),
    )


def week_lines(days: tuple[Spans, ...], locale: Locale) -> tuple[str, ...]:
    """Return a line for all days with the same hours, from the locale's first day on.

    Days without hours have no line: ``Dal lunedì al venerdì, 8:30–12:30 e 14:00–17:30``.
    """
    order = [(locale.first_week_day + at) % len(DAYS) for at in range(len(DAYS))]
    runs: dict[Spans, list[list[int]]] = {}
    for spans, run in groupby(order, key=lambda day: days[day]):
        if spans:
            runs.setdefault(spans, []).append(list(run))
    lines = []
    for spans, same in runs.items():
        names = _listed([name for run in same for name in _names(run, locale)], locale)
        hours = _listed([_span(begin, end, locale) for begin, end in spans], locale)
        lines.append(f"{names[:1].upper()}{names[1:]}, {hours}")
    return tuple(lines)


def _names(run: list[int], locale: Locale) -> list[str]:
    """Return how a language names days in a row: one by one, or the first and the last."""
    names = get_day_names("wide", context="stand-alone", locale=locale)
    if len(run) < _RANGE:
        return [names[day] for day in run]
    first, last = run[0], run[-1]
    if len(run) == len(DAYS) and locale.language in _EVERY_DAY:
        return [_EVERY_DAY[locale.language]]
    if locale.language == "it":
        begin = "dalla" if first == _SUNDAY else "dal"
        end = "alla" if last == _SUNDAY else "al"
        return [f"{begin} {names[first]} {end} {names[last]}"]
    if locale.language == "en":
        return [f"{names[first]} to {names[last]}"]
    return [f"{names[first]} – {names[last]}"]


def _listed(parts: list[str], locale: Locale) -> str:
    return str(format_list(parts, locale=locale))


def _span(begin: int, end: int, locale: Locale) -> str:
    first, last = _clock(begin, locale), _clock(end, locale)
    # Times of several words need room around the dash.
    return (
        f"{first}–{last}" if first[-1:].isdigit() and last[-1:].isdigit() else f"{first} – {last}"
    )


def _clock(minutes: int, locale: Locale) -> str:
    hour, minute = divmod(minutes % DAY_MINUTES, 60)
    if minutes == DAY_MINUTES and "a" not in locale.time_formats["short"].pattern:
        return str(format_time(time(0, 0), "short", locale=locale)).replace("00", "24", 1)
    written = str(format_time(time(hour, minute), "short", locale=locale))
    return written.removeprefix("0") if 0 < hour < _TWO_DIGITS else written
