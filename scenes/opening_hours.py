"""Opening hours, checked: spans by day, and the time zone that they go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from foundation.faults import nearest
from scenes.opening_file import DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.faults import Fault
    from scenes.opening_file import OpeningFile
    from scenes.yaml_tree import Place, Tree

Spans = tuple[tuple[int, int], ...]
"""Parts of a day that are open: minutes from midnight, from and to, in order."""

_PLACE: Place = ("issuer", "opening")


def time_zone(opening: OpeningFile, locale: str) -> str | None:
    """Return the time zone of opening hours: the file's, else the only one of the locale's country.

    None where the country has several, or the locale names no country.
    """
    return opening.time_zone if opening.time_zone is not None else country_zone(locale)


def country_zone(locale: str) -> str | None:
    """Return the only time zone of a locale's country; None where there are several, or none."""
    try:
        country = Locale.parse(locale.replace("-", "_")).territory
    except (ValueError, UnknownLocaleError):
        return None
    zones = [zone for zone, place in get_global("zone_territories").items() if place == country]
    return zones[0] if len(zones) == 1 else None


def week(opening: OpeningFile) -> tuple[Spans, ...]:
    """Return the spans of the seven days, Monday first; what meets is one span."""
    days: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for span in opening.week:
        for day in span.days:
            days[day].append((span.from_, span.to))
    return tuple(_joined(sorted(spans)) for spans in days)


def _joined(spans: list[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def opening_faults(opening: OpeningFile, locale: str, tree: Tree) -> Iterator[Fault]:
    """Yield the faults of opening hours that their schema cannot see."""
    for at, span in enumerate(opening.week):
        place = (*_PLACE, "week", at)
        if span.to <= span.from_:
            hint = "Past midnight, write two: to 24:00, and from 0:00 on the next day."
            yield tree.fault((*place, "to"), "It closes before it opens.", hint)
        for other in opening.week[:at]:
            shared = [day for day in span.days if day in other.days]
            if shared and span.from_ < other.to and other.from_ < span.to:
                message = f"These hours overlap with others of the same day ({DAYS[shared[0]]})."
                yield tree.fault(place, message)
                break
    zones = get_global("zone_territories")
    if opening.time_zone is not None and opening.time_zone not in zones:
        message = f"There is no time zone '{opening.time_zone}'."
        hint = nearest(opening.time_zone, list(zones)) or "Such as Europe/Rome."
        yield tree.fault((*_PLACE, "time_zone"), message, hint)
    elif time_zone(opening, locale) is None:
        message = "The country of the locale has not one time zone alone: name yours."
        yield tree.fault(_PLACE, message, "Such as time_zone: Europe/Berlin.")
