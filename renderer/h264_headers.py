"""Reads the H.264 headers that decide whether held pictures may be written by hand.

Source: ITU-T H.264, clauses 7.3.2.1.1 (SPS), 7.3.2.2 (PPS), 7.3.3 (slice header), E.1.1 (VUI).
"""

from __future__ import annotations

from dataclasses import dataclass

from renderer.h264_bits import BitReader, unescape

_HIGH_PROFILES = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
_EXTENDED_SAR = 255


@dataclass(frozen=True, slots=True)
class SequenceParameters:
    """What of an SPS matters here; widths in macroblocks, colours as code points of H.273."""

    profile: int
    level: int
    chroma_format: int
    log2_max_frame_num: int
    poc_type: int
    references: int
    width_mbs: int
    height_mbs: int
    frames_only: bool
    full_range: bool | None = None
    primaries: int | None = None
    transfer: int | None = None
    matrix: int | None = None
    fixed_rate: bool = False
    reorder: int | None = None


@dataclass(frozen=True, slots=True)
class PictureParameters:
    """What of a PPS matters here."""

    cabac: bool
    order_present: bool
    slice_groups: int
    weighted: bool
    weighted_bi: int
    init_qp: int
    deblocking_control: bool
    redundant_pictures: bool


def read_sps(nal: bytes) -> SequenceParameters:
    """Read an SPS NAL unit; ValueError when it cannot be one that is understood here."""
    bits = BitReader(unescape(nal)[1:])
    profile = bits.u(8)
    bits.u(8)
    level = bits.u(8)
    bits.ue()
    chroma = 1
    if profile in _HIGH_PROFILES:
        chroma = bits.ue()
        if chroma == 3:
            bits.u(1)
        bits.ue()
        bits.ue()
        bits.u(1)
        if bits.u(1):
            raise ValueError("scaling matrices are not expected")
    log2_max_frame_num = bits.ue() + 4
    poc_type = bits.ue()
    if poc_type == 0:
        bits.ue()
    elif poc_type == 1:
        raise ValueError("picture order count type 1 is not expected")
    references = bits.ue()
    bits.u(1)
    width, height = bits.ue() + 1, bits.ue() + 1
    frames_only = bool(bits.u(1))
    if not frames_only:
        bits.u(1)
    bits.u(1)
    if bits.u(1):
        for _ in range(4):
            bits.ue()
    vui = _read_vui(bits) if bits.u(1) else {}
    return SequenceParameters(
        profile=profile,
        level=level,
        chroma_format=chroma,
        log2_max_frame_num=log2_max_frame_num,
        poc_type=poc_type,
        references=references,
        width_mbs=width,
        height_mbs=height if frames_only else height * 2,
        frames_only=frames_only,
        full_range=None if "full_range" not in vui else bool(vui["full_range"]),
        primaries=vui.get("primaries"),
        transfer=vui.get("transfer"),
        matrix=vui.get("matrix"),
        fixed_rate=bool(vui.get("fixed_rate", 0)),
        reorder=vui.get("reorder"),
    )


def _read_vui(bits: BitReader) -> dict[str, int]:
    found: dict[str, int] = {}
    if bits.u(1) and bits.u(8) == _EXTENDED_SAR:
        bits.u(32)
    if bits.u(1):
        bits.u(1)
    if bits.u(1):
        bits.u(3)
        found["full_range"] = bits.u(1)
        if bits.u(1):
            found["primaries"], found["transfer"], found["matrix"] = bits.u(8), bits.u(8), bits.u(8)
    if bits.u(1):
        bits.ue()
        bits.ue()
    if bits.u(1):
        bits.u(64)
        found["fixed_rate"] = bits.u(1)
    if bits.u(2):
        raise ValueError("buffering parameters (HRD) are not expected")
    bits.u(1)
    if bits.u(1):
        bits.u(1)
        for _ in range(4):
            bits.ue()
        found["reorder"] = bits.ue()
        bits.ue()
    return found


def read_pps(nal: bytes) -> PictureParameters:
    """Read a PPS NAL unit; ValueError when it cannot be one that is understood here."""
    bits = BitReader(unescape(nal)[1:])
    if bits.ue() or bits.ue():
        raise ValueError("parameter sets other than number 0 are not expected")
    cabac, order_present = bool(bits.u(1)), bool(bits.u(1))
    groups = bits.ue() + 1
    if groups > 1:
        raise ValueError("slice groups are not expected")
    bits.ue()
    bits.ue()
    weighted, weighted_bi = bool(bits.u(1)), bits.u(2)
    init_qp = 26 + bits.se()
    bits.se()
    bits.se()
    control = bool(bits.u(1))
    bits.u(1)
    return PictureParameters(
        cabac=cabac,
        order_present=order_present,
        slice_groups=groups,
        weighted=weighted,
        weighted_bi=weighted_bi,
        init_qp=init_qp,
        deblocking_control=control,
        redundant_pictures=bool(bits.u(1)),
    )


@dataclass(frozen=True, slots=True)
class SliceHead:
    """The first fields of a slice header, and where its frame_num stands (bits, unescaped)."""

    first_macroblock: int
    kind: int
    parameter_set: int
    frame_num: int
    frame_num_at: int


def read_slice_head(nal: bytes, log2_max_frame_num: int) -> SliceHead:
    """Read the start of a slice NAL unit's header; slice kinds are 0 = P, 2 = I, modulo 5."""
    # The fields wanted lie within the first dozen bytes.
    bits = BitReader(unescape(nal[:24]))
    bits.u(8)
    first, kind, parameter_set = bits.ue(), bits.ue() % 5, bits.ue()
    at = bits.position
    return SliceHead(first, kind, parameter_set, bits.u(log2_max_frame_num), at)


def with_frame_num(nal: bytes, frame_num_at: int, bits: int, value: int) -> bytes:
    """Return an unescaped slice NAL unit with another ``frame_num`` of ``bits`` bits."""
    head = int.from_bytes(nal[:16].ljust(16, b"\0"), "big")
    shift = 128 - frame_num_at - bits
    mask = ((1 << bits) - 1) << shift
    patched = (head & ~mask) | (value << shift)
    return patched.to_bytes(16, "big")[: min(16, len(nal))] + nal[16:]
