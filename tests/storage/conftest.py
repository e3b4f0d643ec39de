"""Every store there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.opening import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from storage.objects import ObjectStore


@pytest.fixture(params=["folder", "s3", "s3 with prefix"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """Return each kind of store in turn, empty."""
    if request.param == "folder":
        return open_store(tmp_path / "store")
    endpoint = request.getfixturevalue("s3_endpoint")
    name = request.getfixturevalue("bucket")
    prefix = "/deep/prefix" if request.param == "s3 with prefix" else ""
    return open_store(f"s3://{name}{prefix}?endpoint={endpoint}")
