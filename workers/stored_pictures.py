"""Recipients' own pictures in the object store, where workers on other machines fetch them.

One archive for each state of the folder, and a small object that names the state that holds now:
both below ``campaigns/``, which no server hands out, under names keyed with the campaign's secret.
"""

from __future__ import annotations

import hashlib
import hmac
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.errors import StorageError
from workers.archives import pack, unpack
from workers.stored_copies import ARCHIVE_TYPE, NOT_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaigns.models import Campaign as CampaignRow
    from storage.objects import ObjectStore

PICTURES = "pictures"
"""Folder of private state: a folder of recipients' own pictures for each campaign."""


def kept_pictures(private: Path, name: str) -> Path:
    """Return where a machine keeps the pictures of a campaign that it did not get from a folder."""
    return private / PICTURES / name


def store_pictures(store: ObjectStore, row: CampaignRow, folder: Path) -> None:
    """Store an archive of a folder of pictures, unless it is there, and say that it holds now.

    Raises StorageError when the store refuses, OSError when a picture cannot be read.
    """
    state = _state(folder)
    before = _state_stored(store, row)
    if before == state:
        return
    with tempfile.TemporaryDirectory(prefix="sollecito-") as temporary:
        archive = Path(temporary) / "pictures.tar"
        pack(archive, ((path.name, path) for path in _pictures(folder)))
        store.put(
            _archive_key(row, state), archive, content_type=ARCHIVE_TYPE, cache_control=NOT_KEPT
        )
    store.put(_state_key(row), state.encode(), content_type="text/plain", cache_control=NOT_KEPT)
    if before is not None:
        # Whoever was about to fetch it fails, is tried again, and finds the newer one.
        store.delete(_archive_key(row, before))


def fetch_pictures(store: ObjectStore, row: CampaignRow, private: Path) -> Path | None:
    """Return this machine's folder of a campaign's pictures, brought to the state that holds now.

    Nothing is fetched that is there already; None when the store has none. Pictures are replaced
    one by one, each whole. Raises StorageError, and OSError when the disk does not take them.
    """
    state = _state_stored(store, row)
    if state is None:
        return None
    folder = kept_pictures(private, row.name)
    note = folder.with_name(f".{folder.name}.state")
    if folder.is_dir() and note.is_file() and note.read_text(encoding="ascii") == state:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".part-", dir=folder.parent) as temporary:
        archive = Path(temporary) / "pictures.tar"
        with archive.open("wb") as file:
            for piece in store.stream(_archive_key(row, state)):
                file.write(piece)
        unpacked = Path(temporary) / PICTURES
        unpack(archive, unpacked)
        for path in _pictures(unpacked):
            path.replace(folder / path.name)
        written = Path(temporary) / "state"
        written.write_text(state, encoding="ascii")
        written.replace(note)
    return folder


def remove_stored_pictures(store: ObjectStore, row: CampaignRow) -> None:
    """Remove a campaign's pictures from the store; StorageError when it refuses."""
    state = _state_stored(store, row)
    if state is not None:
        store.delete(_archive_key(row, state))
        store.delete(_state_key(row))


def _pictures(folder: Path) -> Iterator[Path]:
    """Yield the files that a row can name: those of the folder itself, without hidden ones."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _state(folder: Path) -> str:
    """Return a digest of the names and bytes of a folder's pictures, 64 hex digits."""
    whole = hashlib.sha256()
    for path in _pictures(folder):
        with path.open("rb") as file:
            whole.update(
                f"{hashlib.file_digest(file, 'sha256').hexdigest()} {path.name}\n".encode()
            )
    return whole.hexdigest()


def _state_stored(store: ObjectStore, row: CampaignRow) -> str | None:
    key = _state_key(row)
    if not store.exists(key):
        return None
    state = store.get(key).decode("ascii", "replace")
    if len(state) != hashlib.sha256().digest_size * 2:
        raise StorageError("The note of a campaign's own pictures in the store is damaged.")
    return state


def _state_key(row: CampaignRow) -> str:
    return f"campaigns/{_keyed(row, 'pictures')}.txt"


def _archive_key(row: CampaignRow, state: str) -> str:
    return f"campaigns/{_keyed(row, f'pictures {state}')}.tar"


def _keyed(row: CampaignRow, text: str) -> str:
    return hmac.new(row.secret, f"own {text}".encode(), hashlib.sha256).hexdigest()[:40]
