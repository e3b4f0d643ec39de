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

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

FIRST_RIGHT_TO_LEFT = "\u0590"
"""No character before it runs from right to left or controls a direction."""

KEPT = 4096
"""Texts that are remembered: most of a page's are the same for everybody."""

_RIGHT = frozenset({"R", "AL"})
_LEFT = frozenset({"L"})
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

    A run goes from its first to its last strong character of the other direction; spaces, digits
    and marks between two of them belong to it. Direction controls in the text are dropped: they
    come with data and could turn the sentence around them.
    """
    if base == "ltr" and text and max(text) < FIRST_RIGHT_TO_LEFT:
        return [(False, text)]
    # Groups of digits (a notice, a telephone number) keep their order in a text from the right.
    against = _RIGHT if base == "ltr" else _LEFT | {"EN"}
    along = _LEFT if base == "ltr" else _RIGHT
    text = text.translate(_CONTROLS)
    parts: list[tuple[bool, str]] = []
    plain_from = 0
    start = end = -1
    for at, character in enumerate(text):
        kind = unicodedata.bidirectional(character)
        # The sign before an international number stays before it.
        if character == "+" and start < 0 and base == "rtl" and text[at + 1 : at + 2].isdigit():
            kind = "EN"
        if kind in against:
            start = at if start < 0 else start
            end = at + 1
        elif start >= 0 and kind == "NSM" and at == end:
            end = at + 1
        elif start >= 0 and kind in along:
            parts += [(False, text[plain_from:start]), (True, text[start:end])]
            plain_from, start = end, -1
    if start >= 0:
        parts += [(False, text[plain_from:start]), (True, text[start:end])]
        plain_from = end
    parts.append((False, text[plain_from:]))
    return [part for part in parts if part[1]]


@lru_cache(maxsize=KEPT)
def isolate_html(text: str, base: str = "ltr") -> Markup:
    """Return escaped HTML with every run against the page's direction in ``<bdi>``."""
    return Markup("").join(
        Markup("<bdi>{}</bdi>").format(part) if against else escape(part)
        for against, part in runs(text, base)
    )


@lru_cache(maxsize=KEPT)
def isolate_plain(text: str, base: str = "ltr") -> str:
    """Return plain text with every run against the page's direction between isolates."""
    return "".join(
        f"{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}" if against else part
        for against, part in runs(text, base)
    )
