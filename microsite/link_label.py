"""The code of the link with its printed address beside it, ready to be placed in a letter.

Citizens are told to distrust a letter that shows only a code: the address can be read, compared
with the issuer's own and typed in. Letters are outlines, so the file looks the same at any printer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uharfbuzz

from microsite.link_code import LEVEL
from microsite.qr_drawing import SIZE_MM, path_of
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

_FONTS = files("fontpkg_titillium_web") / "files"


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
    two lines of its own. Raises RenderError when the link does not fit into a code.
    """
    rows = matrix(link, LEVEL)
    module = SIZE_MM / (len(rows) + 2 * QUIET_ZONE)
    text, width = _drawn(_lines(link, locale, changes))
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


def _drawn(lines: Iterable[_Line]) -> tuple[str, float]:
    """Return the paths of all lines, centred on the code's height, and their greatest width."""
    lines = tuple(line for line in lines if line.text)
    height = sum(line.before + line.size * LINE_FACTOR for line in lines)
    y, widest = (SIZE_MM - height) / 2, 0.0
    paths = []
    for line in lines:
        y += line.before + line.size * LINE_FACTOR
        path, width = _outlined(line.text, line.weight, line.size)
        place = f"translate({SIZE_MM + GAP_MM:g} {y - line.size * (LINE_FACTOR - 1):.2f})"
        paths.append(f'<path transform="{place} scale(.01)" d="{path}"/>')
        widest = max(widest, width)
    return "".join(paths), widest


@lru_cache(maxsize=64)
def _outlined(text: str, weight: str, size: float) -> tuple[str, float]:
    """Return a line's outlines in hundredths of a millimetre, and its width in millimetres."""
    font = _font(weight)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    scale = size * 100 / font.face.upem
    x = 0.0
    parts = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        parts.append(f"M{round(x)} 0{_glyph(info.codepoint, weight, scale)}")
        x += position.x_advance * scale
    return "".join(parts), x / 100


@lru_cache(maxsize=512)
def _glyph(number: int, weight: str, scale: float) -> str:
    """Return a glyph's outline as a path from its origin on: all links use the same few."""
    pen = _Outline(scale)
    _font(weight).draw_glyph_with_pen(number, pen)
    return "".join(pen.parts)


@lru_cache
def _font(weight: str) -> uharfbuzz.Font:
    body = (_FONTS / f"TitilliumWeb-{weight}.ttf").read_bytes()
    return uharfbuzz.Font(uharfbuzz.Face(body))
