"""Text in lines: wrapped and balanced, shrunk when it is long, ended with an ellipsis at last."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from renderer.fonts import typefaces
from renderer.text_breaks import cluster_start
from renderer.text_paragraph import Paragraph, paragraphs
from renderer.text_runs import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.text_runs import ShapedRun
    from scenes.bound import TextStyle

SMALLEST = 0.6
"""A text shrinks down to this share of its style's size before it is cut, unless told otherwise."""

_LEAST_HELD = 0.4
"""Down to this share an amount shrinks rather than being parted from its currency, or broken."""

_STEP = 0.05
_ELLIPSIS = "…"
_CUT_BEFORE_ELLIPSIS = " .,;:-–—/'’、。，"
_CLOSE = 1e-4
_TRIES = 12

_Lines = list[tuple[Paragraph, int, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: shaped runs from left to right, its width in pixels.

    ``places`` are where the runs begin in the whole text.
    """

    runs: tuple[ShapedRun, ...]
    width: float
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class TextBlock:
    """A laid-out text. Pixels; ``width`` is that of the longest line, ``height`` of all lines.

    ``size`` is the size of an em after shrinking, ``baseline`` the distance from a line's top to
    its baseline, ``pitch`` from one baseline to the next. ``full`` is the size before shrinking,
    ``shortened`` whether an ellipsis stands for the rest of it, ``broken`` whether words may be.
    """

    lines: tuple[Line, ...]
    size: float
    pitch: float
    baseline: float
    width: float
    height: float
    full: float = 0.0
    shortened: bool = False
    broken: bool = False

    @cached_property
    def letters(self) -> tuple[int, ...]:
        """The places in the text where its letters with their marks begin, as they are typed."""
        return tuple(
            sorted(
                {
                    place + cluster
                    for line in self.lines
                    for run, place in zip(line.runs, line.places, strict=True)
                    for cluster in run.clusters
                }
            )
        )

    def typed_before(self, share: float) -> int | None:
        """Return the place in the text where the letters begin that are not typed yet.

        ``share`` is that of the letters seen, rounded up to whole ones; None: all are seen.
        """
        count = math.ceil(share * len(self.letters) - _CLOSE)
        return None if count >= len(self.letters) else self.letters[max(count, 0)]

    def single_lines(self) -> Iterator[TextBlock]:
        """Return each line as a block that, drawn at the same place, looks as it does here."""
        for number, line in enumerate(self.lines):
            baseline = number * self.pitch + self.baseline
            yield dataclasses.replace(self, lines=(line,), baseline=baseline)


@lru_cache(maxsize=2048)
def lay_out(
    text: str,
    style: TextStyle,
    width: float,
    max_lines: int,
    full: float,
    largest: float,
    *,
    shrink: float = SMALLEST,
    height: float | None = None,
    rtl: bool = False,
    language: str = "",
) -> TextBlock:
    """Lay a text out in at most ``width`` pixels and ``max_lines`` lines.

    ``full`` is the size of an em that the style asks for and ``largest`` the size to begin with, in
    pixels; ``shrink`` is the share of ``full`` that it may come down to. Within ``height`` pixels
    there may be fewer lines, but never none. ``rtl`` and ``language`` are those of the campaign.
    Words are only broken when even the smallest size does not hold them. What a no-break space
    holds together, and numbers, shrink further before that happens to them. Raises RenderError for
    a character without a glyph.
    """
    text = clean(text).strip(" ")
    parts = paragraphs(text, style, rtl=rtl, language=language)
    smallest = min(full * shrink, largest)
    for size in _sizes(full, largest, smallest):
        most = _most_lines(parts, style, size, max_lines, height)
        lines = _fitted(parts, width / size, most)
        if lines is not None:
            return _block(lines, style, size, full)
    if any(part.held_ems > width / smallest for part in parts):
        for size in _sizes(smallest, smallest, min(full * _LEAST_HELD, smallest)):
            most = _most_lines(parts, style, size, max_lines, height)
            lines = _fitted(parts, width / size, most)
            if lines is not None:
                return _block(lines, style, size, full)
            if all(part.held_ems <= width / size for part in parts):
                # What is held together has room; the rest may break.
                break
        smallest = size
    most = _most_lines(parts, style, smallest, max_lines, height)
    lines = _fitted(parts, width / smallest, most, broken=True)
    shortened = lines is None
    if lines is None:
        lines = _shortened(text, style, width / smallest, most, rtl=rtl, language=language)
    block = _block(lines, style, smallest, full)
    return dataclasses.replace(block, shortened=shortened, broken=True)


def _sizes(full: float, largest: float, smallest: float) -> Iterator[float]:
    """Return the sizes to try, from the largest down in even steps."""
    size = full
    while size > smallest:
        if size - full * _STEP < largest:
            yield min(size, largest)
        size -= full * _STEP
    yield smallest


def _most_lines(
    parts: list[Paragraph], style: TextStyle, size: float, max_lines: int, height: float | None
) -> int:
    if height is None:
        return max_lines
    up, down = _reach(parts, style)
    return max(1, min(max_lines, int((height + 0.01) / ((up + down) * size))))


def _shortened(
    text: str, style: TextStyle, ems: float, max_lines: int, *, rtl: bool, language: str
) -> _Lines:
    """Return the lines of the longest beginning of a text that fits with an ellipsis."""
    fitting, too_long = 0, len(text)
    best: _Lines = []
    while True:
        cut = (fitting + too_long) // 2
        kept = text[: cluster_start(text, cut)].rstrip(_CUT_BEFORE_ELLIPSIS + "\n") + _ELLIPSIS
        parts = paragraphs(kept, style, rtl=rtl, language=language)
        lines = _fitted(parts, ems, max_lines, broken=True)
        if lines is not None:
            fitting, best = cut, lines
        elif cut == 0:
            # Not even the ellipsis has room: it stands out rather than that nothing is said.
            return [(parts[-1], 0, len(parts[-1].text))]
        else:
            too_long = cut
        if too_long - fitting <= 1 and best:
            return best


def _fitted(
    parts: list[Paragraph], ems: float, max_lines: int, *, broken: bool = False
) -> _Lines | None:
    """Return all lines as (paragraph, start, end), or None when they do not fit.

    A line that ends inside a run may come out a little wider than it was within the paragraph
    (kerning with the space, the last form of an Arabic letter): then it is tried narrower.
    """
    within = ems
    for _ in range(_TRIES):
        lines: _Lines = []
        for part in parts:
            found = part.lines(within, broken=broken)
            if found is None or len(lines) + len(found) > max_lines:
                return None
            lines.extend((part, start, end) for start, end in found)
        widest = max(sum(run.ems for run, _ in p.shaped(start, end)) for p, start, end in lines)
        if widest <= ems + _CLOSE:
            return lines
        within -= widest - ems
    return lines if broken else None


def _reach(parts: list[Paragraph], style: TextStyle) -> tuple[float, float]:
    """Return in ems how much of a line's pitch stands above its baseline, and how much below.

    By the style's line height, or by the ink of fallback fonts, whose letters may be taller.
    """
    face = typefaces(style.family, style.weight)[0]
    ascent, descent = face.ascender / face.upem, -face.descender / face.upem
    up = (style.line_height - ascent - descent) / 2 + ascent
    down = style.line_height - up
    for part in parts:
        ink_up, ink_down = part.reach
        up, down = max(up, ink_up), max(down, ink_down)
    return up, down


def _block(lines: _Lines, style: TextStyle, size: float, full: float = 0.0) -> TextBlock:
    shaped: list[Line] = []
    for part, start, end in lines:
        runs = part.shaped(start, end)
        width = sum(run.ems for run, _ in runs) * size
        shaped.append(Line(tuple(run for run, _ in runs), width, tuple(place for _, place in runs)))
    up, down = _reach([part for part, _, _ in lines], style)
    pitch = (up + down) * size
    return TextBlock(
        lines=tuple(shaped),
        size=size,
        pitch=pitch,
        baseline=up * size,
        width=max(line.width for line in shaped),
        height=pitch * len(shaped),
        full=full,
    )


def one_line(
    text: str, style: TextStyle, like: TextBlock, *, rtl: bool = False, language: str = ""
) -> TextBlock:
    """Lay a text out in one line of the size that another text has."""
    part = Paragraph(clean(text), style, rtl=rtl, language=language)
    return _block([(part, 0, len(part.text))], style, like.size)


@lru_cache(maxsize=2048)
def natural_widths(
    text: str, style: TextStyle, *, rtl: bool = False, language: str = ""
) -> tuple[float, float]:
    """Return in ems the least width that holds a text in two lines, and that of one line."""
    parts = paragraphs(clean(text).strip(" "), style, rtl=rtl, language=language)
    wide = max(part.natural_ems for part in parts)
    narrow = wide if len(parts) > 1 else parts[0].ems_in_two
    return narrow, wide
