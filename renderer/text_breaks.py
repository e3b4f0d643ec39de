"""Where a text may be parted: between letters with their marks, and at the ends of lines.

Lines end after spaces, after dashes and strokes between letters, after zero width spaces, and
between ideographs and kana. Korean is parted at its spaces. Thai, Lao, Khmer and Burmese have no
spaces between words: an author may put zero width spaces there.

Sources: Unicode Standard Annex 29 (grapheme clusters), Annex 14 (classes ID, CL, EX, IS, NS, OP),
JIS X 4051 (what may not begin or end a line).
"""

from __future__ import annotations

import re
import unicodedata

_BREAK_AFTER = "-–—/"
_ZERO_WIDTH_SPACE = "\u200b"
_JOINER = "\u200d"
_VIRAMA = 9
"""Canonical combining class of the signs that join two consonants."""

_SPACED = re.compile(r"[\u0000-\u02af\u2010-\u2027\u20ac]*")
"""Texts whose lines end at spaces and dashes alone."""

_AMOUNT = re.compile(r"\d [€$£¥%]")

_NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝〉》」』】〕〗〙〛”’｠»ヽヾーァィゥェォッャュョヮヵヶ"
    "ぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ々〻‐゠–〜～‼⁇⁈⁉%％°℃¢€,.:;!?)]}…‥"
)
_NOT_LAST = frozenset("（［｛〈《「『【〔〖〘〚“‘｟«([{$£¥￥＄￡#＃№")


def is_cluster_start(text: str, index: int) -> bool:
    """Return whether a letter with its marks begins at ``index``; marks and joiners do not."""
    if index <= 0 or index >= len(text):
        return True
    character, before = text[index], text[index - 1]
    kind = unicodedata.category(character)
    if kind[0] == "M" or (kind == "Cf" and character != _ZERO_WIDTH_SPACE):
        return False
    if before == _JOINER or unicodedata.combining(before) == _VIRAMA:
        return False
    if 0x1F3FB <= ord(character) <= 0x1F3FF:
        return False
    return not (_is_flag_letter(character) and _flag_letters_before(text, index) % 2)


def cluster_start(text: str, index: int) -> int:
    """Return the last place at or before ``index`` where a letter with its marks begins."""
    while not is_cluster_start(text, index):
        index -= 1
    return index


def stretches(text: str) -> list[tuple[int, int]]:
    """Return the stretches (start, end) that stay in one line; what lies between them is space."""
    if _SPACED.fullmatch(text):
        return _with_currencies(text, _spaced(text))
    found: list[tuple[int, int]] = []
    start = 0
    for index in range(len(text) + 1):
        at_end = index == len(text)
        if at_end or text[index] in {" ", _ZERO_WIDTH_SPACE} or _may_break(text, index):
            if index > start:
                found.append((start, index))
            gap = not at_end and text[index] in {" ", _ZERO_WIDTH_SPACE}
            start = index + 1 if gap else index
    return _with_currencies(text, found)


def _with_currencies(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches with an amount and its sign in one, though a plain space parts them."""
    for sign in _AMOUNT.finditer(text):
        number = next((n for n, (start, _) in enumerate(parts) if start == sign.end() - 1), 0)
        if number and parts[number - 1][1] == sign.start() + 1:
            parts[number - 1 : number + 1] = [(parts[number - 1][0], parts[number][1])]
    return parts


_PART = re.compile(r"[^ ]+")
_DASH = re.compile(rf"(?<=[^\W\d_])[{_BREAK_AFTER}](?=[^\W\d_])")


def _spaced(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for part in _PART.finditer(text):
        start, end = part.span()
        for dash in _DASH.finditer(text, start, end):
            found.append((start, dash.end()))
            start = dash.end()
        found.append((start, end))
    return found


def _may_break(text: str, index: int) -> bool:
    """Return whether a line may end before ``index``, where no space is."""
    if not 0 < index < len(text) or not is_cluster_start(text, index):
        return False
    before, after = text[index - 1], text[index]
    if before in _BREAK_AFTER:
        return index > 1 and text[index - 2].isalpha() and after.isalpha()
    if not (_is_ideographic(before) or _is_ideographic(after)):
        return False
    if after in _NOT_FIRST or before in _NOT_LAST or after == "\u00a0" or before == "\u00a0":
        return False
    # A number stays with what it counts.
    return not before.isdecimal()


def _is_ideographic(character: str) -> bool:
    """Return whether lines may end beside a character: an ideograph, kana, or their marks."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x312F
        or 0x3190 <= code <= 0xA4CF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF01 <= code <= 0xFF9F
        or 0x1B000 <= code <= 0x1B16F
        or 0x20000 <= code <= 0x3FFFF
    )


def _is_flag_letter(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def _flag_letters_before(text: str, index: int) -> int:
    count = 0
    while index - count > 0 and _is_flag_letter(text[index - count - 1]):
        count += 1
    return count
