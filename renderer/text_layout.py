"""Text in lines: wrapped and balanced, shrunk when it is long, ended with an ellipsis at last."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from renderer.fonts import typefaces
from renderer.text_runs import clean, itemise, shape_line

if TYPE_CHECKING:
    from renderer.text_runs import Run, ShapedRun
    from scenes.bound import TextStyle

SMALLEST = 0.6
"""A text shrinks down to this share of its style's size before it is cut."""

_STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, SMALLEST)
_BREAK_AFTER = "-–—/"
_ELLIPSIS = "…"
_CUT_BEFORE_ELLIPSIS = " .,;:-–—/'’"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: shaped runs from left to right, its width in pixels."""

    runs: tuple[ShapedRun, ...]
    width: float


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A laid-out text. Pixels; ``width`` is that of the longest line, ``height`` of all lines.

    ``size`` is the size of an em after shrinking, ``baseline`` the distance from a line's top to
    its baseline, ``pitch`` from one baseline to the next.
    """

    lines: tuple[Line, ...]
    size: float
    pitch: float
    baseline: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Word:
    """A stretch that is not broken, and the width of the space before it, both in ems."""

    start: int
    end: int
    ems: float
    space: float


@lru_cache(maxsize=2048)
def lay_out(
    text: str,
    style: TextStyle,
    width: float,
    max_lines: int,
    full: float,
    largest: float,
    *,
    rtl: bool = False,
) -> TextBlock:
    """Lay a text out in at most ``width`` pixels and ``max_lines`` lines.

    ``full`` is the size of an em that the style asks for and ``largest`` the size to begin with, in
    pixels; ``rtl`` is the direction of the campaign's language. Words are only broken when even the
    smallest size does not hold them. Raises RenderError for a character without a glyph.
    """
    text = clean(text).strip(" ")
    paragraphs = [_Paragraph(part, style, rtl=rtl) for part in text.split("\n")]
    smallest = min(full * SMALLEST, largest)
    for step in _STEPS:
        size = max(min(full * step, largest), smallest)
        lines = _wrap_all(paragraphs, width / size, max_lines)
        if lines is not None:
            return _block(lines, style, size)
    lines = _wrap_all(paragraphs, width / smallest, max_lines, broken=True)
    if lines is None:
        lines = _shortened(text, style, width / smallest, max_lines, rtl=rtl)
    return _block(lines, style, smallest)


def _shortened(
    text: str, style: TextStyle, ems: float, max_lines: int, *, rtl: bool
) -> list[tuple[_Paragraph, int, int]]:
    """Return the lines of the longest beginning of a text that fits with an ellipsis."""
    fitting, too_long = 0, len(text)
    best: list[tuple[_Paragraph, int, int]] = []
    while True:
        cut = (fitting + too_long) // 2
        kept = text[: _cluster_start(text, cut)].rstrip(_CUT_BEFORE_ELLIPSIS + "\n") + _ELLIPSIS
        parts = [_Paragraph(part, style, rtl=rtl) for part in kept.split("\n")]
        lines = _wrap_all(parts, ems, max_lines, broken=True)
        if lines is None:
            too_long = cut
        else:
            fitting, best = cut, lines
        if too_long - fitting <= 1:
            return best


def _cluster_start(text: str, index: int) -> int:
    """Return the last place at or before ``index`` where a letter with its marks begins."""
    while 0 < index < len(text) and (
        unicodedata.category(text[index])[0] == "M" or unicodedata.category(text[index]) == "Cf"
    ):
        index -= 1
    return index


