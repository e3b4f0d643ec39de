"""What stays in order from left to right inside a text that is read from the right.

Names in Latin letters, references, telephone numbers, accounts, addresses and hours of the day are
read from the left in Arabic and Hebrew too. Each is one isolate, on the page, in captions and in
the film alike (Unicode Standard Annex 9, rules X5a to X5c and N0).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# Classes as one letter each, for patterns: right to left, left to right, number, Arabic number,
# separator inside numbers, sign of money or share, mark; all others are neutral.
_LETTERS = {
    "R": "R",
    "AL": "R",
    "L": "L",
    "EN": "N",
    "AN": "A",
    "CS": "C",
    "ES": "C",
    "ET": "T",
    "NSM": "M",
}
NUMBER = r"N+(?![NC]*N)(?!\.?T)"
"""A number between words, in classes: not an amount or a date, those belong to the sentence."""

# After a word from left to right plain numbers are a part of it: Fiat 500, IT60 X054 2811 1010.
_WORDS = re.compile(
    rf"L(?:(?:[LMA.]|C(?!N)|(?<![NCT]){NUMBER})*[LM])?"
    rf"(?:(?<=L){NUMBER}(?!C?N))?(?:\.(?<![NCT]){NUMBER}(?!C?N))*"
)
# Groups of one number keep their order, with the sign before them: 3010 0000 43, +39 02 1234 567,
# 0123 456-789. An amount or a date beside them is none of theirs.
_GROUPS = re.compile(
    r"(?<![\w.,:/\u00a0\u202f-])"
    r"(?:\+\d+(?:[ /.\u2013-]\d+)+|0\d\d+(?:[ -]\d+)+|\+?\d+(?: \d+)+)(?!\w|[.,:/-]\d)"
)
# Letters and digits joined without a space: AC-2026-0001, 8:30-17:00, https://a.example/x-1,
# 1.187,50, 20%. Here J is a joining mark, K one that joins digits only, P a sign before a number.
_JOINED = re.compile(
    r"(?:T(?=N)|P(?=N))?[LN][LNM]*(?:(?:[JP]{1,3}|(?<=N)K(?=N))[LN][LNM]*)*(?:(?<=N)T)?"
)
_JOINTS = dict.fromkeys("-\u2010\u2011\u2013/:.@_?=&#~", "J")
_JOINTS |= {",": "K", "\u00a0": "K", "\u202f": "K", "+": "P", "\u2212": "P"}
# 75 kW, 187,50 EUR: a unit stands after its number.
_PLAIN_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]*")
_UNIT = re.compile(r"[^\W\d_]{1,4}(?![^\W_])")
# Where a list goes on, the sentence does.
_STOP = re.compile(r"\u060c|[,;](?=\s|$)")
_OPENING = {"(": ")", "[": "]", "{": "}"}


def classes(text: str) -> str:
    """Return each character's class of direction as one letter."""
    return "".join(_LETTERS.get(unicodedata.bidirectional(c), ".") for c in text)


def left_to_right_spans(text: str) -> list[tuple[int, int]]:
    """Return what is read from the left in a text from the right: (start, end), in order.

    None holds a comma or semicolon after which the sentence goes on, nor half a pair of brackets.
    """
    kinds = _stopped(text)
    found = [match.span() for match in _WORDS.finditer(kinds)]
    found += [match.span() for match in _JOINED.finditer(_joining(text, kinds))]
    found += _groups(text, kinds)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and (start < merged[-1][1] or _measures(text, merged[-1], start)):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [part for start, end in merged for part in whole_brackets(text, start, end)]


def whole_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a stretch in parts around the brackets whose other half it does not hold."""
    open_ones: list[int] = []
    halves: list[int] = []
    for at in range(start, end):
        if text[at] in _OPENING:
            open_ones.append(at)
        elif text[at] in _OPENING.values():
            if open_ones and _OPENING[text[open_ones[-1]]] == text[at]:
                open_ones.pop()
            else:
                halves.append(at)
    cuts = sorted((*halves, *open_ones))
    parts: list[tuple[int, int]] = []
    for before, after in pairwise((start - 1, *cuts, end)):
        inside = text[before + 1 : after]
        first = before + 1 + len(inside) - len(inside.lstrip())
        last = after - (len(inside) - len(inside.rstrip()))
        if first < last:
            parts.append((first, last))
    return parts


def _stopped(text: str) -> str:
    kinds = list(classes(text))
    for match in _STOP.finditer(text):
        kinds[match.start()] = "X"
    return "".join(kinds)


def _joining(text: str, kinds: str) -> str:
    """Return the classes with the marks told apart that join what stands beside them."""
    return "".join(
        _JOINTS.get(character, "." if kind == "C" else kind) if kind in ".CT" else kind
        for character, kind in zip(text, kinds, strict=True)
    )


def _groups(text: str, kinds: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in _GROUPS.finditer(text):
        first, last = match.span()
        sign = kinds[last : last + 2].lstrip(".C")[:1] == "T"
        sign = sign or kinds[:first].rstrip(".").endswith("T")
        if not sign and "A" not in kinds[first:last]:
            found.append((first, last))
    return found


def _measures(text: str, number: tuple[int, int], start: int) -> bool:
    """Tell whether what begins at ``start`` is the unit of the number before it."""
    return (
        text[number[1] : start] in {" ", "\u00a0", "\u202f"}
        and _PLAIN_NUMBER.fullmatch(text, *number) is not None
        and _UNIT.match(text, start) is not None
    )
