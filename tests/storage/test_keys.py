from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import StorageError
from storage.keys import check_key, check_prefix


@pytest.mark.parametrize(
    "key", ["clips/ab12.mp4", "p/ABC234/index.html", "static/app-1a.min.js", "a", "_x/-y"]
)
def test_keys_in_use_are_fine(key: str) -> None:
    assert check_key(key) == key
    for end in range(len(key) + 1):
        if not key[:end].endswith("/."):
            check_prefix(key[:end])


@given(st.text(alphabet="ab./\\\x00 é-_", max_size=12))
def test_no_accepted_key_leaves_its_folder(key: str) -> None:
    try:
        check_key(key)
    except StorageError:
        return
    parts = key.split("/")
    assert all(part and not part.startswith(".") for part in parts)
    assert key.isascii()
    assert "\\" not in key
