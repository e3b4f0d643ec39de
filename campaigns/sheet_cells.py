"""The cells of a worksheet part (ECMA-376 part 1, 18.3.1), streamed.

Text stays as it stands, also with its leading zeros. Numbers are written with a dot and all their
digits; one with more than fifteen is refused, because Excel keeps no more and has rounded it. What
is shown with leading zeros (``00000``) has them. Dates become ``2026-09-30``.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import IO, TYPE_CHECKING, Any

from campaigns.data_rows import LONGEST_CELL, FaultyCell, NumberCell, check_width
from campaigns.shared_texts import CHUNK, SharedTexts
from campaigns.xml_safety import local, new_parser
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook.workbook import Workbook

SURE_DIGITS = 15
"""Digits of a number that Excel keeps."""

_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
_ZEROS = re.compile(r"0{2,40}")
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class CellFormats:
    """What the number formats of a workbook say, by style.

    ``dates`` are those of days, ``zeros`` how many digits are shown at least; ``epoch`` is day 0.
    """

    dates: frozenset[str]
    zeros: dict[str, int]
    epoch: datetime

    @classmethod
    def of(cls, book: Workbook) -> CellFormats:
        """Return the formats of a workbook that openpyxl has opened."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        zeros = {}
        for number, style in enumerate(book._cell_styles):  # noqa: SLF001 - openpyxl shows styles by cell only
            form = style.numFmtId
            code = (
                BUILTIN_FORMATS.get(form, "General")
                if form < BUILTIN_FORMATS_MAX_SIZE
                else book._number_formats[form - BUILTIN_FORMATS_MAX_SIZE]  # noqa: SLF001 - as above
            )
            if _ZEROS.fullmatch(_LITERALS.sub("", code.partition(";")[0])):
                zeros[str(number)] = code.partition(";")[0].count("0")
        dates = frozenset(map(str, book._date_formats))  # noqa: SLF001 - as above
        return cls(dates, zeros, book.epoch)


class _UnreadableCellError(ValueError):
    """Raised for a cell that cannot be read; the message says why."""


class _Sheet:
    """Takes what the parser finds and makes rows of it."""

    def __init__(self, name: str, formats: CellFormats, texts: SharedTexts) -> None:
        self._name = name
        self._formats = formats
        self._texts = texts
        self.rows: deque[tuple[int, list[str]]] = deque()
        self._number = 0
        self._cells: list[str] = []
        self._column = 0
        self._kind = "n"
        self._style = ""
        self._formula = False
        self._reading = False
        self._phonetic = False
        self._value: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = local(tag)
        if tag == "c":
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            reference = attributes.get("r")
            self._column = _column(reference) if reference else self._column + 1
            check_width(self._name, self._column, self._number)
            self._formula = False
            self._value.clear()
            self._length = 0
        elif tag in {"v", "t"}:
            self._reading = not self._phonetic
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "row":
            number = int(attributes["r"]) if "r" in attributes else self._number + 1
            if number <= self._number:
                raise ValueError("rows out of order")
            self._number = number
            self._cells = []
            self._column = 0

    def end(self, tag: str) -> None:
        """An element ends."""
        tag = local(tag)
        if tag == "c":
            self._add()
        elif tag in {"v", "t"}:
            self._reading = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "row":
            self.rows.append((self._number, self._cells))

    def data(self, text: str) -> None:
        """Text stands between two tags."""
        if self._reading:
            self._length += len(text)
            if self._length > LONGEST_CELL:
                raise DataError(
                    f"'{self._name}' has a cell of more than {LONGEST_CELL:,} characters.",
                    self._number,
                )
            self._value.append(text)

    def _add(self) -> None:
        text = "".join(self._value)
        if not text and not self._formula:
            return
        try:
            cell = self._cell(text)
        except _UnreadableCellError as error:
            cell = FaultyCell(text, str(error))
        missing = self._column - len(self._cells) - 1
        if missing < 0:
            raise ValueError("cells out of order")
        if missing:
            self._cells.extend([""] * missing)
        self._cells.append(cell)

    def _cell(self, text: str) -> str:
        kind = self._kind
        if kind == "s":
            return _unescaped(self._texts.text(int(text)))
        if kind in {"str", "inlineStr"}:
            return _unescaped(text)
        if not text:
            raise _UnreadableCellError(
                "holds a formula without its result; open the workbook in Excel, let it calculate,"
                " and save it, or paste the values"
            )
        if kind == "b":
            return "true" if text.strip() in {"1", "true"} else "false"
        if kind == "e":
            raise _UnreadableCellError("holds an error of the spreadsheet (such as #N/D or #REF!)")
        if kind == "d":
            return _moment(datetime.fromisoformat(text))
        return self._number_cell(text)

    def _number_cell(self, text: str) -> str:
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValueError("no number") from None
        if not number.is_finite() or abs(number.adjusted()) > 40:
            raise _UnreadableCellError("holds a number beyond all bounds")
        if self._style in self._formats.dates:
            try:
                return _moment(_day(float(number), self._formats.epoch))
            except (OverflowError, ValueError):
                raise _UnreadableCellError("is shown as a date, but holds none") from None
        if number.adjusted() >= SURE_DIGITS:
            raise _UnreadableCellError(
                "holds a number of more than fifteen digits, which Excel rounds; format the"
                " column as text and enter it again"
            )
        # Written as the shortest number that is the same double; Excel shows fifteen digits of it.
        if len(number.as_tuple().digits) > SURE_DIGITS:
            number = Decimal(format(number, f".{SURE_DIGITS}g"))
        if number == number.to_integral_value():
            return NumberCell(format(number, ".0f").zfill(self._formats.zeros.get(self._style, 0)))
        return NumberCell(format(number.normalize(), "f"))


def _column(reference: str) -> int:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError("no reference of a cell")
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def _unescaped(text: str) -> str:
    """Return a text whose ``_x000D_`` are the characters that they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _day(serial: float, epoch: datetime) -> datetime:
    from openpyxl.utils.datetime import from_excel

    moment: Any = from_excel(serial, epoch)
    if isinstance(moment, (time, timedelta)):
        raise ValueError("a time of day")  # noqa: TRY004 - the cell's value is wrong, not our types
    found: datetime = moment
    return found


def _moment(moment: datetime) -> str:
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.replace(microsecond=0, tzinfo=None).isoformat(" ")


def sheet_rows(
    name: str, stream: IO[bytes], formats: CellFormats, texts: SharedTexts
) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row that stands in a sheet.

    Raises DataError for a row or a cell beyond all bounds, ValueError, IndexError and ExpatError
    for a part that is damaged.
    """
    sheet = _Sheet(name, formats, texts)
    parser = new_parser(name)
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.data
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk)
        while sheet.rows:
            yield sheet.rows.popleft()
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by its place: this is the end
    while sheet.rows:
        yield sheet.rows.popleft()
