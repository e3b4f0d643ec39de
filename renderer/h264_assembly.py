"""Bands into pictures: the slices of each picture in order, and what stands still between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.h264_held import held_pictures, skip_slice
from renderer.h264_slices import CodedSlice, write_slice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.band_encoder import CodedBand
    from renderer.bands import Band, Stretch
    from renderer.h264_encoder import ParameterSets

_Slices = list[tuple[int, int, CodedSlice]]
"""First row of macroblocks, number of rows, slice."""


def assemble(
    stretch: Stretch, coded: Sequence[tuple[Band, CodedBand]], number: int, sets: ParameterSets
) -> tuple[list[bytes], int]:
    """Return a stretch's access units (NAL units behind 4-byte lengths), and how many hold new.

    ``number`` is which stretch of its clip it is. IDR pictures that follow each other must differ
    in ``idr_pic_id``, and each clip begins with 0, so all others of a clip have 1 or 2 in turn.
    """
    idr_pic_id = 1 + number % 2 if number else 0
    shown: dict[int, _Slices] = {}
    for band, content in coded:
        for picture, slices in zip(band.shown, content.pictures, strict=True):
            at = band.top
            for rows, each in slices:
                shown.setdefault(picture, []).append((at, rows, each))
                at += rows
    macroblocks = sets.sequence.width_mbs * sets.sequence.height_mbs
    held = [prefixed(nal) for nal in held_pictures(macroblocks, sets.init_qp)]
    units: list[bytes] = []
    for picture in range(stretch.start, stretch.end):
        frame_num = (picture - stretch.start) % 16
        found = shown.get(picture)
        if found is None:
            units.append(held[frame_num])
        else:
            idr = idr_pic_id if picture == stretch.start else None
            units.append(_unit(sorted(found, key=lambda each: each[0]), frame_num, idr, sets))
    return units, len(shown)


def _unit(slices: _Slices, frame_num: int, idr_pic_id: int | None, sets: ParameterSets) -> bytes:
    """Return an access unit that covers every macroblock of the picture once, in order."""
    columns, height = sets.sequence.width_mbs, sets.sequence.height_mbs
    nals: list[bytes] = []
    at = 0
    for top, rows, coded in slices:
        if top < at or (top > at and idr_pic_id is not None):
            raise AssertionError("the bands of a picture do not lie side by side")
        if top > at:
            nals.append(skip_slice(at * columns, (top - at) * columns, frame_num, sets.init_qp))
        nals.append(write_slice(coded, top * columns, frame_num, idr_pic_id))
        at = top + rows
    if at < height:
        nals.append(skip_slice(at * columns, (height - at) * columns, frame_num, sets.init_qp))
    return b"".join(map(prefixed, nals))


def prefixed(nal: bytes) -> bytes:
    """Return a NAL unit behind its length, as MP4 files have it (ISO/IEC 14496-15, 5.3.4.2)."""
    return len(nal).to_bytes(4, "big") + nal
