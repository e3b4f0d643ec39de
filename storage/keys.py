"""Which keys an object may have: the same for every store, so that any store can take over."""

from __future__ import annotations

import re

from foundation.errors import StorageError

LONGEST = 512
"""Longest key in characters; S3 allows 1024 bytes, of which a prefix may need some."""

_PART = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_KEY = re.compile(rf"{_PART}(?:/{_PART})*")
_PREFIX = re.compile(rf"(?:{_PART}/)*(?:{_PART})?")


def check_key(key: str) -> str:
    """Return the key if it may be one.

    Parts of ASCII letters, digits, ``-``, ``_`` and inner ``.``, joined by single slashes: so no
    ``..``, nothing absolute, nothing hidden. Raises StorageError otherwise, without the key, which
    may be a person's token.
    """
    if len(key) > LONGEST or not _KEY.fullmatch(key):
        raise StorageError(
            "An object's key must be made of letters, digits, '-', '_' and '.', in parts joined"
            f" by '/', none of which begins with a dot, at most {LONGEST} characters.",
        )
    return key


def check_prefix(prefix: str) -> str:
    """Return the prefix if keys may start so; StorageError otherwise."""
    if len(prefix) > LONGEST or not _PREFIX.fullmatch(prefix):
        raise StorageError("A prefix must be the beginning of a key.")
    return prefix
