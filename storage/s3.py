"""Objects in a bucket: Amazon S3 and whatever speaks its language.

Keys for the access come from where boto3 always looks (``AWS_ACCESS_KEY_ID`` and
``AWS_SECRET_ACCESS_KEY``, a profile, the machine's role), never from the address.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from foundation.errors import SettingsError, StorageError
from storage.keys import check_key, check_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

    from storage.objects import NewObject

PART_BYTES = 8 << 20
"""Files from this size on are sent in parts of it; S3 allows 5 MiB to 5 GiB and 10,000 parts."""

ATTEMPTS = 4
"""Times a request is made before it counts as refused; waits grow in between."""

PIECE = 1 << 16
"""Bytes that are read at once when an object is streamed."""

AT_ONCE = 16
"""Objects that are sent at the same time when several are stored together."""

CONNECT_SECONDS = 10
READ_SECONDS = 60

_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Store:
    """An object store in a bucket, below a prefix.

    Args:
        client: boto3's S3 client; it may be used from several threads.
        bucket: its name.
        prefix: put before each key with a slash; may be empty.
        outside: a client of the endpoint that browsers reach, which signs for them; None: the same.
    """

    def __init__(
        self, client: S3Client, bucket: str, prefix: str = "", outside: S3Client | None = None
    ) -> None:
        self._client = client
        self._outside = outside or client
        self._bucket = bucket
        self._before = f"{prefix}/" if prefix else ""
        self._pool: ThreadPoolExecutor | None = None
        self._opening = threading.Lock()

    def put(self, key: str, body: bytes | Path, *, content_type: str, cache_control: str) -> None:
        """Store an object, replacing one of the same key; large files stream in parts.

        Raises StorageError also when the store holds something else afterwards.
        """
        place = self._place(key)
        headers = {"ContentType": content_type, "CacheControl": cache_control}
        with _telling("store an object"):
            if isinstance(body, Path) and body.stat().st_size >= PART_BYTES:
                self._client.upload_file(
                    str(body), self._bucket, place, ExtraArgs=headers, Config=_transfer()
                )
                self._check_size(key, body.stat().st_size)
                return
            content = body if isinstance(body, bytes) else body.read_bytes()
            digest = hashlib.md5(content, usedforsecurity=False)
            answer = self._client.put_object(
                Bucket=self._bucket,
                Key=place,
                Body=content,
                ContentType=content_type,
                CacheControl=cache_control,
                # Every store knows this checksum, and refuses bytes that changed on the way.
                ContentMD5=base64.b64encode(digest.digest()).decode(),
            )
        # Most stores tell the MD5 of what they hold; one that encrypts tells something else.
        if str(answer.get("ETag", "")).strip('"') != digest.hexdigest():
            self._check_size(key, len(content))

    def _check_size(self, key: str, sent: int) -> None:
        arrived = self.size(key)
        if arrived != sent:
            raise StorageError(f"An object of {sent} bytes was stored as {arrived} bytes.")

    def put_all(self, objects: Sequence[NewObject]) -> None:
        """Store objects of different keys, some at the same time: each waits for its answer."""
        puts = [self._sending().submit(self._put_new, new) for new in objects]
        wait(puts)
        for put in puts:
            put.result()  # raises what the put raised

    def _sending(self) -> ThreadPoolExecutor:
        with self._opening:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="put")
            return self._pool

    def _put_new(self, new: NewObject) -> None:
        self.put(new.key, new.body, content_type=new.content_type, cache_control=new.cache_control)

    def get(self, key: str) -> bytes:
        """Return an object's bytes; StorageError when there is none."""
        with _telling("read an object"):
            answer = self._client.get_object(Bucket=self._bucket, Key=self._place(key))
            with answer["Body"] as stream:
                return stream.read()

    def stream(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from ``first`` to ``last`` inclusive; StorageError when there is none."""
        place = self._place(key)
        with _telling("read an object"):
            if (first, last) == (0, None):  # an empty object has no range to ask for
                answer = self._client.get_object(Bucket=self._bucket, Key=place)
            else:
                part = f"bytes={first}-{'' if last is None else last}"
                answer = self._client.get_object(Bucket=self._bucket, Key=place, Range=part)
        return _pieces(answer["Body"])

    def signed(self, key: str, seconds: int) -> str:
        """Return an address under which anybody may read an object for so many seconds.

        Nothing is asked of the store. Raises StorageError without keys to sign with.
        """
        place = self._place(key)
        with _telling("sign an address"):
            return self._outside.generate_presigned_url(
                "get_object", Params={"Bucket": self._bucket, "Key": place}, ExpiresIn=seconds
            )

    def exists(self, key: str) -> bool:
        """Return whether the object is there."""
        return self.size(key) is not None

    def size(self, key: str) -> int | None:
        """Return an object's size in bytes, or None when there is none."""
        head = self._head(key)
        return None if head is None else int(head["ContentLength"])

    def headers(self, key: str) -> dict[str, str] | None:
        """Return the content type and cache header an object was stored with, or None."""
        head = self._head(key)
        if head is None:
            return None
        return {
            "Content-Type": str(head.get("ContentType", "")),
            "Cache-Control": str(head.get("CacheControl", "")),
        }

    def delete(self, key: str) -> None:
        """Remove an object; no error when there is none."""
        place = self._place(key)
        with _telling("remove an object", missing_is_fine=True):
            self._client.delete_object(Bucket=self._bucket, Key=place)

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Yield the keys that start with ``prefix``, in order, a page at a time."""
        check_prefix(prefix)
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._before + prefix
        )
        with _telling("list the objects"):
            for page in pages:
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(self._before)

    def _place(self, key: str) -> str:
        return self._before + check_key(key)

    def _head(self, key: str) -> dict[str, Any] | None:
        from botocore.exceptions import ClientError

        place = self._place(key)
        with _telling("look for an object"):
            try:
                return dict(self._client.head_object(Bucket=self._bucket, Key=place))
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise


def open_s3(address: str) -> S3Store:
    """Return the store at ``s3://BUCKET/PREFIX?endpoint=https://HOST&region=NAME``.

    Prefix, endpoint and region may be left out. ``&outside=https://HOST`` is the endpoint by which
    browsers reach the same store, for addresses that are signed; without it they get ``endpoint``.
    Raises SettingsError when the address makes no sense; the bucket itself is first asked for when
    it is used.
    """
    parts = urlsplit(address)
    query = parse_qs(parts.query, keep_blank_values=True)
    unknown = sorted(set(query) - {"endpoint", "outside", "region"})
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or unknown:
        raise SettingsError(
            "The object store must look like s3://BUCKET/PREFIX?endpoint=https://HOST&region=NAME"
            " (prefix, endpoint and region may be left out, &outside=https://HOST added where"
            " browsers reach it by another; access keys stand in AWS_ACCESS_KEY_ID and"
            " AWS_SECRET_ACCESS_KEY).",
        )
    prefix = parts.path.strip("/")
    if prefix:
        try:
            check_key(prefix)
        except StorageError as error:
            raise SettingsError(f"The prefix of the object store cannot be used. {error}") from None
    endpoint = query.get("endpoint", [None])[0]
    region = query.get("region", [None])[0]
    outside = query.get("outside", [None])[0]
    return S3Store(
        _client(endpoint, region),
        parts.netloc,
        prefix,
        _client(outside, region) if outside else None,
    )


def _client(endpoint: str | None, region: str | None) -> S3Client:
    import boto3
    from botocore.config import Config

    config = Config(
        signature_version="s3v4",
        # Checksums that boto3 adds by default are unknown to many stores that are not Amazon's.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        max_pool_connections=32,
        # Other stores rarely have a host name for each bucket.
        s3={"addressing_style": "path" if endpoint else "auto"},
    )
    try:
        return boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            region_name=region or ("us-east-1" if endpoint else None),
            config=config,
        )
    except ValueError:
        raise SettingsError("The endpoint of the object store is not an address.") from None


def _pieces(body: StreamingBody) -> Iterator[bytes]:
    with _telling("read an object"), body:
        yield from body.iter_chunks(PIECE)


def _transfer() -> Any:
    from boto3.s3.transfer import TransferConfig

    return TransferConfig(
        multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES, max_concurrency=2
    )


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


@contextmanager
def _telling(what: str, *, missing_is_fine: bool = False) -> Iterator[None]:
    """Turn boto3's errors into a StorageError that says what was tried, without the key."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = _code(error)
        if missing_is_fine and code in _MISSING:
            return
        raise StorageError(f"The object store refused to {what}: {code}.") from error
    except (Boto3Error, BotoCoreError, OSError) as error:
        kind = type(error).__name__
        raise StorageError(f"The object store could not {what}: {kind}.") from error
