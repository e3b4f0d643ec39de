"""Text as runs: which font, which script, which direction, and in which order they are seen.

HarfBuzz shapes and draws the text (kerning, ligatures, Arabic joining) and python-bidi tells the
directions, both from wheels. Pillow could draw text too, but its Raqm loads FriBidi from the
system at run time, which a fresh machine does not have: Arabic names would come out reversed.

Source: Unicode Standard Annex 9 (rules L1, L2).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import uharfbuzz as hb

from foundation.errors import RenderError
from renderer.fonts import glyph_advice, is_invisible, is_meaningless
from renderer.text_bidi import embedding_levels
from renderer.text_breaks import is_cluster_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.fonts import Typeface

# A right-to-left override inside a name could turn the amount after it round, so overrides,
# embeddings and isolates of the data never take effect. The soft hyphen is not used either.
_DROPPED = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xAD))
_UNCLEAN = re.compile(r"[\r\t\u00ad\u202a-\u202e\u2066-\u2069]")
# Letters of Latin and the marks that go with them: one script, one direction, nothing to drop.
_LATIN = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u02af\u2010-\u2027\u2030-\u203a\u20ac]+")
_EAST_ASIAN_SCRIPTS = {"Hani", "Hira", "Kana", "Hang", "Bopo"}
_KANA, _HANGUL = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[\uac00-\ud7a3]")


def clean(text: str) -> str:
    """Return the text as it is drawn: composed (NFC), plain spaces, no directional overrides."""
    if _UNCLEAN.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = text.translate(_DROPPED)
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, ``start`` to ``end``, in one font, script and direction (odd = right).

    ``language`` is a BCP 47 tag: by it a font may choose the forms of some letters.
    """

    start: int
    end: int
    level: int
    face: Typeface
    script: str | None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a shaped run, in font units; ``x`` from the run's left end.

    ``cluster`` is the place in the run's text of the letter that it belongs to.
    """

    index: int
    x: int
    y: int
    cluster: int = 0


@dataclass(frozen=True, slots=True)
class ShapedRun:
    """Glyphs from left to right, and the run's advance in ems.

    As columns of numbers, not a list of ``Glyph``: many of them are kept. ``advances`` are in ems.
    """

    face: Typeface
    indices: tuple[int, ...]
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    clusters: tuple[int, ...]
    advances: tuple[float, ...]
    ems: float

    @property
    def glyphs(self) -> list[Glyph]:
        """The glyphs one by one."""
        columns = zip(self.indices, self.xs, self.ys, self.clusters, strict=True)
        return [Glyph(*glyph) for glyph in columns]


@lru_cache(maxsize=4096)
def itemise(
    text: str, faces: tuple[Typeface, ...], *, rtl: bool = False, language: str = ""
) -> tuple[Run, ...]:
    """Split a paragraph into runs, in the order of reading.

    ``rtl`` is the direction of the campaign's language (``renderer.text_bidi``), ``language`` its
    tag. Raises RenderError, naming the code point, for a character without a glyph.
    """
    if not rtl and _LATIN.fullmatch(text) and faces[0].characters.issuperset(map(ord, text)):
        return (Run(0, len(text), 0, faces[0], "Latn", language),)
    levels = embedding_levels(text, rtl=rtl)
    chosen = _fonts(text, faces)
    scripts = _scripts(text, levels)
    east_asian = _east_asian_language(text, language)
    runs: list[Run] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or (
            (levels[end], chosen[end], scripts[end])
            != (levels[start], chosen[start], scripts[start])
        ):
            script = scripts[start]
            tag = east_asian if script in _EAST_ASIAN_SCRIPTS else language
            runs.append(Run(start, end, levels[start], chosen[start], script, tag))
            start = end
    return tuple(runs)


def _east_asian_language(text: str, language: str) -> str:
    """Return by which country's habit ideographs are drawn: the text's own, else China's."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return language if language.startswith(("ja", "ko", "zh", "yue")) else "zh-Hans"


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
            if is_meaningless(text[start]):
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
    advice = glyph_advice((chr(code),))
    return RenderError(
        f"No font has a glyph for the character U+{code:04X}." + (f" {advice}." if advice else "")
    )


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
    for index in range(len(text)):
        if found and (not is_cluster_start(text, index) or is_invisible(text[index])):
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


def line_runs(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """Return the runs of the line from ``start`` to ``end`` of a paragraph, from left to right.

    Rule L1 for spaces at the line's end is not needed: lines are cut before them.
    """
    if start >= end:
        return []
    if len(runs) == 1 and runs[0].start == start and runs[0].end == end:
        return [runs[0]]
    within = [
        Run(max(run.start, start), min(run.end, end), run.level, run.face, run.script, run.language)
        for run in runs
        if run.start < end and run.end > start
    ]
    return visual_order(within)


def shape_run(text: str, run: Run) -> ShapedRun:
    """Shape a run of a paragraph."""
    return _shape(text[run.start : run.end], run.face, run.script, run.level % 2, run.language)


@lru_cache(maxsize=8192)
def _shape(
    text: str, face: Typeface, script: str | None, rightwards: int, language: str
) -> ShapedRun:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rightwards else "ltr"
    if script:
        buffer.script = script
    if language:
        buffer.language = language
    # HarfBuzz applies kerning and the ligatures and joined forms of each script by itself.
    hb.shape(face.font, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    steps = [position.x_advance for position in positions]
    pens = [0, *accumulate(steps)]
    upem = face.upem
    return ShapedRun(
        face,
        tuple([info.codepoint for info in infos]),
        tuple([pen + p.x_offset for pen, p in zip(pens, positions, strict=False)]),
        tuple([position.y_offset for position in positions]),
        tuple([info.cluster for info in infos]),
        tuple([step / upem for step in steps]),
        pens[-1] / upem,
    )
