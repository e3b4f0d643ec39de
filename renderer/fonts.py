"""The fonts that text is drawn with, and which of them has a glyph for a character.

Each text asks its style's family first, then falls back: Titillium Web (Latin), Noto Sans (Latin,
Greek, Cyrillic with all accents, and nineteen further scripts), Noto Emoji, DejaVu Sans (symbols),
and where it is installed Noto Sans CJK (``renderer.font_files``).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb

from foundation.errors import RenderError
from renderer.font_files import FAMILIES, files_for, font_files, glyph_advice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from renderer.font_files import FontFile

__all__ = [
    "FAMILIES",
    "Typeface",
    "font_files",
    "glyph_advice",
    "is_invisible",
    "is_meaningless",
    "missing_glyphs",
    "typefaces",
]


@dataclass(frozen=True, eq=False)
class Typeface:
    """One font at one weight, read when it is first asked. There is one of each, so ``is`` tells.

    Measures are in font units, ``upem`` to the em, y upwards.
    """

    file: FontFile

    @property
    def path(self) -> Path:
        """The font's file."""
        return self.file.path

    @cached_property
    def _face(self) -> Any:
        try:
            return hb.Face(hb.Blob.from_file_path(str(self.path)))
        except (hb.HarfBuzzError, OSError) as error:
            raise RenderError(f"The font {self.path.name} cannot be read: {error}") from error

    @cached_property
    def font(self) -> Any:
        """The font as HarfBuzz shapes and draws with it."""
        font = hb.Font(self._face)
        if self.file.weight is not None:
            font.set_variations({"wght": self.file.weight})
        return font

    @cached_property
    def upem(self) -> int:
        """Units to the em."""
        units: int = self._face.upem
        return units

    @cached_property
    def _extents(self) -> tuple[int, int]:
        extents = self.font.get_font_extents("ltr")
        return extents.ascender, extents.descender

    @property
    def ascender(self) -> int:
        """How far its lines reach up."""
        return self._extents[0]

    @property
    def descender(self) -> int:
        """How far its lines reach down; negative."""
        return self._extents[1]

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that it is asked for."""
        return frozenset(code for code in self._face.unicodes if code >= self.file.least)


@lru_cache(maxsize=256)
def _typeface(file: FontFile) -> Typeface:
    return Typeface(file)


@lru_cache(maxsize=64)
def typefaces(family: str, weight: int) -> tuple[Typeface, ...]:
    """Return the fonts for a style in order of preference: its own family first.

    Raises RenderError when the family is none of ``FAMILIES``.
    """
    return tuple(_typeface(file) for file in files_for(family, weight))


def is_invisible(character: str) -> bool:
    """Return whether a character draws nothing by itself: a line break, a joiner, a selector."""
    code = ord(character)
    return (
        character == "\n"
        or unicodedata.category(character) == "Cf"
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
    )


def is_meaningless(character: str) -> bool:
    """Return whether fonts may list a character that says nothing: a control, one of private use.

    What stands at a place of private use is each font's own affair, a maker's logo for example.
    """
    return unicodedata.category(character) in {"Cc", "Co"} and character != "\n"


def missing_glyphs(texts: Iterable[str]) -> set[str]:
    """Return the characters that no font can draw; empty when all texts can be shown.

    So that a row can be refused before anything is rendered. Controls and characters of private use
    count as missing.
    """
    from renderer.text_runs import clean

    faces = typefaces(FAMILIES[0], 400)
    wanted = {character for text in texts for character in clean(text)}
    return {
        character
        for character in wanted
        if is_meaningless(character)
        or not (is_invisible(character) or any(ord(character) in f.characters for f in faces))
    }
