"""What every object store does alike."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

import pytest

from foundation.errors import StorageError
from storage.objects import FOREVER, FRESH, NewObject

if TYPE_CHECKING:
    from pathlib import Path

    from storage.objects import ObjectStore

HTML = {"content_type": "text/html; charset=utf-8", "cache_control": FRESH}
MP4 = {"content_type": "video/mp4", "cache_control": FOREVER}


def test_an_object_comes_back_as_it_went(store: ObjectStore) -> None:
    body = bytes(range(256)) * 40
    store.put("clips/ab12.mp4", body, **MP4)
    assert store.get("clips/ab12.mp4") == body
    assert store.exists("clips/ab12.mp4")
    assert store.size("clips/ab12.mp4") == len(body)


def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    store.put("clips/empty.vtt", b"", **MP4)
    assert store.exists("clips/empty.vtt")
    assert store.size("clips/empty.vtt") == 0
    assert store.get("clips/empty.vtt") == b""


def test_a_file_is_stored_like_bytes(store: ObjectStore, tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    file.write_bytes(b"moov" * 1000)
    store.put("films/a.mp4", file, **MP4)
    assert store.get("films/a.mp4") == file.read_bytes()


def test_a_large_file_is_stored_whole(store: ObjectStore, tmp_path: Path) -> None:
    file = tmp_path / "long.mp4"
    # Beyond two parts of a multipart upload, with nothing that repeats at a part's length.
    block = hashlib.sha256(b"seed").digest()
    with file.open("wb") as out:
        for number in range(18 * 1024):
            out.write(number.to_bytes(4, "big") + block * 31 + block[:28])
    store.put("films/long.mp4", file, **MP4)
    assert store.size("films/long.mp4") == file.stat().st_size
    stored = hashlib.sha256(store.get("films/long.mp4")).hexdigest()
    assert stored == hashlib.sha256(file.read_bytes()).hexdigest()


def test_objects_are_stored_together(store: ObjectStore) -> None:
    store.put("clips/0.mp4", b"old", **MP4)
    bodies = {f"clips/{number}.mp4": bytes([number]) * number * 999 for number in range(70)}
    store.put_all([NewObject(key, body, **MP4) for key, body in bodies.items()])
    assert {key: store.get(key) for key in store.keys("")} == bodies
    store.put_all([])
    with pytest.raises(StorageError, match="An object's key must"):
        store.put_all([NewObject("clips/a.mp4", b"x", **MP4), NewObject("../a", b"x", **MP4)])


def test_an_object_is_streamed_whole_or_in_part(store: ObjectStore) -> None:
    body = bytes(range(256)) * 1000
    store.put("films/a.mp4", body, content_type="video/mp4", cache_control=FOREVER)
    assert b"".join(store.stream("films/a.mp4")) == body
    assert b"".join(store.stream("films/a.mp4", 1000)) == body[1000:]
    assert b"".join(store.stream("films/a.mp4", 100_000, 170_000)) == body[100_000:170_001]
    assert b"".join(store.stream("films/a.mp4", 0, 0)) == body[:1]
    store.put("films/empty.mp4", b"", content_type="video/mp4", cache_control=FOREVER)
    assert list(store.stream("films/empty.mp4")) == []
    with pytest.raises(StorageError):
        store.stream("films/b.mp4")


def test_a_put_replaces(store: ObjectStore) -> None:
    store.put("p/TOKEN/index.html", b"the old page, which is longer", **HTML)
    store.put("p/TOKEN/index.html", b"new", **HTML)
    assert store.get("p/TOKEN/index.html") == b"new"
    assert store.size("p/TOKEN/index.html") == 3


def test_what_is_not_there(store: ObjectStore) -> None:
    assert not store.exists("clips/none.mp4")
    assert store.size("clips/none.mp4") is None
    with pytest.raises(StorageError) as caught:
        store.get("clips/none.mp4")
    assert "none.mp4" not in str(caught.value)
    store.delete("clips/none.mp4")


def test_a_folder_of_objects_is_no_object(store: ObjectStore) -> None:
    store.put("p/TOKEN/index.html", b"page", **HTML)
    assert not store.exists("p/TOKEN")
    assert store.size("p/TOKEN") is None
    assert not store.exists("p/TOKEN/index.html/more")


def test_delete_removes_one_only(store: ObjectStore) -> None:
    store.put("clips/a.mp4", b"a", **MP4)
    store.put("clips/a.vtt", b"b", **MP4)
    store.delete("clips/a.mp4")
    assert not store.exists("clips/a.mp4")
    assert list(store.keys()) == ["clips/a.vtt"]


def test_keys_are_listed_in_order_below_a_prefix(store: ObjectStore) -> None:
    names = ["clips/b.mp4", "clips/a.vtt", "clips/a.mp4", "clips-old/z.mp4", "p/T/index.html"]
    for name in names:
        store.put(name, b"x", **MP4)
    assert list(store.keys()) == sorted(names)
    assert list(store.keys("clips/")) == ["clips/a.mp4", "clips/a.vtt", "clips/b.mp4"]
    assert list(store.keys("clips/a")) == ["clips/a.mp4", "clips/a.vtt"]
    assert list(store.keys("clips")) == sorted(n for n in names if n.startswith("clips"))
    assert list(store.keys("nothing/")) == []


LEAVING = [
    "",
    "/etc/passwd",
    "../outside",
    "clips/../../outside",
    "clips/./a",
    "clips//a",
    "clips/a/",
    ".sollecito/sollecito.db",
    "clips/.part-x",
    "clips\\a",
    "C:/a",
    "clips/a b",
    "clips/è.mp4",
    "clips/a\n",
    "clips/a\x00",
    "a" * 513,
]


def test_keys_that_could_leave_the_store_are_refused(store: ObjectStore) -> None:
    for key in LEAVING:
        for use in (store.get, store.exists, store.size, store.delete):
            with pytest.raises(StorageError, match="An object's key must"):
                use(key)
        with pytest.raises(StorageError, match="An object's key must"):
            store.put(key, b"x", **MP4)


def test_prefixes_are_checked_too(store: ObjectStore) -> None:
    for prefix in ("../", "/", "clips/../p", ".sollecito"):
        with pytest.raises(StorageError, match="prefix"):
            list(store.keys(prefix))


def test_a_reader_never_sees_half_an_object(store: ObjectStore) -> None:
    whole = [bytes([letter]) * 200_000 for letter in b"ab"]
    store.put("p/T/index.html", whole[0], **HTML)
    stop = threading.Event()

    def write() -> None:
        for number in range(20):
            store.put("p/T/index.html", whole[number % 2], **HTML)
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = 0
    while not stop.is_set() or not seen:
        assert store.get("p/T/index.html") in whole
        seen += 1
    writer.join()


def test_a_file_that_is_gone_is_told(store: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        store.put("films/a.mp4", tmp_path / "gone.mp4", **MP4)
    assert not store.exists("films/a.mp4")
