"""Proposes which column of a data file is which field, from the header and the first rows.

Names count first: alike, or known words of the same meaning in Italian and English. What stands in
the cells then confirms or denies it, and finds by itself what cannot be taken for anything else,
such as IBANs. Nothing is decided: a person, or ``data.columns``, has the last word.
"""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaigns.column_words import ID, MEANING_OF, plain_word, words_of
from campaigns.reading import open_table
from campaigns.row_checking import cell_value
from foundation.errors import RowError
from scenes.plain_text import TextError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from scenes.campaign_file import DataFormat
    from scenes.field_base import AnyField

LOOKED_AT = 1000
"""Rows whose cells are looked at."""

SHOWN = 10
"""First rows that a proposal shows."""

LEAST = 0.45
"""Confidence below which nothing is proposed."""

WHOLE = 0.9
"""How much two names are alike that are the same, or known words for the same."""

BEGINS, HOLDS = 0.75, 0.7
"""How much a column's name is a field's that it begins with, or holds among others."""

ALIKE = 0.84
"""From here on two names are alike but for a letter or two (difflib's ratio)."""

UNMISTAKABLE = {"iban": 0.85, "fiscal_code": 0.85, "pagopa_notice": 0.85, "email": 0.85}
"""Types whose cells tell the column whatever its name is, and how surely they do."""

TELLING = {"date": 0.65, "money": 0.55}
"""Types whose cells tell the column where one column alone can be it, and how surely they do."""

MOST_REPEATED = 0.8
"""Share of different cells below which a column does not tell rows apart, whatever its name is."""

MOST_BAD = 0.5
"""Share of good cells below which a column is another one, whatever its name is."""


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """The column proposed for a field (``""``: for the id of the rows).

    ``label`` is what people call the field, where the storyboard says it.
    ``confidence`` is between 0 and 1; ``readable`` the share of its cells, of those that are not
    empty, that the field reads; ``given`` whether ``data.columns`` says so. Without a ``column``
    none was found.
    """

    field: str
    type: str
    required: bool
    column: str | None
    confidence: float
    readable: float
    given: bool
    label: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What is proposed for a file.

    ``id`` is the column that tells rows apart, ``fields`` are in the storyboard's order, ``unused``
    the columns that no field takes. ``rows`` were looked at; ``header`` are all columns, ``first``
    the cells of the first rows, at most ``SHOWN``.
    """

    id: FieldColumn
    fields: tuple[FieldColumn, ...]
    unused: tuple[str, ...]
    rows: int
    header: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What every row must bring and no column was found for; ``id`` for the id."""
        ids = () if self.id.column else ("id",)
        return (*ids, *(f.field for f in self.fields if f.required and f.column is None))

    def columns(self) -> dict[str, str]:
        """Return what ``data.columns`` in campaign.yaml would hold."""
        return {f.field: f.column for f in self.fields if f.column and f.column != f.field}


def propose_mapping(
    path: Path, fields: Mapping[str, AnyField], data: DataFormat, locale: str
) -> ColumnMapping:
    """Return which column of a file is which field; DataError when it cannot be a table.

    ``path`` may be the beginning of a file. What ``data`` says is kept where the file has it.
    """
    table = open_table(path, required=(), known=[*_headings(fields, data)])
    rows = [row.cells for row in itertools.islice(table.rows(), LOOKED_AT) if row.fault is None]
    samples = {
        column: [cells[at] for cells in rows if cells[at].strip()]
        for at, column in enumerate(table.header)
    }
    identity = _identity(data.id, samples, len(rows))
    free = [column for column in table.header if column != identity.column]
    found = dict(_given(fields, data, free, samples, locale))
    taken = {each.column for each in found.values()}
    scored = sorted(
        _scored(
            fields,
            found,
            [column for column in free if column not in taken],
            samples,
            data,
            locale,
        ),
        key=lambda each: -each.confidence,
    )
    for each in scored:
        if each.field not in found and each.column not in taken:
            found[each.field] = each
            taken.add(each.column)
    for each in _only_ones(
        fields, found, [c for c in free if c not in taken], samples, data, locale
    ):
        found[each.field] = each
        taken.add(each.column)
    nothing = (
        FieldColumn(name, _type(field), not field.optional, None, 0.0, 0.0, given=False)
        for name, field in fields.items()
    )
    return ColumnMapping(
        identity,
        tuple(
            replace(found.get(each.field, each), label=fields[each.field].label) for each in nothing
        ),
        tuple(column for column in free if column not in taken),
        len(rows),
        table.header,
        tuple(tuple(cells) for cells in rows[:SHOWN]),
    )


def _headings(fields: Mapping[str, AnyField], data: DataFormat) -> Iterator[str]:
    """Yield what a header is known by."""
    yield from (data.id, *fields, *filter(None, data.columns.values()))
    yield from (field.label for field in fields.values() if field.label)


def _type(field: AnyField) -> str:
    return str(getattr(field, "type", "text"))


def _given(
    fields: Mapping[str, AnyField],
    data: DataFormat,
    columns: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    locale: str,
) -> Iterator[tuple[str, FieldColumn]]:
    for name, field in fields.items():
        column = data.columns.get(name, name)
        if column in columns:
            readable = _readable(field, samples[column], locale, data.decimal)
            yield (
                name,
                FieldColumn(
                    name,
                    _type(field),
                    not field.optional,
                    column,
                    1.0,
                    round(readable, 3),
                    given=name in data.columns,
                ),
            )


