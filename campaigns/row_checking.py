"""Checks one row of data against the storyboard's fields and says all that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from campaigns.data_rows import FaultyCell, ListCell, NumberCell
from campaigns.models import ID_LENGTH
from foundation.errors import RowError
from renderer.font_files import glyph_advice
from scenes.field_base import DataForm
from scenes.fields import ListField
from scenes.image_field import ImageField
from scenes.number_text import decimal_mark
from scenes.plain_fields import TextField
from scenes.plain_text import TextError
from scenes.values import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from campaigns.data_rows import DataRow
    from scenes.campaign_file import DataFormat
    from scenes.field_base import AnyField

MissingGlyphs = Callable[[str], set[str]]
"""Returns those characters of a text that no font of the renderer can draw."""

REMEMBERED = 2048
"""Cells of a column whose values are kept: years, towns and tariffs come again and again."""

SELDOM = 1.25
"""Rows for each remembered cell below which a column is not worth remembering."""

NAMED_CHARACTERS = 5
"""How many characters a reason names at most."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class GoodRow(NamedTuple):
    """A row that can be used: its id, its values as JSON, and their digest.

    ``plain`` is JSON text with sorted keys, as the database keeps it.
    """

    line: int
    external_id: str
    plain: str
    digest: str

    @property
    def values(self) -> dict[str, Any]:
        """The values as JSON holds them, by field."""
        values: dict[str, Any] = json.loads(self.plain)
        return values


@dataclass(frozen=True, slots=True)
class Rejection:
    """What is wrong in one column of a row; with ``column`` empty the row as a whole is meant."""

    line: int
    column: str
    reason: str


@dataclass(slots=True)
class _Place:
    """Where a field's cells are, and what was read in them before.

    ``since`` is the row at which ``known`` was empty; a column that hardly ever repeats a cell is
    no longer ``remembered``.
    """

    number: int
    name: str
    field: AnyField
    column: str
    index: int | None
    key: str
    read: Callable[[str], Any]
    is_image: bool
    known: dict[str, str]
    since: int = 0
    remembered: bool = True

    def remember(self, raw: str, part: str, row: int) -> None:
        """Keep what a cell was read as."""
        if len(self.known) >= REMEMBERED:
            self.known.clear()
            self.remembered = row - self.since > REMEMBERED * SELDOM
            self.since = row
        self.known[raw] = part


