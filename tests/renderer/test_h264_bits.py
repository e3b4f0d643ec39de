from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.h264_bits import BitReader, BitWriter, escape, split_annex_b, unescape

# Bytes in which emulation prevention has something to do.
TRICKY = st.lists(st.sampled_from([0, 1, 2, 3, 4, 255]), max_size=40).map(bytes)


@given(TRICKY)
def test_escaped_bytes_come_back(raw):
    assert unescape(escape(raw + b"\x80")) == raw + b"\x80"


@given(TRICKY)
def test_escaped_bytes_hold_no_start_code(raw):
    escaped = escape(raw + b"\x80")
    assert not any(bytes([0, 0, last]) in escaped for last in (0, 1, 2))


def test_a_stream_is_split_at_short_and_long_start_codes():
    stream = b"\0\0\0\1abc\0\0\1de\0\0\0\1f"
    assert split_annex_b(stream) == [b"abc", b"de", b"f"]


# ITU-T H.264, table 9-2: code numbers and their bits.
@pytest.mark.parametrize(
    ("number", "bits"), [(0, "1"), (1, "010"), (2, "011"), (3, "00100"), (8, "0001001")]
)
def test_exp_golomb_codes_are_those_of_the_standard(number, bits):
    writer = BitWriter()
    writer.ue(number)
    assert writer.length == len(bits)
    writer.u(0, -writer.length % 8)
    data = writer.to_bytes()
    assert f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}".startswith(bits)
    assert BitReader(data).ue() == number


# Table 9-3: mapping to signed values.
@pytest.mark.parametrize(
    ("bits", "value"),
    [("1", 0), ("010", 1), ("011", -1), ("00100", 2), ("00101", -2)],
)
def test_signed_exp_golomb_codes_are_those_of_the_standard(bits, value):
    assert BitReader(int(bits.ljust(8, "0"), 2).to_bytes(1, "big")).se() == value


def test_reading_past_the_end_is_an_error():
    reader = BitReader(b"\0")
    with pytest.raises(ValueError, match="end"):
        reader.ue()


def test_bits_that_are_no_whole_bytes_are_an_error():
    writer = BitWriter()
    writer.u(1, 3)
    with pytest.raises(ValueError, match="3 bits"):
        writer.to_bytes()
