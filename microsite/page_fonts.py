"""The fonts of a page: two weights of a family, each in the parts that browsers load one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assets import web_fonts
from foundation.errors import RenderError
from microsite.naming import hashed

if TYPE_CHECKING:
    from pathlib import Path

    from scenes.page_look import PageFont

MOST_BYTES = 20_000
"""Of the part with the usual letters in one weight; every page loads two of them."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Rules that bring the fonts into a stylesheet, and the files they name.

    They are not preloaded: the stand-in of the same measures is read meanwhile, nothing jumps, and
    a page in Arabic or in large letters of another script does not load what it does not show.
    """

    css: str
    files: dict[str, bytes]


def page_faces(font: PageFont, media: Path) -> Faces:
    """Return what a page needs of its font; RenderError when a file cannot be used."""
    changed = tuple(
        (media / name).stat().st_mtime_ns if name else 0 for name in (font.regular, font.bold)
    )
    return _faces(font, media, changed)


@lru_cache(maxsize=16)
def _faces(font: PageFont, media: Path, _changed: tuple[int, ...]) -> Faces:
    rules: list[str] = []
    files: dict[str, bytes] = {}
    for weight, number in web_fonts.WEIGHTS:
        for subset, ranges in web_fonts.SUBSETS:
            body = _part(font, media, weight, subset, ranges)
            if body is None:
                continue
            name = hashed(f"font-{number}-{subset}.woff2", body)
            files[name] = body
            rules.append(
                f'@font-face{{font-family:"{font.family}";font-weight:{number};font-display:swap;'
                f'src:url({name}) format("woff2");unicode-range:{ranges}}}'
            )
            if subset == "core":
                measured = web_fonts.measures(body)
                rules += web_fonts.stand_ins(font.family, weight, number, measured)
    rules.append(f":root{{--font:{web_fonts.stack(font.family)}}}")
    return Faces("\n".join(rules), files)


def _part(font: PageFont, media: Path, weight: str, subset: str, ranges: str) -> bytes | None:
    """Return a part of a font; None where the font has none of its letters."""
    if not font.regular:
        return web_fonts.shipped(font.family, weight, subset)
    name = font.bold if weight == "bold" else font.regular
    try:
        body = web_fonts.cut((media / name).read_bytes(), ranges, 700 if weight == "bold" else 400)
    except Exception as error:
        # What a broken font makes fontTools raise is of many kinds.
        raise RenderError(f"The font {name} cannot be cut for the page.") from error
    if body is not None and len(body) > MOST_BYTES and subset == "core":
        raise RenderError(
            f"The font {name} has {len(body):,} bytes in the letters of Italian alone; every page "
            f"loads them, so they may have {MOST_BYTES:,} at most. Choose a plainer font."
        )
    return body
