"""Reads every header of a track and holds it to what players need of these streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.h264_bits import NAL_IDR, NAL_SLICE, BitReader, nal_type, unescape
from renderer.h264_headers import read_pps, read_sps
from renderer.h264_held import is_skipped, reasons_against
from renderer.h264_slices import I, P, read_slice

if TYPE_CHECKING:
    from renderer.tracks import VideoTrack

MOST_SLICES = 60


def nals_of(unit: bytes) -> list[bytes]:
    """Return the NAL units of an access unit of a track."""
    found, at = [], 0
    while at < len(unit):
        length = int.from_bytes(unit[at : at + 4], "big")
        assert length, "an empty NAL unit"
        found.append(unit[at + 4 : at + 4 + length])
        at += 4 + length
    assert at == len(unit), "lengths that do not add up"
    return found


def parameter_sets_of(track: VideoTrack) -> tuple[bytes, bytes]:
    """Return the one SPS and the one PPS of a track."""
    record = track.extradata
    assert record[0] == 1
    assert record[4:6] == b"\xff\xe1"
    length = int.from_bytes(record[6:8], "big")
    sps, rest = record[8 : 8 + length], record[8 + length :]
    assert rest[0] == 1
    assert int.from_bytes(rest[1:3], "big") == len(rest) - 3 - 4
    assert record[1:4] == sps[1:4]
    return sps, rest[3:-4]


def idr_pic_id(nal: bytes) -> int:
    """Return ``idr_pic_id`` of a slice of an IDR picture."""
    bits = BitReader(unescape(nal[:24])[1:])
    for _ in range(3):
        bits.ue()
    bits.u(4)
    return bits.ue()


def check(track: VideoTrack) -> None:
    """Fail unless the track is as the project's streams have to be."""
    sps_nal, pps_nal = parameter_sets_of(track)
    sps, pps = read_sps(sps_nal), read_pps(pps_nal)
    assert reasons_against(sps, pps) == []
    assert sps.profile == 100
    assert sps.width_mbs == -(-track.width // 16)
    assert sps.height_mbs == -(-track.height // 16)
    assert (sps.primaries, sps.transfer, sps.matrix, sps.full_range) == (1, 1, 1, False)
    assert sps.fixed_rate
    whole = sps.width_mbs * sps.height_mbs
    since = 0
    idrs: list[int] = []
    before: int | None = None
    for number, unit in enumerate(track.access_units):
        nals = nals_of(unit)
        assert 1 <= len(nals) <= MOST_SLICES
        kinds = {nal_type(nal) for nal in nals}
        assert kinds in ({NAL_IDR}, {NAL_SLICE}), "one kind of picture in an access unit"
        assert {nal[0] & 0x60 for nal in nals} == ({0x60} if kinds == {NAL_IDR} else {0x40})
        slices = [read_slice(nal) for nal in nals]
        since = 0 if kinds == {NAL_IDR} else since + 1
        assert {place.frame_num for _, place in slices} == {since % 16}
        starts = [place.first_macroblock for _, place in slices]
        assert starts[0] == 0
        assert starts == sorted(set(starts)), "slices out of order"
        assert all(start % sps.width_mbs == 0 for start in starts)
        if kinds == {NAL_IDR}:
            idrs.append(number)
            assert {coded.kind for coded, _ in slices} == {I}
            (identity,) = {idr_pic_id(nal) for nal in nals}
            assert identity != before, "IDR pictures side by side that look like one"
            before = identity
        else:
            before = None
            assert {coded.kind for coded, _ in slices} <= {P, I}
            assert len(nals) > 1 or is_skipped(slices[0][0], whole, pps.init_qp) or starts == [0]
            # Where a slice was written by hand it ends exactly where the next one begins.
            for (coded, _), start, end in zip(slices, starts, [*starts[1:], whole], strict=True):
                if coded.kind == P and coded.qp_delta == 0 and len(coded.data) < 40:
                    assert is_skipped(coded, end - start, pps.init_qp)
    assert tuple(idrs) == track.keyframes
    assert idrs[0] == 0
