"""The code of the link with its printed address beside it, ready to be placed in a letter.

Citizens are told to distrust a letter that shows only a code: the address can be read, compared
with the issuer's own and typed in. Letters are outlines, so the file looks the same at any printer.
Instructions in Arabic or Cyrillic letters come from the Noto fonts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uharfbuzz

from foundation.errors import RenderError
from microsite.link_code import LEVEL
from microsite.qr_drawing import SIZE_MM, path_of
from microsite.text_direction import direction
from microsite.wording_files import wording
from scenes.qr_code import QUIET_ZONE, matrix

if TYPE_CHECKING:
    from collections.abc import Iterable

GAP_MM = 2.0
TEXT_MM = 3.0
"""Size of the instruction: 8.5 points."""

ADDRESS_MM = 3.4
"""Size of the address: 9.6 points, larger than small print."""

LINE_FACTOR = 1.36

_TITILLIUM = files("fontpkg_titillium_web") / "files"
_NOTO = files("manimgx_fonts")

_WEIGHTS = {"Regular": 400.0, "SemiBold": 600.0}


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    weight: str
    size: float
    before: float = 0.0


class _Outline:
    """Collects a glyph's outline as a relative SVG path that begins and ends at its origin.

    y runs down, units are hundredths of a millimetre.
    """

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._here = self._begun = (0, 0)
        self.parts: list[str] = []

    def _to(self, command: str, *points: tuple[float, float]) -> None:
        places = [(round(x * self._scale), round(-y * self._scale)) for x, y in points]
        here_x, here_y = self._here
        steps = " ".join(f"{x - here_x} {y - here_y}" for x, y in places)
        self.parts.append(f"{command}{steps}")
        self._here = places[-1]

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - names of the pen protocol
        self._to("m", point)
        self._begun = self._here

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - as above
        self._to("l", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - as above
        self._to("q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 - as above
        self._to("c", *points)

    def closePath(self) -> None:  # noqa: N802 - as above
        self.parts.append("z")
        self._here = self._begun


def label_svg(link: str, locale: str, changes: tuple[tuple[str, str, str], ...] = ()) -> bytes:
    """Return code, instruction and address as one SVG, 25 mm high and as wide as the text asks.

    ``link`` is ``HTTPS://HOST/TOKEN``; host and path are printed as people write them, the token on
    two lines of its own. Raises RenderError when the link does not fit into a code, or no font has
    the letters of the instruction.
    """
    rows = matrix(link, LEVEL)
    module = SIZE_MM / (len(rows) + 2 * QUIET_ZONE)
    text, width = _drawn(_lines(link, locale, changes), direction(locale))
    total = round(SIZE_MM + GAP_MM + width + 1.0, 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}mm" height="{SIZE_MM}mm" '
        f'viewBox="0 0 {total} {SIZE_MM}"><path fill="#fff" d="M0 0h{total}v{SIZE_MM}H0z"/>'
        f'<path shape-rendering="crispEdges" transform="scale({module:.6f})" d="{path_of(rows)}"/>'
        f"{text}</svg>\n"
    ).encode("ascii")


def _lines(link: str, locale: str, changes: tuple[tuple[str, str, str], ...]) -> tuple[_Line, ...]:
    words = wording(locale, changes)["page"]
    parts = urlsplit(link)
    folder, _, token = parts.path.rpartition("/")
    half = -(-len(token) // 2)
    return (
        _Line(words["label_scan"], "Regular", TEXT_MM),
        _Line(words["label_type"], "Regular", TEXT_MM),
        _Line(f"{parts.netloc}{folder}/".lower(), "SemiBold", ADDRESS_MM, before=1.0),
        _Line(token[:half], "SemiBold", ADDRESS_MM),
        _Line(token[half:], "SemiBold", ADDRESS_MM),
    )


def _drawn(lines: Iterable[_Line], base: str) -> tuple[str, float]:
    """Return the paths of all lines, centred on the code's height, and their greatest width.

    Where text runs from the right, lines end at the right edge.
    """
    lines = tuple(line for line in lines if line.text)
    height = sum(line.before + line.size * LINE_FACTOR for line in lines)
    outlines = [_outlined(line.text, line.weight, line.size) for line in lines]
    widest = max(width for _, width in outlines)
    y = (SIZE_MM - height) / 2
    paths = []
    for line, (path, width) in zip(lines, outlines, strict=True):
        y += line.before + line.size * LINE_FACTOR
        x = SIZE_MM + GAP_MM + (widest - width if base == "rtl" else 0)
        place = f"translate({round(x, 2):g} {y - line.size * (LINE_FACTOR - 1):.2f})"
        paths.append(f'<path transform="{place} scale(.01)" d="{path}"/>')
    return "".join(paths), widest


@lru_cache(maxsize=64)
def _outlined(text: str, weight: str, size: float) -> tuple[str, float]:
    """Return a line's outlines in hundredths of a millimetre, and its width in millimetres."""
    name = _font_of(text, weight)
    font = _font(name, weight)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    scale = size * 100 / font.face.upem
    x = 0.0
    parts = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        across, up = round(x + position.x_offset * scale), round(-position.y_offset * scale)
        parts.append(f"M{across} {up}{_glyph(info.codepoint, name, weight, scale)}")
        x += position.x_advance * scale
    return "".join(parts), x / 100


@lru_cache(maxsize=512)
def _glyph(number: int, name: str, weight: str, scale: float) -> str:
    """Return a glyph's outline as a path from its origin on: all links use the same few."""
    pen = _Outline(scale)
    _font(name, weight).draw_glyph_with_pen(number, pen)
    return "".join(pen.parts)


def _font_of(text: str, weight: str) -> str:
    """Return the name of the first font that has all letters of a text, empty for Titillium Web.

    Raises RenderError when there is none.
    """
    wanted = {ord(character) for character in text if not character.isspace()}
    for name in ("", *_noto_names()):
        covered = _font(name, weight).face.unicodes
        if all(letter in covered for letter in wanted):
            return name
    raise RenderError("No font has the letters of the words beside the code (page.label_…).")


@lru_cache
def _noto_names() -> tuple[str, ...]:
    """Return the files of Noto's upright fonts, that of Latin and Cyrillic letters first."""
    found = (file.name for file in _NOTO.iterdir() if file.name.endswith("[wght].ttf"))
    upright = (name for name in found if "Italic" not in name and "Emoji" not in name)
    return tuple(sorted(upright, key=len))


@lru_cache
def _font(name: str, weight: str) -> uharfbuzz.Font:
    """Return a font by its file, Titillium Web where ``name`` is empty."""
    file = _NOTO / name if name else _TITILLIUM / f"TitilliumWeb-{weight}.ttf"
    font = uharfbuzz.Font(uharfbuzz.Face(file.read_bytes()))
    if name:
        font.set_variations({"wght": _WEIGHTS[weight]})
    return font
