"""libx264 through PyAV: pictures in, packets out, with the settings that all clips share."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.codec.context import Flags

from foundation.errors import RenderError
from renderer import h264_bits
from renderer.clip import FPS
from renderer.h264_headers import read_pps, read_sps
from renderer.h264_held import reasons_against
from renderer.tracks import VideoTrack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from renderer.h264_headers import SequenceParameters

Planes = tuple["NDArray[np.uint8]", "NDArray[np.uint8]", "NDArray[np.uint8]"]
"""Y, U and V of one picture; U and V have half its width and height."""

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
        return self.for_film()

    def for_film(self) -> EncoderSettings:
        """Return the settings for pictures that never stand still."""
        return _film(self)


@lru_cache(maxsize=4)
def _film(settings: EncoderSettings) -> EncoderSettings:
    parameters = f"{settings.parameters}:{settings.film_parameters}"
    return dataclasses.replace(settings, parameters=parameters, moving_qp=settings.film_qp)


SETTINGS = EncoderSettings()


class NotAsExpectedError(Exception):
    """Raised when the encoder's stream does not allow pictures written by hand."""


class Encoder:
    """One libx264 for one sequence of pictures.

    Kept open for another it would make that one's bytes depend on those before. ``careful`` says of
    each picture whether it gets the low quantiser. Raises RenderError when it cannot be opened.
    """

    def __init__(
        self,
        size: tuple[int, int],
        settings: EncoderSettings,
        careful: Sequence[bool] = (),
        more: str = "",
    ) -> None:
        self.size = size
        parameters = f"{settings.parameters}:qp={settings.held_qp}{more}"
        zones = _zones(careful, settings.moving_qp)
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
        self._frame = av.VideoFrame(*size, "yuv420p")
        self._next = 0
        self.extradata = bytes(context.extradata)
        nals = h264_bits.split_annex_b(self.extradata)
        self.sps = next(nal for nal in nals if h264_bits.nal_type(nal) == h264_bits.NAL_SPS)
        self.pps = next(nal for nal in nals if h264_bits.nal_type(nal) == h264_bits.NAL_PPS)
        y, u, v = (_view(plane) for plane in self._frame.planes)
        self.canvas: Planes = (y, u, v)

    def encode(self, planes: Planes | None = None) -> list[bytes]:
        """Encode the canvas, or a picture that is copied to it, and return the packets ready."""
        if planes is not None:
            for view, plane in zip(self.canvas, planes, strict=True):
                if view is not plane:
                    view[:] = plane
        self._frame.pts = self._next
        self._next += 1
        return self._packets(self._frame)

    def rest(self) -> list[bytes]:
        """Return the packets that were not ready yet, when there are no more pictures."""
        return self._packets(None)

    def _packets(self, frame: av.VideoFrame | None) -> list[bytes]:
        try:
            return [bytes(packet) for packet in self._context.encode(frame)]
        except av.FFmpegError as error:
            raise RenderError(f"libx264 failed: {error.strerror}") from error


def _zones(careful: Sequence[bool], moving_qp: int) -> str:
    """Return x264's zones: every stretch of pictures without care gets the moving quantiser."""
    stretches: list[list[int]] = []
    for index, care in enumerate(careful):
        if care:
            continue
        if stretches and stretches[-1][1] == index - 1:
            stretches[-1][1] = index
        else:
            stretches.append([index, index])
    return "/".join(f"{first},{last},q={moving_qp}" for first, last in stretches)


def _view(plane: Any) -> NDArray[np.uint8]:
    """Return a plane of a PyAV frame as an array (rows, columns) without its padding."""
    rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]


@dataclass(frozen=True, slots=True)
class ParameterSets:
    """The parameter sets of all clips of one size and profile, as NAL units and as read."""

    size: tuple[int, int]
    sps: bytes
    pps: bytes
    sequence: SequenceParameters
    init_qp: int

    def track(self, units: Sequence[bytes], keyframes: tuple[int, ...], encoded: int) -> VideoTrack:
        """Return access units as a finished track with its ``avcC`` record."""
        record = avcc(self.sps, self.pps)
        return VideoTrack(*self.size, record, tuple(units), keyframes, encoded)


@lru_cache(maxsize=16)
def parameter_sets(size: tuple[int, int], settings: EncoderSettings) -> ParameterSets:
    """Return the parameter sets for a size, once it is sure that pictures may be held.

    Raises NotAsExpectedError when they may not.
    """
    encoder = Encoder(size, settings)
    try:
        sps, pps = read_sps(encoder.sps), read_pps(encoder.pps)
    except ValueError as error:
        raise NotAsExpectedError(str(error)) from error
    reasons = reasons_against(sps, pps)
    if reasons:
        raise NotAsExpectedError("; ".join(reasons))
    return ParameterSets(size, encoder.sps, encoder.pps, sps, pps.init_qp)


def avcc(sps: bytes, pps: bytes) -> bytes:
    """Return the ``avcC`` record of two parameter sets (ISO/IEC 14496-15, 5.3.3.1)."""
    high = b"\xfd\xf8\xf8\x00"  # 4:2:0, 8 bits, 8 bits, no extensions
    return b"".join(
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
