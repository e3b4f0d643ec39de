"""Reads a CSV file as it really comes: rows with the line they begin on, in constant memory.

One bad row never costs its neighbours: where a quotation mark was left open, the lines that it
swallowed are told apart again.
"""

from __future__ import annotations

import csv
import itertools
import re
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TextIO

from typing_extensions import override

from campaigns.data_rows import (
    DAMAGED,
    LONGEST_CELL,
    DataRow,
    DataTable,
    checked_header,
    damage,
    is_blank,
    no_rows_in,
    nothing_in,
)
from campaigns.delimiters import declared_delimiter, detect_delimiter
from campaigns.text_encoding import TextEncoding, detect_encoding
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

SAMPLE_LINES = 100
SAMPLE_CHARACTERS = 1 << 18
"""How much of the beginning decides on the delimiter."""

BLOCK = 256
"""Lines that are looked at together."""

_LINE_BREAK = re.compile("\r\n|\r|\n")

# The limit is the process's; nothing else here reads CSV.
csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True, slots=True)
class CsvTable(DataTable):
    """A CSV file; ``encoding`` is that of its text, ``delimiter`` stands between its columns."""

    encoding: TextEncoding
    delimiter: str

    @property
    @override
    def kind(self) -> str:
        """What the file is."""
        return f"CSV, {self.encoding.label}"

    @override
    def rows(self) -> Iterator[DataRow]:
        """Yield the rows after the header that are not empty."""
        width = len(self.header)
        mixed = self.encoding.codec == "cp1252"
        with closing(_open(self.path, self.encoding)) as file:
            for block in _blocks(self.path.name, file, self.delimiter):
                sound = block.sound and not mixed
                for line, cells, fault in block.records:
                    if line <= self.header_line:
                        continue
                    if sound and len(cells) == width and cells[0] and not cells[0].isspace():
                        yield DataRow(line, cells)
                        continue
                    text = "".join(cells)
                    if not text or text.isspace():
                        continue
                    if fault is not None:
                        yield DataRow(line, cells, fault)
                    elif merged := _run_over(cells, width, self.delimiter):
                        yield from _parted(line, merged)
                    else:
                        yield self._checked(line, cells, text)

    def _checked(self, line: int, cells: list[str], text: str) -> DataRow:
        width = len(self.header)
        fault = damage(text)
        if fault is None and self.encoding.codec == "cp1252" and not text.isascii():
            fault = _mixed(cells)
        if fault is None and len(cells) != width:
            if len(cells) > width and is_blank(cells[width:]):
                return DataRow(line, cells[:width])
            fault = _wrong_width(len(cells), width)
        return DataRow(line, cells, fault)


def open_csv(path: Path, *, required: Collection[str], known: Collection[str] = ()) -> CsvTable:
    """Return a CSV file as a table whose header holds all ``required`` names.

    ``known`` are further names that help to recognise the header. Raises DataError when the file
    is empty, of another kind, has no rows, a header without a required column, with two equal or
    unnamed columns, or a quote that is never closed. Its message holds nothing from the rows.
    """
    encoding = detect_encoding(path)
    delimiter, declared = _delimiter(path, encoding, [*required, *known])
    header: tuple[str, ...] = ()
    header_line = rows = 0
    empty = re.compile(rf"[\s{re.escape(delimiter)}]*")
    with closing(_open(path, encoding)) as file:
        for block in _blocks(path.name, file, delimiter):
            if header_line and block.lines:
                rows += sum(1 for line in block.lines if empty.fullmatch(line) is None)
                continue
            for line, cells, fault in block.records:
                if (line == 1 and declared) or is_blank(cells):
                    continue
                if header_line:
                    spread = not block.single and _run_over(cells, len(header), delimiter)
                    rows += len(spread) if spread else 1
                    continue
                if fault:
                    raise DataError(f"The header of '{path.name}' cannot be read: {fault}", line)
                header = checked_header(path.name, line, cells, required)
                header_line = line
    if not header_line:
        raise nothing_in(path.name)
    if not rows:
        raise no_rows_in(path.name, header_line)
    return CsvTable(path, header, header_line, rows, encoding, delimiter)


def _open(path: Path, encoding: TextEncoding) -> TextIO:
    try:
        return path.open(encoding=encoding.codec, errors=encoding.errors, newline="")
    except OSError as error:
        raise DataError(f"The data file '{path.name}' cannot be read: {error.strerror}.") from error


def _delimiter(path: Path, encoding: TextEncoding, names: Collection[str]) -> tuple[str, bool]:
    """Return the delimiter, and whether the first line declares it."""
    sample: list[str] = []
    size = 0
    with closing(_open(path, encoding)) as file:
        for line in itertools.islice(file, SAMPLE_LINES):
            sample.append(line)
            size += len(line)
            if size > SAMPLE_CHARACTERS:
                break
        whole = file.read(1) == ""
    declared = declared_delimiter(sample[0]) if sample else None
    if declared:
        return declared, True
    return detect_delimiter(sample, names, whole=whole), False


class _Block(NamedTuple):
    """Some records: first line, cells and fault of each.

    ``single``: each is a line, without faults; ``sound``: so it is, and no text is damaged.
    ``lines`` are those of a block without any quotation mark, each of which is a record.
    """

    records: Iterable[tuple[int, list[str], str | None]]
    single: bool
    sound: bool
    lines: list[str] | None = None


