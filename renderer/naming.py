"""A clip's name: a keyed hash over everything that decides its bytes.

Two scenes that look and sound the same have the same name, so a scene without personal data is
rendered once for a whole campaign. The key is the campaign's secret: without it nobody can compute
the address of “Mario Rossi, 187,50” and look whether it is there.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import importlib.metadata
import json
from functools import lru_cache
from typing import TYPE_CHECKING

from renderer.bases import base_files
from renderer.digests import file_digest
from renderer.espeak import VOICES
from renderer.fonts import font_files
from renderer.h264 import SETTINGS
from renderer.layer_files import layer_files
from renderer.stage import read_from_right
from scenes.bound import Scene
from scenes.canonical import canonical_json

if TYPE_CHECKING:
    from pathlib import Path

    from renderer.kit import RenderKit
    from scenes.bound import Look

RENDERER_VERSION = 2
"""Raised whenever the same scene would come out otherwise than before."""

RIGHT_TO_LEFT_VERSION = 3
"""Raised when only scenes of a language that is read from the right would come out otherwise."""

NAME_LENGTH = 32
"""Characters of a name: 160 bits in lower-case base32."""

_PACKAGES = ("av", "uharfbuzz", "numpy", "pillow", "moviepy", "python-bidi", "qrcode", "zxing-cpp")
_SPEECH_PACKAGES = ("pyttsx3", "espeakng-loader")
# What leads on from a scene, and what only people read, is not in its clip.
_NOT_IN_CLIP = frozenset(
    {"id", "title", "next", "choice", "aside", "description", "popups", "layer_numbers"}
)
_IN_CLIP = tuple(f.name for f in dataclasses.fields(Scene) if f.name not in _NOT_IN_CLIP)


def clip_name(scene: Scene, look: Look, kit: RenderKit) -> str:
    """Return the name of a scene's clip: 32 characters of a–z and 2–7.

    Raises RenderError when a file that the scene needs is missing.
    """
    decides = "\n".join(
        (
            f"renderer {_renderer(look)}",
            _shared_json(look, speaks=bool(scene.say)),
            _scene_json(scene),
            json.dumps(_files(scene, look, kit), sort_keys=True),
        )
    )
    digest = hmac.digest(kit.secret, decides.encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:NAME_LENGTH]


def _renderer(look: Look) -> str:
    """Return the version of what draws a look."""
    if not read_from_right(look):
        return str(RENDERER_VERSION)
    return f"{RENDERER_VERSION}, from the right {RIGHT_TO_LEFT_VERSION}"


@lru_cache(maxsize=16)
def _shared_json(look: Look, *, speaks: bool) -> str:
    """Return the JSON of what all scenes of a campaign have in common."""
    return canonical_json(
        {
            "encoder": canonical_json(SETTINGS),
            "libraries": _versions(_PACKAGES + (_SPEECH_PACKAGES if speaks else ())),
            "look": canonical_json(look),
            "fonts": _fonts(),
        }
    )


def _scene_json(scene: Scene) -> str:
    """Return the JSON of what a scene itself decides of its clip."""
    return canonical_json({name: getattr(scene, name) for name in _IN_CLIP})


def versions() -> str:
    """Return the versions of all that decides what a scene looks like, besides the scene."""
    return f"{RENDERER_VERSION} {_versions(_PACKAGES)} {_fonts()}"


@lru_cache(maxsize=4)
def _versions(packages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name} {importlib.metadata.version(name)}" for name in packages)


def scene_files(scene: Scene, look: Look, kit: RenderKit) -> dict[str, str]:
    """Return the SHA-256 of each of the campaign's and the recipient's files that a clip shows.

    Raises RenderError when one is missing.
    """
    digests = base_files(scene.base, kit)
    if look.music:
        digests[f"media/{look.music}"] = file_digest(kit.media_file(look.music))
    for layer in scene.layers:
        digests |= layer_files(layer, kit)
    return digests


def _files(scene: Scene, look: Look, kit: RenderKit) -> dict[str, str]:
    """Return the digest of each file that the clip is made of, by what it is used as."""
    digests = scene_files(scene, look, kit)
    if scene.say:
        digests |= {f"voices/{path.name}": file_digest(path) for path in _voice_files(VOICES)}
    return digests


@lru_cache(maxsize=4)
def _voice_files(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in folder.rglob("*") if path.is_file())


@lru_cache(maxsize=1)
def _fonts() -> tuple[str, ...]:
    return tuple(f"{path.name} {file_digest(path)}" for path in font_files())
