"""Web fonts: the Latin letters of a family in two weights, cut small, and what stands in for them.

``python -m assets.web_fonts`` cuts the shipped families anew from the packages that the films draw
with. The same cutting serves fonts that a campaign brings. Each weight comes in three files, so
that a page loads only what it shows: every page needs ``core``, so it is smallest, without kerning.

Until a web font has come, the text stands in a font of the machine; scaled and moved to the same
measures (CSS Fonts 5, ``size-adjust`` and its companions) nothing jumps when it does.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "fonts"

CORE = (
    "U+20-22,U+25-29,U+2B-3B,U+3D,U+3F-5A,U+5F,U+61-7A,U+A0-A1,U+AB,U+B0,U+B7,U+BB,U+BF-C0,"
    "U+C4,U+C7-C9,U+CC,U+CE,U+D2,U+D6,U+D9,U+DC,U+DF-E2,U+E4,U+E7-EF,U+F1-F4,U+F6,U+F9-FC,"
    "U+103,U+218-21B,U+2013,U+2018-2019,U+201C-201E,U+2026,U+20AC"
)
"""What the first file of each weight holds: all that the shipped wordings in Latin letters need."""

LATIN = (
    "U+23-24,U+2A,U+3C,U+3E,U+5B-5E,U+60,U+7B-7E,U+A2-AA,U+AC-AF,U+B1-B6,U+B8-BA,U+BC-BE,"
    "U+C1-C3,U+C5-C6,U+CA-CB,U+CD,U+CF-D1,U+D3-D5,U+D7-D8,U+DA-DB,U+DD-DE,U+E3,U+E5-E6,"
    "U+F0,U+F5,U+F7-F8,U+FD-FF,U+131,U+152-153,U+2C6,U+2DA,U+2DC,U+2014,U+201A,U+2020-2022,"
    "U+2030,U+2039-203A,U+2044,U+2122,U+2212"
)
"""What the second file holds: rarer letters of western Europe."""

LATIN_EXTENDED = (
    "U+100-102,U+104-130,U+132-151,U+154-217,U+21C-2C5,U+2C7-2D9,U+2DB,U+2DD,U+300-36F,"
    "U+3A9,U+3C0,U+1E00-1EFF,U+2070-208E,U+2126,U+2202-2211,U+2215-22FF,U+25CA"
)
"""What the third file holds, for a name in Polish, Turkish…"""

SUBSETS = (("core", CORE), ("latin", LATIN), ("latin-ext", LATIN_EXTENDED))
WEIGHTS = (("regular", 400), ("bold", 600))
"""The page's two weights as its styles ask for them; each family says which of its own they are."""

_GRID = 400
"""Units to the em of the first file: a tenth of a pixel in the largest heading, a fifth smaller."""

SAMPLE = (
    "Un breve messaggio per lei. Le spieghiamo qualcosa che la riguarda, con parole semplici. "
    "Guarda il video. Preferisco leggere. Dura un minuto, con i sottotitoli. Servizio clienti. "
    "A short message for you, in plain words; it takes one minute to watch."
)
"""Text whose width decides how a stand-in is scaled."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a shipped family comes from: the package, its file and weight for regular and bold."""

    package: str
    regular: str
    bold: str
    weights: tuple[int | None, int | None] = (None, None)


SHIPPED = {
    "Titillium Web": Source(
        "fontpkg_titillium_web/files", "TitilliumWeb-Regular.ttf", "TitilliumWeb-SemiBold.ttf"
    ),
    "Noto Sans": Source("manimgx_fonts", "NotoSans[wght].ttf", "NotoSans[wght].ttf", (400, 650)),
    "Nunito": Source("fontpkg_nunito/files", "Nunito[wght].ttf", "Nunito[wght].ttf", (500, 800)),
}
"""The families that pages can have, by the name that themes give them."""


@dataclass(frozen=True, slots=True)
class Measures:
    """A font's measures as shares of its em: mean width of ``SAMPLE``, lines' height and depth."""

    width: float
    ascent: float
    descent: float
    line_gap: float


STAND_INS: dict[str, tuple[tuple[str, ...], float, float]] = {
    "a": (("Arial", "Liberation Sans", "Arimo", "Helvetica"), 0.4399, 0.4705),
    "r": (("Roboto",), 0.4386, 0.4455),
    "d": (("DejaVu Sans",), 0.501, 0.5659),
}
"""Fonts of machines that wait in a web font's place, by a short key: their names, and the mean
width of ``SAMPLE`` in regular and bold (measured from Arimo, Roboto and DejaVu Sans)."""


def file_name(family: str, weight: str, subset: str) -> str:
    """Return the name of a shipped file below ``assets/fonts``."""
    return f"{family.replace(' ', '')}-{weight}-{subset}.woff2"


