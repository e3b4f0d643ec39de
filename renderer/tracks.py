"""What the encoders hand to the muxer: coded pictures and coded sound, without a container."""

from __future__ import annotations

from dataclasses import dataclass

from renderer.clip import FPS, SAMPLE_RATE

AAC_FRAME = 1_024
"""Samples in one AAC frame."""


@dataclass(frozen=True, slots=True)
class VideoTrack:
    """H.264 access units at a constant 25 fps, in decoding order, which is display order.

    ``extradata`` is the ``avcC`` record (ISO/IEC 14496-15, 5.3.3.1). Each access unit holds its NAL
    units with 4-byte lengths before them. ``keyframes`` are the indexes of the IDR pictures, 0
    among them. ``encoded`` counts the access units that went through the encoder (the others are
    held pictures).
    """

    width: int
    height: int
    extradata: bytes
    access_units: tuple[bytes, ...]
    keyframes: tuple[int, ...] = (0,)
    encoded: int = 0

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds: 40 for every picture."""
        return len(self.access_units) * 1_000 // FPS


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """AAC-LC packets of 1,024 samples mono at ``SAMPLE_RATE``.

    ``extradata`` is the AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). The first packet is the
    encoder's priming: it is decoded but not heard.
    """

    extradata: bytes
    packets: tuple[bytes, ...]

    @property
    def samples(self) -> int:
        """Samples heard: those of every packet but the priming one."""
        return (len(self.packets) - 1) * AAC_FRAME

    @property
    def duration_ms(self) -> float:
        """Length heard, in milliseconds."""
        return self.samples * 1_000 / SAMPLE_RATE
