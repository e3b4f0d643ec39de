"""The files of ``media/`` that the page uses: fonts, logos, the first screen's picture, documents.

Each function returns why a file cannot be used, to stand behind its name; empty when it can.
"""

from __future__ import annotations

import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING

from scenes.media_files import PICTURES
from scenes.pictures import picture_fault
from scenes.svg_pictures import SvgError, clean_svg

if TYPE_CHECKING:
    from pathlib import Path

FONTS = (".woff2", ".ttf", ".otf")
DRAWINGS = (*PICTURES, ".svg")
MOST_FONT_BYTES = 4_000_000
MOST_SVG_BYTES = 60_000
MOST_DOCUMENT_BYTES = 5_000_000
"""A document is loaded over a phone's line; longer ones can be linked to."""

_ZIP = b"PK\x03\x04"
DOCUMENTS = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
    ".docx": (_ZIP,),
    ".odt": (_ZIP,),
    ".xlsx": (_ZIP,),
    ".ods": (_ZIP,),
    ".csv": (),
    ".txt": (),
}
"""Endings of documents that a page may offer, and how such files begin (texts as they like)."""

_PARTS = {
    ".docx": ("word/document.xml", b""),
    ".xlsx": ("xl/workbook.xml", b""),
    ".odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
    ".ods": ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
}
"""What office documents hold, being archives (ECMA-376 part 2; OpenDocument 1.3 part 2)."""

LETTERS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789àèéìòùÀÈÉÌÒÙ€.,:;!?’«»()-–%/"
)
"""What a font must have, so that a page does not change fonts within a word."""

_RESTRICTED = 0x0002
"""OpenType, OS/2 fsType bit 1: the font must not be embedded without its maker's leave."""


def drawing_fault(path: Path) -> str:
    """Say why a logo or a cover cannot be used."""
    if path.suffix.lower() != ".svg":
        return picture_fault(path)
    try:
        body = path.read_bytes()
    except OSError:
        return "cannot be read"
    if len(body) > MOST_SVG_BYTES:
        return f"has {len(body):,} bytes; an SVG of the page may have {MOST_SVG_BYTES:,} at most"
    try:
        clean_svg(body)
    except SvgError as error:
        return str(error)
    return ""


def document_fault(path: Path) -> str:
    """Say why a document cannot be offered: its size, or contents that its ending does not say."""
    beginnings = DOCUMENTS[path.suffix.lower()]
    try:
        with path.open("rb") as file:
            head = file.read(1024)
        size = path.stat().st_size
    except OSError:
        return "cannot be read"
    if size > MOST_DOCUMENT_BYTES:
        return f"is larger than {MOST_DOCUMENT_BYTES // 1_000_000} MB"
    if not size:
        return "is empty"
    kind = path.suffix.lower().lstrip(".").upper()
    if beginnings and not head.startswith(beginnings):
        return f"is no {kind} file, whatever its name says"
    if beginnings == (_ZIP,) and not _holds(path, _PARTS[path.suffix.lower()]):
        return f"is no {kind} file, whatever its name says"
    if not beginnings and (b"\0" in head or head.lstrip()[:1] == b"<"):
        return f"is no {kind} file, whatever its name says"
    return ""


def _holds(path: Path, part: tuple[str, bytes]) -> bool:
    """Return whether an archive is whole and has a part that begins so."""
    name, beginning = part
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
            return stream.read(len(beginning)) == beginning
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        return False  # a password and an unknown packing are of these, too


def font_fault(path: Path) -> str:
    """Say why a font cannot be used: no font, letters missing, not to be embedded."""
    try:
        status = path.stat()
    except OSError:
        return "cannot be read"
    return _font_fault(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=32)
def _font_fault(path: Path, changed: int, size: int) -> str:
    del changed  # it only tells a file from what it was before
    from fontTools.ttLib import TTFont, TTLibError

    if size > MOST_FONT_BYTES:
        return f"is larger than {MOST_FONT_BYTES // 1_000_000} MB"
    try:
        with TTFont(path) as font:
            known = font.getBestCmap() or {}
            rights = font["OS/2"].fsType
    except (TTLibError, OSError, KeyError, ValueError, AssertionError):
        return "cannot be read as a font: expected a whole WOFF2, TTF or OTF file"
    missing = "".join(letter for letter in LETTERS if ord(letter) not in known)
    if missing:
        return f"has no glyph for {missing[:12]}"
    if rights & _RESTRICTED:
        return "says that it must not be embedded (OS/2 fsType); ask its maker for a web licence"
    return ""
