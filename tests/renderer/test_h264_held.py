from __future__ import annotations

import dataclasses

import pytest

from renderer.h264_bits import BitReader, unescape
from renderer.h264_headers import PictureParameters, SequenceParameters
from renderer.h264_held import held_pictures, reasons_against

SPS = SequenceParameters(
    profile=100,
    level=31,
    chroma_format=1,
    log2_max_frame_num=4,
    poc_type=2,
    references=1,
    width_mbs=45,
    height_mbs=80,
    frames_only=True,
    reorder=0,
)
PPS = PictureParameters(
    cabac=True,
    order_present=False,
    slice_groups=1,
    weighted=False,
    weighted_bi=0,
    init_qp=26,
    deblocking_control=True,
    redundant_pictures=False,
)


def test_a_stream_as_expected_may_hold_pictures():
    assert reasons_against(SPS, PPS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"poc_type": 0},
        {"references": 2},
        {"reorder": 1},
        {"reorder": None},
        {"frames_only": False},
        {"log2_max_frame_num": 5},
        {"chroma_format": 3},
    ],
)
def test_a_sequence_otherwise_than_expected_may_not(change):
    assert len(reasons_against(dataclasses.replace(SPS, **change), PPS)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"cabac": False},
        {"order_present": True},
        {"weighted": True},
        {"weighted_bi": 2},
        {"slice_groups": 2},
        {"deblocking_control": False},
        {"redundant_pictures": True},
    ],
)
def test_pictures_otherwise_than_expected_may_not(change):
    assert len(reasons_against(SPS, dataclasses.replace(PPS, **change))) == 1


def test_where_the_skip_flag_begins_as_improbable_nothing_is_held():
    assert reasons_against(SPS, dataclasses.replace(PPS, init_qp=0))


def test_there_is_one_for_each_frame_num_and_only_that_differs():
    held = held_pictures(3600, 26)
    assert len(held) == 16
    for number, nal in enumerate(held):
        assert nal[0] == 0x41  # a reference picture, not an IDR
        assert len(nal) < 40
        bits = BitReader(unescape(nal)[1:])
        assert (bits.ue(), bits.ue(), bits.ue()) == (0, 0, 0)
        assert bits.u(4) == number
