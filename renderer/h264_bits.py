"""H.264 at the level of bits: NAL units, emulation prevention, Exp-Golomb codes.

Source: ITU-T H.264, clauses 7.4.1.1 (emulation prevention), 9.1 (Exp-Golomb) and Annex B (start
codes).
"""

from __future__ import annotations

import re

_START_CODE = b"\x00\x00\x01"
_NEEDS_ESCAPE = re.compile(rb"\x00\x00(?=[\x00-\x03])")

NAL_SLICE, NAL_IDR, NAL_SPS, NAL_PPS = 1, 5, 7, 8


def split_annex_b(stream: bytes) -> list[bytes]:
    """Return the NAL units of a byte stream with start codes, still escaped."""
    # A longer start code leaves a zero behind, with which no NAL unit ends.
    parts = (part.rstrip(b"\0") for part in stream.split(_START_CODE))
    return [nal for nal in parts if nal]


def nal_type(nal: bytes) -> int:
    """Return ``nal_unit_type``."""
    return nal[0] & 0x1F


def unescape(nal: bytes) -> bytes:
    """Return a NAL unit without emulation prevention bytes."""
    return nal.replace(b"\x00\x00\x03", b"\x00\x00")


def escape(nal: bytes) -> bytes:
    """Return a NAL unit with emulation prevention bytes put in."""
    return _NEEDS_ESCAPE.sub(b"\x00\x00\x03", nal)


class BitReader:
    """Reads unescaped bytes bit by bit, most significant first; ``position`` counts bits.

    Reading past the end raises ``ValueError``.
    """

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._length = len(data) * 8
        self.position = 0

    def u(self, bits: int) -> int:
        """Read an unsigned number of ``bits`` bits."""
        end = self.position + bits
        if end > self._length:
            raise ValueError("the bits end before the syntax does")
        self.position = end
        return (self._value >> (self._length - end)) & ((1 << bits) - 1)

    def ue(self) -> int:
        """Read an unsigned Exp-Golomb code."""
        left = self._length - self.position
        zeros = left - (self._value & ((1 << left) - 1)).bit_length()
        # As many zeros as bits follow the first one; with it, they are the code plus one.
        self.position += zeros
        return self.u(zeros + 1) - 1

    def se(self) -> int:
        """Read a signed Exp-Golomb code."""
        code = self.ue()
        return (code + 1) // 2 if code % 2 else -(code // 2)


class BitWriter:
    """Collects bits, most significant first."""

    def __init__(self) -> None:
        self._value = 0
        self.length = 0

    def u(self, value: int, bits: int) -> None:
        """Append ``value`` in ``bits`` bits."""
        self._value = (self._value << bits) | value
        self.length += bits

    def ue(self, value: int) -> None:
        """Append an unsigned Exp-Golomb code."""
        self.u(value + 1, 2 * (value + 1).bit_length() - 1)

    def se(self, value: int) -> None:
        """Append a signed Exp-Golomb code."""
        self.ue(2 * value - 1 if value > 0 else -2 * value)

    def to_bytes(self) -> bytes:
        """Return the bits; their number must be a multiple of eight."""
        if self.length % 8:
            raise ValueError(f"{self.length} bits are no whole bytes")
        return self._value.to_bytes(self.length // 8, "big")