def _scored(
    fields: Mapping[str, AnyField],
    found: Mapping[str, FieldColumn],
    columns: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    data: DataFormat,
    locale: str,
) -> Iterator[FieldColumn]:
    shares = {
        (name, column): _readable(field, samples[column], locale, data.decimal)
        for (name, field), column in itertools.product(fields.items(), columns)
        if _likeness_of(name, field, column) or _type(field) in UNMISTAKABLE
    }
    for (name, column), readable in shares.items():
        if name in found:
            continue
        field = fields[name]
        by_name = _likeness_of(name, field, column)
        if by_name < WHOLE and any(
            _holds_also(fields, name, other, column)
            for (other, of), share in shares.items()
            if of == column and share >= MOST_BAD
        ):
            by_name = 0.0
        sure = UNMISTAKABLE.get(_type(field), 0.0)
        confidence = by_name * (0.5 + readable / 2) if readable >= MOST_BAD else 0.0
        if samples[column]:
            confidence = max(confidence, sure * readable if readable >= ALIKE else 0.0)
        else:
            confidence = by_name / 2 if field.optional else 0.0
        if confidence >= LEAST:
            yield FieldColumn(
                name,
                _type(field),
                not field.optional,
                column,
                round(confidence, 3),
                round(readable, 3),
                given=False,
            )


def _only_ones(
    fields: Mapping[str, AnyField],
    found: Mapping[str, FieldColumn],
    columns: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    data: DataFormat,
    locale: str,
) -> list[FieldColumn]:
    """Return the columns of fields that one column alone can be, and that alone can be it."""
    only: list[FieldColumn] = []
    for kind, sure in TELLING.items():
        open_ones = [n for n, field in fields.items() if n not in found and _type(field) == kind]
        if len(open_ones) != 1:
            continue
        name = open_ones[0]
        field = fields[name]
        shares = {
            column: _readable(field, samples[column], locale, data.decimal)
            for column in columns
            if samples[column] and column not in {each.column for each in only}
        }
        fit = [column for column, share in shares.items() if share >= MOST_BAD]
        if len(fit) == 1 and sure * shares[fit[0]] >= LEAST:
            only.append(
                FieldColumn(
                    name,
                    kind,
                    not field.optional,
                    fit[0],
                    round(sure * shares[fit[0]], 3),
                    round(shares[fit[0]], 3),
                    given=False,
                )
            )
    return only


def _readable(field: AnyField, cells: Sequence[str], locale: str, decimal: str | None) -> float:
    """Return the share of cells that a field reads; 1 without any."""
    good = 0
    for cell in cells:
        try:
            cell_value(field, cell, locale, decimal)
        except (TextError, RowError):
            continue
        good += 1
    return good / len(cells) if cells else 1.0


def _likeness_of(name: str, field: AnyField, column: str) -> float:
    return max(_likeness(name, column), _likeness(field.label or "", column))


def _holds_also(fields: Mapping[str, AnyField], name: str, other: str, column: str) -> bool:
    """Return whether a column's name holds another field's words besides those of ``name``."""
    own, others = (
        _words_within(each, column) | _words_within(fields[each].label or "", column)
        for each in (name, other)
    )
    return not others <= own


def _words_within(field: str, column: str) -> set[str]:
    """Return the words of a column's name that are a field's, or mean the same."""
    words, own = words_of(column), set(words_of(field))
    meaning = MEANING_OF.get(plain_word(field))
    alike = {word for word in words if meaning is not None and MEANING_OF.get(word) == meaning}
    return alike | (own if own <= set(words) else set())


def _likeness(field: str, column: str) -> float:
    """Return how much a column's name is a field's, from 0 to 1."""
    wanted, found = plain_word(field), plain_word(column)
    if not wanted or not found:
        return 0.0
    if wanted == found:
        return 1.0
    meaning = MEANING_OF.get(wanted)
    if meaning is not None and MEANING_OF.get(found) == meaning:
        return WHOLE
    if within := _words_within(field, column):
        return BEGINS if words_of(column)[0] in within else HOLDS
    ratio = difflib.SequenceMatcher(None, wanted, found).ratio()
    return ratio * 0.8 if ratio >= ALIKE else 0.0


def _identity(name: str, samples: Mapping[str, Sequence[str]], rows: int) -> FieldColumn:
    """Return the column that tells rows apart: every cell is filled, and hardly one comes twice."""
    best, confidence = None, 0.0
    for column, cells in samples.items():
        if column == name:
            best, confidence = column, 1.0
            break
        likeness = max(_likeness(name, column), _likeness(ID, column))
        # One row sent twice leaves it what it is; its rows are told when they are read.
        different = len(set(cells)) / rows if len(cells) == rows and rows else float(not rows)
        likeness *= different if different >= MOST_REPEATED else 0.0
        if likeness > confidence:
            best, confidence = column, likeness
    filled = len(samples[best]) / rows if best is not None and rows else 0.0
    if confidence < LEAST:
        best, confidence = None, 0.0
    return FieldColumn(
        "",
        "id",
        required=True,
        column=best,
        confidence=round(confidence, 3),
        readable=round(filled, 3),
        given=best == name,
    )