class _Paragraph:
    """A text without line breaks, its runs and words; widths are in ems of the style."""

    def __init__(self, text: str, style: TextStyle, *, rtl: bool) -> None:
        self.text = text
        self.runs: tuple[Run, ...] = itemise(text, typefaces(style.family, style.weight), rtl=rtl)
        self.words = self._split()

    def ems(self, start: int, end: int) -> float:
        return sum(run.ems for run in self.shaped(start, end))

    def shaped(self, start: int, end: int) -> tuple[ShapedRun, ...]:
        return shape_line(self.text, self.runs, start, end)

    def _split(self) -> list[_Word]:
        words: list[_Word] = []
        start, gap = 0, 0
        text = self.text
        for index in range(len(text) + 1):
            at_end = index == len(text)
            if at_end or text[index] == " " or (index and self._may_break(index)):
                if index > start:
                    space = self.ems(gap, start) if words else 0.0
                    words.append(_Word(start, index, self.ems(start, index), space))
                    gap = index
                start = index + 1 if not at_end and text[index] == " " else index
        return words

    def _may_break(self, index: int) -> bool:
        """Return whether a line may end after a dash or stroke between letters."""
        return (
            self.text[index - 1] in _BREAK_AFTER
            and index > 1
            and self.text[index - 2].isalpha()
            and self.text[index].isalpha()
        )

    def broken_words(self, ems: float) -> list[_Word]:
        """Return the words with those longer than ``ems`` broken between letters."""
        pieces: list[_Word] = []
        for word in self.words:
            start, space = word.start, word.space
            while start < word.end:
                end = self._longest(start, word.end, ems)
                pieces.append(_Word(start, end, self.ems(start, end), space))
                start, space = end, 0.0
        return pieces

    def _longest(self, start: int, end: int, ems: float) -> int:
        if self.ems(start, end) <= ems:
            return end
        fits, too_far = start + 1, end
        while too_far - fits > 1:
            middle = (fits + too_far) // 2
            if self.ems(start, middle) <= ems:
                fits = middle
            else:
                too_far = middle
        return max(_cluster_start(self.text, fits), start + 1)


def _wrap_all(
    paragraphs: list[_Paragraph], ems: float, max_lines: int, *, broken: bool = False
) -> list[tuple[_Paragraph, int, int]] | None:
    """Return all lines as (paragraph, start, end), or None when they do not fit."""
    lines: list[tuple[_Paragraph, int, int]] = []
    for paragraph in paragraphs:
        words = paragraph.broken_words(ems) if broken else paragraph.words
        if not words:
            lines.append((paragraph, 0, 0))
            continue
        wrapped = _wrap(words, ems)
        if wrapped is None:
            return None
        lines.extend((paragraph, start, end) for start, end in _balanced(words, ems, wrapped))
    return lines if len(lines) <= max_lines else None


def _wrap(words: list[_Word], ems: float) -> list[tuple[int, int]] | None:
    """Fill lines word by word; None when a word alone is too long."""
    lines: list[tuple[int, int]] = []
    used = 0.0
    for word in words:
        if word.ems > ems + 1e-6:
            return None
        if lines and used + word.space + word.ems <= ems + 1e-6:
            lines[-1] = (lines[-1][0], word.end)
            used += word.space + word.ems
        else:
            lines.append((word.start, word.end))
            used = word.ems
    return lines


def _balanced(
    words: list[_Word], ems: float, lines: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the same number of lines in the narrowest width, so that none is left short."""
    if len(lines) == 1:
        return lines
    narrow, wide = max(word.ems for word in words), ems
    best = lines
    for _ in range(10):
        middle = (narrow + wide) / 2
        tried = _wrap(words, middle)
        if tried is not None and len(tried) == len(lines):
            best, wide = tried, middle
        else:
            narrow = middle
    return best


def _block(lines: list[tuple[_Paragraph, int, int]], style: TextStyle, size: float) -> TextBlock:
    shaped = []
    for paragraph, start, end in lines:
        runs = paragraph.shaped(start, end)
        shaped.append(Line(runs, sum(run.ems for run in runs) * size))
    face = typefaces(style.family, style.weight)[0]
    pitch = style.line_height * size
    ascent, descent = face.ascender / face.upem * size, -face.descender / face.upem * size
    return TextBlock(
        lines=tuple(shaped),
        size=size,
        pitch=pitch,
        baseline=(pitch - ascent - descent) / 2 + ascent,
        width=max(line.width for line in shaped),
        height=pitch * len(shaped),
    )


def one_line(text: str, style: TextStyle, like: TextBlock, *, rtl: bool = False) -> TextBlock:
    """Lay a text out in one line of the size that another text has."""
    paragraph = _Paragraph(clean(text), style, rtl=rtl)
    return _block([(paragraph, 0, len(paragraph.text))], style, like.size)