def _blocks(name: str, file: TextIO, delimiter: str) -> Iterator[_Block]:
    """Yield the records of a file, many at a time.

    Where each line of a block is a record, as in nearly all files, nothing needs to be looked at
    line by line; where one is not, or something is wrong, that is done for the block.
    """
    first = 1
    while lines := list(itertools.islice(file, BLOCK)):
        text = "".join(lines)
        # Without a quotation mark a record is what stands between line breaks and delimiters.
        plain = '"' not in text and len(text) <= LONGEST_CELL
        records: Iterable[list[str]] | None = (
            (line.rstrip("\r\n").split(delimiter) for line in lines)
            if plain
            else _one_by_line(lines, delimiter)
        )
        if records is not None:
            sound = (text.isascii() or DAMAGED.search(text) is None) and "\x00" not in text
            numbered = zip(itertools.count(first), records, itertools.repeat(None))
            yield _Block(numbered, single=True, sound=sound, lines=lines if plain else None)
            first += len(lines)
            continue
        taken = _Lines(file, lines, first)
        yield _Block(_records(name, taken, delimiter), single=False, sound=False)
        first = taken.first


def _one_by_line(lines: list[str], delimiter: str) -> list[list[str]] | None:
    """Return the record of each line, None where a record has several or something is wrong."""
    try:
        records = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return records if len(records) == len(lines) else None


class _Lines:
    """The lines of a block, and more of the file where a record goes on.

    Remembers the lines of the record at hand and can take them back.
    """

    def __init__(self, file: TextIO, lines: list[str], first: int) -> None:
        self._file = file
        self._again = lines[::-1]
        self.taken: list[str] = []
        self.first = first

    def ended(self) -> bool:
        """Whether a record ended with the last line of the block."""
        return not self._again and not self.taken

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._file)
        self.taken.append(line)
        return line

    def forget(self) -> None:
        """Begin a new record."""
        self.first += len(self.taken)
        self.taken.clear()

    def take_back(self) -> str:
        """Give up the first line of the record, which is returned; the others come again."""
        first, *rest = self.taken
        self._again.extend(reversed(rest))
        self.taken.clear()
        self.first += 1
        return first


def _records(
    name: str, lines: _Lines, delimiter: str
) -> Iterator[tuple[int, list[str], str | None]]:
    """Yield each record's first line, cells and fault, until a block's lines are used up.

    After a fault reading goes on with the next line, as if the faulty one had been whole: so a
    quote too many costs its own line and not those that follow.
    """
    while not lines.ended():
        # A reader that stumbled is in the middle of a field; a new one is not.
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield lines.first, cells, None
                lines.forget()
                if lines.ended():
                    return
        except csv.Error as error:
            line = lines.first
            fault = _explained(name, line, str(error), spread=len(lines.taken) > 1)
            yield line, [lines.take_back().rstrip("\r\n")], fault
        else:
            return


def _explained(name: str, line: int, message: str, *, spread: bool) -> str:
    """Return what is wrong with a row; DataError for a quote that is never closed."""
    if "unexpected end of data" in message or ("field limit" in message and spread):
        raise DataError(
            f"'{name}' has a quotation mark in the row of line {line} that is never closed."
            " Close it, or remove it.",
            line,
        )
    if "field limit" in message:
        return f"a cell has more than {LONGEST_CELL:,} characters"
    return "a quotation mark stands inside a quoted cell; write it twice there, or remove it"


def _run_over(cells: list[str], width: int, delimiter: str) -> list[str]:
    """Return the lines of a record whose open quotation mark swallowed others; else none.

    Told by a line within a cell that is itself parted like a row, or by a first and a last line
    which complete a row each with the cells around them. A comma before a space is prose.
    """
    for at, cell in enumerate(cells):
        if "\n" not in cell and "\r" not in cell:
            continue
        prose = f"{delimiter} " if delimiter == "," else ""
        parts = [
            line.count(delimiter) - (line.count(prose) if prose else 0) + 1
            for line in _LINE_BREAK.split(cell)
        ]
        like_a_row = max(parts) > 2 and max(parts) * 2 >= width
        complete = max(parts) > 1 and len(cells) == width
        if like_a_row or (
            complete and parts[0] + at == width and parts[-1] + width - at - 1 == width
        ):
            return _LINE_BREAK.split(delimiter.join(cells))
    return []


def _parted(line: int, lines: list[str]) -> Iterator[DataRow]:
    """Yield a rejection for every line of a record that a quotation mark ran over."""
    last = line + len(lines) - 1
    fault = (
        "a quotation mark seems to have been left open: the cell runs over into line"
        f" {last}; close the mark, or remove it"
    )
    yield DataRow(line, [lines[0]], fault)
    for number, text in enumerate(lines[1:], start=line + 1):
        fault = f"the row was swallowed by a quotation mark that was left open in line {line}"
        yield DataRow(number, [text], fault)


def _mixed(cells: list[str]) -> str | None:
    """Return the fault of a row of a Windows-1252 file with a cell in UTF-8."""
    for cell in cells:
        if cell.isascii():
            continue
        try:
            cell.encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        return (
            "the row is in UTF-8, but the rest of the file in Windows-1252; save the whole file as"
            " UTF-8 from the program it comes from"
        )
    return None


def _wrong_width(cells: int, columns: int) -> str:
    return (
        f"the row has {cells} {'cell' if cells == 1 else 'cells'}, the header has {columns};"
        " perhaps a delimiter is missing, or a cell that holds one lacks its quotation marks"
    )
