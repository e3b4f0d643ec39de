"""The player's and the page's sources joined into one script and one stylesheet.

The sources are plain ES modules, tested and embeddable one by one. Browsers refuse modules on pages
opened from a folder (``file://``), and a phone on a slow line waits for every round trip, so a page
loads them joined into one classic script: imports resolved, comments and indentation dropped,
nothing else changed. The language used is ES2019.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOM = Path(__file__).parent
PLAYER = ROOM / "player"
STYLE = ROOM / "style"

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def _in_order(file: str, done: list[str]) -> list[str]:
    """Return the modules that ``file`` needs, each after those it imports, and itself last."""
    for needed in _IMPORT.findall((PLAYER / file).read_text(encoding="utf-8")):
        if needed not in done:
            _in_order(needed, done)
    if file not in done:
        done.append(file)
    return done


def modules() -> list[str]:
    """Return the names of the script's modules in the order they are joined."""
    return _in_order("page.js", [])


def script() -> bytes:
    """Return all modules as one classic script that leaves no names behind."""
    parts = []
    for file in modules():
        text = (PLAYER / file).read_text(encoding="utf-8")
        text = _EXPORT.sub("", _IMPORT.sub("", text))
        text = _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", text))
        parts.append(_INDENT.sub("", text).strip())
    joined = "\n".join(parts)
    return f'(function(){{\n"use strict";\n{joined}\n}})();\n'.encode()


def style() -> str:
    """Return the stylesheets of the page and the player, comments and indentation dropped."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(STYLE.glob("*.css")))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", "\n", text)
    return re.sub(r"(?<=[{;,])\n|\n(?=\})|(?<=[:,;{]) +| +(?=\{)", "", text).strip() + "\n"
