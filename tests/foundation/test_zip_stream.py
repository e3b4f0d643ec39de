"""Archives that are written as they are sent can be read by others."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from foundation.zip_stream import ZipStream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOMENT = datetime(2026, 9, 30, 8, 15, 42)  # noqa: DTZ001 - archives know no time zone


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[ZipStream]:
    stream = ZipStream(tmp_path, MOMENT)
    yield stream
    stream.close()


def test_an_archive_is_read_by_others(stream: ZipStream, tmp_path: Path) -> None:
    long = tmp_path / "long.csv"
    long.write_bytes(bytes(range(256)) * 1000)
    whole = stream.entry("a/è.svg", b"<svg/>" * 50) + stream.entry("empty", b"")
    with long.open("rb") as file:
        whole += b"".join(stream.entry_of_file("long.csv", file))
    whole += b"".join(stream.end())
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a/è.svg", "empty", "long.csv"]
        assert archive.read("a/è.svg") == b"<svg/>" * 50
        assert archive.read("long.csv") == long.read_bytes()
        entry = archive.getinfo("a/è.svg")
        assert entry.date_time == (2026, 9, 30, 8, 15, 42)
        assert entry.compress_size < entry.file_size
        assert entry.external_attr >> 16 == 0o100600


def test_an_archive_without_entries(stream: ZipStream) -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(stream.end()))) as archive:
        assert archive.namelist() == []


def test_more_entries_than_16_bits_count_and_no_memory_for_them(
    stream: ZipStream, tmp_path: Path
) -> None:
    number = 70_000
    file = tmp_path / "many.zip"
    with file.open("wb") as target:
        tracemalloc.start()
        for place in range(number):
            target.write(stream.entry(f"{place:07d}", b"%d" % place))
        for piece in stream.end():
            target.write(piece)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert held < 1 << 20
    with zipfile.ZipFile(file) as archive:
        assert len(archive.namelist()) == number
        assert archive.read("0069999") == b"69999"


def test_entries_behind_four_gibibytes(stream: ZipStream, tmp_path: Path) -> None:
    hole = (4 << 30) + 5
    stream._size = hole  # as if so much had been sent: the file has a hole there
    file = tmp_path / "far.zip"
    with file.open("wb") as target:
        target.seek(hole)
        target.write(stream.entry("far", b"away"))
        target.write(b"".join(stream.end()))
    with zipfile.ZipFile(file) as archive:
        assert archive.read("far") == b"away"


def test_an_entry_that_is_too_large_is_refused(
    stream: ZipStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foundation.zip_stream._FULL", 10)
    with pytest.raises(ValueError, match="less than"):
        stream.entry("a", bytes(10))
