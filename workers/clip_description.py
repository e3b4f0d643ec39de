"""``clips/NAME.json``: what a clip is, written last, so that it says the clip is whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foundation.errors import StorageError
from renderer.clip import Cue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.objects import ObjectStore
    from workers.rendering_requests import RenderedClip

SCHEMA = "sollecito/clip@1"
"""Name and version of the description."""

ENDINGS = ("mp4", "vtt", "jpg", "m4a")
"""The objects of a clip besides its description."""


@dataclass(frozen=True, slots=True)
class ClipDescription:
    """A clip's length, captions and objects (ending to size in bytes and SHA-256)."""

    duration_ms: int
    cues: tuple[Cue, ...]
    pictures: int
    encoded_pictures: int
    files: Mapping[str, tuple[int, str]]

    @property
    def bytes(self) -> int:
        """Bytes of its MP4, which is what a viewer loads."""
        return self.files["mp4"][0]


def key_of(name: str, ending: str) -> str:
    """Return the key of one of a clip's objects."""
    return f"clips/{name}.{ending}"


def describe(rendered: RenderedClip) -> ClipDescription:
    """Return the description of what was just rendered."""
    return ClipDescription(
        duration_ms=rendered.duration_ms,
        cues=rendered.cues,
        pictures=rendered.pictures,
        encoded_pictures=rendered.encoded_pictures,
        files={e: (len(rendered.files[e]), _sha256(rendered.files[e])) for e in ENDINGS},
    )


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def to_bytes(description: ClipDescription) -> bytes:
    """Return the description as the object's bytes, the same ones for the same clip."""
    plain = {
        "schema": SCHEMA,
        "duration_ms": description.duration_ms,
        "pictures": description.pictures,
        "encoded_pictures": description.encoded_pictures,
        "cues": [[cue.start_ms, cue.end_ms, cue.text] for cue in description.cues],
        "files": {
            ending: {"size": size, "sha256": sha256}
            for ending, (size, sha256) in description.files.items()
        },
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def from_bytes(body: bytes) -> ClipDescription | None:
    """Return the description that ``to_bytes`` made, or None when it is of another kind."""
    try:
        plain: Any = json.loads(body)
        if plain["schema"] != SCHEMA:
            return None
        files = plain["files"]
        return ClipDescription(
            duration_ms=int(plain["duration_ms"]),
            cues=tuple(Cue(int(start), int(end), str(text)) for start, end, text in plain["cues"]),
            pictures=int(plain["pictures"]),
            encoded_pictures=int(plain["encoded_pictures"]),
            files={e: (int(files[e]["size"]), str(files[e]["sha256"])) for e in ENDINGS},
        )
    except (ValueError, KeyError, TypeError):
        return None


def find_whole(store: ObjectStore, name: str) -> ClipDescription | None:
    """Return the description of a clip that stands whole in the store, reading all its objects.

    None when there is no description, or an object is missing or is not as described: then the
    clip has to be made.
    """
    if not store.exists(key_of(name, "json")):
        return None
    description = from_bytes(store.get(key_of(name, "json")))
    if description is None:
        return None
    for ending, (size, sha256) in description.files.items():
        key = key_of(name, ending)
        if store.size(key) != size:
            return None
        try:
            body = store.get(key)
        except StorageError:
            return None
        if _sha256(body) != sha256:
            return None
    return description