class RowChecker:
    """Reads rows under one header.

    Args:
        fields: the storyboard's fields by name.
        data: the campaign's data format: id column, columns that differ, decimal mark.
        locale: the campaign's locale.
        missing_glyphs: finds what cannot be drawn; None: everything can.
    """

    def __init__(
        self,
        fields: Mapping[str, AnyField],
        data: DataFormat,
        locale: str,
        missing_glyphs: MissingGlyphs | None = None,
    ) -> None:
        self._fields = fields
        self._data = data
        self._locale = locale
        self._missing_glyphs = missing_glyphs
        self._images = {n: field for n, field in fields.items() if isinstance(field, ImageField)}
        self._drawn: set[str] = set()
        self._id_at = 0
        self._plan: list[tuple[int | None, Callable[[str], str | None], _Place]] = []
        self._rows = 0

    @property
    def required(self) -> list[str]:
        """The columns that a data file must have, the id first."""
        columns = [self._data.id]
        columns += [self.column(n) for n, field in self._fields.items() if not field.optional]
        return list(dict.fromkeys(columns))

    @property
    def known(self) -> list[str]:
        """All columns that mean something, required or not."""
        columns = [self._data.id, *map(self.column, self._fields)]
        return [column for column in dict.fromkeys(columns) if column]

    def column(self, name: str) -> str:
        """Return the column that holds a field."""
        return self._data.columns.get(name, name)

    def use_header(self, header: Sequence[str]) -> None:
        """Find the columns; ``header`` must hold the required ones."""
        at = {column: index for index, column in enumerate(header)}
        self._id_at = at[self._data.id]
        # In the order of the names, which is that of the keys in JSON.
        places = [
            _Place(
                number,
                name,
                self._fields[name],
                self.column(name),
                at.get(self.column(name)),
                f"{_ENCODER.encode(name)}:",
                self._fields[name].reader(DataForm(self._locale, self._data.decimal)),
                name in self._images,
                {},
            )
            for number, name in sorted(enumerate(self._fields), key=lambda pair: pair[1])
        ]
        # Looked up once, not for each of millions of cells.
        self._plan = [(place.index, place.known.get, place) for place in places]
        self._rows = 0

    def check(self, row: DataRow) -> GoodRow | list[Rejection]:
        """Return the row's values, or everything that is wrong with it."""
        if row.fault is not None:
            return [Rejection(row.line, "", row.fault)]
        self._rows += 1
        faults: list[tuple[int, Rejection]] = []
        cells = row.cells
        external_id = cells[self._id_at].strip()
        if not external_id.isascii():
            external_id = unicodedata.normalize("NFC", external_id)
        reason = _id_fault(external_id)
        if reason:
            faults.append((-1, Rejection(row.line, self._data.id, reason)))
        parts = []
        for index, known, place in self._plan:
            raw = "" if index is None else cells[index]
            # What is no plain text equals it all the same, but may mean something else.
            part = known(raw) if type(raw) is str else None
            if part is None:
                try:
                    part = self._part(place, raw)
                except (TextError, RowError) as error:
                    reason = error.reason if isinstance(error, RowError) else str(error)
                    faults.append((place.number, Rejection(row.line, place.column, reason)))
                    continue
                if place.remembered and type(raw) is str:
                    place.remember(raw, part, self._rows)
            parts.append(part)
        if faults:
            return [rejection for _, rejection in sorted(faults, key=itemgetter(0))]
        plain = "{" + ",".join(parts) + "}"
        return GoodRow(row.line, external_id, plain, self._digest(plain))

    def _part(self, place: _Place, raw: str) -> str:
        """Return a cell's part of the JSON text; TextError or RowError when it is no value."""
        value = place.read(raw) if type(raw) is str else _typed(place.field, raw, self._locale)
        if type(value) is str:
            looked_at = self._missing_glyphs is None or place.is_image
            if not looked_at and not self._drawn.issuperset(value):
                self._draw(place.name, value)
            return place.key + encode_basestring_ascii(value)
        plain = to_json(value)
        if self._missing_glyphs is not None:
            for text in _texts(plain):
                if not self._drawn.issuperset(text):
                    self._draw(place.name, text)
        return place.key + _ENCODER.encode(plain)

    def _digest(self, plain: str) -> str:
        """Return the digest of a row: another picture under the same name is another row."""
        if self._images:
            values = json.loads(plain)
            pictures = {
                name: field.content(values[name])
                for name, field in self._images.items()
                if values[name]
            }
            plain = _ENCODER.encode({"values": values, "pictures": pictures})
        return hashlib.sha256(plain.encode("ascii")).hexdigest()

    def _draw(self, name: str, text: str) -> None:
        missing = sorted(self._missing_glyphs(text)) if self._missing_glyphs else []
        if missing:
            points = [f"U+{ord(c):04X}" for c in "".join(missing)][:NAMED_CHARACTERS]
            advice = glyph_advice(missing)
            raise RowError(
                name,
                f"holds characters that no installed font can draw: {', '.join(points)}"
                + (f". {advice}" if advice else ""),
            )
        self._drawn.update(text)


def cell_value(field: AnyField, raw: str, locale: str, decimal: str | None) -> Any:
    """Return the value of a cell of any kind; raises TextError or RowError with the reason."""
    if type(raw) is str:
        return field.parse(raw, locale, decimal)
    return _typed(field, raw, locale)


def _typed(field: AnyField, raw: str, locale: str) -> Any:
    """Return the value of a cell that did not come as text."""
    if isinstance(raw, NumberCell):
        if isinstance(field, TextField):
            # A person reads it: as numbers are written where they live.
            return field.parse(raw.replace(".", decimal_mark(locale)), locale)
        return field.parse(raw, locale, ".")
    if isinstance(raw, FaultyCell):
        raise TextError(raw.reason)
    if isinstance(raw, ListCell) and isinstance(field, ListField):
        return field.parse_items(json.loads(raw), locale)
    raise TextError(f"is a list or an object; expected {field.expected}")


def _id_fault(external_id: str) -> str:
    if not external_id:
        return "is empty; every row needs an id of its own"
    if len(external_id) > ID_LENGTH:
        return f"is longer than {ID_LENGTH} characters"
    if not external_id.isprintable():
        return "holds a line break or another character that cannot be printed"
    return ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
