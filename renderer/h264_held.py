"""What stands still: slices in which every macroblock is skipped, written without x264.

A slice of them repeats that part of the picture before bit by bit; one of the whole picture is a
held picture, in about 32 bytes. That is only right where the stream has one reference picture,
output order equal to decoding order (POC type 2) and no weighted prediction, so
``reasons_against`` must return nothing before any is written.

Source: ITU-T H.264, clauses 7.3.3 and 7.3.4 (syntax), 8.4.1.1 (motion of skipped macroblocks),
9.3.1.1 (contexts), 9.3.3.2 (arithmetic decoding), 9.3.4.2 and 9.3.4.5 (encoding), table 9-13
(context 11), table 9-44 (ranges).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from renderer.h264_bits import BitWriter
from renderer.h264_slices import CodedSlice, P, write_slice

if TYPE_CHECKING:
    from renderer.h264_headers import PictureParameters, SequenceParameters

_REFERENCE_P_SLICE = 0x41
_SKIP_FLAG_M, _SKIP_FLAG_N = 23, 33
_LAST_STATE = 62
_FIRST_MPS_STATE = 64
_REGISTER = 9
"""Bits of the decoder's register."""
_WHOLE, _HALF = 510, 256
"""The range at a slice's start; below half a register it is doubled."""

# rangeTabLPS, table 9-44: one row per state, one column per quarter of the range.
_RANGE_LPS = (
    (128, 176, 208, 240), (128, 167, 197, 227), (128, 158, 187, 216), (123, 150, 178, 205),
    (116, 142, 169, 195), (111, 135, 160, 185), (105, 128, 152, 175), (100, 122, 144, 166),
    (95, 116, 137, 158), (90, 110, 130, 150), (85, 104, 123, 142), (81, 99, 117, 135),
    (77, 94, 111, 128), (73, 89, 105, 122), (69, 85, 100, 116), (66, 80, 95, 110),
    (62, 76, 90, 104), (59, 72, 86, 99), (56, 69, 81, 94), (53, 65, 77, 89),
    (51, 62, 73, 85), (48, 59, 69, 80), (46, 56, 66, 76), (43, 53, 63, 72),
    (41, 50, 59, 69), (39, 48, 56, 65), (37, 45, 54, 62), (35, 43, 51, 59),
    (33, 41, 48, 56), (32, 39, 46, 53), (30, 37, 43, 50), (29, 35, 41, 48),
    (27, 33, 39, 45), (26, 31, 37, 43), (24, 30, 35, 41), (23, 28, 33, 39),
    (22, 27, 32, 37), (21, 26, 30, 35), (20, 24, 29, 33), (19, 23, 27, 31),
    (18, 22, 26, 30), (17, 21, 25, 28), (16, 20, 23, 27), (15, 19, 22, 25),
    (14, 18, 21, 24), (14, 17, 20, 23), (13, 16, 19, 22), (12, 15, 18, 21),
    (12, 14, 17, 20), (11, 14, 16, 19), (11, 13, 15, 18), (10, 12, 15, 17),
    (10, 12, 14, 16), (9, 11, 13, 15), (9, 11, 12, 14), (8, 10, 12, 14),
    (8, 9, 11, 13), (7, 9, 11, 12), (7, 9, 10, 12), (7, 8, 10, 11),
    (6, 8, 9, 11), (6, 7, 9, 10), (6, 7, 8, 9),
)  # fmt: skip


def reasons_against(sps: SequenceParameters, pps: PictureParameters) -> list[str]:
    """Return why held pictures must not be written into this stream; empty when they may be."""
    wanted = {
        "picture order count type is not 2": sps.poc_type == 2,
        "not exactly one reference picture": sps.references == 1,
        "pictures may be reordered": sps.reorder == 0,
        "fields are allowed": sps.frames_only,
        "frame_num is not 4 bits": sps.log2_max_frame_num == 4,
        "not 4:2:0": sps.chroma_format == 1,
        "not CABAC": pps.cabac,
        "order counts in slices": not pps.order_present,
        "weighted prediction": not pps.weighted and pps.weighted_bi == 0,
        "several slice groups": pps.slice_groups == 1,
        "no deblocking control": pps.deblocking_control,
        "redundant pictures": not pps.redundant_pictures,
        "the skip flag does not begin as probable": _skip_state(pps.init_qp) >= 0,
    }
    return [reason for reason, holds in wanted.items() if not holds]


