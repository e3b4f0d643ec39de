from __future__ import annotations

from fractions import Fraction

import av
import pytest
from av.codec.context import Flags
from hypothesis import given
from hypothesis import strategies as st

from renderer.h264_bits import split_annex_b
from renderer.h264_headers import read_pps, read_slice_head, read_sps, with_frame_num


def parameter_sets(parameters, size=(720, 1280)):
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height = size
    context.pix_fmt, context.time_base, context.framerate = "yuv420p", Fraction(1, 25), Fraction(25)
    context.options = {"x264-params": parameters}
    context.flags |= Flags.global_header
    context.open()
    sps, pps, *_ = split_annex_b(bytes(context.extradata))
    return read_sps(sps), read_pps(pps)


def test_what_x264_was_told_is_read():
    sps, pps = parameter_sets("bframes=0:ref=1:weightp=0:qp=22:fullrange=on:colormatrix=bt470bg")
    assert (sps.poc_type, sps.references, sps.reorder) == (2, 1, 0)
    assert (sps.width_mbs, sps.height_mbs, sps.frames_only) == (45, 80, True)
    assert (sps.full_range, sps.matrix) == (True, 5)
    assert (pps.cabac, pps.weighted, pps.init_qp) == (True, False, 22)


def test_other_settings_are_read_too():
    sps, pps = parameter_sets("bframes=3:ref=4:weightp=2:cabac=0:interlaced=1", (1080, 1080))
    assert sps.poc_type == 0
    assert sps.references >= 4
    assert sps.reorder >= 1
    assert not sps.frames_only
    assert (sps.width_mbs, sps.height_mbs) == (68, 68)
    assert not pps.cabac
    assert parameter_sets("weightp=2")[1].weighted


def test_a_parameter_set_cut_short_is_an_error():
    with pytest.raises(ValueError, match="end"):
        read_sps(b"\x67\x64\x00\x1f")


# The start of a P slice as x264 writes it: NAL header, first_mb 0, type 5, PPS 0, frame_num 1.
SLICE = bytes.fromhex("419a222bffc0c1bd676fb1e5225ca55e95327a52bb719656")


@given(st.integers(0, 15), st.integers(3, len(SLICE)))
def test_only_frame_num_changes(number, length):
    nal = SLICE[:length]
    head = read_slice_head(nal, 4)
    assert (head.first_macroblock, head.kind, head.parameter_set) == (0, 0, 0)
    patched = with_frame_num(nal, head.frame_num_at, 4, number)
    assert read_slice_head(patched, 4).frame_num == number
    assert with_frame_num(patched, head.frame_num_at, 4, head.frame_num) == nal
