"""A clip's AAC packets, put together from pieces that were encoded once.

A packet of AAC-LC tells nothing of the packets before it: a decoder only overlaps its window with
the window before (ISO/IEC 14496-3, 4.6.11). So packets of different encodings may follow each other
wherever both encoders heard the same samples and closed their windows alike. Between sentences
nothing is heard but the bed, and that only depends on the place in the clip. So the pieces are:

- the bed itself, encoded once from the start of a clip for as long as the longest clip lasts;
- each sentence with the bed that lies under it (sentences too close to each other are one piece);
- the bed coming up after the narration, and its end.

Every piece is encoded by itself, with a few frames more on both sides whose packets are thrown
away. What is put together therefore never depends on what was encoded before.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renderer import aac
from renderer.music import bed
from renderer.soundtrack import FADE_IN, FADE_OUT, NEVER, RISE, Score, score
from renderer.tracks import AAC_FRAME, AudioTrack

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from renderer.kit import RenderKit
    from renderer.speech import Utterance
    from renderer.timing import SceneTiming
    from scenes.bound import Look

CACHED_BYTES = 64 << 20
"""Packets kept in memory: about two hours of sound, of 200 people.

A sentence that many share is at one of some fifty places of the clip, so each is met again.
"""

LEAD = 4
"""Frames encoded before a piece: the encoder's model of hearing has settled by then."""

TRAIL = 3
"""Frames encoded after a piece, so that what follows its end does not change how that is coded."""

_BEFORE = (1, 2)
_AFTER = (1, 2)
_APART = _BEFORE[-1] + _AFTER[-1]
_BED_FRAMES = 1_024
_PACKET_OVERHEAD = 41


@dataclass(frozen=True, slots=True)
class _Coded:
    """Packets of a piece; the first one, of priming, belongs to frame ``first`` of the clip."""

    packets: tuple[bytes, ...]
    first: int = 0

    def at(self, packet: int) -> bytes:
        return self.packets[packet - self.first]

    def between(self, start: int, stop: int) -> tuple[bytes, ...]:
        return self.packets[start - self.first : stop - self.first]


@dataclass(frozen=True, slots=True)
class _Insert:
    """A piece that takes the place of the bed in the frames from ``start`` to before ``stop``.

    After it comes the bed under the voice or, where ``free``, the bed that is alone.
    """

    start: int
    stop: int
    spoken: tuple[tuple[int, Utterance], ...] = ()
    free: bool = False


class SoundPieces:
    """Makes the sound of clips of one look and keeps the pieces they may share.

    One thread of one process may use it.
    """

    def __init__(self, look: Look, kit: RenderKit) -> None:
        self._look = look
        self._kit = kit
        self._known: OrderedDict[Hashable, tuple[bytes, ...]] = OrderedDict()
        self._bytes = 0
        self._beds: dict[Hashable, tuple[bytes, ...]] = {}
        self._extradata = b""

    def track(self, timing: SceneTiming, utterances: Sequence[Utterance]) -> AudioTrack:
        """Return a clip's sound: the same samples as ``soundtrack.mix`` says, encoded in pieces.

        Raises RenderError when the music cannot be read or the encoder fails.
        """
        music = bed(self._look, self._kit)
        whole = score(timing, utterances, music)
        packets = self._join(whole)
        if packets is None:
            return aac.encode(whole.samples())
        return AudioTrack(self._extradata, packets)

    def _join(self, whole: Score) -> tuple[bytes, ...] | None:
        """Return a clip's packets; None where two pieces do not fit at any of their places."""
        under = self._bed(whole, free=whole.rise < 0)
        packets: list[bytes] = []
        done = 0
        for insert in _inserts(whole):
            if insert.start < LEAD:
                return None
            piece = self._piece(whole, insert)
            enter = _splice(under, piece, [insert.start - step for step in _BEFORE])
            if enter is None or enter < done:
                return None
            packets += under.between(done, enter)
            if insert.stop == whole.frames:
                packets += piece.between(enter, whole.frames + 1)
                return tuple(packets)
            under = self._bed(whole, free=insert.free)
            leave = _splice(piece, under, [insert.stop + step for step in _AFTER])
            if leave is None:
                return None
            packets += piece.between(enter, leave)
            done = leave
        return None

    def _bed(self, whole: Score, *, free: bool) -> _Coded:
        """Return the bed without an end, as long as the clip at least."""
        key = (whole.bed.key, free)
        needed = whole.frames + TRAIL
        known = self._beds.get(key, ())
        if len(known) < needed:
            frames = _BED_FRAMES
            while frames < needed:
                frames *= 2
            endless = Score(whole.bed, NEVER, (), -RISE if free else NEVER)
            known = self._beds[key] = self._encode(endless, 0, frames)
        return _Coded(known)

    def _piece(self, whole: Score, insert: _Insert) -> _Coded:
        first = insert.start - LEAD
        last = min(insert.stop + TRAIL, whole.frames)
        start = first * AAC_FRAME
        sounds = tuple((begin - start, said.key) for begin, said in insert.spoken)
        changes = tuple(
            max(-RISE, change - first) if change < last else NEVER
            for change in (whole.rise, whole.frames - FADE_OUT)
        )
        # Past its beginning the bed repeats itself; a silent one is the same everywhere.
        place = whole.bed.place(start) if first >= FADE_IN else -1 - first
        key = (whole.bed.key, place, last - first, changes, sounds)
        known = self._known.get(key)
        if known is None:
            part = replace(whole, spoken=insert.spoken)
            known = self._encode(part, first, last)
            self._keep(key, known)
        else:
            self._known.move_to_end(key)
        return _Coded(known, first)

    def _encode(self, part: Score, first: int, last: int) -> tuple[bytes, ...]:
        track = aac.encode(part.samples(first, last))
        self._extradata = track.extradata
        return track.packets

    def _keep(self, key: Hashable, packets: tuple[bytes, ...]) -> None:
        self._known[key] = packets
        self._bytes += _size(packets)
        while self._bytes > CACHED_BYTES and len(self._known) > 1:
            self._bytes -= _size(self._known.popitem(last=False)[1])


def _inserts(whole: Score) -> Iterator[_Insert]:
    """Yield what is not bed alone: sentences, those close to each other as one; rise; end."""
    runs: list[_Insert] = []
    for begin, said in whole.spoken:
        start = begin // AAC_FRAME
        stop = -(-(begin + said.length) // AAC_FRAME)
        if runs and start - runs[-1].stop < _APART:
            last = runs.pop()
            start, stop = last.start, max(stop, last.stop)
            runs.append(_Insert(start, stop, (*last.spoken, (begin, said))))
        else:
            runs.append(_Insert(start, stop, ((begin, said),)))
    end = _Insert(whole.frames - FADE_OUT, whole.frames)
    if runs and end.start - runs[-1].stop < _APART:
        end = replace(runs.pop(), stop=whole.frames)
    yield from runs
    if 0 <= whole.rise < whole.frames:
        yield _Insert(whole.rise, whole.rise + RISE, free=True)
    yield end


def _splice(left: _Coded, right: _Coded, places: Sequence[int]) -> int | None:
    """Return the packet from which on ``right`` may follow ``left``; None if nowhere."""
    for place in places:
        if aac.closing(left.at(place - 1)) == aac.closing(right.at(place - 1)):
            return place
    return None


def _size(packets: tuple[bytes, ...]) -> int:
    return sum(map(len, packets)) + _PACKET_OVERHEAD * len(packets)
