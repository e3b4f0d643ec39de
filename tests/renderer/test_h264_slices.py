"""Slices under another header: the macroblocks stay as they were coded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer import h264_slices
from renderer.h264_bits import BitWriter, escape
from renderer.h264_held import begins_skipped, is_skipped, skip_slice, skipped
from renderer.h264_slices import CodedSlice, I, P, SlicePlace, read_slice, write_slice

SLICES = st.builds(
    CodedSlice,
    st.sampled_from([P, I]),
    st.integers(-26, 25),
    st.one_of(
        st.just((1, 0, 0)),
        st.tuples(st.sampled_from([0, 2]), st.integers(-6, 6), st.integers(-6, 6)),
    ),
    st.binary(min_size=1, max_size=30).map(lambda data: data + b"\x80"),
)


@given(SLICES, st.integers(0, 8_159), st.integers(0, 15), st.sampled_from([None, 0, 1, 2]))
def test_what_is_written_is_read_back(coded, first, frame_num, idr):
    nal = write_slice(coded, first, frame_num, idr)
    assert nal[0] == (0x41 if idr is None else 0x65)
    assert read_slice(nal) == (coded, SlicePlace(first, frame_num, idr is not None))
    assert not any(bytes([0, 0, last]) in nal for last in (0, 1, 2))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": 1}, "unexpected kind"),
        ({"parameter_set": 1}, "unexpected kind"),
        ({"references": 2}, "numbered or ordered"),
        ({"marking": 1}, "marked"),
        ({"contexts": 1}, "contexts"),
    ],
)
def test_other_streams_are_refused(fields, message):
    bits = BitWriter()
    bits.u(0x41, 8)
    bits.ue(0)
    bits.ue(fields.get("kind", 0))
    bits.ue(fields.get("parameter_set", 0))
    bits.u(3, 4)
    bits.u(fields.get("references", 0), 2)
    bits.u(fields.get("marking", 0), 1)
    bits.ue(fields.get("contexts", 0))
    bits.se(0)
    bits.ue(1)
    bits.u(0, -bits.length % 8)
    with pytest.raises(ValueError, match=message):
        read_slice(escape(bits.to_bytes() + b"\x80"))


def test_pictures_that_are_no_reference_are_refused():
    nal = skip_slice(0, 10, 1, 26)
    with pytest.raises(ValueError, match="unexpected kind"):
        read_slice(bytes([0x01]) + nal[1:])


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_run_of_skipped_macroblocks_is_known_by_its_first_bits(run, asked):
    coded = skipped(run, 26)
    assert is_skipped(coded, run, 26)
    assert is_skipped(coded, asked, 26) == (asked == run)
    # The run must go on: the last macroblock of all ends the slice.
    assert begins_skipped(coded, asked, 26) == (asked < run)


def test_what_is_not_skipped_is_told_apart():
    data = skipped(100, 26).data
    other = bytes([data[0] ^ 0xC0, *data[1:]])
    assert not is_skipped(CodedSlice(P, 0, (1, 0, 0), other), 100, 26)
    assert not begins_skipped(CodedSlice(P, 0, (1, 0, 0), other), 3, 26)
    assert not begins_skipped(CodedSlice(I, 0, (1, 0, 0), data), 3, 26)
    # At such a quantiser another value of the flag is the probable one.
    assert not is_skipped(CodedSlice(P, -8, (1, 0, 0), data), 100, 26)


def test_headers_of_the_same_fields_are_made_once():
    h264_slices._header.cache_clear()
    for _ in range(3):
        write_slice(skipped(5, 26), 45, 7)
    assert h264_slices._header.cache_info().misses == 1
