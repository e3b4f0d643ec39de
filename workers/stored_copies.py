"""The campaign's files in the object store, where workers on other machines fetch them.

One archive for each state of the files, under a name keyed with the campaign's secret, so that
nobody can guess it. Below ``campaigns/``, which no server hands out (``docs/operating.md``).
"""

from __future__ import annotations

import hashlib
import hmac
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workers.archives import pack, unpack
from workers.campaign_copies import UPLOADS, place_of_copy, take_over

if TYPE_CHECKING:
    from campaigns.models import Campaign as CampaignRow
    from storage.objects import ObjectStore

ARCHIVE_TYPE = "application/x-tar"
NOT_KEPT = "private, no-store"
"""Cache header of what no cache may keep."""


def archive_key(row: CampaignRow, digest: str | None = None) -> str:
    """Return the key of the archive of a campaign's files (those of its row, or of a digest)."""
    text = f"campaign files\n{digest or row.digest}"
    name = hmac.new(row.secret, text.encode(), hashlib.sha256).hexdigest()
    return f"campaigns/{name[:40]}.tar"


def store_copy(store: ObjectStore, row: CampaignRow, copy: Path) -> None:
    """Store an archive of a copy of a campaign's files, unless it is there.

    Raises StorageError when the store refuses, OSError when a file cannot be read.
    """
    key = archive_key(row)
    if store.exists(key):
        return
    with tempfile.TemporaryDirectory(prefix="sollecito-") as folder:
        archive = Path(folder) / "files.tar"
        names = ((path.relative_to(copy).as_posix(), path) for path in sorted(copy.rglob("*")))
        # The note says where a folder is on this machine.
        pack(archive, ((name, path) for name, path in names if name != UPLOADS))
        store.put(key, archive, content_type=ARCHIVE_TYPE, cache_control=NOT_KEPT)


def fetch_copy(store: ObjectStore, row: CampaignRow, private: Path) -> Path | None:
    """Return the copy of a campaign's files after fetching it, None when it is not in the store.

    Whether the files are those of the digest is checked by whoever loads them.
    Raises StorageError when the store does not hand it out, OSError when it cannot be written.
    """
    key = archive_key(row)
    if not store.exists(key):
        return None
    place = place_of_copy(private, row.name, row.digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".part-", dir=place.parent) as folder:
        archive = Path(folder) / "files.tar"
        with archive.open("wb") as file:
            for piece in store.stream(key):
                file.write(piece)
        files = Path(folder) / "files"
        unpack(archive, files)
        return take_over(files, place)
