"""The words of page and player: ``wording/LANGUAGE.yaml``, English where a language has none."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent / "wording"
FALLBACK = "en"

Wording = dict[str, dict[str, str]]


def languages() -> tuple[str, ...]:
    """Return the languages that have words of their own, sorted."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@lru_cache
def _read(language: str) -> Wording:
    words: Any = YAML(typ="safe", pure=True).load(FOLDER / f"{language}.yaml")
    return {part: dict(entries) for part, entries in words.items()}


def language_of(locale: str) -> str:
    """Return the language whose words serve a locale such as ``it-IT``; English as a fallback."""
    language = locale.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return language if language in languages() else FALLBACK


def wording(locale: str) -> Wording:
    """Return the words for a locale, by part (``cover``, ``page``, ``player``) and key."""
    return _read(language_of(locale))
