"""Archives of plain files, as campaigns' files and pictures travel through the object store."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from foundation.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def pack(archive: Path, files: Iterable[tuple[str, Path]]) -> None:
    """Write files and folders, name in the archive and path, as a tar archive (PAX, POSIX.1-2001).

    What a folder holds is not taken by itself. Raises OSError when a file cannot be read.
    """
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, path in files:
            tar.add(path, name, recursive=False)


def unpack(archive: Path, folder: Path) -> None:
    """Write an archive's files below a folder, which is made.

    Only files and folders, nothing outside of it, no owners and no permissions: what
    ``extractall(filter="data")`` does, which Python has from 3.11.4 on. Raises StorageError for
    what is no archive or holds anything else, OSError when the disk does not take it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                if name.is_absolute() or ".." in name.parts:
                    raise StorageError("An archive in the store leads out of its folder.")
                place = folder / name
                if member.isdir():
                    place.mkdir(parents=True, exist_ok=True)
                    continue
                content = tar.extractfile(member) if member.isreg() else None
                if content is None:
                    raise StorageError("An archive in the store holds more than files and folders.")
                place.parent.mkdir(parents=True, exist_ok=True)
                with content, place.open("wb") as file:
                    shutil.copyfileobj(content, file)
    except tarfile.TarError as error:
        raise StorageError("An archive in the store is damaged.") from error
