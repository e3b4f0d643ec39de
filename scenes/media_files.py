"""Files that an author names: always inside their folder, whatever the name says."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
VIDEOS = (".mp4", ".mov", ".webm", ".mkv")
SOUNDS = (".wav", ".flac")


def inside(folder: Path, name: str) -> Path | None:
    """Return the file ``name`` of a folder, or None when it is not there or leads out of it.

    Refused are absolute names, ``..``, backslashes, and symbolic links to a place outside.
    """
    path = _inside(folder, name)
    return path if path is not None and path.is_file() else None


def folder_inside(folder: Path, name: str) -> Path | None:
    """Return the folder ``name`` of a folder, or None; refused is what :func:`inside` refuses."""
    path = _inside(folder, name)
    return path if path is not None and path.is_dir() else None


def _inside(folder: Path, name: str) -> Path | None:
    parts = PurePosixPath(name).parts
    if not parts or "\\" in name or "\x00" in name or ".." in parts or name.startswith("/"):
        return None
    try:
        root = folder.resolve(strict=True)
        path = folder.joinpath(*parts).resolve(strict=True)
    except OSError:
        return None
    return path if path.is_relative_to(root) else None


def all_files(folder: Path) -> list[tuple[str, Path]]:
    """Return every file below a folder with its relative name, sorted; no links that lead out."""
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and inside(folder, name) is not None:
            found.append((name, path))
    return found
