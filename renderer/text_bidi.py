"""In which direction each character of a text is read, so that a foreign name moves nothing else.

python-bidi resolves the levels. It knows no isolates, and bound texts hold no marks where a value
begins and ends: so words of the other direction than the paragraph's are isolated here. Without
that, the amount after an Arabic name would be taken for a part of it and jump to its other side.

Source: Unicode Standard Annex 9 (rules P2, X1 to X10, HL1, HL3).
"""

from __future__ import annotations

import re

from bidi import algorithm

from foundation.left_to_right import NUMBER, classes, left_to_right_spans

# Words that stand together are one isolate, with house numbers and the like between them, but
# not with an amount or a date: those belong to the sentence.
_RIGHTWARDS = re.compile(rf"R(?:(?:[RMA.]|C(?!N)|(?<![NCT]){NUMBER})*[RM])?")
_OBJECT = "\ufffc"


def embedding_levels(text: str, *, rtl: bool) -> list[int]:
    """Return each character's embedding level: odd ones are read from right to left.

    ``rtl`` is the direction of the campaign's language, and the paragraph's; only a text that holds
    no European number and no letter of the other direction goes by its own letters.
    """
    kinds = classes(text)
    if "R" not in kinds and "A" not in kinds and not rtl:
        return [0] * len(text)
    base = int(rtl)
    if "R" in kinds and not any(kind in kinds for kind in "LNT"):
        base = 1
    elif "L" in kinds and not any(kind in kinds for kind in "RNAT"):
        base = 0
    outside: list[str] = []
    places: list[int] = []
    levels = [base] * len(text)
    last = 0
    for start, end in _isolates(text, kinds, base):
        outside.append(text[last:start])
        places.extend(range(last, start))
        outside.append(_OBJECT)
        places.append(start)
        # An isolate lies one level deeper, with the parity of its own direction.
        levels[start:end] = _resolved(text[start:end], base + 1)
        last = end
    outside.append(text[last:])
    places.extend(range(last, len(text)))
    for place, character, level in zip(
        places, "".join(outside), _resolved("".join(outside), base), strict=True
    ):
        if character != _OBJECT or text[place] == _OBJECT:
            levels[place] = level
    return levels


def _isolates(text: str, kinds: str, base: int) -> list[tuple[int, int]]:
    """Return what is isolated, in the order of the text."""
    if base:
        return left_to_right_spans(text)
    return [found.span() for found in _RIGHTWARDS.finditer(kinds)]


def _resolved(text: str, base: int) -> list[int]:
    """Return the levels of a text without isolates in a paragraph of level ``base``."""
    if not text:
        return []
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base % 2]
    algorithm.get_embedding_levels(text, storage)
    # Rule X9 takes characters away; the index finds the way back to those that stay.
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)  # noqa: FBT003 - the library names it `debug`
    algorithm.resolve_implicit_levels(storage, False)  # noqa: FBT003 - as above
    found: list[int | None] = [None] * len(text)
    for entry in storage["chars"]:
        found[entry["index"]] = entry["level"]
    before = base
    levels: list[int] = []
    for level in found:
        before = before if level is None else level
        levels.append(before)
    return levels