def _skip_state(qp: int) -> int:
    """Return pStateIdx of mb_skip_flag at a slice's start; below 0 when 0 is the probable value."""
    before = min(126, max(1, ((_SKIP_FLAG_M * min(51, max(0, qp))) >> 4) + _SKIP_FLAG_N))
    return before - _FIRST_MPS_STATE


def skipped(macroblocks: int, init_qp: int) -> CodedSlice:
    """Return a P slice of skipped macroblocks: it repeats what the picture before has there."""
    return CodedSlice(P, 0, (1, 0, 0), _skip_data(macroblocks, init_qp))


def begins_skipped(coded: CodedSlice, macroblocks: int, init_qp: int) -> bool:
    """Return whether a P slice's first macroblocks are all skipped, and it goes on after them.

    They stand still then: without a neighbour that moves, a skipped macroblock does not move.
    Each bin of such a run takes the lower part of the range, so the run's decoding comes down to
    one comparison of the first bits with the range that is left (9.3.3.2).
    """
    qp = init_qp + coded.qp_delta
    if coded.kind != P or _skip_state(qp) < 0:
        return False
    shifts, left = _runs(qp, macroblocks)[macroblocks - 1]
    # The terminating bin of the run's last macroblock is still to come.
    left -= 2
    if left < _HALF:
        shifts, left = shifts + 1, left * 2
    bits = _REGISTER + shifts
    return 0 <= _first_bits(coded.data, bits) < left


def is_skipped(coded: CodedSlice, macroblocks: int, init_qp: int) -> bool:
    """Return whether a P slice is nothing but so many skipped macroblocks.

    Up to the stop bit: x264 may set one of the bits that only fill the last byte.
    """
    qp = init_qp + coded.qp_delta
    if coded.kind != P or _skip_state(qp) < 0:
        return False
    shifts, left = _runs(qp, macroblocks)[macroblocks - 1]
    return _first_bits(coded.data, shifts + _REGISTER) == (left - 2) | 1


def _first_bits(data: bytes, bits: int) -> int:
    """Return the first bits as a number; -1 where there are fewer."""
    first = data[: -(-bits // 8)]
    spare = len(first) * 8 - bits
    return int.from_bytes(first, "big") >> spare if spare >= 0 else -1


@lru_cache(maxsize=8)
def held_pictures(macroblocks: int, init_qp: int) -> tuple[bytes, ...]:
    """Return the 16 NAL units of a held picture, escaped, indexed by ``frame_num``.

    ``macroblocks`` is how many the picture has, ``init_qp`` what its PPS says.
    """
    return tuple(skip_slice(0, macroblocks, frame_num, init_qp) for frame_num in range(16))


@lru_cache(maxsize=8_192)
def skip_slice(first_macroblock: int, macroblocks: int, frame_num: int, init_qp: int) -> bytes:
    """Return a slice of skipped macroblocks as a NAL unit, escaped."""
    return write_slice(skipped(macroblocks, init_qp), first_macroblock, frame_num)


@lru_cache(maxsize=512)
def _skip_data(macroblocks: int, init_qp: int) -> bytes:
    shifts, left = _runs(init_qp, macroblocks)[macroblocks - 1]
    # Ending (9.3.4.5) writes the lower end of the last two of the range, and a stop bit as its
    # lowest; the encoder's very first bit is never written (9.3.4.2).
    bits = BitWriter()
    bits.u((left - 2) | 1, shifts + _REGISTER)
    bits.u(0, -bits.length % 8)  # rbsp_alignment_zero_bit
    return bits.to_bytes()


@lru_cache(maxsize=64)
def _runs(qp: int, most: int) -> tuple[tuple[int, int], ...]:
    """Return for runs of 1, 2, … skipped macroblocks the shifts so far and the range left.

    They stand before the terminating bin of the run's last macroblock. All bins take the lower part
    of the range: nothing but zeros is written.
    """
    state, shifts, left = _skip_state(qp), 0, _WHOLE
    found: list[tuple[int, int]] = []
    for number in range(most):
        if number:
            left -= 2
            if left < _HALF:
                shifts, left = shifts + 1, left * 2
        left -= _RANGE_LPS[state][(left >> 6) & 3]
        if left < _HALF:
            shifts, left = shifts + 1, left * 2
        state = min(state + 1, _LAST_STATE)
        found.append((shifts, left))
    return tuple(found)
