from __future__ import annotations

import os
from pathlib import Path

import pytest

from foundation.errors import StorageError
from storage.local_folder import LocalFolder
from storage.objects import NewObject

PAGE = {"content_type": "text/html", "cache_control": "no-cache"}


def test_an_object_is_a_file_named_by_its_key(tmp_path: Path) -> None:
    store = LocalFolder(tmp_path / "out")
    store.put("p/TOKEN/index.html", b"page", **PAGE)
    assert (tmp_path / "out/p/TOKEN/index.html").read_bytes() == b"page"
    assert store.path("p/TOKEN/index.html") == tmp_path / "out/p/TOKEN/index.html"


def test_others_may_read_the_files(tmp_path: Path) -> None:
    store = LocalFolder(tmp_path)
    store.put("p/a.html", b"page", **PAGE)
    assert (tmp_path / "p/a.html").stat().st_mode & 0o777 == 0o644


def test_a_put_that_fails_leaves_the_old_object_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalFolder(tmp_path)
    store.put("p/a.html", b"old", **PAGE)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left on device"):
        store.put("p/a.html", b"new", **PAGE)
    assert store.get("p/a.html") == b"old"
    assert [file.name for file in (tmp_path / "p").iterdir()] == ["a.html"]


def test_bytes_are_on_the_disk_before_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(handle: int) -> None:
        kind = "folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file"  # noqa: PTH112 # a file descriptor
        steps.append(f"sync {kind}")
        real_sync(handle)

    def replace(part: str, place: str) -> None:
        steps.append("rename")
        real_replace(part, place)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    store = LocalFolder(tmp_path)
    (tmp_path / "p").mkdir()
    store.put("p/a.html", b"new", **PAGE)
    assert steps == ["sync file", "rename", "sync folder"]
    steps.clear()
    store.put_all([NewObject(f"p/{name}.svg", b"svg", "", "") for name in "ab"])
    assert steps == ["sync file"] * 2 + ["rename"] * 2 + ["sync folder"]


def test_a_new_folder_is_on_the_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    real = os.fsync

    def sync(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        real(handle)

    store = LocalFolder(tmp_path)
    monkeypatch.setattr(os, "fsync", sync)
    store.put("p/TOKEN/index.html", b"page", **PAGE)
    assert set(synced[1:]) == {tmp_path, tmp_path / "p", tmp_path / "p" / "TOKEN"}


def test_objects_stored_together_fail_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalFolder(tmp_path)
    real = os.fsync
    left = 2

    def sync(handle: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(StorageError, match="No space left on device"):
        store.put_all([NewObject(f"p/{name}.svg", b"svg", "", "") for name in "abc"])
    assert list((tmp_path / "p").iterdir()) == []


def test_private_and_unfinished_files_are_not_listed(tmp_path: Path) -> None:
    store = LocalFolder(tmp_path)
    store.put("clips/a.mp4", b"a", **PAGE)
    (tmp_path / ".sollecito").mkdir()
    (tmp_path / ".sollecito/sollecito.db").write_bytes(b"private")
    (tmp_path / "clips/.part-x").write_bytes(b"half")
    assert list(store.keys()) == ["clips/a.mp4"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="make the folder"):
        LocalFolder(tmp_path / "file/out")
