"""Archives that travel through the store: only files and folders, nothing outside."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from foundation.errors import StorageError
from workers.archives import pack, unpack

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for member, body in members:
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
    return path


def test_files_and_empty_folders_come_out_as_they_went_in(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    (origin / "media" / "Größe è").mkdir(parents=True)
    (origin / "empty").mkdir()
    (origin / "media" / "Größe è" / "a.bin").write_bytes(bytes(range(256)) * 100)
    names = sorted(path.relative_to(origin).as_posix() for path in origin.rglob("*"))
    pack(tmp_path / "a.tar", ((name, origin / name) for name in names))
    unpack(tmp_path / "a.tar", tmp_path / "there")
    there = tmp_path / "there"
    assert sorted(path.relative_to(there).as_posix() for path in there.rglob("*")) == names
    assert (there / names[-1]).read_bytes() == (origin / names[-1]).read_bytes()


@pytest.mark.parametrize("name", ["/srv/out.txt", "../out.txt", "a/../../out.txt"])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    archive = written(tmp_path / "a.tar", (tarfile.TarInfo(name), b"x"))
    with pytest.raises(StorageError, match="out of its folder"):
        unpack(archive, tmp_path / "there")
    assert not list((tmp_path / "there").iterdir())
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("a")
    member.type, member.linkname = kind, "../secret"
    with pytest.raises(StorageError, match="more than files"):
        unpack(written(tmp_path / "a.tar", (member, b"")), tmp_path / "there")


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"no archive" * 100)
    with pytest.raises(StorageError, match="damaged"):
        unpack(tmp_path / "a.tar", tmp_path / "there")