def shipped(family: str, weight: str, subset: str) -> bytes:
    """Return a shipped web font; KeyError for a family that is none of ``SHIPPED``."""
    SHIPPED[family]
    return (FOLDER / file_name(family, weight, subset)).read_bytes()


def cut(font: bytes, ranges: str, weight: int | None = None) -> bytes | None:
    """Return the part of a font with the characters of ``ranges`` as WOFF2; None if it has none.

    A font with a weight axis is set to ``weight``. Hints and tables that browsers do not need are
    left out. Raises fontTools' TTLibError for what is no font.
    """
    from fontTools import subset
    from fontTools.ttLib import scaleUpem
    from fontTools.varLib import instancer

    opened = _opened(font)
    wanted = characters(ranges) & set(opened.getBestCmap())
    if not wanted:
        return None
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = [] if ranges == CORE else ["kern", "locl", "mark", "mkmk", "ccmp"]
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["FFTM", "meta", "STAT"]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(opened)
    if "fvar" in opened:  # after the cutting: few letters take a tenth of the time
        places = {
            axis.axisTag: _within(axis, weight if axis.axisTag == "wght" else None)
            for axis in opened["fvar"].axes
        }
        opened = instancer.instantiateVariableFont(opened, places)
    if ranges == CORE and opened["head"].unitsPerEm > _GRID:
        scaleUpem.scale_upem(opened, _GRID)
    opened.flavor = "woff2"
    opened.recalcTimestamp = False
    whole = io.BytesIO()
    opened.save(whole)
    return whole.getvalue()


@lru_cache(maxsize=32)
def measures(font: bytes) -> Measures:
    """Return a font's measures; TTLibError for what is no font."""
    opened = _opened(font)
    glyphs, advances = opened.getBestCmap(), opened["hmtx"]
    em = opened["head"].unitsPerEm
    lines, typographic = opened["hhea"], opened["OS/2"]
    known = [glyphs[ord(letter)] for letter in SAMPLE if ord(letter) in glyphs]
    width = sum(advances[name][0] for name in known) / max(1, len(known)) / em
    if typographic.fsSelection & 1 << 7:  # the font asks for its typographic measures
        up, down, gap = (
            typographic.sTypoAscender,
            typographic.sTypoDescender,
            typographic.sTypoLineGap,
        )
    else:
        up, down, gap = lines.ascent, lines.descent, lines.lineGap
    return Measures(width or 0.45, up / em, -down / em, gap / em)


def characters(ranges: str) -> set[int]:
    """Return the code points of a CSS ``unicode-range``."""
    found: set[int] = set()
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def stand_ins(family: str, weight: str, weight_number: int, font: Measures) -> list[str]:
    """Return the ``@font-face`` rules of the fonts that wait in a family's place."""
    rules = []
    for key, (names, regular, bold) in STAND_INS.items():
        scale = font.width / (bold if weight == "bold" else regular)
        heavy = " Bold" if weight == "bold" else ""
        sources = ",".join(f'local("{name}{heavy}")' for name in names)
        rules.append(
            f'@font-face{{font-family:"{family} {key}";font-weight:{weight_number};src:{sources};'
            f"size-adjust:{scale:.2%};ascent-override:{font.ascent / scale:.2%};"
            f"descent-override:{font.descent / scale:.2%};"
            f"line-gap-override:{font.line_gap / scale:.2%}}}"
        )
    return rules


def stack(family: str) -> str:
    """Return the CSS ``font-family``: the family, its stand-ins, whatever is there."""
    waiting = ",".join(f'"{family} {key}"' for key in STAND_INS)
    return f'"{family}",{waiting},system-ui,sans-serif'


def _opened(font: bytes) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(font), recalcTimestamp=False)


def _within(axis: Any, wanted: int | None) -> float:
    value = axis.defaultValue if wanted is None else wanted
    return float(min(axis.maxValue, max(axis.minValue, value)))


def main() -> None:
    """Cut the shipped families anew, and say how large each file is."""
    import importlib.util

    for family, source in SHIPPED.items():
        package, _, below = source.package.partition("/")
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise SystemExit(f"The package {package} is not installed.")
        folder = Path(spec.submodule_search_locations[0]) / below
        files = (source.regular, source.bold)
        for (weight, _), file, number in zip(WEIGHTS, files, source.weights, strict=True):
            for subset, ranges in SUBSETS:
                body = cut((folder / file).read_bytes(), ranges, number)
                if body is None:
                    raise SystemExit(f"{file} has none of these letters.")
                (FOLDER / file_name(family, weight, subset)).write_bytes(body)
                print(f"{file_name(family, weight, subset):36} {len(body):7,} bytes")


if __name__ == "__main__":
    main()
