"""Where the font files are: in packages, so that a text looks the same on every machine.

The large font for Chinese, Japanese and Korean is optional: from the package that
``requirements/fonts.in`` names, or else from Debian's ``fonts-noto-cjk``.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

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
_NOTO_SCRIPTS = (
    "Arabic",
    "Hebrew",
    "Devanagari",
    "Thai",
    "Bengali",
    "Gujarati",
    "Gurmukhi",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Sinhala",
    "Oriya",
    "Georgian",
    "Armenian",
    "Ethiopic",
    "Khmer",
    "Lao",
    "Myanmar",
)
_BOLD_FROM = 550
_PICTOGRAPHS = 0x1F000
_LIGHTEST, _HEAVIEST = 100, 900
_CJK_PACKAGE, _CJK_FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
_DEBIAN = Path("/usr/share/fonts/opentype/noto")
_DEBIAN_CJK = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")

FAMILIES = ("Titillium Web", "Noto Sans", "DejaVu Sans", "Nunito")
"""The families a style may name, in the order of falling back."""

_EAST_ASIAN_ADVICE = (
    "Chinese, Japanese and Korean need one more font: run `make fonts` "
    "(or install requirements/fonts.lock, or Debian's fonts-noto-cjk)"
)

# Hangul Jamo; radicals to Yi; Hangul syllables; compatibility and wide forms; Kana; ideographs.
_EAST_ASIAN = (
    (0x1100, 0x11FF),
    (0x2E80, 0xA4CF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x1AFF0, 0x1B16F),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font for a style: its file, the weight to set on its axis (None: it has none).

    Of its characters, those below ``least`` are left to other fonts.
    """

    path: Path
    weight: int | None = None
    least: int = 0


@lru_cache(maxsize=8)
def _folder(package: str) -> Path | None:
    """Return where an installed package lies; None when it is not installed. It is not run.

    DejaVu's package registers itself with a typesetting program that is not installed here.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _needed(package: str) -> Path:
    folder = _folder(package)
    if folder is None:
        raise RenderError(f"The font package {package} is missing; install requirements again.")
    return folder


def _titillium(weight: int) -> tuple[FontFile, ...]:
    nearest = min(_TITILLIUM, key=lambda known: (abs(known - weight), -known))
    return (FontFile(_needed("fontpkg_titillium_web") / "files" / _TITILLIUM[nearest]),)


def _noto(name: str, weight: int, least: int = 0) -> FontFile:
    heavy = min(_HEAVIEST, max(_LIGHTEST, weight))
    return FontFile(_needed("manimgx_fonts") / f"Noto{name}[wght].ttf", heavy, least)


def _nunito(weight: int) -> tuple[FontFile, ...]:
    heavy = min(_HEAVIEST, max(2 * _LIGHTEST, weight))
    return (FontFile(_needed("fontpkg_nunito") / "files" / "Nunito[wght].ttf", heavy),)


def _dejavu(weight: int) -> tuple[FontFile, ...]:
    folder = _needed("rinoh_typeface_dejavusans")
    regular = FontFile(folder / "DejaVuSans.ttf")
    # The bold one has fewer characters, so the regular one always stands behind it.
    bold = FontFile(folder / "DejaVuSans-Bold.ttf")
    return (bold, regular) if weight >= _BOLD_FROM else (regular,)


def _east_asian(weight: int) -> tuple[FontFile, ...]:
    """Return the font of China, Japan and Korea; nothing where none is installed."""
    folder = _folder(_CJK_PACKAGE)
    if folder is not None:
        heavy = min(_HEAVIEST, max(_LIGHTEST, weight))
        return (FontFile(folder / _CJK_FILE, heavy),)
    file = _DEBIAN / _DEBIAN_CJK[weight >= _BOLD_FROM]
    return (FontFile(file),) if file.is_file() else ()


def files_for(family: str, weight: int) -> tuple[FontFile, ...]:
    """Return the fonts for a style in order of preference: its own family first.

    Raises RenderError when the family is none of ``FAMILIES``, or a package is missing.
    """
    if family not in FAMILIES:
        raise RenderError(f"There is no font family {family!r}; use one of {', '.join(FAMILIES)}.")
    own = {
        "Titillium Web": _titillium(weight),
        "Noto Sans": (_noto("Sans", weight),),
        "DejaVu Sans": _dejavu(weight),
        "Nunito": _nunito(weight),
    }
    chain = (
        *own[family],
        *_titillium(weight),
        _noto("Sans", weight),
        *(_noto(f"Sans{script}", weight) for script in _NOTO_SCRIPTS),
        # Smileys are Noto's, but arrows and ticks DejaVu's, which go with letters.
        _noto("Emoji", weight, _PICTOGRAPHS),
        *_dejavu(weight),
        _noto("SansSymbols", weight),
        _noto("Emoji", weight),
        *_nunito(weight),
        *_east_asian(weight),
    )
    return tuple(dict.fromkeys(chain))


def font_files() -> tuple[Path, ...]:
    """Return every font file that text may be drawn with."""
    found = [
        file.path
        for family in FAMILIES
        for weight in (*_TITILLIUM, _BOLD_FROM)
        for file in files_for(family, weight)
    ]
    return tuple(dict.fromkeys(found))


def glyph_advice(characters: Iterable[str]) -> str:
    """Return what to do about characters without a glyph: a sentence, or nothing."""
    codes = [ord(character) for character in characters]
    if any(first <= code <= last for code in codes for first, last in _EAST_ASIAN):
        return _EAST_ASIAN_ADVICE
    return ""
