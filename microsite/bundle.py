"""The sources of the player and of the page, each joined into one script and one stylesheet.

The sources are plain ES modules, tested and embeddable one by one. Browsers refuse modules on pages
opened from a folder (``file://``), and a phone on a slow line waits for every round trip, so a page
loads them joined into classic scripts, with names shortened by a library. The language used is
ES2019. The player's files serve other pages, too: an issuer can put ``<sollecito-film>`` into its
own portal with them.
"""

from __future__ import annotations

import json
import re
import threading
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import minify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.page_look import Shape

ROOM = Path(__file__).parent
PLAYER = ROOM / "player"
PAGE = ROOM / "page_script"
PLAYER_STYLE = PLAYER / "style"
OWN_WORDS = PAGE / "own_words.js"
"""The module that holds the words of a language, empty in the source."""

LANGUAGE = 2019
"""The ECMAScript edition that old phones know; nothing newer is written."""

_MINIFYING = threading.Lock()
"""The minifier has one configuration for the process and forgets its languages while it is set."""

PAGE_STYLE = ROOM / "style"

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[\w./-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def modules(entry: Path) -> list[Path]:
    """Return the modules that ``entry`` needs, each after those it imports, and itself last."""
    return _in_order(entry, [])


def _in_order(file: Path, done: list[Path]) -> list[Path]:
    for needed in _IMPORT.findall(file.read_text(encoding="utf-8")):
        other = (file.parent / needed).resolve()
        if other not in done:
            _in_order(other, done)
    if file not in done:
        done.append(file)
    return done


def player_script() -> bytes:
    """Return the script that defines ``<sollecito-film>``."""
    return _joined(PLAYER / "film.js")


def page_script() -> bytes:
    """Return the script of the page around the player; it is loaded after the player's."""
    return _joined(PAGE / "page.js")


def section_script(form_words: Mapping[str, str]) -> bytes:
    """Return the script of the page's sections, which is loaded when somebody turns to them.

    ``form_words`` are what forms say by script, in one language.
    """
    words = json.dumps(dict(form_words), ensure_ascii=False)
    return _joined(PAGE / "sections.js", {OWN_WORDS: f"const FORM_WORDS = {words};"})


def player_style() -> str:
    """Return the player's stylesheet; it touches nothing outside of ``<sollecito-film>``."""
    return _inside("sollecito-film", _styles(PLAYER_STYLE))


def page_style(shape: Shape = "public") -> str:
    """Return the page's stylesheet in one of the three shapes, without the theme's colours."""
    files = [*sorted(PAGE_STYLE.glob("*.css")), PAGE_STYLE / "shapes" / f"{shape}.css"]
    # A shape comes after what all have in common, and before print, where all are one.
    return _compact(sorted(files, key=lambda file: file.name.startswith("6")))


def form_style() -> str:
    """Return the part of the page's stylesheet that a form by itself needs."""
    return _compact([PAGE_STYLE / "10-base.css", PAGE_STYLE / "50-forms.css"])


def _joined(entry: Path, instead: Mapping[Path, str] = MappingProxyType({})) -> bytes:
    """Return an entry and what it needs as one classic script that leaves no names behind.

    ``instead`` has texts that stand for those of modules.
    """
    parts = []
    for file in modules(entry):
        text = instead.get(file) or file.read_text(encoding="utf-8")
        text = _EXPORT.sub("", _IMPORT.sub("", text))
        text = _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", text))
        parts.append(_INDENT.sub("", text).strip())
    joined = "\n".join(parts)
    # Files are put one after another: the next one's bracket must not call this one's result.
    smaller = _smaller(f'(function(){{\n"use strict";\n{joined}\n}})();\n')
    return f"{smaller};\n".encode()


@lru_cache(maxsize=8)
def _smaller(script: str) -> str:
    """Return a script that does the same with shorter names, in the same year's language."""
    with _MINIFYING:
        minify.config({"js-version": LANGUAGE})
        smaller: str = minify.string("application/javascript", script)
    return smaller


def _inside(element: str, css: str) -> str:
    """Return joined rules with each selector held to what is inside an element.

    Selectors that begin with the element itself, or with the page's ``html``, stay as they are.
    """

    def held(rule: re.Match[str]) -> str:
        selectors = rule[0].rstrip("{").split(",")
        return (
            ",".join(
                part if part.startswith((element, "html", "from", "to")) else f"{element} {part}"
                for part in (selector.strip() for selector in selectors)
            )
            + "{"
        )

    return re.sub(r"(?<=[{};\n])[^@{};\n][^@{};]*\{|^[^@{};][^@{};]*\{", held, css)


def _styles(folder: Path) -> str:
    """Return a folder's stylesheets in order."""
    return _compact(sorted(folder.glob("*.css")))


def _compact(files: list[Path]) -> str:
    """Return stylesheets in one, comments and indentation dropped."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", "\n", text)
    return re.sub(r"(?<=[{;,])\n|\n(?=\})|(?<=[:,;{]) +| +(?=\{)", "", text).strip() + "\n"
