"""Pictures in, H.264 out: libx264 through PyAV, and held pictures without it.

A clip is one closed group of pictures: an IDR, moving pictures, and all-skip pictures where
nothing changes. Quality goes where the eye rests: the first picture and every picture that is then
held get a low quantiser, pictures seen for 40 ms a high one.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

import av
import numpy as np
import structlog
from av.codec.context import Flags

from foundation.errors import RenderError
from renderer import h264_bits
from renderer.clip import FPS
from renderer.h264_headers import (
    SequenceParameters,
    read_pps,
    read_slice_head,
    read_sps,
    with_frame_num,
)
from renderer.h264_held import held_pictures, reasons_against
from renderer.tracks import VideoTrack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
    """Y, U and V of one picture; U and V have half its width and height."""

_log = structlog.get_logger(__name__)

SETTLE_HOLD = 5
"""A picture shown at least this often counts as held and is encoded with care."""

_FILM = FPS
"""A clip of so many pictures, none of them held, stands on a base that moves."""

# Nothing is looked ahead or reordered, one reference, a fixed rate: what held pictures need.
# ``stitchable`` keeps the parameter sets of all clips alike, ``force-cfr`` takes a delay of one
# picture away. The two ratios only widen the range of quantisers for zones. Without deblocking
# flat colours and letters come out sharper (+1 dB) for 8 % less time.
_X264 = (
    "threads=1:bframes=0:ref=1:weightp=0:scenecut=0:keyint=infinite:force-cfr=1:stitchable=1:"
    "mbtree=0:rc-lookahead=0:sync-lookahead=0:subme=0:me=dia:no-psy=1:no-deblock=1:"
    "ipratio=1:pbratio=3.2:"
    "colorprim=bt709:transfer=bt709:colormatrix=bt709:fullrange=off"
)


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """The encoder profile of all clips: x264 parameters, quantisers of held and moving pictures.

    ``film_parameters`` and ``film_qp`` are for clips in which nothing is ever held, those on a base
    that moves: there the eye has time to see what a moving picture lacks.
    """

    preset: str = "superfast"
    parameters: str = _X264
    held_qp: int = 22
    moving_qp: int = 31
    film_parameters: str = "no-deblock=0:me=hex:subme=1"
    film_qp: int = 26

    def for_holds(self, holds: Sequence[int]) -> EncoderSettings:
        """Return the settings for a clip by how long its pictures are held."""
        if len(holds) < _FILM or max(holds) > 1:
            return self
        parameters = f"{self.parameters}:{self.film_parameters}"
        return dataclasses.replace(self, parameters=parameters, moving_qp=self.film_qp)


SETTINGS = EncoderSettings()


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


def encode(source: PictureSource, settings: EncoderSettings = SETTINGS) -> VideoTrack:
    """Encode a clip's pictures.

    Held pictures are written as all-skip pictures; where the encoder's stream does not allow that,
    every picture is encoded and the reason is logged. Raises RenderError when libx264 fails.
    """
    try:
        return _encode_with_holds(source, settings)
    except _NotAsExpectedError as reason:
        _log.warning("held pictures are encoded plainly", reason=str(reason))
        return _encode_plainly(source, settings)


class _NotAsExpectedError(Exception):
    """Raised when the encoder's stream does not allow pictures written by hand."""


def _encode_with_holds(source: PictureSource, settings: EncoderSettings) -> VideoTrack:
    holds = source.holds
    settings = settings.for_holds(holds)
    encoder = _Encoder(source.size, settings, _zones(holds, settings))
    sps, init_qp = encoder.checked_parameters()
    skip = held_pictures(sps.width_mbs * sps.height_mbs, init_qp)
    units: list[bytes] = []
    for index, (hold, packet) in enumerate(
        zip(holds, encoder.packets(source.pictures), strict=True)
    ):
        units.append(_placed(packet, index, len(units), sps))
        units.extend(_prefixed([skip[n % 16]]) for n in range(len(units), len(units) + hold - 1))
    return encoder.track(units, encoded=len(holds))


def _placed(packet: bytes, index: int, position: int, sps: SequenceParameters) -> bytes:
    """Return an encoded picture as the one at ``position`` since the IDR, held ones counted."""
    nals = _slices(packet)
    if len(nals) != 1:
        raise _NotAsExpectedError("more than one slice in a picture")
    nal = nals[0]
    wanted = h264_bits.NAL_IDR if index == 0 else h264_bits.NAL_SLICE
    head = read_slice_head(nal, sps.log2_max_frame_num)
    if h264_bits.nal_type(nal) != wanted or head.first_macroblock or head.parameter_set:
        raise _NotAsExpectedError("an unexpected kind of slice")
    if head.frame_num != index % 16:
        raise _NotAsExpectedError("frame_num does not count pictures")
    if position != index:
        # Held pictures came before: count them too (they are reference pictures).
        raw = h264_bits.unescape(nal)
        patched = with_frame_num(raw, head.frame_num_at, sps.log2_max_frame_num, position % 16)
        nal = h264_bits.escape(patched)
    return _prefixed([nal])


