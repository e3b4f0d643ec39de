"""One band, encoded by a libx264 of its own into slices that fit anywhere."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.codec.context import Flags

from foundation.errors import RenderError
from renderer.h264_bits import NAL_IDR, NAL_SLICE, nal_type, split_annex_b
from renderer.h264_encoder import Encoder, NotAsExpectedError
from renderer.h264_headers import read_sps
from renderer.h264_held import begins_skipped, is_skipped
from renderer.h264_slices import CodedSlice, I, P, read_slice

if TYPE_CHECKING:
    from renderer.bands import Band
    from renderer.h264 import BandSource
    from renderer.h264_encoder import EncoderSettings, ParameterSets
    from renderer.h264_headers import SequenceParameters

ROW = 16
"""Pixels of a row of macroblocks."""

# How far vectors may point: what a band's margins are made for (``bands.MARGIN``).
_REACH = "mvrange=32"


@dataclass(frozen=True, slots=True)
class CodedBand:
    """A band's slices: for each of its pictures those that follow each other from its top on.

    Each slice stands with the number of rows of macroblocks that it has.
    """

    pictures: tuple[tuple[tuple[int, CodedSlice], ...], ...]

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return sum(len(coded.data) + 200 for slices in self.pictures for _, coded in slices)


def encode_band(
    source: BandSource, band: Band, settings: EncoderSettings, sets: ParameterSets
) -> CodedBand:
    """Encode a band of the pictures that ``sets`` belong to.

    Raises NotAsExpectedError when its slices would not be right at their place, RenderError when
    libx264 fails.
    """
    if band.film:
        settings = settings.for_film()
    above, below = band.margins
    width, height = sets.size
    rows, columns = band.bottom - band.top, sets.sequence.width_mbs
    size = (width, min(rows * ROW, height - band.top * ROW))
    more = "" if band.film else f":{_REACH}"
    if below:
        more += f":slice-max-mbs={(rows - below) * columns}"
    encoder = Encoder(size, settings, (not band.fleeting, *band.careful), more)
    _check_parameters(encoder, sets)
    parts = (rows - below, below) if below else (rows,)
    coded: list[tuple[tuple[int, CodedSlice], ...]] = []
    packets: list[bytes] = []
    for _ in source.paint(band, encoder.canvas):
        packets += encoder.encode()
        if not coded:
            if not packets:
                raise NotAsExpectedError("the encoder is late by a picture")
            if above or below:
                # From now on the margins are what players will see there: nothing to encode.
                _freeze(encoder, packets[0], above, below)
        while packets:
            packet = packets.pop(0)
            slices = _slices(packet, len(coded), parts, columns)
            if coded and above and not begins_skipped(slices[0], above * columns, sets.init_qp):
                raise NotAsExpectedError("what stands still above a band is not skipped")
            if coded and below and not is_skipped(slices.pop(), below * columns, sets.init_qp):
                raise NotAsExpectedError("what stands still below a band is not skipped")
            coded.append(tuple(zip(parts, slices, strict=False)))
    if len(coded) != len(band.shown) or encoder.rest():
        raise NotAsExpectedError("the encoder returned another number of pictures")
    return CodedBand(tuple(coded))


def _check_parameters(encoder: Encoder, sets: ParameterSets) -> None:
    """Raise NotAsExpectedError unless slices mean the same under the picture's parameter sets."""
    if encoder.pps != sets.pps or not _alike(encoder.sps, sets.sequence):
        raise NotAsExpectedError("a band has other parameter sets than the picture")


@lru_cache(maxsize=512)
def _alike(sps: bytes, wanted: SequenceParameters) -> bool:
    """Return whether an SPS is as wanted, but for what follows from the size."""
    try:
        own = read_sps(sps)
    except ValueError as error:
        raise NotAsExpectedError(str(error)) from error
    return own == dataclasses.replace(
        wanted, level=own.level, height_mbs=own.height_mbs, width_mbs=own.width_mbs
    )


_SHORT = 32
"""Slices of so few bytes stand still: they come again and again."""

_read_short = lru_cache(maxsize=4_096)(read_slice)


def _slices(packet: bytes, number: int, parts: tuple[int, ...], columns: int) -> list[CodedSlice]:
    """Return the slices of a band's picture, which are as many and as high as ``parts``."""
    kept = (NAL_SLICE, NAL_IDR)  # x264's 600 bytes of settings are left out
    found: list[CodedSlice] = []
    at = 0
    for nal in split_annex_b(packet):
        if nal_type(nal) not in kept:
            continue
        try:
            coded, place = _read_short(nal) if len(nal) < _SHORT else read_slice(nal)
        except ValueError as error:
            raise NotAsExpectedError(str(error)) from error
        if len(found) == len(parts) or place.first_macroblock != at:
            raise NotAsExpectedError("more than one slice in a picture")
        if coded.kind != (P if number else I) or place.idr != (number == 0):
            raise NotAsExpectedError("an unexpected kind of slice")
        if place.frame_num != number % 16:
            raise NotAsExpectedError("frame_num does not count pictures")
        at += parts[len(found)] * columns
        found.append(coded)
    if len(found) != len(parts):
        raise NotAsExpectedError("fewer slices than expected")
    return found


def _freeze(encoder: Encoder, packet: bytes, above: int, below: int) -> None:
    """Put what a decoder makes of the first picture into the canvas's margins."""
    decoded = _decoded(encoder, packet)
    for view, plane, step in zip(encoder.canvas, decoded, (1, 2, 2), strict=True):
        rows = ROW // step
        if above:
            view[: above * rows] = plane[: above * rows]
        if below:
            start = len(view) - below * rows
            view[start:] = plane[start:]


def _decoded(encoder: Encoder, packet: bytes) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
    context: Any = av.CodecContext.create("h264", "r")
    context.thread_count = 1
    context.extradata = encoder.extradata
    context.flags |= Flags.low_delay
    try:
        frames = [*context.decode(av.Packet(packet)), *context.decode(None)]
    except av.FFmpegError as error:
        raise RenderError(f"A band cannot be decoded: {error.strerror}") from error
    if len(frames) != 1:
        raise NotAsExpectedError("the first picture does not stand by itself")
    return [
        np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        for plane in frames[0].planes
    ]
