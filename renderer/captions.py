"""Captions: what is spoken, as WebVTT cues in time with the voice."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

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

DIGIT_WEIGHT = 5
"""A written digit takes about as long to speak as this many letters."""


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


def webvtt(cues: Iterable[Cue]) -> str:
    """Return a WebVTT file (W3C WebVTT, section 4): UTF-8 text, cues without settings."""
    parts = ["WEBVTT\n"]
    parts.extend(
        f"\n{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}\n{_escaped(cue.text)}\n"
        for cue in cues
        if cue.text.strip()
    )
    return "".join(parts)


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


def _parts(text: str) -> list[str]:
    """Return a text in parts about equally long, each of at most two lines of their own."""
    plain = " ".join(text.split())
    lines = _balanced(plain)
    count = -(-len(lines) // LINES)
    for width in range(-(-len(plain) // max(1, count)), LINES * LINE + 1):
        parts = [_balanced(part) for part in textwrap.wrap(plain, width)]
        if len(parts) == count and all(len(part) <= LINES for part in parts):
            return ["\n".join(part) for part in parts]
    return ["\n".join(lines[start : start + LINES]) for start in range(0, len(lines), LINES)]


def _balanced(text: str) -> list[str]:
    """Return a text in as few lines as possible, all about equally long."""
    lines = textwrap.wrap(text, LINE)
    for width in range(-(-len(text) // max(1, len(lines))), LINE):
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
