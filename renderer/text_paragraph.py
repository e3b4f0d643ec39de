"""One paragraph of a text: measured once, then parted into lines of any width."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from renderer.fonts import typefaces
from renderer.text_breaks import cluster_start, stretches
from renderer.text_runs import itemise, line_runs, shape_run

if TYPE_CHECKING:
    from renderer.text_runs import Run, ShapedRun
    from scenes.bound import TextStyle

_SLACK = 1e-6
_STACKED = re.compile(r"[\u01d5-\u01dc\u01de-\u01e1\u01fa\u01fb\u0300-\u036f\u1e00-\u1eff]")
_HALVINGS = 8
_NO_BREAK = "\u00a0\u202f\u2060"
_NO_BREAK_BESIDE = re.compile(rf"[{_NO_BREAK}]")
_HELD = re.compile(rf"[{_NO_BREAK} \d]")


class Paragraph:
    """A text without line breaks. Widths are in ems of the style.

    ``place`` is where it begins in the whole text. Raises RenderError for a character without a
    glyph.
    """

    def __init__(
        self, text: str, style: TextStyle, *, rtl: bool = False, language: str = "", place: int = 0
    ) -> None:
        self.text = text
        self.place = place
        self._faces = typefaces(style.family, style.weight)
        self.runs: tuple[Run, ...] = itemise(text, self._faces, rtl=rtl, language=language)

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        return stretches(self.text)

    @cached_property
    def _upto(self) -> list[float]:
        """For each place in the text the width of what stands before it, in its runs."""
        advances = [0.0] * (len(self.text) + 1)
        for run in self.runs:
            shaped = shape_run(self.text, run)
            for cluster, ems in zip(shaped.clusters, shaped.advances, strict=True):
                advances[run.start + cluster + 1] += ems
        return list(accumulate(advances))

    def _ems(self, start: int, end: int) -> float:
        return self._upto[end] - self._upto[start]

    def shaped(self, start: int, end: int) -> tuple[tuple[ShapedRun, int], ...]:
        """Return the runs of a line from left to right, each with its place in the whole text."""
        return tuple(
            (shape_run(self.text, run), self.place + run.start)
            for run in line_runs(self.runs, start, end)
        )

    @cached_property
    def reach(self) -> tuple[float, float]:
        """How far tall ink stands above and below the baseline, in ems; 0: none.

        Of the style's own font only letters with two marks on each other count: for all others its
        line height is the designer's choice.
        """
        up = down = 0.0
        stacked = _STACKED.search(self.text) is not None
        for run in self.runs:
            if run.face is self._faces[0] and not stacked:
                continue
            font, upem = run.face.font, run.face.upem
            shaped = shape_run(self.text, run)
            for index, y in zip(shaped.indices, shaped.ys, strict=True):
                extents = font.get_glyph_extents(index)
                if extents is not None and extents.height:
                    top = y + extents.y_bearing
                    up = max(up, top / upem)
                    down = max(down, -(top + extents.height) / upem)
        return up, down

    @cached_property
    def _whole(self) -> float:
        """The width of all of it in one line."""
        return sum(shape_run(self.text, run).ems for run in self.runs)

    @property
    def natural_ems(self) -> float:
        """The width of the paragraph in one line."""
        return self._ems(self._words[0][0], self._words[-1][1]) if self._words else 0.0

    @property
    def ems_in_two(self) -> float:
        """The least width that holds the paragraph in two lines."""
        words = self._words
        if len(words) < 2:
            return self.natural_ems
        first, last = words[0][0], words[-1][1]
        return min(
            max(self._ems(first, before[1]), self._ems(after[0], last))
            for before, after in pairwise(words)
        )

    @cached_property
    def held_ems(self) -> float:
        """The width of the longest word that must not be broken: a number, an amount and its sign.

        So is all that an author holds together by no-break spaces.
        """
        held = (word for word in self._words if _HELD.search(self.text, *word))
        return max((self._ems(*word) for word in held), default=0.0)

    def lines(self, ems: float, *, broken: bool = False) -> list[tuple[int, int]] | None:
        """Return the lines (start, end) in ``ems``, as even as they can be.

        None when a word alone is too long, unless it may be ``broken`` between letters.
        """
        text = self.text
        if text and text[0] != " " and text[-1] != " " and self._whole <= ems:
            return [(0, len(text))]
        words = self._broken_words(ems) if broken else self._words
        if not words:
            return [(0, 0)]
        first, last = words[0][0], words[-1][1]
        if self._ems(first, last) <= ems + _SLACK:
            return [(first, last)]
        found = self._wrapped(words, ems)
        return found and self._balanced(words, found)

    def _wrapped(self, words: list[tuple[int, int]], ems: float) -> list[tuple[int, int]] | None:
        """Fill lines word by word; None when a word alone is too long."""
        upto = self._upto
        lines: list[tuple[int, int]] = []
        most = ems + _SLACK
        begin, stop = words[0][0], words[0][0]
        for start, end in words:
            if upto[end] - upto[start] > most:
                return None
            if upto[end] - upto[begin] > most:
                lines.append((begin, stop))
                begin = start
            stop = end
        lines.append((begin, stop))
        return lines

    def _balanced(
        self, words: list[tuple[int, int]], lines: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Return the same number of lines in the narrowest width, so that none is left short."""
        narrow = max(self._ems(*word) for word in words)
        wide = max(self._ems(*line) for line in lines)
        narrow = max(narrow, self._ems(words[0][0], words[-1][1]) / len(lines) * 0.9)
        best = lines
        for _ in range(_HALVINGS):
            if wide - narrow < _SLACK:
                break
            middle = (narrow + wide) / 2
            tried = self._wrapped(words, middle)
            if tried is not None and len(tried) == len(lines):
                best, wide = tried, middle
            else:
                narrow = middle
        return best

    def _broken_words(self, ems: float) -> list[tuple[int, int]]:
        """Return the words with those longer than ``ems`` broken between letters."""
        pieces: list[tuple[int, int]] = []
        for begin, end in self._words:
            start = begin
            while start < end:
                stop = self._longest(start, end, ems)
                pieces.append((start, stop))
                start = stop
        return pieces

    def _longest(self, start: int, end: int, ems: float) -> int:
        """Return the end of the longest part of a word that fits, one letter at least."""
        fits = bisect_right(self._upto, self._upto[start] + ems + _SLACK, start, end + 1) - 1
        stop = cluster_start(self.text, min(fits, end))
        parted = stop
        while start < parted < end and _NO_BREAK_BESIDE.search(self.text, parted - 1, parted + 1):
            parted = cluster_start(self.text, parted - 1)
        if stop > start:
            return parted if parted > start else stop
        stop = start + 1
        while stop < end and cluster_start(self.text, stop) < stop:
            stop += 1
        return stop


def paragraphs(
    text: str, style: TextStyle, *, rtl: bool = False, language: str = ""
) -> list[Paragraph]:
    """Return the paragraphs of a clean text."""
    parts = text.split("\n")
    places = accumulate((len(part) + 1 for part in parts), initial=0)
    return [
        Paragraph(part, style, rtl=rtl, language=language, place=place)
        for part, (place, _) in zip(parts, pairwise(places), strict=True)
    ]
