"""Bundles: a campaign folder as a zip archive, unpacked by somebody who trusts none of it.

Everything is checked while it is written: what an archive says of its members may be a lie.
"""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from foundation.errors import SollecitoError
from scenes.loading import CAMPAIGN_FILE

if TYPE_CHECKING:
    from pathlib import Path

PIECE = 1 << 16
"""Bytes that are unpacked at once."""

LONGEST_NAME = 200
DEEPEST = 6
"""Longest name of a member in bytes of UTF-8 (file systems have 255), and how many folders deep it
may lie."""

DAMAGED = "It is no zip archive, or it is damaged or cut off."

SMALL = 1 << 20
"""Bytes up to which a member may be as well packed as it likes."""

_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class BundleError(SollecitoError):
    """Raised when a bundle cannot be unpacked; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a bundle may hold.

    ``members`` files; ``member_bytes`` of one and ``all_bytes`` of all, unpacked; ``ratio`` of
    unpacked to packed bytes, beyond the first mebibyte.
    """

    members: int = 2000
    member_bytes: int = 512 << 20
    all_bytes: int = 1 << 30
    ratio: int = 100


BOUNDS = Bounds()


def unpack(archive: Path, folder: Path, bounds: Bounds = BOUNDS) -> Path:
    """Unpack a bundle into a new, empty folder and return the campaign folder in it.

    The campaign's files may stand at the top of the archive or in one folder. Raises BundleError.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = _checked(opened.infolist(), bounds)
            total = 0
            for member, parts in members:
                place = folder.joinpath(*parts)
                place.parent.mkdir(parents=True, exist_ok=True)
                total = _write(opened, member, place, total, bounds)
    # zipfile raises NotImplementedError for ways of packing that it does not know, RuntimeError for
    # files under a password, UnicodeDecodeError for names that are said to be UTF-8 and are not.
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        UnicodeDecodeError,
    ) as error:
        raise BundleError(DAMAGED) from error
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise BundleError("A name in it stands for a file and for a folder.") from None
    return _campaign_folder(folder)


def _checked(
    members: list[zipfile.ZipInfo], bounds: Bounds
) -> list[tuple[zipfile.ZipInfo, tuple[str, ...]]]:
    if len(members) > bounds.members:
        raise BundleError(f"It holds more than {bounds.members} files.")
    found = []
    seen: set[str] = set()
    for number, member in enumerate(members, start=1):
        name = member.orig_filename
        parts = _parts(name, number)
        if member.is_dir() or any(part in name for part in _LITTER):
            continue
        if member.flag_bits & 1:
            raise BundleError(f"File {number} in it is encrypted.")
        mode = member.external_attr >> 16
        if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
            raise BundleError(f"File {number} in it is a link or a device, not a plain file.")
        if name.casefold() in seen:
            raise BundleError(f"File {number} in it has the same name as one before.")
        seen.add(name.casefold())
        if member.file_size > bounds.member_bytes:
            raise BundleError(_too_much(bounds.member_bytes, "A file"))
        found.append((member, parts))
    if sum(member.file_size for member, _ in found) > bounds.all_bytes:
        raise BundleError(_too_much(bounds.all_bytes, "All files together"))
    return found


def _parts(name: str, number: int) -> tuple[str, ...]:
    """Return a member's path; BundleError when it may lead out of the folder."""
    parts = PurePosixPath(name).parts
    if (
        not parts
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in parts
        or not name.isprintable()
    ):
        raise BundleError(
            f"The name of file {number} in it leads out of the folder, or is no name."
        )
    if len(name.encode()) > LONGEST_NAME or len(parts) > DEEPEST:
        raise BundleError(
            f"The name of file {number} in it is longer than {LONGEST_NAME} bytes, or lies"
            f" more than {DEEPEST - 1} folders deep."
        )
    return parts


def _write(
    opened: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, total: int, bounds: Bounds
) -> int:
    """Unpack one member, counting what really comes out; return the new total."""
    size = 0
    with opened.open(member) as source, place.open("xb") as target:
        while piece := _read(source):
            if not size and piece.startswith(_ARCHIVES):
                raise BundleError("It holds another archive; put plain files into it.")
            size += len(piece)
            if size > bounds.member_bytes:
                raise BundleError(_too_much(bounds.member_bytes, "A file"))
            if total + size > bounds.all_bytes:
                raise BundleError(_too_much(bounds.all_bytes, "All files together"))
            if size > SMALL and size > member.compress_size * bounds.ratio:
                raise BundleError(
                    f"A file in it grows to more than {bounds.ratio} times its packed size."
                )
            target.write(piece)
    return total + size


def _read(source: IO[bytes]) -> bytes:
    try:
        return source.read(PIECE)
    except OSError as error:
        if error.errno is not None:
            raise  # of the machine, not of what was sent
        raise BundleError(DAMAGED) from error  # so bzip2 tells damaged data


def _campaign_folder(folder: Path) -> Path:
    if (folder / CAMPAIGN_FILE).is_file():
        return folder
    inner = [entry for entry in folder.iterdir() if entry.is_dir()]
    if len(inner) == 1 and (inner[0] / CAMPAIGN_FILE).is_file():
        return inner[0]
    raise BundleError(f"It has no {CAMPAIGN_FILE}, neither at its top nor in its one folder.")


def _too_much(most: int, what: str) -> str:
    return f"{what} in it would have more than {most >> 20} MiB."
