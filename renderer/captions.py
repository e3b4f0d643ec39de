"""Captions: what is spoken, as WebVTT cues in time with the voice."""

from __future__ import annotations

import itertools
import re
import textwrap
from functools import lru_cache
from typing import TYPE_CHECKING

from foundation.left_to_right import left_to_right_spans
from renderer.clip import Clip, Cue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from renderer.timing import SceneTiming
    from scenes.bound import Scene

LINE = 40
"""Characters of a line: two such lines can be read on a phone."""

LINES = 2
"""Lines of a cue."""

LINGER_MS = 400
"""A cue stays on for as long as this after the voice, unless the next one comes."""

COMMA_WORTH = 300
"""A cue that ends after a comma may be so much (in letters squared) longer or shorter."""

DIGIT_WEIGHT = 5
"""A written digit takes about as long to speak as this many letters."""

LEFT_TO_RIGHT_ISOLATE = "\u2066"
POP_ISOLATE = "\u2069"

_CONTROLS = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def scene_cues(scene: Scene, timing: SceneTiming) -> tuple[Cue, ...]:
    """Return a clip's cues: each sentence from its first word on, long ones in several cues."""
    if not scene.say:
        return ()
    cues: list[Cue] = []
    starts = timing.sentence_starts_ms
    following = (*starts[1:], timing.duration_ms)
    for sentence, start, end, limit in zip(
        scene.say, starts, timing.sentence_ends_ms, following, strict=True
    ):
        cues.extend(_sentence_cues(sentence.written, start, end, min(end + LINGER_MS, limit)))
    return tuple(cues)


def film_cues(clips: Iterable[tuple[int, Sequence[Cue]] | Clip]) -> tuple[Cue, ...]:
    """Return the cues of clips played one after the other.

    A clip is a ``Clip``, or its duration in milliseconds and its cues.
    """
    cues: list[Cue] = []
    start = 0
    for clip in clips:
        duration, own = (clip.duration_ms, clip.cues) if isinstance(clip, Clip) else clip
        cues.extend(Cue(start + cue.start_ms, start + cue.end_ms, cue.text) for cue in own)
        start += duration
    return tuple(cues)


def webvtt(cues: Iterable[Cue], *, rtl: bool = False) -> str:
    """Return a WebVTT file (W3C WebVTT, section 4): UTF-8 text, cues without settings.

    In a language that is read from the right (``rtl``) what is read from the left stands between
    the isolates U+2066 and U+2069, line by line: players know of the direction nothing else.
    """
    parts = ["WEBVTT\n"]
    for cue in cues:
        if cue.text.strip():
            text = _escaped(_isolated(cue.text) if rtl else cue.text)
            parts.append(f"\n{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}\n{text}\n")
    return "".join(parts)


def _isolated(text: str) -> str:
    """Return a text with its isolates; the controls that came with data are dropped."""
    return "\n".join(_isolated_line(line) for line in text.translate(_CONTROLS).splitlines())


def _isolated_line(line: str) -> str:
    parts: list[str] = []
    last = 0
    for start, end in left_to_right_spans(line):
        parts += [line[last:start], LEFT_TO_RIGHT_ISOLATE, line[start:end], POP_ISOLATE]
        last = end
    return "".join((*parts, line[last:]))


def _sentence_cues(text: str, start: int, end: int, stays: int) -> list[Cue]:
    """Return a sentence's cues; its time is shared out by how long each part takes to speak."""
    parts = _parts(text)
    weights = [_weight(part) for part in parts]
    cues: list[Cue] = []
    spoken = 0
    for index, part in enumerate(parts):
        begin = start + (end - start) * spoken // sum(weights)
        spoken += weights[index]
        last = index == len(parts) - 1
        until = stays if last else start + (end - start) * spoken // sum(weights)
        cues.append(Cue(begin, until, part))
    return cues


@lru_cache(maxsize=1_024)
def _parts(text: str) -> tuple[str, ...]:
    """Return a text in as few parts of two lines as possible, parted after commas if they allow."""
    # Only what may break a line: amounts hold their currency with a no-break space.
    words = re.split("[ \t\r\n]+", text.strip())
    lines = _balanced(" ".join(words))
    count = -(-len(lines) // LINES)
    if count <= 1:
        return ("\n".join(lines),) if lines else ()
    wanted = len(" ".join(words)) / count
    # ways[n]: how much the best way to spend the first n words on so many parts costs, and its cuts
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for _ in range(count):
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, cuts) in ways.items():
            for end in range(start + 1, len(words) + 1):
                part = " ".join(words[start:end])
                if len(part) > LINES * LINE:
                    break
                if len(part) < wanted / 2 or len(textwrap.wrap(part, LINE)) > LINES:
                    continue
                stops = part[-1] in ",;:.!?" or end == len(words)
                spent = cost + (len(part) - wanted) ** 2 + (0 if stops else COMMA_WORTH)
                if end not in longer or spent < longer[end][0]:
                    longer[end] = (spent, (*cuts, end))
        ways = longer
    if len(words) not in ways:
        pairs = (lines[start : start + LINES] for start in range(0, len(lines), LINES))
        return tuple("\n".join(pair) for pair in pairs)
    cuts = ways[len(words)][1]
    return tuple(
        "\n".join(_balanced(" ".join(words[start:end]))) for start, end in itertools.pairwise(cuts)
    )


def _balanced(text: str) -> list[str]:
    """Return a text in as few lines as possible, all about equally long."""
    lines = textwrap.wrap(text, LINE)
    for width in range(max(1, -(-len(text) // max(1, len(lines)))), LINE):
        narrower = textwrap.wrap(text, width)
        if len(narrower) == len(lines):
            return narrower
    return lines


def _weight(part: str) -> int:
    """Return roughly how long a text takes to speak, in letters."""
    return len(part) + (DIGIT_WEIGHT - 1) * sum(char.isdigit() for char in part)


def _clock(time_ms: int) -> str:
    """Return a WebVTT time, ``hh:mm:ss.ttt``."""
    seconds, milliseconds = divmod(time_ms, 1_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def _escaped(text: str) -> str:
    """Return cue text in which nothing is markup, an arrow, or the blank line that ends a cue."""
    lines = (line.strip() for line in text.replace("\0", "").splitlines())
    plain = "\n".join(line for line in lines if line)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
