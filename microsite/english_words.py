"""Marks what stays English on a page of another language, so that a screen reader reads it so.

The page's own words stand between two marks while the page is made. In the finished HTML they
become ``<span lang="en">``; where only text may stand, the element itself gets the language (WCAG
2.2 success criterion 3.1.2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_BEGIN, _END = "\ue00e", "\ue00f"
"""Private-use characters: no font draws them, so no data holds them."""

_PIECE = re.compile(
    r"(?P<raw><script\b.*?</script>|<style\b.*?</style>|<title>.*?</title>)"
    r"|(?P<option><option\b[^>]*>)(?P<label>[^<]*)"
    r"|(?P<tag><[^>]*>)"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
_NAMED = re.compile(rf'\b(?:alt|aria-label|label)="[^"]*{_BEGIN}')


def marked(words: Mapping[str, str], english: Collection[str]) -> dict[str, str]:
    """Return words of the page with those marked, by their keys, that are English."""
    return {key: f"{_BEGIN}{text}{_END}" if key in english else text for key, text in words.items()}


def in_english(html: str) -> str:
    """Return a page's HTML with the marks turned into ``lang="en"``."""
    return _PIECE.sub(_turned, html)


def _turned(found: re.Match[str]) -> str:
    whole = found[0]
    if _BEGIN not in whole and _END not in whole:
        return whole
    if found["text"]:
        return whole.replace(_BEGIN, '<span lang="en">').replace(_END, "</span>")
    plain = whole.replace(_BEGIN, "").replace(_END, "")
    if found["option"] or (found["tag"] and _NAMED.search(whole)):
        return re.sub(r"^<([\w-]+)", r'<\1 lang="en"', plain)
    return plain
