"""The fonts that text is drawn with, and which of them has a glyph for a character.

All come from packages, none from the system, so a name looks the same on every machine. Each text
asks its style's family first, then falls back: Titillium Web (Latin), Noto Sans (Latin, Greek,
Cyrillic with all accents), DejaVu Sans (Arabic, Hebrew, Armenian, Georgian, symbols, emoticons).
"""

from __future__ import annotations

import importlib.util
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb

from foundation.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable

_TITILLIUM = {
    200: "TitilliumWeb-ExtraLight.ttf",
    300: "TitilliumWeb-Light.ttf",
    400: "TitilliumWeb-Regular.ttf",
    600: "TitilliumWeb-SemiBold.ttf",
    700: "TitilliumWeb-Bold.ttf",
    900: "TitilliumWeb-Black.ttf",
}
_NOTO = "NotoSans[wdth,wght].ttf"
_DEJAVU_REGULAR, _DEJAVU_BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
_BOLD_FROM = 550

FAMILIES = ("Titillium Web", "Noto Sans", "DejaVu Sans")
"""The families a style may name, in the order of falling back."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font at one weight. Measures are in font units, ``upem`` to the em, y upwards."""

    path: Path
    weight: int | None
    upem: int
    ascender: int
    descender: int
    characters: frozenset[int] = field(repr=False, compare=False)
    font: Any = field(repr=False, compare=False)


@lru_cache(maxsize=1)
def _folders() -> tuple[Path, Path, Path]:
    """Return where the three packages keep their fonts; their code is not run.

    DejaVu's package registers itself with a typesetting program that is not installed here.
    """
    found = []
    for package, below in (
        ("fontpkg_titillium_web", "files"),
        ("fontpkg_noto_sans", "files"),
        ("rinoh_typeface_dejavusans", "."),
    ):
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise RenderError(f"The font package {package} is missing; install requirements again.")
        found.append(Path(spec.submodule_search_locations[0]) / below)
    return found[0], found[1], found[2]


def font_files() -> tuple[Path, ...]:
    """Return every font file that text may be drawn with."""
    titillium, noto, dejavu = _folders()
    return (
        *(titillium / name for name in _TITILLIUM.values()),
        noto / _NOTO,
        dejavu / _DEJAVU_REGULAR,
        dejavu / _DEJAVU_BOLD,
    )


@lru_cache(maxsize=64)
def _typeface(path: Path, weight: int | None = None) -> Typeface:
    try:
        face = hb.Face(hb.Blob.from_file_path(str(path)))
    except (hb.HarfBuzzError, OSError) as error:
        raise RenderError(f"The font {path.name} cannot be read: {error}") from error
    font = hb.Font(face)
    if weight is not None:
        font.set_variations({"wght": weight})
    extents = font.get_font_extents("ltr")
    characters = frozenset(face.unicodes)
    return Typeface(path, weight, face.upem, extents.ascender, extents.descender, characters, font)


@lru_cache(maxsize=64)
def typefaces(family: str, weight: int) -> tuple[Typeface, ...]:
    """Return the fonts for a style in order of preference: its own family first.

    Raises RenderError when the family is none of ``FAMILIES``.
    """
    if family not in FAMILIES:
        raise RenderError(f"There is no font family {family!r}; use one of {', '.join(FAMILIES)}.")
    titillium, noto, dejavu = _folders()
    nearest = min(_TITILLIUM, key=lambda known: (abs(known - weight), -known))
    regular = _typeface(dejavu / _DEJAVU_REGULAR)
    # The bold DejaVu has fewer characters, so the regular one always stands behind it.
    dejavus = (_typeface(dejavu / _DEJAVU_BOLD), regular) if weight >= _BOLD_FROM else (regular,)
    chain = {
        "Titillium Web": (_typeface(titillium / _TITILLIUM[nearest]),),
        "Noto Sans": (_typeface(noto / _NOTO, min(900, max(100, weight))),),
        "DejaVu Sans": dejavus,
    }
    order = (family, *(name for name in FAMILIES if name != family))
    return tuple(face for name in order for face in chain[name])


def is_invisible(character: str) -> bool:
    """Return whether a character draws nothing by itself: a line break, a joiner, a selector."""
    code = ord(character)
    return (
        character == "\n"
        or unicodedata.category(character) == "Cf"
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
    )


def is_control(character: str) -> bool:
    """Return whether a character is a control code, which fonts may list but nobody can read."""
    return unicodedata.category(character) == "Cc" and character != "\n"


def missing_glyphs(texts: Iterable[str]) -> set[str]:
    """Return the characters that no font can draw; empty when all texts can be shown.

    So that a row can be refused before anything is rendered. Control characters count as missing.
    """
    from renderer.text_runs import clean

    faces = typefaces(FAMILIES[0], 400)
    wanted = {character for text in texts for character in clean(text)}
    return {
        character
        for character in wanted
        if is_control(character)
        or not (is_invisible(character) or any(ord(character) in f.characters for f in faces))
    }
