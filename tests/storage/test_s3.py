from __future__ import annotations

import hashlib
import socket
import threading
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from foundation.errors import SettingsError, StorageError
from storage import s3
from storage.objects import FOREVER, FRESH, NewObject
from storage.s3 import open_s3

if TYPE_CHECKING:
    from pathlib import Path


def test_objects_carry_their_headers(bucket: str, s3_endpoint: str, tmp_path: Path) -> None:
    store = open_s3(f"s3://{bucket}?endpoint={s3_endpoint}")
    store.put("p/T/index.html", b"page", content_type="text/html", cache_control=FRESH)
    assert store.headers("p/T/index.html") == {
        "Content-Type": "text/html",
        "Cache-Control": FRESH,
    }
    large = tmp_path / "film.mp4"
    large.write_bytes(b"\0" * (s3.PART_BYTES + 1))
    store.put("films/a.mp4", large, content_type="video/mp4", cache_control=FOREVER)
    assert store.headers("films/a.mp4") == {
        "Content-Type": "video/mp4",
        "Cache-Control": FOREVER,
    }
    assert store.headers("films/none.mp4") is None


def test_a_prefix_keeps_campaigns_apart(bucket: str, s3_endpoint: str) -> None:
    one = open_s3(f"s3://{bucket}/one?endpoint={s3_endpoint}")
    two = open_s3(f"s3://{bucket}/two/?endpoint={s3_endpoint}")
    one.put("clips/a.mp4", b"1", content_type="video/mp4", cache_control=FOREVER)
    assert not two.exists("clips/a.mp4")
    assert list(two.keys()) == []
    whole = open_s3(f"s3://{bucket}?endpoint={s3_endpoint}")
    assert list(whole.keys()) == ["one/clips/a.mp4"]


def test_browsers_may_reach_the_store_by_another_name(bucket: str, s3_endpoint: str) -> None:
    inside = "http://127.0.0.1:1"  # nobody is asked to sign an address
    store = open_s3(f"s3://{bucket}/films?endpoint={inside}&outside={s3_endpoint}")
    assert store.signed("clips/a.mp4", 60).startswith(f"{s3_endpoint}/{bucket}/films/clips/a.mp4?")
    held = open_s3(f"s3://{bucket}/films?endpoint={s3_endpoint}&outside={s3_endpoint}")
    held.put("clips/a.mp4", b"picture", content_type="video/mp4", cache_control=FOREVER)
    with urllib.request.urlopen(store.signed("clips/a.mp4", 60)) as answer:  # http://
        assert answer.read() == b"picture"


@pytest.mark.parametrize(
    ("held", "refused"), [("all", False), ("less", True), ("nothing", True), ("encrypted", False)]
)
def test_what_arrived_is_looked_at(
    bucket: str, s3_endpoint: str, monkeypatch: pytest.MonkeyPatch, held: str, refused: bool
) -> None:
    """The answer to a put is that of a store that lost something, or keeps it encrypted."""
    store = open_s3(f"s3://{bucket}?endpoint={s3_endpoint}")
    put = store._client.put_object

    def put_object(**given: Any) -> Any:
        if held == "nothing":
            return {"ETag": '"of something"'}
        answer = put(**given)
        if held == "less":
            answer = put(Bucket=given["Bucket"], Key=given["Key"], Body=given["Body"][:-1])
        return {"ETag": '"of the key"'} if held == "encrypted" else answer

    monkeypatch.setattr(store._client, "put_object", put_object)
    objects = [NewObject("clips/a.mp4", b"12345", "video/mp4", FOREVER)]
    if not refused:
        store.put_all(objects)
        assert store.get("clips/a.mp4") == b"12345"
        return
    size = {"less": "4", "nothing": "None"}[held]
    with pytest.raises(StorageError, match=f"An object of 5 bytes was stored as {size} bytes"):
        store.put_all(objects)


def test_wrong_keys_are_told_without_the_object(
    bucket: str, s3_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    store = open_s3(f"s3://{bucket}?endpoint={s3_endpoint}")
    with pytest.raises(StorageError, match="SignatureDoesNotMatch") as caught:
        store.put("p/TOKEN/index.html", b"x", content_type="text/html", cache_control=FRESH)
    assert "TOKEN" not in str(caught.value)


@pytest.mark.usefixtures("s3_keys")
def test_a_bucket_that_is_not_there_is_told(s3_endpoint: str) -> None:
    store = open_s3(f"s3://nowhere?endpoint={s3_endpoint}")
    with pytest.raises(StorageError, match="NoSuchBucket"):
        store.get("clips/a.mp4")


def test_without_keys_the_error_names_what_is_missing(
    bucket: str, s3_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    store = open_s3(f"s3://{bucket}?endpoint={s3_endpoint}")
    with pytest.raises(StorageError, match="NoCredentialsError"):
        store.exists("clips/a.mp4")


@pytest.mark.usefixtures("s3_keys")
def test_a_server_that_hangs_up_is_tried_again_and_then_told() -> None:
    calls = 0
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            nonlocal calls
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                calls += 1
                connection.close()

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        store = open_s3(f"s3://bucket?endpoint=http://127.0.0.1:{server.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(StorageError, match="could not look for an object"):
            store.exists("clips/a.mp4")
        assert calls == s3.ATTEMPTS
        assert time.monotonic() - began < 60
        # Accepting must end before the socket is closed under it.
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)


@pytest.mark.usefixtures("s3_keys")
@pytest.mark.parametrize(
    "address",
    [
        "s3://",
        "s3:///prefix",
        "s3://key:secret@bucket",
        "s3://bucket?endpint=http://localhost",
        "s3://bucket/../other",
        "s3://bucket?endpoint=localhost",
        "https://bucket",
    ],
)
def test_addresses_that_make_no_sense(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        open_s3(address)
    assert "secret" not in str(caught.value)


def test_bytes_that_change_on_the_way_are_refused(
    bucket: str, s3_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_s3(f"s3://{bucket}?endpoint={s3_endpoint}")
    md5 = hashlib.md5
    monkeypatch.setattr(hashlib, "md5", lambda body, **more: md5(body + b"!", **more))
    with pytest.raises(StorageError, match="refused to store an object"):
        store.put("a.txt", b"changed", content_type="text/plain", cache_control="no-cache")
    assert not store.exists("a.txt")