def _encode_plainly(source: PictureSource, settings: EncoderSettings) -> VideoTrack:
    holds = source.holds
    repeated = _Repeated(source)
    # Whatever else the stream is like: a track's pictures come in the order of display.
    settings = dataclasses.replace(settings, parameters=f"{settings.parameters}:bframes=0")
    encoder = _Encoder(source.size, settings, _zones([1] * sum(holds), settings, plain=True))
    units = [_prefixed(_slices(packet)) for packet in encoder.packets(repeated.pictures)]
    if len(units) != sum(holds):
        raise RenderError(f"The encoder returned {len(units)} of {sum(holds)} pictures.")
    return encoder.track(units, encoded=len(units))


class _Repeated:
    """A source's pictures, each as often as it is shown."""

    def __init__(self, source: PictureSource) -> None:
        self._source = source

    def pictures(self, canvas: Planes | None = None) -> Iterator[Planes]:
        shown = self._source.pictures(canvas)
        for hold, planes in zip(self._source.holds, shown, strict=True):
            for _ in range(hold):
                yield planes


def _zones(holds: Sequence[int], settings: EncoderSettings, *, plain: bool = False) -> str:
    """Return x264's zones: every stretch of pictures that are not held gets the moving quantiser.

    Where every picture is encoded, skipped macroblocks cost little and nothing needs a zone.
    """
    moving = [
        index
        for index, hold in enumerate(holds)
        if 0 < index < len(holds) - 1 and hold < SETTLE_HOLD and not plain
    ]
    stretches: list[list[int]] = []
    for index in moving:
        if stretches and stretches[-1][1] == index - 1:
            stretches[-1][1] = index
        else:
            stretches.append([index, index])
    return "/".join(f"{first},{last},q={settings.moving_qp}" for first, last in stretches)


def _slices(packet: bytes) -> list[bytes]:
    """Return a packet's NAL units that are pictures; x264's 600 bytes of settings are left out."""
    kept = (h264_bits.NAL_SLICE, h264_bits.NAL_IDR)
    return [nal for nal in h264_bits.split_annex_b(packet) if h264_bits.nal_type(nal) in kept]


def _prefixed(nals: Iterable[bytes]) -> bytes:
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in nals)


class _Encoder:
    """One libx264 for one clip: kept open it would make a clip's bytes depend on those before."""

    def __init__(self, size: tuple[int, int], settings: EncoderSettings, zones: str) -> None:
        self.size = size
        parameters = f"{settings.parameters}:qp={settings.held_qp}"
        if zones:
            parameters += f":zones={zones}"
        context: Any = av.CodecContext.create("libx264", "w")
        context.width, context.height = size
        context.pix_fmt = "yuv420p"
        context.time_base = Fraction(1, FPS)
        context.framerate = Fraction(FPS)
        context.options = {"preset": settings.preset, "x264-params": parameters}
        context.flags |= Flags.global_header
        try:
            context.open()
        except av.FFmpegError as error:
            raise RenderError(f"libx264 cannot be opened: {error.strerror}") from error
        self._context = context
        nals = h264_bits.split_annex_b(bytes(context.extradata))
        self._sps = next(nal for nal in nals if h264_bits.nal_type(nal) == h264_bits.NAL_SPS)
        self._pps = next(nal for nal in nals if h264_bits.nal_type(nal) == h264_bits.NAL_PPS)

    def checked_parameters(self) -> tuple[SequenceParameters, int]:
        """Return the SPS and the PPS's quantiser once it is sure that pictures may be held."""
        try:
            sps, pps = read_sps(self._sps), read_pps(self._pps)
        except ValueError as error:
            raise _NotAsExpectedError(str(error)) from error
        reasons = reasons_against(sps, pps)
        if reasons:
            raise _NotAsExpectedError("; ".join(reasons))
        return sps, pps.init_qp

    def packets(self, paint: Callable[[Planes], Iterator[Planes]]) -> Iterator[bytes]:
        """Yield one packet a picture, as a byte stream with start codes, in order of display."""
        frame = av.VideoFrame(*self.size, "yuv420p")
        y, u, v = (_view(plane) for plane in frame.planes)
        try:
            for index, planes in enumerate(paint((y, u, v))):
                for view, plane in zip((y, u, v), planes, strict=True):
                    if view is not plane:
                        view[:] = plane
                frame.pts = index
                for packet in self._context.encode(frame):
                    yield bytes(packet)
            for packet in self._context.encode(None):
                yield bytes(packet)
        except av.FFmpegError as error:
            raise RenderError(f"libx264 failed: {error.strerror}") from error

    def track(self, units: list[bytes], *, encoded: int) -> VideoTrack:
        """Return the finished track with its ``avcC`` record (ISO/IEC 14496-15, 5.3.3.1)."""
        sps, pps = self._sps, self._pps
        high = b"\xfd\xf8\xf8\x00"  # 4:2:0, 8 bits, 8 bits, no extensions
        record = b"".join(
            (
                b"\x01",
                sps[1:4],
                b"\xff\xe1",
                len(sps).to_bytes(2, "big"),
                sps,
                b"\x01",
                len(pps).to_bytes(2, "big"),
                pps,
                high,
            )
        )
        width, height = self.size
        return VideoTrack(width, height, record, tuple(units), (0,), encoded)


def _view(plane: Any) -> NDArray[np.uint8]:
    """Return a plane of a PyAV frame as an array (rows, columns) without its padding."""
    rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]
