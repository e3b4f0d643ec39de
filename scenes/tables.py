"""Tables: rows from a list field or from the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foundation.errors import RowError
from foundation.faults import nearest
from scenes.bound import TableLayer
from scenes.table_file import MOST_COLUMNS, MOST_ROWS
from scenes.wording import ExpressionError
from scenes.yaml_tree import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.bound import AnyLayer, Horizontal
    from scenes.compiled import Compiler, Row
    from scenes.format_keys import Variant
    from scenes.layer_file import TableFile
    from scenes.table_file import RowFile

Rows = tuple[tuple[str, ...], ...]


def compile_table(
    compiler: Compiler, variant: Variant[TableFile], common: dict[str, Any]
) -> Callable[[Row], AnyLayer | None]:
    """Return what makes a table for a row, None where it has no rows; faults go to the compiler."""
    layer = variant.written
    rows = (
        _from_list(compiler, variant, layer.table)
        if isinstance(layer.table, str)
        else _from_file(compiler, variant, layer.table)
    )
    header = [
        compiler.text(cell, *variant.at("header", index)) for index, cell in enumerate(layer.header)
    ]

    def make(row: Row) -> AnyLayer | None:
        found = rows(row)
        if not found:
            return None
        return TableLayer(
            **common,
            rows=found,
            header=tuple(cell.of(row) for cell in header),
            align=layer.align or _usual_align(len(found[0])),
            total=layer.total,
        )

    return make


def _usual_align(columns: int) -> tuple[Horizontal, ...]:
    """Return words on the left, and what is counted on the right."""
    usual: list[Horizontal] = ["right"] * columns
    usual[0] = "left"
    return tuple(usual)


def _from_list(
    compiler: Compiler, variant: Variant[TableFile], source: str
) -> Callable[[Row], Rows]:
    place = variant.at("table")
    layer = variant.written
    value = compiler.value(source, *place)
    wording = compiler.writing.wording
    parts = compiler.lists.get(source.strip("{} "))
    for index, name in enumerate(layer.columns if parts is not None else ()):
        if name not in (parts or ()):
            message = f"The list's items have no part '{name}'; they have {', '.join(parts or ())}."
            compiler.fault(variant.at("columns", index), message, nearest(name, parts or ()))
    columns = layer.columns or parts or ()
    if len(columns) > MOST_COLUMNS:
        message = f"A table shows at most {MOST_COLUMNS} columns."
        compiler.fault(place, message, "Choose some with 'columns'.")
    if not layer.columns:
        for key, given in (("header", layer.header), ("align", layer.align)):
            if columns and given and len(given) != len(columns):
                message = f"The table has {len(columns)} columns, here are {len(given)}."
                compiler.fault(variant.at(key), message)
    if not columns and value is not None:
        message = "Which parts of the list's items are shown cannot be told."
        compiler.fault(place, message, "Name them: columns: [label, value].")

    def rows(row: Row) -> Rows:
        items = value.of(row) if value is not None else ()
        if not isinstance(items, (tuple, list)):
            raise RowError("", f"{written(place)}: a table takes a list")
        if len(items) > MOST_ROWS:
            raise RowError("", f"{written(place)}: a table shows at most {MOST_ROWS} rows")
        try:
            return tuple(
                tuple(wording.show(_part(item, name)) for name in columns) for item in items
            )
        except ExpressionError as error:
            raise RowError("", f"{written(place)}: {error}") from None

    return rows


def _part(item: Any, name: str) -> Any:
    if not isinstance(item, dict) or name not in item:
        raise ExpressionError(f"the items of the list have no part '{name}'")
    return item[name]


def _from_file(
    compiler: Compiler, variant: Variant[TableFile], files: tuple[RowFile, ...]
) -> Callable[[Row], Rows]:
    parts = []
    for index, file in enumerate(files):
        place = variant.at("table", index)
        cells = [
            compiler.text(cell, *place, "cells", number) for number, cell in enumerate(file.cells)
        ]
        parts.append((compiler.condition(file.when, *place, "when"), cells))
    return lambda row: tuple(
        tuple(cell.of(row) for cell in cells)
        for when, cells in parts
        if when is None or when.of(row)
    )
