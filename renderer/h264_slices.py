"""Slices: x264's coded macroblocks under another slice header.

A slice's macroblocks are coded without a word of where in the picture they stand: only the header
says it. So slices of small pictures may become parts of a large one, wherever what they predict
from is the same. CABAC data begins at a byte, so it is copied as it is.

Source: ITU-T H.264, clauses 7.3.2.8 (slice), 7.3.3 (slice header), 7.3.3.3 (reference marking),
7.4.3 (``slice_type``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from renderer.h264_bits import NAL_IDR, NAL_SLICE, BitReader, BitWriter, escape, nal_type, unescape

P, I = 0, 2  # noqa: E741 - the standard's names of the two kinds
"""Values of ``slice_type``, modulo 5."""

_IDR_PICTURE, _REFERENCE_PICTURE = 0x65, 0x41
_HEADER_BYTES = 24
"""A header is never longer: all fields of these streams have at most 17 bits."""


@dataclass(frozen=True, slots=True)
class CodedSlice:
    """A slice without its place: kind, header fields that its data depends on, CABAC data.

    ``deblocking`` is (disable_deblocking_filter_idc, alpha and beta offset). ``data`` is not
    escaped.
    """

    kind: int
    qp_delta: int
    deblocking: tuple[int, int, int]
    data: bytes


@dataclass(frozen=True, slots=True)
class SlicePlace:
    """Where a slice stood: its first macroblock, its picture's number and kind."""

    first_macroblock: int
    frame_num: int
    idr: bool


def read_slice(nal: bytes) -> tuple[CodedSlice, SlicePlace]:
    """Read an escaped slice NAL unit of a stream with 4-bit frame_num and POC type 2.

    Raises ValueError when it uses what these streams do not.
    """
    idr = nal_type(nal) == NAL_IDR
    if nal_type(nal) not in (NAL_SLICE, NAL_IDR) or not nal[0] & 0x60:
        raise ValueError("an unexpected kind of slice")
    raw = unescape(nal)
    bits = BitReader(raw[:_HEADER_BYTES])
    bits.u(8)
    first, kind = bits.ue(), bits.ue() % 5
    if kind not in (P, I) or bits.ue():
        raise ValueError("an unexpected kind of slice")
    frame_num = bits.u(4)
    if idr:
        bits.ue()
    if kind == P and bits.u(2):
        raise ValueError("references are numbered or ordered otherwise")
    if bits.u(2 if idr else 1):
        raise ValueError("references are marked otherwise")
    if kind == P and bits.ue():
        raise ValueError("another table of CABAC contexts")
    qp_delta, disabled = bits.se(), bits.ue()
    offsets = (0, 0) if disabled == 1 else (bits.se(), bits.se())
    data = raw[-(-bits.position // 8) :]
    return CodedSlice(kind, qp_delta, (disabled, *offsets), data), SlicePlace(first, frame_num, idr)


def write_slice(
    coded: CodedSlice, first_macroblock: int, frame_num: int, idr_pic_id: int | None = None
) -> bytes:
    """Return a slice as an escaped NAL unit; with an ``idr_pic_id`` it belongs to an IDR picture.

    Of the two ways to write a kind, this one allows other kinds in the same picture.
    """
    header = _header(
        coded.kind, coded.qp_delta, coded.deblocking, first_macroblock, frame_num, idr_pic_id
    )
    return escape(header + coded.data)


@lru_cache(maxsize=4_096)
def _header(
    kind: int,
    qp_delta: int,
    deblocking: tuple[int, int, int],
    first_macroblock: int,
    frame_num: int,
    idr_pic_id: int | None,
) -> bytes:
    """Return the NAL unit's first byte and the slice header up to the CABAC data."""
    bits = BitWriter()
    bits.u(_REFERENCE_PICTURE if idr_pic_id is None else _IDR_PICTURE, 8)
    bits.ue(first_macroblock)
    bits.ue(kind)
    bits.ue(0)  # pic_parameter_set_id
    bits.u(frame_num, 4)
    if idr_pic_id is not None:
        bits.ue(idr_pic_id)
    if kind == P:
        bits.u(0, 2)  # num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0
    bits.u(0, 1 if idr_pic_id is None else 2)  # dec_ref_pic_marking
    if kind == P:
        bits.ue(0)  # cabac_init_idc
    bits.se(qp_delta)
    disabled, alpha, beta = deblocking
    bits.ue(disabled)
    if disabled != 1:
        bits.se(alpha)
        bits.se(beta)
    padding = -bits.length % 8
    bits.u((1 << padding) - 1, padding)  # cabac_alignment_one_bit
    return bits.to_bytes()
