"""In which encoding a data file was written, and whether it is text at all.

One look at all bytes in constant memory, because the only telling byte may stand at the end.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 1 << 20
"""Bytes that are looked at together."""

LONGEST_LINE = 4 << 20
"""Bytes of a line beyond which a file is no table of people."""

SAVE_AS_CSV = "Open it in the program it comes from and save it as 'CSV UTF-8'."

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ\x00", "a compressed file (xz)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    # The mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How to decode a file: Python's codec and error handler, and the name people use.

    Bytes that do not belong come out as lone surrogates or U+FFFD, so the rows that hold them can
    be told and the others kept.
    """

    codec: str
    errors: str
    label: str


def detect_encoding(path: Path) -> TextEncoding:
    """Return a data file's encoding.

    A byte order mark decides. Without one it is UTF-8 when as many characters beyond ASCII
    are good UTF-8 as are not (a few broken rows do not change the language of the rest),
    else Windows-1252.
    Raises DataError when the file is empty, cannot be opened, is no text, or has a line beyond
    4 MiB.
    """
    chunks = _chunks(path)
    start = next(chunks, b"")
    if not start.strip(b"\x00\t\r\n "):
        raise DataError(f"'{path.name}' is empty. A header line and one row a person are expected.")
    _refuse_other_kinds(path.name, start)
    marked = next((mark for mark in _MARKS if start.startswith(mark[0])), None)
    lines = _LineLengths(path.name)
    if marked:
        _, codec, label = marked
        lines.look(start)
        for chunk in chunks:
            lines.look(chunk)
        errors = "surrogateescape" if codec == "utf-8-sig" else "replace"
        return TextEncoding(codec, errors, label)
    if start[:4096].count(0) > len(start[:4096]) // 5:
        raise DataError(
            f"'{path.name}' looks like UTF-16 without its mark, or is no text. {SAVE_AS_CSV}",
        )
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good, bad = _count(start, decoder, lines)
    for chunk in chunks:
        more_good, more_bad = _count(chunk, decoder, lines)
        good += more_good
        bad += more_bad
    bad += len(_ESCAPED.findall(decoder.decode(b"", final=True)))
    if bad > good:
        return TextEncoding("cp1252", "surrogateescape", "Windows-1252")
    return TextEncoding("utf-8", "surrogateescape", "UTF-8")


class _LineLengths:
    """Watches that no line grows beyond ``LONGEST_LINE``; the bytes of UTF-16 do as well."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open = 0
        self._lines = 1

    def look(self, chunk: bytes) -> None:
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        # Within a chunk no line is too long, because a chunk is shorter than that.
        self._open = len(chunk) - end - 1 if end >= 0 else self._open + len(chunk)
        if self._open > LONGEST_LINE:
            raise DataError(
                f"'{self._file}' has a line of more than {LONGEST_LINE >> 20} MiB from line"
                f" {self._lines} on: this is no table with one row a person.",
                self._lines,
            )
        self._lines += max(chunk.count(b"\n"), chunk.count(b"\r"))


def _count(
    chunk: bytes, decoder: codecs.IncrementalDecoder, lines: _LineLengths
) -> tuple[int, int]:
    """Return how many characters beyond ASCII are good UTF-8, and how many bytes are not."""
    lines.look(chunk)
    text = decoder.decode(chunk)
    if text.isascii():
        return 0, 0
    return len(_BEYOND_ASCII.findall(text)), len(_ESCAPED.findall(text))


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise DataError(
            f"The data file '{path.name}' cannot be read: {error.strerror}. "
            "Check its place and that you may read it.",
        ) from error


def _refuse_other_kinds(name: str, start: bytes) -> None:
    for magic, kind in _KINDS:
        if start.startswith(magic):
            raise DataError(f"'{name}' is {kind}, not a CSV file. {SAVE_AS_CSV}")
    if _MARKUP.match(start.removeprefix(codecs.BOM_UTF8)):
        raise DataError(f"'{name}' is a web page or XML, not a CSV file. {SAVE_AS_CSV}")
