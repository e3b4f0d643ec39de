from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from foundation.errors import SettingsError
from storage.local_folder import LocalFolder
from storage.opening import open_store
from storage.s3 import S3Store

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_by_path_or_by_text(tmp_path: Path) -> None:
    for address in (tmp_path / "a", str(tmp_path / "a")):
        store = open_store(address)
        assert isinstance(store, LocalFolder)
        assert store.folder == tmp_path / "a"


@pytest.mark.usefixtures("s3_keys")
def test_a_bucket() -> None:
    assert isinstance(open_store("s3://bucket/prefix?endpoint=http://127.0.0.1:9"), S3Store)


@pytest.mark.parametrize("address", ["", "  ", "gs://bucket", "http://host/bucket", "file:///x"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="must be a folder or s3://"):
        open_store(address)
