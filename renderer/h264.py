"""Pictures in, H.264 out: what changes through libx264, what stands still written without it.

A clip is one or more closed groups of pictures. In each, an IDR picture is followed by pictures of
which only the bands that change are encoded (``bands``). Quality goes where the eye rests: the
first picture and every picture that is then held get a low quantiser, pictures seen for 40 ms a
high one.
"""

from __future__ import annotations

import dataclasses
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

import structlog

from foundation.errors import RenderError
from renderer.band_encoder import encode_band
from renderer.band_store import BandKey
from renderer.bands import Stretch, plan
from renderer.h264_assembly import assemble, prefixed
from renderer.h264_bits import NAL_IDR, NAL_SLICE, nal_type, split_annex_b
from renderer.h264_encoder import (
    SETTINGS,
    Encoder,
    EncoderSettings,
    NotAsExpectedError,
    Planes,
    avcc,
    parameter_sets,
)
from renderer.tracks import VideoTrack

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from renderer.band_encoder import CodedBand
    from renderer.band_store import BandStore
    from renderer.bands import Band
    from renderer.h264_encoder import ParameterSets

__all__ = [
    "SETTINGS",
    "BandSource",
    "BandedSource",
    "EncoderSettings",
    "PictureSource",
    "Planes",
    "encode",
    "encode_bands",
]

_log = structlog.get_logger(__name__)


class PictureSource(Protocol):
    """A sequence of distinct pictures, each shown for one or more 1/25 s."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, both even."""

    @property
    def holds(self) -> tuple[int, ...]:
        """How many 1/25 s each distinct picture is shown, each at least 1."""

    def pictures(self, canvas: Planes | None = None) -> Iterator[Planes]:
        """Yield the distinct pictures in order; the arrays may change after the next is asked.

        They may be painted into ``canvas``, which nobody else writes to: that saves a copy.
        """


class BandSource(Protocol):
    """Paints the rows of a picture that a band has."""

    def key(self, band: Band) -> Hashable:
        """Return what decides a band's pixels, or None when that is not known."""

    def bare(self, band: Band) -> bool:
        """Return whether nothing but the base is seen in a band, in all of its pictures."""

    def paint(self, band: Band, canvas: Planes) -> Iterator[None]:
        """Paint a band's pictures into planes of its rows, one each time the next is asked.

        After the first, only the rows of its ``body`` are written to. Raises NotAsExpectedError
        when more than those would have to be.
        """


class BandedSource(PictureSource, BandSource, Protocol):
    """A source that knows where its pictures change."""

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The clip's groups of pictures, which follow each other, and what changes in each."""


def encode(source: PictureSource, settings: EncoderSettings = SETTINGS) -> VideoTrack:
    """Encode a clip's pictures whole.

    Held pictures are written as all-skip pictures; where the encoder's stream does not allow that,
    every picture is encoded and the reason is logged. Raises RenderError when libx264 fails.
    """
    film = settings.for_holds(source.holds) is not settings
    try:
        sets = parameter_sets(source.size, settings)
        stretch = _whole_stretch(source.holds, film=film)
        return _encode_stretches(_Whole(source), [stretch], sets, settings)
    except NotAsExpectedError as reason:
        _log.warning("held pictures are encoded plainly", reason=str(reason))
        return _encode_plainly(source, settings)


def encode_bands(
    source: BandedSource, store: BandStore | None = None, settings: EncoderSettings = SETTINGS
) -> VideoTrack:
    """Encode the bands of a clip's pictures, but for those that the store has already.

    Where a band cannot stand by itself the pictures are encoded whole and the reason is logged.
    The same source gives the same bytes, whatever the store holds. Raises RenderError when libx264
    fails.
    """
    try:
        sets = parameter_sets(source.size, settings)
        return _encode_stretches(source, source.stretches, sets, settings, store)
    except NotAsExpectedError as reason:
        _log.warning("pictures are encoded whole", reason=str(reason))
        return encode(source, settings)


def _encode_stretches(
    source: BandSource,
    stretches: Sequence[Stretch],
    sets: ParameterSets,
    settings: EncoderSettings,
    store: BandStore | None = None,
) -> VideoTrack:
    units: list[bytes] = []
    keyframes: list[int] = []
    encoded = 0
    for number, stretch in enumerate(stretches):
        coded = [
            (band, _coded(source, band, sets, settings, store))
            for band in plan(stretch, sets.sequence.height_mbs)
        ]
        made, new = assemble(stretch, coded, number, sets)
        keyframes.append(len(units))
        units += made
        encoded += new
    return sets.track(units, tuple(keyframes), encoded)


def _coded(
    source: BandSource,
    band: Band,
    sets: ParameterSets,
    settings: EncoderSettings,
    store: BandStore | None,
) -> CodedBand:
    if store is None:
        return encode_band(source, band, settings, sets)
    shows = source.key(band)
    key = None if shows is None else BandKey((sets.size, settings, shows))
    found = None if key is None else store.find(key, on_disk=band.film and source.bare(band))
    if found is None:
        found = encode_band(source, band, settings, sets)
        store.keep(key, found)
    return found


def _whole_stretch(holds: Sequence[int], *, film: bool) -> Stretch:
    starts = tuple(accumulate(holds, initial=0))
    return Stretch(0, starts[-1], whole=True, film=film, changes=starts[1:-1], last=True)


class _Whole:
    """A source whose pictures are one band."""

    def __init__(self, source: PictureSource) -> None:
        self._source = source

    def key(self, band: Band) -> None:
        """Nothing is known of what decides the pictures."""

    def bare(self, band: Band) -> bool:
        """Return False: nothing is known of what is seen."""
        del band
        return False

    def paint(self, band: Band, canvas: Planes) -> Iterator[None]:
        """Paint all pictures."""
        del band
        for planes in self._source.pictures(canvas):
            for view, plane in zip(canvas, planes, strict=True):
                if view is not plane:
                    view[:] = plane
            yield


def _encode_plainly(source: PictureSource, settings: EncoderSettings) -> VideoTrack:
    # Whatever else the stream is like: a track's pictures come in the order of display.
    settings = dataclasses.replace(settings, parameters=f"{settings.parameters}:bframes=0")
    # Where every picture is encoded, skipped macroblocks cost little: all get the same care.
    encoder = Encoder(source.size, settings)
    packets: list[bytes] = []
    for hold, planes in zip(source.holds, source.pictures(encoder.canvas), strict=True):
        for _ in range(hold):
            packets += encoder.encode(planes)
    packets += encoder.rest()
    if len(packets) != sum(source.holds):
        raise RenderError(f"The encoder returned {len(packets)} of {sum(source.holds)} pictures.")
    units = [_unit(packet) for packet in packets]
    return VideoTrack(*source.size, avcc(encoder.sps, encoder.pps), tuple(units), (0,), len(units))


def _unit(packet: bytes) -> bytes:
    """Return a packet's pictures as an access unit; x264's 600 bytes of settings are left out."""
    kept = (NAL_SLICE, NAL_IDR)
    return b"".join(prefixed(nal) for nal in split_annex_b(packet) if nal_type(nal) in kept)
