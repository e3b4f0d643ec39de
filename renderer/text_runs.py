"""Text as runs: which font, which script, which direction, and in which order they are seen.

HarfBuzz shapes and draws the text (kerning, ligatures, Arabic joining) and python-bidi tells the
directions, both from wheels. Pillow could draw text too, but its Raqm loads FriBidi from the
system at run time, which a fresh machine does not have: Arabic names would come out reversed.

Source: Unicode Standard Annex 9 (rules HL1, L1, L2).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import uharfbuzz as hb
from bidi import algorithm

from foundation.errors import RenderError
from renderer.fonts import is_control, is_invisible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.fonts import Typeface

# A right-to-left override inside a name could turn the amount after it round, so overrides,
# embeddings and isolates of the data never take effect. The soft hyphen is not used either.
_DROPPED = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xAD))
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def clean(text: str) -> str:
    """Return the text as it is drawn: composed (NFC), plain spaces, no directional overrides."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").translate(_DROPPED)
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, ``start`` to ``end``, in one font, script and direction (odd = right)."""

    start: int
    end: int
    level: int
    face: Typeface
    script: str | None


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a shaped run, in font units; ``x`` from the run's left end."""

    index: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class ShapedRun:
    """Glyphs from left to right, and the run's advance in ems."""

    face: Typeface
    glyphs: tuple[Glyph, ...]
    ems: float


@lru_cache(maxsize=4096)
def itemise(text: str, faces: tuple[Typeface, ...], *, rtl: bool = False) -> tuple[Run, ...]:
    """Split a paragraph into runs, in the order of reading.

    ``rtl`` is the direction of the campaign's language; a text that only holds letters of the other
    direction goes by these. Raises RenderError, naming the code point, for one without a glyph.
    """
    levels = _levels(text, rtl=rtl)
    chosen = _fonts(text, faces)
    scripts = _scripts(text, levels)
    runs: list[Run] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or (
            (levels[end], chosen[end], scripts[end])
            != (levels[start], chosen[start], scripts[start])
        ):
            runs.append(Run(start, end, levels[start], chosen[start], scripts[start]))
            start = end
    return tuple(runs)


def _levels(text: str, *, rtl: bool) -> list[int]:
    """Return each character's embedding level."""
    kinds = {unicodedata.bidirectional(character) for character in text}
    if not kinds & _RIGHT_TO_LEFT:
        return [0] * len(text)
    storage = algorithm.get_empty_storage()
    # Not the first letter's direction: a sentence that begins with a name keeps its own.
    base = int(rtl or "L" not in kinds)
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    algorithm.get_embedding_levels(text, storage)
    # Rule X9 takes characters away; the index finds the way back to those that stay.
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)  # noqa: FBT003 - the library names it `debug`
    algorithm.resolve_implicit_levels(storage, False)  # noqa: FBT003 - as above
    levels: list[int | None] = [None] * len(text)
    for entry in storage["chars"]:
        levels[entry["index"]] = entry["level"]
    before = base
    filled: list[int] = []
    for level in levels:
        before = before if level is None else level
        filled.append(before)
    return filled


def _fonts(text: str, faces: tuple[Typeface, ...]) -> list[Typeface]:
    """Return each character's font: the first that has all letters of its word.

    So that a name with one rare letter is not set in two fonts; where no font has the whole word,
    each letter with its marks finds its own.
    """
    chosen: list[Typeface] = []
    for stretch in _words(text):
        codes = _codes(text, stretch[0][0], stretch[-1][1])
        before = chosen[-1] if chosen else faces[0]
        candidates = (before, *faces) if text[stretch[0][0]].isspace() else faces
        whole = next((face for face in candidates if face.characters.issuperset(codes)), None)
        for start, end in stretch:
            face = whole or _font(_codes(text, start, end), faces)
            if is_control(text[start]):
                raise _no_glyph(ord(text[start]))
            chosen.extend([face if codes else before] * (end - start))
    return chosen


def _codes(text: str, start: int, end: int) -> list[int]:
    """Return the code points of a stretch that need a glyph."""
    return [ord(character) for character in text[start:end] if not is_invisible(character)]


def _font(codes: Sequence[int], faces: tuple[Typeface, ...]) -> Typeface:
    """Return the font for a letter with its marks, if need be one that lacks a mark."""
    for code in codes:
        if not any(code in face.characters for face in faces):
            raise _no_glyph(code)
    together = (face for face in faces if face.characters.issuperset(codes))
    letter = (face for face in faces if codes[0] in face.characters)
    return next(together, None) or next(letter)


def _no_glyph(code: int) -> RenderError:
    return RenderError(f"No font has a glyph for the character U+{code:04X}.")


def _words(text: str) -> list[list[tuple[int, int]]]:
    """Return the clusters of a text, those of letters that follow each other together."""
    words: list[list[tuple[int, int]]] = []
    in_word = False
    for cluster in _clusters(text):
        letter = unicodedata.category(text[cluster[0]])[0] == "L"
        if letter and in_word:
            words[-1].append(cluster)
        else:
            words.append([cluster])
        in_word = letter
    return words


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a letter with its marks, selectors and joiners."""
    found: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if found and (unicodedata.category(character)[0] == "M" or is_invisible(character)):
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def _scripts(text: str, levels: Sequence[int]) -> list[str | None]:
    """Return each character's script; digits, spaces and marks take that of their neighbours."""
    scripts = [_script(character) for character in text]
    forwards = list(range(1, len(text)))
    for order, back in ((forwards, -1), ([index - 1 for index in reversed(forwards)], 1)):
        for index in order:
            neighbour = index + back
            if scripts[index] is None and levels[index] == levels[neighbour]:
                scripts[index] = scripts[neighbour]
    return scripts


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    script: str | None = buffer.script
    return script


def visual_order(runs: Sequence[Run]) -> list[Run]:
    """Return a line's runs from left to right (rule L2)."""
    ordered = list(runs)
    highest = max((run.level for run in runs), default=0)
    for level in range(highest, 0, -1):
        index = 0
        while index < len(ordered):
            end = index
            while end < len(ordered) and ordered[end].level >= level:
                end += 1
            ordered[index:end] = reversed(ordered[index:end])
            index = max(end, index + 1)
    return ordered


def shape_line(text: str, runs: Sequence[Run], start: int, end: int) -> tuple[ShapedRun, ...]:
    """Shape ``text[start:end]`` of an itemised paragraph; the runs come from left to right."""
    if start >= end:
        return ()
    within = [
        Run(max(run.start, start), min(run.end, end), run.level, run.face, run.script)
        for run in runs
        if run.start < end and run.end > start
    ]
    # Rule L1 for spaces at the line's end is not needed: lines are cut before them.
    return tuple(
        _shape(text[run.start : run.end], run.face, run.script, run.level % 2)
        for run in visual_order(within)
    )


@lru_cache(maxsize=8192)
def _shape(text: str, face: Typeface, script: str | None, rightwards: int) -> ShapedRun:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rightwards else "ltr"
    if script:
        buffer.script = script
    hb.shape(face.font, buffer, {"kern": True, "liga": True})
    glyphs: list[Glyph] = []
    pen = 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append(Glyph(info.codepoint, pen + position.x_offset, position.y_offset))
        pen += position.x_advance
    return ShapedRun(face, tuple(glyphs), pen / face.upem)
