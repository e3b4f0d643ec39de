"""Objects in other stores: a whole run into a bucket, and clips fetched from it as files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from foundation.errors import StorageError
from storage.local_folder import LocalFolder
from storage.opening import open_store
from workers.clip_shelf import ClipShelf
from workers.running import run_campaign
from workers.stored_objects import cache_control, content_type, put_objects

if TYPE_CHECKING:
    from pathlib import Path

    from mypy_boto3_s3 import S3Client
    from tiny_campaign import Tiny


def test_a_run_into_a_bucket_makes_the_same_objects(
    tiny: Tiny, bucket: str, s3_endpoint: str, s3_client: S3Client
) -> None:
    whole = tiny.objects()
    settings = tiny.settings.model_copy(
        update={"store_url": f"s3://{bucket}/deep/prefix?endpoint={s3_endpoint}"}
    )
    report = run_campaign(tiny.folder, settings)
    assert (report.published, report.unchanged) == (3, 0)
    listed = s3_client.list_objects_v2(Bucket=bucket)["Contents"]
    keys = {entry["Key"].removeprefix("deep/prefix/"): entry["Key"] for entry in listed}
    assert set(keys) == set(whole)
    for key, place in keys.items():
        answer = s3_client.get_object(Bucket=bucket, Key=place)
        assert answer["Body"].read() == whole[key], key
        assert answer["ContentType"] == content_type(key)
        assert answer["CacheControl"] == cache_control(key)
    assert run_campaign(tiny.folder, settings).nothing_done


def test_the_shelf_fetches_once_and_keeps_within_its_limit(tmp_path: Path) -> None:
    origin = LocalFolder(tmp_path / "origin")

    class Elsewhere:
        """A store that is no local folder."""

        def __init__(self) -> None:
            self.fetched: list[str] = []

        def get(self, key: str) -> bytes:
            self.fetched.append(key)
            return origin.get(key)

    put_objects(origin, {f"clips/{name}.mp4": name.encode() * 100 for name in "abc"})
    elsewhere = Elsewhere()
    kept, scratch = tmp_path / "shelf", tmp_path / "scratch"
    shelf = ClipShelf(elsewhere, kept, scratch, limit=350)  # type: ignore[arg-type] # only gets
    with shelf.lent("a") as files:
        os.utime(kept / "a.mp4", (1, 1))
        with shelf.lent("bb") as others:
            assert [file.read_bytes() for file in others.values()] == [b"b" * 100]
        assert elsewhere.fetched == ["clips/a.mp4", "clips/b.mp4"]
        shelf.keep("e", b"e" * 100)
        with shelf.lent(["e", "c"]) as others:
            assert sorted(others) == ["c", "e"]
        assert elsewhere.fetched[2:] == ["clips/c.mp4"], "what was just made is not fetched"
        assert sorted(file.name for file in kept.iterdir()) == ["b.mp4", "c.mp4", "e.mp4"]
        assert files["a"].read_bytes() == b"a" * 100, "a file in use stays for who uses it"
    assert list(scratch.iterdir()) == []
    with pytest.raises(StorageError), shelf.lent("d"):
        pass
    later = ClipShelf(elsewhere, kept, scratch, limit=150)  # type: ignore[arg-type] # only gets
    later.keep("f", b"f" * 100)
    assert [file.name for file in kept.iterdir()] == ["f.mp4"], "what an earlier run left counts"


def test_clips_of_a_folder_are_used_where_they_are(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    put_objects(store, {"clips/a.mp4": b"x"})
    shelf = ClipShelf(store, tmp_path / "shelf", tmp_path / "scratch")
    shelf.keep("a", b"x")
    with shelf.lent("a") as files:
        assert files == {"a": tmp_path / "store" / "clips" / "a.mp4"}
    assert not (tmp_path / "shelf").exists()
    assert not (tmp_path / "scratch").exists()


def test_every_kind_of_object_has_its_type() -> None:
    assert content_type("p/T/index.html") == "text/html; charset=utf-8"
    assert content_type("clips/a.vtt") == "text/vtt; charset=utf-8"
    assert content_type("static/f.woff2") == "font/woff2"
    assert content_type("static/f") == "application/octet-stream"
    assert cache_control("p/T/index.html") == "no-cache"
    assert "immutable" in cache_control("clips/a.mp4")
