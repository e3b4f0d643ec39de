"""Lists of the page, compiled: what makes their rows of each recipient's data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from foundation.errors import RowError
from foundation.faults import nearest
from scenes.bound_content import ListCell, ListColumn, ListRow, PageList
from scenes.content_file import MOST_LIST_ROWS
from scenes.values import CurrencyError, Money
from scenes.wording import ExpressionError, Wording
from scenes.yaml_tree import written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scenes.bound_content import ColumnKind
    from scenes.compiled import Compiler, Row
    from scenes.content_file import ListRowFile, PageListFile
    from scenes.yaml_tree import Place

RawRow = tuple[tuple[Any, ...], str]
"""The values of a row's cells, and its details."""


def compile_lists(
    compiler: Compiler, files: tuple[PageListFile, ...], *place: str | int
) -> Callable[[Row], tuple[PageList, ...]]:
    """Return what makes the lists of a row; one without rows is left out. Faults go along."""
    makers = [_list(compiler, file, (*place, index)) for index, file in enumerate(files)]
    return lambda row: tuple(made for make in makers if (made := make(row)) is not None)


def _list(compiler: Compiler, file: PageListFile, place: Place) -> Callable[[Row], PageList | None]:
    title = compiler.text(file.title, *place, "title")
    text = compiler.text(file.text, *place, "text")
    when = compiler.condition(file.when, *place, "when")
    labels = [
        compiler.text(column.label, *place, "columns", index, "label")
        for index, column in enumerate(file.columns)
    ]
    wording = compiler.writing.wording
    source = file.data
    rows = (
        _from_list(compiler, file, source, place)
        if isinstance(source, str)
        else _from_file(compiler, source, len(file.columns), (*place, "data"))
    )

    def make(row: Row) -> PageList | None:
        if when is not None and not when.of(row):
            return None
        raw = rows(row)
        if not raw:
            return None
        columns = list(zip(*(cells for cells, _ in raw), strict=True))
        try:
            totals = [
                wording.show(_sum(column)) if declared.total else ""
                for declared, column in zip(file.columns, columns, strict=True)
            ]
            shown = tuple(
                ListRow(tuple(_cell(value, wording) for value in cells), details)
                for cells, details in raw
            )
        except (ExpressionError, CurrencyError) as error:
            raise RowError("", f"{written(place)}: {error}") from None
        return PageList(
            title=title.of(row),
            text=text.of(row),
            columns=tuple(
                ListColumn(label.of(row), _kind(column), declared.filter)
                for label, declared, column in zip(labels, file.columns, columns, strict=True)
            ),
            rows=shown,
            totals=tuple(totals) if any(totals) else (),
        )

    return make


def _cell(value: Any, wording: Wording) -> ListCell:
    """Return a value as a cell; an empty field gives an empty cell."""
    if value is None or value == "":
        return ListCell("")
    text = wording.show(value)
    if isinstance(value, Decimal):
        return ListCell(text, format(Decimal(value), "f"))
    if isinstance(value, int):
        return ListCell(text, str(value))
    return ListCell(text, value.isoformat() if isinstance(value, date) else "")


def _kind(column: Sequence[Any]) -> ColumnKind:
    """Return what a column holds, empty cells apart."""
    kinds: list[tuple[type, ColumnKind]] = [(Money, "money"), (date, "date")]
    held = [value for value in column if value is not None and value != ""]
    for kind, name in kinds:
        if held and all(isinstance(value, kind) for value in held):
            return name
    numbers = held and all(isinstance(value, (int, Decimal)) for value in held)
    return "number" if numbers else "text"


def _sum(column: Sequence[Any]) -> Any:
    held = [value for value in column if value is not None and value != ""]
    if not held or not all(isinstance(value, (int, Decimal)) for value in held):
        raise ExpressionError("a total needs a column of numbers or amounts")
    return reduce(add, held)


def _from_list(
    compiler: Compiler, file: PageListFile, source: str, place: Place
) -> Callable[[Row], list[RawRow]]:
    value = compiler.value(source, *place, "data")
    parts = compiler.lists.get(source.strip("{} "))
    named = [((*place, "columns", at, "part"), c.part) for at, c in enumerate(file.columns)]
    if file.details is not None:
        named.append(((*place, "details"), file.details))
    for where, part in named if parts is not None else ():
        if part is not None and part not in (parts or ()):
            message = f"The list's items have no part '{part}'; they have {', '.join(parts or ())}."
            compiler.fault(where, message, nearest(part, parts or ()))
    wording = compiler.writing.wording

    def rows(row: Row) -> list[RawRow]:
        items = value.of(row) if value is not None else ()
        if items is None:
            return []
        if not isinstance(items, (tuple, list)):
            raise RowError("", f"{written(place)}: a list of the page takes a list field")
        if len(items) > MOST_LIST_ROWS:
            raise RowError("", f"{written(place)}: at most {MOST_LIST_ROWS} rows can be shown")
        found = []
        for item in items:
            cells = tuple(_part(item, column.part, place) for column in file.columns)
            about = _part(item, file.details, place) if file.details is not None else None
            found.append((cells, "" if about is None else wording.show(about)))
        return found

    return rows


def _part(item: Any, name: str | None, place: Place) -> Any:
    if not isinstance(item, dict) or name not in item:
        raise RowError("", f"{written(place)}: the items of the list have no part '{name}'")
    return item[name]


def _from_file(
    compiler: Compiler, files: tuple[ListRowFile, ...], columns: int, place: Place
) -> Callable[[Row], list[RawRow]]:
    parts = []
    for index, file in enumerate(files):
        where = (*place, index)
        if len(file.cells) != columns:
            message = f"The list has {columns} columns, this row has {len(file.cells)}."
            compiler.fault(where, message)
        cells = [
            compiler.named_value(cell, *where, "cells", number)
            for number, cell in enumerate(file.cells)
        ]
        details = compiler.text(file.details, *where, "details")
        parts.append((compiler.condition(file.when, *where, "when"), cells, details))
    return lambda row: [
        (tuple(cell.of(row) for cell in cells), details.of(row))
        for when, cells, details in parts
        if when is None or when.of(row)
    ]
