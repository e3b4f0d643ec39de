"""The texts that the cells of a workbook share, kept in a temporary file instead of in memory."""

from __future__ import annotations

import tempfile
from array import array
from typing import IO, TYPE_CHECKING, Self

from campaigns.data_rows import LONGEST_CELL
from campaigns.xml_safety import local, new_parser
from foundation.errors import DataError

if TYPE_CHECKING:
    from types import TracebackType
    from xml.parsers import expat

REMEMBERED = 20_000
"""Texts that are kept in memory: towns and tariffs come again and again."""

CHUNK = 1 << 16

MOST_SHORT = 256
"""Characters up to which a text is remembered."""


class SharedTexts:
    """Texts by number; 8 bytes of memory each, and those that were asked for last."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._ends = array("Q", [0])
        self._remembered: dict[int, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def read(self, name: str, stream: IO[bytes]) -> None:
        """Read the part ``sharedStrings.xml``; DataError for a text beyond all bounds."""
        parts: list[str] = []
        length = 0
        inside = phonetic = False

        def start(tag: str, _attributes: dict[str, str]) -> None:
            nonlocal inside, phonetic, length
            tag = local(tag)
            if tag == "si":
                parts.clear()
                length = 0
            elif tag == "rPh":
                phonetic = True
            elif tag == "t":
                inside = not phonetic

        def end(tag: str) -> None:
            nonlocal inside, phonetic
            tag = local(tag)
            if tag == "t":
                inside = False
            elif tag == "rPh":
                phonetic = False
            elif tag == "si":
                self._add("".join(parts))

        def data(text: str) -> None:
            nonlocal length
            if inside:
                length += len(text)
                if length > LONGEST_CELL:
                    raise DataError(
                        f"'{name}' has a cell of more than {LONGEST_CELL:,} characters."
                    )
                parts.append(text)

        parser = new_parser(name)
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = data
        feed(parser, stream)
        self._file.flush()

    def _add(self, text: str) -> None:
        body = text.encode("utf-8", "surrogatepass")
        self._file.write(body)
        self._ends.append(self._ends[-1] + len(body))

    def text(self, number: int) -> str:
        """Return a text; IndexError where there is none of this number."""
        found = self._remembered.get(number)
        if found is not None:
            return found
        if number < 0:
            raise IndexError(number)
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        text = self._file.read(end - start).decode("utf-8", "surrogatepass")
        if len(text) <= MOST_SHORT:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[number] = text
        return text


def feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    """Give all of a stream to a parser."""
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by its place: this is the end
