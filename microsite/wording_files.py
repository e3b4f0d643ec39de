"""The words of page and player: ``wording/LANGUAGE.yaml``, English where a language has none.

A theme may put words of the issuer's own in their place, with the same blanks (``{amount}``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from foundation.errors import RenderError
from foundation.faults import nearest

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


@lru_cache(maxsize=64)
def wording(locale: str, changes: tuple[tuple[str, str, str], ...] = ()) -> Wording:
    """Return the words for a locale, by part (``cover``, ``page``, ``player``) and key.

    ``changes`` are an issuer's own words: part, key and text (``PageLook.wording``). Raises
    RenderError where one fits no place of the page; ``wording_fault`` tells which and why.
    """
    words = _read(language_of(locale))
    if not changes:
        return words
    for part, key, text in changes:
        if why := wording_fault(part, key, text):
            raise RenderError(f"The theme's wording of {part}.{key} cannot be used. {why}")
    own = {part: dict(entries) for part, entries in words.items()}
    for part, key, text in changes:
        own[part][key] = text.strip()
    return own


def english_keys(
    locale: str, changes: tuple[tuple[str, str, str], ...] = ()
) -> frozenset[tuple[str, str]]:
    """Return which words, by part and key, stay English because a language has none of its own.

    What the issuer writes (``changes``) is in the language of the campaign.
    """
    if locale.replace("_", "-").partition("-")[0].lower() in languages():
        return frozenset()
    keys = {(part, key) for part, entries in _read(FALLBACK).items() for key in entries}
    return frozenset(keys - {(part, key) for part, key, _ in changes})


def script_words(locale: str, changes: tuple[tuple[str, str, str], ...] = ()) -> dict[str, str]:
    """Return the words that forms say by script; arguments and errors as ``wording``."""
    words = wording(locale, changes)["forms"]
    return {key: text for key, text in words.items() if key not in _ONLY_TEXT}


_ONLY_TEXT = frozenset(
    {
        "title",
        "text",
        "optional",
        "choose",
        "draft",
        "leave_empty",
        "private",
        "no_server",
        "no_script",
        "back",
    }
)
"""Words of forms that stand in the page itself."""


def blanks(text: str) -> list[str]:
    """Return the names of a text's blanks, ``{name}``, sorted."""
    return sorted(re.findall(r"\{(\w*)\}", text))


def wording_fault(part: str, key: str, text: str) -> str:
    """Return why an issuer's own words cannot stand in a place of the page; empty if they can."""
    words = _read(FALLBACK)
    if part not in words:
        return f"There is no part '{part}'; there are {', '.join(words)}. {nearest(part, words)}"
    if key not in words[part]:
        near = nearest(key, words[part]) or "The keys stand in microsite/wording/en.yaml."
        return f"The part '{part}' has no key '{key}'. {near}"
    if not text.strip():
        return "The text is empty; leave the key out to keep the page's own words."
    wanted = blanks(words[part][key])
    if blanks(text) != wanted or text.count("{") != len(wanted) or text.count("}") != len(wanted):
        if not wanted:
            return "This text has no blanks: leave the braces out."
        told = " and ".join(f"{{{name}}}" for name in wanted)
        return f"The text must hold {told}, each once, and no other braces."
    return ""
