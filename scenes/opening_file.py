"""Opening hours as an issuer writes them: days and times, days that are closed, a time zone."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic import Field as Declared

from scenes.measures import fault

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of a week by the names that files use; Monday is 0."""

DAY_MINUTES = 24 * 60

_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")


def _minutes(written: Any) -> int:
    """Return a time of day in minutes; ``24:00`` is the day's end."""
    found = _TIME.fullmatch(written.strip()) if isinstance(written, str) else None
    minutes = int(found[1]) * 60 + int(found[2]) if found else -1
    if found is None or int(found[2]) > 59 or minutes > DAY_MINUTES:
        raise fault("Expected a time from 0:00 to 24:00, in quotes.", 'Such as "8:30".')
    return minutes


def _days(written: Any) -> tuple[int, ...]:
    """Return the days of a week in ``mon``, ``mon-fri`` or a list of both, in order."""
    parts = written if isinstance(written, list | tuple) else [written]
    found: set[int] = set()
    for part in parts:
        first, dash, last = str(part).strip().lower().partition("-")
        ends = [first.strip(), last.strip()] if dash else [first.strip()]
        for name in ends:
            if name not in DAYS:
                message = f"There is no day '{name}'; there are {', '.join(DAYS)}."
                raise fault(message, "Such as mon-fri or [mon, wed].")
        begin, end = DAYS.index(ends[0]), DAYS.index(ends[-1])
        found |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    if not found:
        raise fault("Expected a day.", "Such as mon-fri or [mon, wed].")
    return tuple(sorted(found))


TimeOfDay = Annotated[int, BeforeValidator(_minutes), WithJsonSchema({"type": "string"})]
Days = Annotated[
    tuple[int, ...],
    BeforeValidator(_days),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


class OpenSpanFile(BaseModel):
    """When it is open: from and to a time, on some days of the week."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Days
    from_: TimeOfDay = Declared(alias="from")
    to: TimeOfDay


class OpeningFile(BaseModel):
    """Opening hours: the week, days that are closed nevertheless, and the clock that they go by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    week: tuple[OpenSpanFile, ...] = Declared(min_length=1, max_length=50)
    closed: tuple[date, ...] = Declared(default=(), max_length=60)
    time_zone: str | None = None
