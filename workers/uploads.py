"""What is sent to the service, kept privately until it was worked on."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.settings import Settings

UPLOADS = "uploads"
"""Folder of private state: a folder for each upload that an import has still to read."""

SCRATCH = "unpacking"
"""Folder of private state for what is needed during one request."""


def new_upload(settings: Settings) -> tuple[str, Path]:
    """Make a folder for an upload; return its name and place."""
    name = secrets.token_hex(16)
    folder = settings.private / UPLOADS / name
    folder.mkdir(parents=True, mode=0o700)
    return name, folder


def upload_folder(settings: Settings, name: str) -> Path:
    """Return the folder of an upload."""
    return settings.private / UPLOADS / name


def remove_upload(settings: Settings, name: str) -> None:
    """Remove an upload; no error when there is none."""
    shutil.rmtree(upload_folder(settings, name), ignore_errors=True)


@contextmanager
def scratch_folder(settings: Settings) -> Iterator[Path]:
    """Yield an empty private folder that is gone after the block."""
    above = settings.private / SCRATCH
    above.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=above, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
