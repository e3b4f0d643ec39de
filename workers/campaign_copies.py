"""Keeps the author's files of a campaign as they were when its work began.

The work goes on from this copy, also after the author changed or moved the folder, and a server
that starts later can finish what a killed run left behind. The data file and recipients' own
pictures are not part of it; the latter are used where they are.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.loading import CAMPAIGN_FILE, STORYBOARD_FILE
from scenes.media_files import all_files, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes.campaign import Campaign

MEDIA = "media"
UPLOADS = ".uploads"
"""A file of a copy with the path of the folder of recipients' own pictures."""

YOUNG_S = 3600.0
"""Seconds for which a copy that was made or asked for may belong to a version not yet stored."""

_PART = ".part-"


def copy_of(private: Path, name: str, digest: str) -> Path | None:
    """Return the copy of a campaign's files of this digest, or None when there is none."""
    folder = _copies(private, name) / digest
    return folder.absolute() if folder.is_dir() else None


def keep_copy(private: Path, campaign: Campaign, *, at_work: bool = False) -> Path:
    """Return the copy of a loaded campaign's files, made if there is none, whole or not at all.

    Copies of other digests are removed, unless somebody may be ``at_work`` with them. Raises
    OSError when a file cannot be read or written.
    """
    name = campaign.file.name
    kept = _asked_for_again(copy_of(private, name, campaign.digest))
    if kept is None:
        kept = _make(_copies(private, name), campaign)
    _note_uploads(kept, campaign)
    if not at_work:
        remove_others(private, name, campaign.digest)
    return kept


def _asked_for_again(copy: Path | None) -> Path | None:
    """Return a copy after making it young, None where there is none or it was just removed."""
    if copy is not None:
        try:
            os.utime(copy)
        except FileNotFoundError:
            return None
    return copy


def remove_others(private: Path, name: str, digest: str, *, young_s: float = 0.0) -> None:
    """Remove a campaign's copies of other digests; nobody may be at work with them.

    Copies that were made or asked for within ``young_s`` seconds stay: a version may be on its way
    into the database. So do those that are being written.
    """
    copies = _copies(private, name)
    if not copies.is_dir():
        return
    now = time.time()
    for other in copies.iterdir():
        if other.name == digest:
            continue
        least_s = YOUNG_S if other.name.startswith(_PART) else young_s
        with suppress(FileNotFoundError):  # another process removed it, or gave it its name
            if now - other.stat().st_mtime >= least_s:
                shutil.rmtree(other, ignore_errors=True)


def remove_copies(private: Path, name: str) -> None:
    """Remove all copies of a campaign."""
    shutil.rmtree(_copies(private, name), ignore_errors=True)


def place_of_copy(private: Path, name: str, digest: str) -> Path:
    """Return where the copy of a campaign's files of this digest is or would be."""
    return _copies(private, name) / digest


def take_over(files: Path, place: Path) -> Path:
    """Move a whole copy to its place and return that; another process may have been quicker."""
    try:
        files.rename(place)
    except OSError:
        if not place.is_dir():
            raise
        shutil.rmtree(files, ignore_errors=True)
    os.utime(place)
    return place.absolute()


def _copies(private: Path, name: str) -> Path:
    return private / "campaigns" / name


def _files(campaign: Campaign) -> Iterator[tuple[str, Path]]:
    """Yield what the campaign's digest covers: name below the folder, and the file."""
    for name in (CAMPAIGN_FILE, STORYBOARD_FILE):
        yield name, campaign.folder / name
    theme = campaign.storyboard.theme
    own_theme = inside(campaign.folder, theme)
    if own_theme is not None:
        yield theme, own_theme
    for path in sorted(campaign.folder.rglob("*.py")):
        if path.is_file():
            yield path.relative_to(campaign.folder).as_posix(), path
    for name, path in all_files(campaign.media):
        yield f"{MEDIA}/{name}", path


def uploads_of(copy: Path) -> Path | None:
    """Return the folder of recipients' own pictures that a copy belongs to, None without one."""
    note = copy / UPLOADS
    return Path(note.read_text(encoding="utf-8")) if note.is_file() else None


def _note_uploads(kept: Path, campaign: Campaign) -> None:
    """Note where recipients' own pictures are; the copy has an empty folder in their place."""
    if campaign.file.data.pictures is None or campaign.uploads is None:
        return
    (kept / campaign.file.data.pictures).mkdir(parents=True, exist_ok=True)
    note_uploads(kept, campaign.uploads)


def note_uploads(kept: Path, folder: Path) -> None:
    """Note beside a copy where recipients' own pictures are."""
    (kept / UPLOADS).write_text(str(folder.resolve()), encoding="utf-8")


def _make(folder: Path, campaign: Campaign) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=_PART, dir=folder))
    (part / MEDIA).mkdir()
    for name, path in _files(campaign):
        place = part / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return take_over(part, folder / campaign.digest)
