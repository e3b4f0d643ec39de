"""A held picture: an H.264 P picture in which every macroblock is skipped, written without x264.

It repeats the picture before it bit by bit, in about 32 bytes. It is only right where the stream
has one reference picture, output order equal to decoding order (POC type 2) and no weighted
prediction, so ``reasons_against`` must return nothing before any is written.

Source: ITU-T H.264, clauses 7.3.3 and 7.3.4 (syntax), 8.4.1.1 (motion of skipped macroblocks),
9.3.1.1 (contexts), 9.3.4.2 and 9.3.4.5 (arithmetic encoding), table 9-13 (context 11),
table 9-44 (ranges).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from renderer.h264_bits import BitWriter, escape

if TYPE_CHECKING:
    from renderer.h264_headers import PictureParameters, SequenceParameters

_REFERENCE_P_SLICE = 0x41
_SKIP_FLAG_M, _SKIP_FLAG_N = 23, 33
_LAST_STATE = 62
_FIRST_MPS_STATE = 64

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


class _ArithmeticEncoder:
    """CABAC encoding of probable values and terminating bins (9.3.4.2, 9.3.4.5)."""

    def __init__(self, bits: BitWriter) -> None:
        self._bits = bits
        self._low, self._range = 0, 510
        self._outstanding, self._first = 0, True

    def probable(self, state: int) -> None:
        """Encode the most probable value of a context in ``state``."""
        self._range -= _RANGE_LPS[state][(self._range >> 6) & 3]
        self._renormalise()

    def terminate(self, last: bool) -> None:
        """Encode end_of_slice_flag; after the last, flush and write the stop bit."""
        self._range -= 2
        if not last:
            self._renormalise()
            return
        self._low += self._range
        self._range = 2
        self._renormalise()
        self._put((self._low >> 9) & 1)
        self._bits.u(((self._low >> 7) & 3) | 1, 2)

    def _renormalise(self) -> None:
        while self._range < 256:
            if self._low < 256:
                self._put(0)
            elif self._low >= 512:
                self._low -= 512
                self._put(1)
            else:
                self._low -= 256
                self._outstanding += 1
            self._range <<= 1
            self._low <<= 1

    def _put(self, bit: int) -> None:
        if self._first:
            self._first = False
        else:
            self._bits.u(bit, 1)
        for _ in range(self._outstanding):
            self._bits.u(1 - bit, 1)
        self._outstanding = 0


@lru_cache(maxsize=8)
def held_pictures(macroblocks: int, init_qp: int) -> tuple[bytes, ...]:
    """Return the 16 NAL units of a held picture, escaped, indexed by ``frame_num``.

    ``macroblocks`` is how many the picture has, ``init_qp`` what its PPS says.
    """
    return tuple(_held_picture(macroblocks, init_qp, frame_num) for frame_num in range(16))


def _held_picture(macroblocks: int, init_qp: int, frame_num: int) -> bytes:
    bits = BitWriter()
    bits.u(_REFERENCE_P_SLICE, 8)
    bits.ue(0)  # first_mb_in_slice
    bits.ue(5)  # slice_type: P, and so are all slices of the picture
    bits.ue(0)  # pic_parameter_set_id
    bits.u(frame_num, 4)
    bits.u(0, 1)  # num_ref_idx_active_override_flag
    bits.u(0, 1)  # ref_pic_list_modification_flag_l0
    bits.u(0, 1)  # adaptive_ref_pic_marking_mode_flag
    bits.ue(0)  # cabac_init_idc
    bits.ue(0)  # slice_qp_delta: se(0) is the same bit
    bits.ue(1)  # disable_deblocking_filter_idc
    while bits.length % 8:
        bits.u(1, 1)  # cabac_alignment_one_bit
    encoder = _ArithmeticEncoder(bits)
    state = _skip_state(init_qp)
    for macroblock in range(macroblocks):
        encoder.probable(state)
        state = min(state + 1, _LAST_STATE)
        encoder.terminate(last=macroblock == macroblocks - 1)
    while bits.length % 8:
        bits.u(0, 1)  # rbsp_alignment_zero_bit
    return escape(bits.to_bytes())
