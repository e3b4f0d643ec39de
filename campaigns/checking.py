"""Checks a campaign folder and its data without storing anything."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from campaigns.example_parts import example_warnings
from campaigns.reading import open_table
from campaigns.row_checking import GoodRow, MissingGlyphs, RowChecker
from campaigns.theme_checking import theme_faults
from campaigns.word_checking import word_warnings
from foundation.errors import DataError, RowError
from foundation.faults import Fault
from scenes.bind import bind
from scenes.loading import STORYBOARD_FILE, examine_campaign, readable_fields
from scenes.values import from_json
from scenes.yaml_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scenes.campaign import Campaign
    from scenes.campaign_file import DataFormat
    from scenes.field_base import AnyField

NOT_CHECKED = "The data was not checked yet; mend these files first."
"""Stands behind the last fault when the campaign's fields cannot be read."""

CELLS_CHECKED = "The data was checked by its cells only; mend these files first."
"""Stands behind the last fault of the files when the fields of the storyboard can be read."""

_PLACE = re.compile(r"([a-z_]+(?:\.\w+|\[\d+\])+): ")
"""A place of the storyboard before a reason: names of files' keys keep their case."""

_PART = re.compile(r"(\w+)|\[(\d+)\]")

_EMPTY = "is empty in this row"
"""What is told of a field without a value: a gap of the data, even where every row has it."""

_PREDICATES = ("is ", "has ", "holds ", "does ", "looks ", "names ")


def check(
    folder: Path,
    data: Path | None = None,
    *,
    missing_glyphs: MissingGlyphs | None = None,
    public_base: str | None = None,
) -> list[Fault]:
    """Return every fault of a campaign's files and its data.

    Where the files have faults, the data's cells are checked as far as the fields can be read.

    Args:
        folder: the campaign folder.
        data: the data file; None: the one that campaign.yaml names.
        missing_glyphs: finds what the renderer cannot draw.
        public_base: what stands in place of the campaign's own (``SOLLECITO_PUBLIC_BASE``).
    """
    campaign, faults = examine_campaign(folder)
    if campaign is None:
        read = readable_fields(folder)
        told = NOT_CHECKED if read is None else CELLS_CHECKED
        hint = f"{faults[-1].hint} {told}".strip()
        faults = [*faults[:-1], replace(faults[-1], hint=hint)]
        if read is None:
            return faults
        file, fields = read
        rows = _Rows(fields, file.data, file.locale, missing_glyphs)
        return [*faults, *rows.faults(data or folder / file.data.file)]
    path = data or folder / campaign.file.data.file
    found = [*faults, *theme_faults(campaign), *word_warnings(campaign)]
    found += example_warnings(campaign, public_base)
    return [*found, *data_faults(campaign, path, missing_glyphs=missing_glyphs)]


def data_faults(
    campaign: Campaign, data: Path, *, missing_glyphs: MissingGlyphs | None = None
) -> Iterator[Fault]:
    """Yield what is wrong in a data file, by line; last what a template cannot do.

    Each good row is bound too, so that a template which fails for one person is found before
    anything is rendered; what fails alike in many rows is one fault. What fails in every row is a
    fault of the storyboard, and stands at its line. No fault repeats a value.
    """
    file = campaign.file
    rows = _Rows(campaign.storyboard.fields, file.data, file.locale, missing_glyphs)
    failed: dict[tuple[str, str], list[int]] = {}

    def try_to_bind(row: GoodRow) -> None:
        fields = campaign.storyboard.fields
        values = {name: from_json(fields[name], value) for name, value in row.values.items()}
        try:
            bind(campaign, values)
        except RowError as error:
            failed.setdefault((error.field, error.reason), []).append(row.line)

    yield from rows.faults(data, try_to_bind)
    for (field, reason), lines in failed.items():
        place = _PLACE.match(reason)
        if place is not None and not field and len(lines) == rows.good and _EMPTY not in reason:
            tree = read_tree(campaign.folder / STORYBOARD_FILE, STORYBOARD_FILE)
            yield tree.fault(_parts(place[1]), _sentence(reason[place.end() :]), _IN_EVERY_ROW)
            continue
        told = f" So it is in {len(lines)} rows; this is the first." if len(lines) > 1 else ""
        yield Fault(data.name, lines[0], field, _sentence(reason) + told, reason=reason)


_IN_EVERY_ROW = "So it is in every row of the data: mend it here."


class _Rows:
    """Checks the cells of a data file; ``good`` is how many rows can be used."""

    def __init__(
        self,
        fields: Mapping[str, AnyField],
        data: DataFormat,
        locale: str,
        missing_glyphs: MissingGlyphs | None,
    ) -> None:
        self._id = data.id
        self._checker = RowChecker(fields, data, locale, missing_glyphs)
        self.good = 0

    def faults(
        self, data: Path, use: Callable[[GoodRow], None] = lambda _row: None
    ) -> Iterator[Fault]:
        """Yield what is wrong in a data file, by line, and let each good row be used."""
        checker = self._checker
        try:
            table = open_table(data, required=checker.required, known=checker.known)
        except DataError as error:
            yield Fault(data.name, error.line, "", str(error))
            return
        checker.use_header(table.header)
        first: dict[str, int] = {}
        for row in table.rows():
            outcome = checker.check(row)
            if not isinstance(outcome, GoodRow):
                for entry in outcome:
                    message = _sentence(entry.reason)
                    yield Fault(data.name, entry.line, entry.column, message, reason=entry.reason)
                continue
            seen = first.setdefault(outcome.external_id, outcome.line)
            if seen != outcome.line:
                reason = f"the id of this row stands in line {seen} already"
                yield Fault(data.name, outcome.line, self._id, _sentence(reason), reason=reason)
                continue
            self.good += 1
            use(outcome)


def _parts(place: str) -> tuple[str | int, ...]:
    """Return the way down the tree that a place writes: ``page.lists[0].data``."""
    return tuple(name or int(number) for name, number in _PART.findall(place))


def _sentence(reason: str) -> str:
    text = f"The value {reason}" if reason.startswith(_PREDICATES) else reason
    if not _PLACE.match(text):
        text = f"{text[0].upper()}{text[1:]}"
    return text if text.endswith(("?", "!")) else text.rstrip(".") + "."
