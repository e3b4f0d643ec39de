"""Text as people's data brings it, made clean, or refused with a reason.

What is refused could change how a page or a picture reads (Unicode Standard Annex 9 on
bidirectional overrides, Technical Report 36 on invisible characters) or breaks a payment code.
"""

from __future__ import annotations

import re
import unicodedata

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: they can make a name read as another one."""

_DROPPED = dict.fromkeys(map(ord, "\ufeff\u200b\u2060"))
_SHAPING = frozenset("\u200c\u200d\u200e\u200f\u061c\u00ad")
_MOST_MARKS = 8
_ORDINARY = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u024f]*")
_SPACE = re.compile(r"\s+")


class TextError(ValueError):
    """Raised when a text cannot be used; the message is the reason and never repeats the text."""


def clean(raw: str) -> str:
    """Return the text in NFC, stripped, each run of white space (line breaks too) as one space.

    Of a text that shows nothing, nothing stays.

    Raises TextError for control characters, bidirectional controls, lost characters, unknown
    invisible characters, and stacks of more than eight marks on one letter.
    """
    if raw.isascii() and raw.isprintable():  # so its only white space is the space
        return (_SPACE.sub(" ", raw) if "  " in raw else raw).strip()
    text = raw
    if _ORDINARY.fullmatch(text) is None:
        text = unicodedata.normalize("NFC", text).translate(_DROPPED)
        _refuse(text)
        if all(each in _SHAPING or each.isspace() for each in text):
            return ""  # nobody sees a text of joiners and marks of direction alone
    return _SPACE.sub(" ", text).strip()


def _refuse(text: str) -> None:
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if character in BIDI_CONTROLS:
            raise TextError("contains an invisible character that turns the reading direction")
        if character == "\ufffd":
            raise TextError(
                "contains a character that was lost (\ufffd); save the file again as UTF-8"
            )
        if category == "Cc" and not character.isspace():
            raise TextError("contains a control character")
        if category in {"Cs", "Cn", "Co"}:
            raise TextError("contains a character that Unicode does not know")
        if category == "Cf" and character not in _SHAPING:
            raise TextError("contains an invisible character")
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > _MOST_MARKS:
            raise TextError(f"puts more than {_MOST_MARKS} marks on one letter")
