"""Texts of a drawing as outlines, so that an SVG looks the same where its font is not there."""

from __future__ import annotations

import io
import re
from functools import cache
from html import unescape
from importlib.resources import files

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

WEIGHTS = {"400": "Regular", "700": "Bold"}
"""The weights that drawings use, by the name in the font's file."""

_TEXT = re.compile(r"<text\b([^>]*)>([^<]*)</text>")
_PART = re.compile(r'([\w-]+)="([^"]*)"')


def outlined(svg: str) -> str:
    """Return an SVG whose texts in Titillium Web are paths; kerning is left out."""
    return _TEXT.sub(lambda found: _path(dict(_PART.findall(found[1])), unescape(found[2])), svg)


def _path(text: dict[str, str], words: str) -> str:
    font = _font(WEIGHTS[text["font-weight"]])
    glyphs, letters = font.getGlyphSet(), font.getBestCmap()
    size = float(text["font-size"]) / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
    left = float(text["x"])
    for letter in words:
        glyph = glyphs[letters[ord(letter)]]
        glyph.draw(TransformPen(pen, (size, 0, 0, -size, left, float(text["y"]))))
        left += glyph.width * size
    return f'<path fill="{text["fill"]}" d="{pen.getCommands()}"/>'


@cache
def _font(weight: str) -> TTFont:
    folder = files("fontpkg_titillium_web") / "files"
    name = next(file for file in folder.iterdir() if file.name.endswith(f"-{weight}.ttf"))
    return TTFont(io.BytesIO(name.read_bytes()))
