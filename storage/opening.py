"""Opens an object store from its address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.errors import SettingsError
from storage.local_folder import LocalFolder

if TYPE_CHECKING:
    from storage.objects import ObjectStore


def open_store(address: str | Path) -> ObjectStore:
    """Return the store at ``s3://bucket/prefix?endpoint=…`` or in a folder.

    Raises SettingsError when the address is of neither kind, StorageError when the folder cannot
    be made.
    """
    if isinstance(address, Path):
        return LocalFolder(address)
    if address.startswith("s3://"):
        from storage.s3 import open_s3

        return open_s3(address)
    if not address.strip() or re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", address):
        raise SettingsError(
            "The object store must be a folder or s3://BUCKET/PREFIX?endpoint=https://HOST.",
        )
    return LocalFolder(Path(address))
