"""Texts for the reference: the layout's lines drawn by Pillow and FreeType, glyph by glyph.

Where each glyph stands is the layout's; its shape is FreeType's, drawn large and scaled down, so
that hinting does not move strokes. Glyphs that belong to no single character (ligatures, the joined
forms of Arabic, Devanagari's conjuncts) cannot be asked for in Pillow without Raqm and FriBidi,
which a machine may not have: for these the font's outline is filled as a polygon.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.figures import TextFigure
    from renderer.fonts import Typeface

FINE = 8
"""Texts are drawn so many times larger."""

_CURVE_STEPS = 8
_Contour = list[tuple[float, float]]


def text_coverage(figure: TextFigure) -> tuple[NDArray[np.uint8], int, int]:
    """Return a text's alpha (rows, columns) and the place of its left top pixel in the picture."""
    block = figure.block
    # Glyphs may stand out of their box: accents above, italics beside.
    margin = int(block.size) + 2
    left, top = int(np.floor(figure.left)) - margin, round(figure.top) - margin
    width = int(np.ceil(figure.width)) + 2 * margin + 1
    height = int(np.ceil(block.height)) + 2 * margin
    image = Image.new("L", (width * FINE, height * FINE))
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[figure.align]
    to_come = block.typed_before(figure.typed) if figure.typed < 1 else None
    for number, line in enumerate(block.lines):
        x = figure.left - left + (figure.width - line.width) * share
        baseline = margin + round(number * block.pitch + block.baseline)
        for run, begin in zip(line.runs, line.places, strict=True):
            ems = block.size / run.face.upem
            for glyph in run.glyphs:
                if to_come is not None and begin + glyph.cluster >= to_come:
                    continue
                place = (x + glyph.x * ems) * FINE, (baseline - glyph.y * ems) * FINE
                _draw_glyph(image, run.face, glyph.index, block.size * FINE, place)
            x += run.ems * block.size
    mask = np.asarray(image.reduce(FINE))
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return np.zeros((1, 1), np.uint8), left + margin, top + margin
    first_row, first_column = int(rows[0]), int(columns[0])
    seen = mask[first_row : int(rows[-1]) + 1, first_column : int(columns[-1]) + 1]
    return seen, left + first_column, top + first_row


def _draw_glyph(
    image: Image.Image, face: Typeface, index: int, size: float, place: tuple[float, float]
) -> None:
    character = _characters(face).get(index)
    if character is None:
        _fill(image, _contours(face, index), size / face.upem, place)
        return
    draw = ImageDraw.Draw(image)
    draw.text(place, character, fill=255, font=_font(face, size), anchor="ls")


@lru_cache(maxsize=32)
def _characters(face: Typeface) -> dict[int, str]:
    """Return the character of each glyph that has one."""
    found: dict[int, str] = {}
    for code in sorted(face.characters):
        found.setdefault(face.font.get_nominal_glyph(code), chr(code))
    return found


@lru_cache(maxsize=256)
def _font(face: Typeface, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(face.path), size, layout_engine=ImageFont.Layout.BASIC)
    wanted = face.file.weight
    if wanted is not None:
        axes = font.get_variation_axes()
        # Axes other than the weight stay as the font has them.
        font.set_variation_by_axes([_within(axis, wanted) for axis in axes])
    return font


def _within(axis: Any, weight: int) -> float:
    low, high, usual = (float(axis[key]) for key in ("minimum", "maximum", "default"))
    return min(max(weight, low), high) if axis["name"] == b"Weight" else usual


@lru_cache(maxsize=1024)
def _contours(face: Typeface, index: int) -> list[_Contour]:
    """Return a glyph's outline as closed polygons in font units."""
    pen = _Flattening()
    face.font.draw_glyph_with_pen(index, pen)
    return pen.contours


class _Flattening:
    """A pen, as fontTools defines it, that turns curves into short lines."""

    def __init__(self) -> None:
        self.contours: list[_Contour] = []

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol's name
        self.contours.append([point])

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - as above
        self.contours[-1].append(point)

    def qCurveTo(self, *points: Any) -> None:  # noqa: N802 - as above
        self._curve((self.contours[-1][-1], *points))

    def curveTo(self, *points: Any) -> None:  # noqa: N802 - as above
        self._curve((self.contours[-1][-1], *points))

    def closePath(self) -> None:  # noqa: N802 - as above
        pass

    def endPath(self) -> None:  # noqa: N802 - as above
        pass

    def _curve(self, points: tuple[tuple[float, float], ...]) -> None:
        """Add a Bézier curve of any degree, by de Casteljau's construction."""
        for step in range(1, _CURVE_STEPS + 1):
            share = step / _CURVE_STEPS
            level = np.array(points, float)
            while len(level) > 1:
                level = level[:-1] * (1 - share) + level[1:] * share
            self.contours[-1].append((float(level[0, 0]), float(level[0, 1])))


def _fill(
    image: Image.Image, contours: list[_Contour], scale: float, place: tuple[float, float]
) -> None:
    """Fill outlines by the non-zero winding rule: contours may overlap, and cut out by turning."""
    polygons = [
        [(place[0] + x * scale, place[1] - y * scale) for x, y in contour]
        for contour in contours
        if len(contour) > 2
    ]
    if not polygons:
        return
    corners = np.array([point for polygon in polygons for point in polygon])
    left, top = (int(value) - 2 for value in corners.min(axis=0))
    right, bottom = (int(value) + 3 for value in corners.max(axis=0))
    winding = np.zeros((bottom - top, right - left), np.int8)
    for polygon in polygons:
        filled = Image.new("1", (right - left, bottom - top))
        moved = [(x - left, y - top) for x, y in polygon]
        ImageDraw.Draw(filled).polygon(moved, fill=1)
        winding += np.asarray(filled) * np.int8(np.sign(_turning(moved)))
    image.paste(255, (left, top), Image.fromarray((winding != 0).astype(np.uint8) * 255))


def _turning(polygon: _Contour) -> float:
    """Return twice a polygon's area, negative where it turns the other way."""
    x, y = np.array(polygon).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
