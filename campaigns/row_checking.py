"""Checks one row of data against the storyboard's fields and says all that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaigns.models import ID_LENGTH
from foundation.errors import RowError
from renderer.font_files import glyph_advice
from scenes.image_field import ImageField
from scenes.values import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from campaigns.reading import DataRow
    from scenes.campaign_file import DataFormat
    from scenes.field_base import AnyField

MissingGlyphs = Callable[[str], set[str]]
"""Returns those characters of a text that no font of the renderer can draw."""

REMEMBERED = 2048
"""Cells of a column whose values are kept: years, towns and tariffs come again and again."""

NAMED_CHARACTERS = 5
"""How many characters a reason names at most."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that can be used: its id, its values as JSON holds them, and their digest."""

    line: int
    external_id: str
    values: dict[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """What is wrong in one column of a row; with ``column`` empty the row as a whole is meant."""

    line: int
    column: str
    reason: str


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
        self._places: list[tuple[str, str, int | None, dict[str, Any]]] = []

    @property
    def required(self) -> list[str]:
        """The columns that a data file must have, the id first."""
        columns = [self._data.id]
        columns += [self.column(n) for n, field in self._fields.items() if not field.optional]
        return list(dict.fromkeys(columns))

    @property
    def known(self) -> list[str]:
        """All columns that mean something, required or not."""
        return list(dict.fromkeys([self._data.id, *map(self.column, self._fields)]))

    def column(self, name: str) -> str:
        """Return the column that holds a field."""
        return self._data.columns.get(name, name)

    def use_header(self, header: Sequence[str]) -> None:
        """Find the columns; ``header`` must hold the required ones."""
        at = {column: index for index, column in enumerate(header)}
        self._id_at = at[self._data.id]
        self._places = [
            (name, self.column(name), at.get(self.column(name)), {}) for name in self._fields
        ]

    def check(self, row: DataRow) -> GoodRow | list[Rejection]:
        """Return the row's values, or everything that is wrong with it."""
        if row.fault is not None:
            return [Rejection(row.line, "", row.fault)]
        rejections = []
        external_id = unicodedata.normalize("NFC", row.cells[self._id_at].strip())
        reason = _id_fault(external_id)
        if reason:
            rejections.append(Rejection(row.line, self._data.id, reason))
        values: dict[str, Any] = {}
        for name, column, index, read_before in self._places:
            raw = "" if index is None else row.cells[index]
            try:
                values[name] = read_before[raw]
            except KeyError:
                try:
                    values[name] = self._read(name, raw)
                except RowError as error:
                    rejections.append(Rejection(row.line, column, error.reason))
                    continue
                if len(read_before) >= REMEMBERED:
                    read_before.clear()
                read_before[raw] = values[name]
        if rejections:
            return rejections
        return GoodRow(row.line, external_id, values, self._digest(values))

    def _read(self, name: str, raw: str) -> Any:
        """Return a cell's value as JSON holds it; RowError when it is none or cannot be drawn."""
        value = to_json(self._fields[name].parse(raw, self._locale, self._data.decimal))
        if self._missing_glyphs is not None and name not in self._images:
            for text in _texts(value):
                if not self._drawn.issuperset(text):
                    self._draw(name, text, self._missing_glyphs)
        return value

    def _digest(self, values: dict[str, Any]) -> str:
        """Return the digest of a row: another picture under the same name is another row."""
        if not self._images:
            return _digest(values)
        pictures = {
            name: field.content(values[name])
            for name, field in self._images.items()
            if values[name]
        }
        return _digest({"values": values, "pictures": pictures})

    def _draw(self, name: str, text: str, missing_glyphs: MissingGlyphs) -> None:
        missing = sorted(missing_glyphs(text))
        if missing:
            points = [f"U+{ord(c):04X}" for c in "".join(missing)][:NAMED_CHARACTERS]
            advice = glyph_advice(missing)
            raise RowError(
                name,
                f"holds characters that no installed font can draw: {', '.join(points)}"
                + (f". {advice}" if advice else ""),
            )
        self._drawn.update(text)


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


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(_ENCODER.encode(values).encode("ascii")).hexdigest()
