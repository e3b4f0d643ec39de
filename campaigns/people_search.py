"""People found by words of their data, wherever these stand: names, plates, references, ids.

There is no index over what data a campaign may have, so all its rows are looked through: first
their whole JSON for the words, which is quick, then of those that have them the fields.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import Text, and_, cast, or_

from campaigns.models import Recipient

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

MOST_WORDS = 8
"""Words that are looked for; more are left out."""

_ESCAPE = "\\"


def words_of_search(text: str) -> list[str]:
    """Return the words that are looked for, as data have them (NFC)."""
    return unicodedata.normalize("NFC", text).split()[:MOST_WORDS]


def having_words(words: Sequence[str], fields: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    """Yield a condition for each word: that it stands in one of the fields, or in the row's id.

    Capitals do not matter; of letters beyond ASCII where a word is written as people do: small,
    capital, or with a capital at its beginning.
    """
    whole = cast(Recipient.values, Text)
    for word in words:
        # Databases know the capitals of ASCII by themselves.
        others = () if word.isascii() else (word.lower(), word.upper(), word.capitalize())
        forms = dict.fromkeys((word, *others))
        in_id = [_has(Recipient.external_id, form) for form in forms]
        # What is stored may have letters beyond ASCII as such, or escaped.
        stored = dict.fromkeys(part for form in forms for part in (form, json.dumps(form)[1:-1]))
        roughly = or_(*in_id, *(_has(whole, part) for part in stored))
        exactly = or_(
            *in_id,
            *(_has(Recipient.values[name].as_string(), form) for name in fields for form in forms),
        )
        yield and_(roughly, exactly)


def _has(column: ColumnElement[str] | InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    for special in (_ESCAPE, "%", "_"):
        text = text.replace(special, _ESCAPE + special)
    return column.ilike(f"%{text}%", escape=_ESCAPE)


def matched_values(
    values: Mapping[str, object], words: Sequence[str], fields: Sequence[str]
) -> dict[str, str]:
    """Return those values of a person in which one of the words stands, by field."""
    sought = [word.casefold() for word in words]
    return {
        name: value
        for name in fields
        if isinstance(value := values.get(name), str)
        and any(word in value.casefold() for word in sought)
    }
