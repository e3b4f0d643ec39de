"""Which way text runs: the page's direction, and names of the other direction kept apart.

A name in Arabic inside an Italian sentence must not reorder what stands around it (Unicode Standard
Annex 9). In HTML such runs are wrapped in ``<bdi>``; in plain text for the player, in the isolates
U+2068 and U+2069.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from markupsafe import Markup, escape

from foundation.left_to_right import left_to_right_spans, whole_brackets

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

FIRST_RIGHT_TO_LEFT = "\u0590"
"""No character before it runs from right to left or controls a direction."""

KEPT = 4096
"""Texts that are remembered: most of a page's are the same for everybody."""

_RIGHT = frozenset({"R", "AL"})
_CONTROLS = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


@lru_cache
def direction(locale: str) -> str:
    """Return ``ltr`` or ``rtl`` for a locale such as ``it-IT``."""
    text_direction: str = Locale.parse(locale.replace("-", "_")).text_direction
    return text_direction


def runs(text: str, base: str) -> list[tuple[bool, str]]:
    """Split text into (runs against the direction ``base``, text) parts, in order.

    In a page from the left a run goes from its first to its last letter from the right; spaces,
    digits and marks between two of them belong to it. In a page from the right the runs are those
    of the film (``foundation.left_to_right``). None holds half a pair of brackets. Direction
    controls in the text are dropped: they come with data and could turn the sentence around them.
    """
    if base == "ltr" and text and max(text) < FIRST_RIGHT_TO_LEFT:
        return [(False, text)]
    text = text.translate(_CONTROLS)
    spans = _right_to_left_spans(text) if base == "ltr" else left_to_right_spans(text)
    parts: list[tuple[bool, str]] = []
    last = 0
    for start, end in spans:
        parts += [(False, text[last:start]), (True, text[start:end])]
        last = end
    parts.append((False, text[last:]))
    return [part for part in parts if part[1]]


def _right_to_left_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = end = -1
    for at, character in enumerate(text):
        kind = unicodedata.bidirectional(character)
        if kind in _RIGHT:
            start = at if start < 0 else start
            end = at + 1
        elif start >= 0 and kind == "NSM" and at == end:
            end = at + 1
        elif start >= 0 and kind == "L":
            spans += whole_brackets(text, start, end)
            start = -1
    if start >= 0:
        spans += whole_brackets(text, start, end)
    return spans


@lru_cache(maxsize=KEPT)
def isolate_html(text: str, base: str = "ltr") -> Markup:
    """Return escaped HTML with every run against the page's direction in ``<bdi>``."""
    return Markup("").join(
        Markup("<bdi>{}</bdi>").format(part) if against else escape(part)
        for against, part in runs(text, base)
    )


@lru_cache(maxsize=KEPT)
def isolate_plain(text: str, base: str = "ltr") -> str:
    """Return plain text with every run against the page's direction between isolates.

    A line's end ends all isolates (rule X8), so each line has its own.
    """
    return "\n".join(
        "".join(
            f"{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}" if against else part
            for against, part in runs(line, base)
        )
        for line in text.split("\n")
    )
