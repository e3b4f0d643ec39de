"""Fields that name a recipient's own picture."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import PrivateAttr, model_validator
from typing_extensions import override

from scenes.field_base import AnyField, DataForm
from scenes.measures import fault
from scenes.media_files import inside
from scenes.pictures import picture_fault
from scenes.plain_text import TextError

MOST_BYTES = 10_000_000
"""A larger picture is refused."""

MOST_SHAPE = 10
"""A picture that is more times as long as it is narrow is refused: nothing would be seen of it."""


class ImageField(AnyField):
    """The name of a file in the folder of recipients' pictures (``data.pictures``).

    The file is a PNG, JPEG or WebP picture by its content, of at most 10 MB and 40 megapixels,
    not more than ten times as long as it is narrow. The value is its name as the folder has it.
    """

    expected = "the file name of a picture"
    type: Literal["image"]
    _folder: Path | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _no_default(self) -> ImageField:
        if self.default is not None:
            message = "A field of type image has no default."
            hint = "Show a picture of media/ in its place: a layer with when: not photo."
            raise fault(message, hint, "default")
        return self

    def look_in(self, folder: Path | None) -> None:
        """Say where the pictures are; None: the campaign has no folder of pictures."""
        self._folder = folder

    @override
    def read(self, text: str, form: DataForm) -> str:
        if "/" in text or "\\" in text or text.startswith("."):
            raise TextError("is not a plain file name; expected one without folders")
        path = self._found(text)
        if path is None:
            raise TextError("names a file that the folder of pictures does not have")
        if path.stat().st_size > MOST_BYTES:
            raise TextError(f"names a picture of more than {MOST_BYTES // 1_000_000} MB")
        reason = picture_fault(path, MOST_SHAPE)
        if reason:
            raise TextError(f"names a file that {reason}")
        return path.name

    def content(self, name: str) -> str:
        """Return the SHA-256 of a picture's bytes, 64 hex digits; empty where it is gone."""
        path = self._found(name)
        if path is None:
            return ""
        status = path.stat()
        return _digest(path, status.st_mtime_ns, status.st_size)

    def _found(self, name: str) -> Path | None:
        if self._folder is None:
            return None
        # Data is read in NFC, but some systems write file names in NFD.
        for form in (name, unicodedata.normalize("NFD", name)):
            if inside(self._folder, form) is not None:
                return self._folder / form
        return None


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int, size: int) -> str:
    del changed, size  # they only tell a file from what it was before
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
