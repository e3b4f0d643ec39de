"""What the renderer is given besides the scene: where files are, and the campaign's secret."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from foundation.errors import RenderError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RenderKit:
    """The folders and the secret that rendering a campaign needs.

    Args:
        media: the campaign's ``media/`` folder; sources of pictures and music are relative to it.
        secret: the campaign's key for clip names (at least 16 random bytes), never printed.
        cache: a private folder for prepared bases; made when needed, safe to delete at any time,
            shared by all rendering processes of a machine.
        uploads: the folder of recipients' own pictures, or None where the campaign has none.
        functions: the campaign folder, where the operator allows Python functions of the template
            author to make bases; None (the default) where not.
    """

    media: Path
    secret: bytes = field(repr=False)
    cache: Path
    uploads: Path | None = None
    functions: Path | None = None

    def media_file(self, source: str) -> Path:
        """Return a file of ``media/``; RenderError when it is missing or lies outside."""
        path = _inside(self.media, source)
        if not path.is_file():
            raise RenderError(f"{source}: not found in the campaign's media folder {self.media}.")
        return path


# Asked for each scene of each recipient; the files themselves are looked at each time.
@lru_cache(maxsize=1024)
def _inside(media: Path, source: str) -> Path:
    root = media.resolve()
    path = (root / source).resolve()
    if not path.is_relative_to(root):
        raise RenderError(f"{source}: lies outside the campaign's media folder; move it there.")
    return path
