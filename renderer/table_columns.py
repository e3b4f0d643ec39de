"""How wide a table's columns are, and how large its texts: by content, as even as may be."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.stage import bolder
from renderer.text_layout import SMALLEST, TextBlock, natural_widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.stage import Stage
    from scenes.bound import Horizontal, TableLayer, TextStyle

MAX_LINES = 2
"""Lines of a cell before its text shrinks."""

_STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, SMALLEST)
_COLUMN_GAP = 0.8
_ROW_PADDING = 0.34
_HEADER_SIZE = 0.74
_TOTAL_WEIGHT = 700
_HEADER_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row's texts, laid out, and its height in pixels."""

    cells: tuple[TextBlock, ...]
    style: TextStyle
    height: int


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table laid out in ``width`` pixels: columns as (left, width), rows from the top.

    ``header`` says whether the first row is one.
    """

    columns: tuple[tuple[int, int], ...]
    rows: tuple[TableRow, ...]
    header: bool

    @property
    def height(self) -> int:
        """The height of all rows in pixels."""
        return sum(row.height for row in self.rows)


def alignments(layer: TableLayer, *, rtl: bool = False) -> tuple[Horizontal, ...]:
    """Return each column's alignment: the author's, else words at its start, figures at its end.

    ``rtl``: lines start at the right.
    """
    count = len(layer.rows[0]) if layer.rows else len(layer.header)
    if len(layer.align) == count:
        return layer.align
    start: Horizontal = "right" if rtl else "left"
    end: Horizontal = "left" if rtl else "right"
    return tuple(
        end if column and all(_is_figure(row[column]) for row in layer.rows) else start
        for column in range(count)
    )


def _is_figure(text: str) -> bool:
    """Return whether a cell holds a number, perhaps with its unit, or nothing."""
    return sum(c.isdigit() for c in text) * 2 >= len("".join(text.split()))


def lay_out_table(layer: TableLayer, stage: Stage, width: int, tall: int | None) -> TableGrid:
    """Lay a table out in a width, and if possible in a height: texts wrap, shrink, are cut at last.

    Raises RenderError for a style that the theme lacks and for missing glyphs.
    """
    for step in _STEPS:
        grid, fits = _grid(layer, stage, width, step)
        if step == _STEPS[-1] or (fits and (tall is None or grid.height <= tall)):
            break
    return grid


def _grid(layer: TableLayer, stage: Stage, width: int, step: float) -> tuple[TableGrid, bool]:
    """Return the table at a share of its style's size, and whether its words fit."""
    styles = _styles(layer, stage)
    texts = [layer.header, *layer.rows] if layer.header else list(layer.rows)
    if not texts:
        return TableGrid((), (), header=False), True
    sizes = [style.size * stage.scale * step for style in styles]
    gap = round(stage.style(layer.style).size * stage.scale * step * _COLUMN_GAP)
    count = max(len(row) for row in texts)
    inner = width - gap * (count - 1)
    least, natural = [0] * count, [0] * count
    for row, style, size in zip(texts, styles, sizes, strict=True):
        for column, text in enumerate(row):
            narrow, wide = natural_widths(text, style, rtl=stage.rtl, language=stage.language)
            # An amount is never parted from its currency.
            narrow = wide if _is_figure(text) else narrow
            least[column] = max(least[column], math.ceil(narrow * size) + 1)
            natural[column] = max(natural[column], math.ceil(wide * size) + 1)
    fits = sum(least) <= inner
    widths = (
        _shared(least, natural, inner, _takers(alignments(layer, rtl=stage.rtl), rtl=stage.rtl))
        if fits
        else _squeezed(least, inner)
    )
    rows = []
    for row, style, size in zip(texts, styles, sizes, strict=True):
        cells = tuple(
            stage.text(text, style, room, MAX_LINES, size, shrink=min(step, SMALLEST))
            for text, room in zip(row, widths, strict=True)
        )
        padding = 2 * round(style.size * stage.scale * step * _ROW_PADDING)
        rows.append(TableRow(cells, style, round(max(c.height for c in cells)) + padding))
    lefts = [sum(widths[:column]) + gap * column for column in range(count)]
    if stage.rtl:
        lefts = [width - left - room for left, room in zip(lefts, widths, strict=True)]
    columns = tuple(zip(lefts, widths, strict=True))
    return TableGrid(columns, tuple(rows), header=bool(layer.header)), fits


def _styles(layer: TableLayer, stage: Stage) -> list[TextStyle]:
    """Return the style of each row: a smaller header, a bolder total."""
    style = stage.style(layer.style)
    styles = [style] * len(layer.rows)
    if layer.total and styles:
        styles[-1] = bolder(style, _TOTAL_WEIGHT)
    if layer.header:
        small = dataclasses.replace(style, size=round(style.size * _HEADER_SIZE))
        styles.insert(0, bolder(small, _HEADER_WEIGHT))
    return styles


def _takers(align: Sequence[Horizontal], *, rtl: bool) -> Sequence[int]:
    """Return the columns that take the empty space: of words, so that figures keep the edge."""
    start = "right" if rtl else "left"
    return [number for number, side in enumerate(align) if side == start] or range(len(align))


def _shared(
    least: Sequence[int], natural: Sequence[int], inner: int, takers: Sequence[int]
) -> list[int]:
    """Return widths between the least and the natural ones; what is left goes to the takers."""
    room = inner - sum(least)
    wanted = [wide - narrow for narrow, wide in zip(least, natural, strict=True)]
    if sum(wanted) > room:
        share = room / sum(wanted)
        return [narrow + int(more * share) for narrow, more in zip(least, wanted, strict=True)]
    spare = inner - sum(natural)
    widths = list(natural)
    for number in takers:
        widths[number] += spare // len(takers)
    return widths


def _squeezed(least: Sequence[int], inner: int) -> list[int]:
    """Return widths that fit though words do not: the widest columns give most."""
    low, high = 0, max(least)
    while high - low > 1:
        middle = (low + high) // 2
        if sum(min(width, middle) for width in least) <= inner:
            low = middle
        else:
            high = middle
    return [max(1, min(width, low)) for width in least]
