"""Checks a campaign folder and its data without storing anything."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from campaigns.reading import open_table
from campaigns.row_checking import GoodRow, MissingGlyphs, RowChecker
from campaigns.theme_checking import theme_faults
from foundation.errors import DataError, RowError
from foundation.faults import Fault
from scenes.bind import bind
from scenes.loading import examine_campaign
from scenes.values import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scenes.campaign import Campaign

NOT_CHECKED = "The data was not checked yet; mend these files first."
"""Stands behind the last fault when the campaign's own files have faults."""

_PLACE = re.compile(r"[a-z_]+(?:\.\w+|\[\d+\])+: ")
"""A place of the storyboard before a reason: names of files' keys keep their case."""

_PREDICATES = ("is ", "has ", "holds ", "does ", "looks ", "names ")


def check(
    folder: Path, data: Path | None = None, *, missing_glyphs: MissingGlyphs | None = None
) -> list[Fault]:
    """Return every fault of a campaign's files, or of its data when the files have none.

    Args:
        folder: the campaign folder.
        data: the data file; None: the one that campaign.yaml names.
        missing_glyphs: finds what the renderer cannot draw.
    """
    campaign, faults = examine_campaign(folder)
    if campaign is None:
        last = faults[-1]
        hint = f"{last.hint} {NOT_CHECKED}".strip()
        return [*faults[:-1], replace(last, hint=hint)]
    file = data or folder / campaign.file.data.file
    found = [*faults, *theme_faults(campaign)]
    return [*found, *data_faults(campaign, file, missing_glyphs=missing_glyphs)]


def data_faults(
    campaign: Campaign, data: Path, *, missing_glyphs: MissingGlyphs | None = None
) -> Iterator[Fault]:
    """Yield what is wrong in a data file, by line; last what a template cannot do.

    Each good row is bound too, so that a template which fails for one person is found before
    anything is rendered; what fails alike in many rows is one fault. No fault repeats a value.
    """
    fields = campaign.storyboard.fields
    checker = RowChecker(fields, campaign.file.data, campaign.file.locale, missing_glyphs)
    try:
        table = open_table(data, required=checker.required, known=checker.known)
    except DataError as error:
        yield Fault(data.name, error.line, "", str(error))
        return
    checker.use_header(table.header)
    first: dict[str, int] = {}
    failed: dict[tuple[str, str], list[int]] = {}
    for row in table.rows():
        outcome = checker.check(row)
        if not isinstance(outcome, GoodRow):
            for entry in outcome:
                yield Fault(data.name, entry.line, entry.column, _sentence(entry.reason))
            continue
        seen = first.setdefault(outcome.external_id, outcome.line)
        if seen != outcome.line:
            message = f"The id of this row stands in line {seen} already."
            yield Fault(data.name, outcome.line, campaign.file.data.id, message)
            continue
        values = {name: from_json(fields[name], value) for name, value in outcome.values.items()}
        try:
            bind(campaign, values)
        except RowError as error:
            failed.setdefault((error.field, error.reason), []).append(outcome.line)
    for (field, reason), lines in failed.items():
        rows = f" So it is in {len(lines)} rows; this is the first." if len(lines) > 1 else ""
        yield Fault(data.name, lines[0], field, _sentence(reason) + rows)


def _sentence(reason: str) -> str:
    text = f"The value {reason}" if reason.startswith(_PREDICATES) else reason
    if not _PLACE.match(text):
        text = f"{text[0].upper()}{text[1:]}"
    return text if text.endswith(("?", "!")) else text.rstrip(".") + "."
