"""Messages as a table that opens in a spreadsheet as it is."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from foundation.spreadsheets import BOM, harmless
from inbox.queries import received
from scenes.number_text import decimal_mark
from scenes.opening_hours import country_zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from inbox.models import Message
    from inbox.queries import Filter, Received

HEAD = ("reference", "received_at", "form", "recipient", "state", "note")
"""The first columns; one for each field of each form follows, named as the page asks it."""


def messages_csv(session: Session, campaign_id: int, wanted: Filter) -> Iterator[str]:
    """Yield the messages as CSV, the newest first, some lines at a time.

    UTF-8 with its mark, lines end as RFC 4180 wants; the separator is the one that spreadsheets of
    the forms' language expect (``;`` where the decimal mark is a comma). Every cell is harmless.
    """
    found = received(session, campaign_id, wanted)
    columns = _columns(found)
    stream = StringIO()
    writer = csv.writer(stream, delimiter=_separator(found), lineterminator="\r\n")
    writer.writerow([*HEAD, *(harmless(label) for label in columns.values())])
    yield BOM + _taken(stream)
    for number, entry in enumerate(found, start=1):
        writer.writerow(_line(entry, columns))
        if number % 100 == 0:
            yield _taken(stream)
    rest = _taken(stream)
    if rest:
        yield rest


def _columns(found: Sequence[Received]) -> dict[tuple[str, str], str]:
    """Return (form, field) to the column's name, in the order in which forms ask."""
    columns: dict[tuple[str, str], str] = {}
    several = len({entry.message.form for entry in found}) > 1
    for entry in sorted(found, key=lambda entry: entry.message.form):
        for answer in entry.message.answers:
            label = f"{entry.message.form}: {answer['label']}" if several else answer["label"]
            columns.setdefault((entry.message.form, answer["id"]), label)
    return columns


def _line(entry: Received, columns: dict[tuple[str, str], str]) -> list[str]:
    message = entry.message
    shown = {(message.form, answer["id"]): answer["shown"] for answer in message.answers}
    return [
        message.reference,
        f"{local_time(message):%Y-%m-%d %H:%M}",
        message.form,
        harmless(entry.recipient),
        message.state.value,
        harmless(message.note),
        *(harmless(_as_text(shown.get(column, ""))) for column in columns),
    ]


def _as_text(cell: str) -> str:
    """Return digits so that no spreadsheet takes them for a number.

    It would lose the zero or plus of a telephone number, and all but 15 digits of a longer one.
    """
    long = cell.isdecimal() and len(cell) > _EXACT
    if long or (len(cell) > 5 and cell[1:].isdecimal() and cell[0] in "+0"):
        at = 3 if cell[0] == "+" else 4
        return f"{cell[:at]} {cell[at:]}"
    return cell


_EXACT = 11
"""Digits up to which spreadsheets show a number as it was written."""


def local_time(message: Message) -> datetime:
    """Return when a message came, by the clock of its country; UTC where that has several zones."""
    zone = country_zone(message.locale)
    return message.created_at.astimezone(ZoneInfo(zone) if zone else UTC)


def _separator(found: Sequence[Received]) -> str:
    return ";" if found and decimal_mark(found[0].message.locale) == "," else ","


def _taken(stream: StringIO) -> str:
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text
