from __future__ import annotations

import structlog
from hypothesis import given
from hypothesis import strategies as st

from renderer import band_store
from renderer.band_encoder import CodedBand
from renderer.band_store import BandKey, BandStore
from renderer.h264_slices import CodedSlice, I, P


def band(size: int = 10, fill: int = 7) -> CodedBand:
    first = CodedSlice(I, -4, (1, 0, 0), bytes([fill]) * size)
    then = CodedSlice(P, 5, (0, 2, -2), b"")
    return CodedBand((((3, first), (2, then)), ((3, then),)))


def test_a_key_is_what_it_was_made_of():
    one, other = BandKey(("rows", (1, 2))), BandKey(("rows", (1, 2)))
    assert one == other
    assert hash(one) == hash(other)
    assert one != BandKey(("rows", (1, 3)))
    assert one != ("rows", (1, 2))
    # Files are named by it.
    assert repr(one) == "('rows', (1, 2))"


def test_what_is_kept_is_found_and_counted():
    store = BandStore()
    assert store.find(("a", 1)) is None
    store.keep(("a", 1), band())
    assert store.find(("a", 1)) == band()
    assert store.coded_pictures == 2


def test_without_a_key_nothing_is_kept():
    store = BandStore()
    store.keep(None, band())
    assert store.find(None) is None
    assert store.coded_pictures == 2


def test_memory_is_bounded_and_the_longest_unused_goes_first():
    store = BandStore(memory=10_000)
    for number in range(8):
        store.keep(number, band(1_500))
        store.find(0)
    assert store.find(0) is not None
    assert store.find(1) is None
    assert store.find(7) is not None


def test_one_that_would_take_all_memory_is_not_kept():
    store = BandStore(memory=10_000)
    store.keep(0, band())
    store.keep(1, band(6_000))
    assert store.find(1) is None
    assert store.find(0) is not None


def test_only_what_is_asked_for_again_becomes_a_file(tmp_path):
    store = BandStore(tmp_path, b"secret", "1")
    store.keep("group", band())
    assert list(tmp_path.iterdir()) == []
    store.find("group", on_disk=True)
    (file,) = tmp_path.iterdir()
    assert file.name.startswith("pictures-")
    other = BandStore(tmp_path, b"secret", "1")
    assert other.find("group", on_disk=True) == band()
    assert other.coded_pictures == 0
    # Of another version, or for another campaign, there is nothing.
    assert BandStore(tmp_path, b"secret", "2").find("group", on_disk=True) is None
    assert BandStore(tmp_path, b"other", "1").find("group", on_disk=True) is None


def test_a_damaged_file_is_as_none(tmp_path):
    store = BandStore(tmp_path, b"secret", "1")
    store.keep("group", band())
    store.find("group", on_disk=True)
    (file,) = tmp_path.iterdir()
    for content in (b"", file.read_bytes()[:-1], file.read_bytes().replace(b"\7", b"\6", 1)):
        file.write_bytes(content)
        with structlog.testing.capture_logs() as logs:
            assert BandStore(tmp_path, b"secret", "1").find("group", on_disk=True) is None
        assert [entry["event"] for entry in logs] == ["a kept group of pictures cannot be read"]


def test_files_take_a_bounded_room(tmp_path, monkeypatch):
    monkeypatch.setattr(band_store, "FOLDER_BYTES", 5_000)
    store = BandStore(tmp_path, b"secret", "1")
    for number in range(6):
        store.keep(number, band(2_000))
        store.find(number, on_disk=True)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("no folder")
    store = BandStore(tmp_path / "file" / "cache", b"secret", "1")
    store.keep("group", band())
    with structlog.testing.capture_logs() as logs:
        assert store.find("group", on_disk=True) == band()
    assert [entry["event"] for entry in logs] == ["a group of pictures cannot be kept"]


@given(st.binary(max_size=40), st.integers(1, 120), st.integers(-30, 30))
def test_any_slice_is_packed_and_unpacked(data, rows, qp):
    coded = CodedBand((((rows, CodedSlice(P, qp, (1, 0, 0), data)),),) * 3)
    assert band_store._unpacked(band_store._packed(coded)) == coded
