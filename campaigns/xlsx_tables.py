"""Reads the first fitting sheet of an Excel workbook (XLSX, ECMA-376), row by row.

openpyxl reads the package: which sheets there are, which formats mean dates. The cells are read
here, because what is read must neither stay in memory nor grow with the file, and because a formula
without its result must not pass for an empty cell.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn
from xml.parsers.expat import ExpatError

from typing_extensions import override

from campaigns.data_rows import (
    DataRow,
    DataTable,
    checked_header,
    damage,
    is_blank,
    no_rows_in,
    nothing_in,
)
from campaigns.shared_texts import SharedTexts
from campaigns.sheet_cells import CellFormats, sheet_rows
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

LARGEST_SMALL_PART = 32 << 20
"""Unpacked bytes of the parts that are read at once: list of sheets, formats."""

LARGEST_PART = 8 << 30
"""Unpacked bytes of the sheets and of the shared texts, together."""

MOST_RATIO = 250
"""How many times larger than packed a part may be; sheets of a million equal rows reach 60."""

SMALL = 1 << 20
"""Unpacked bytes below which a ratio says nothing."""

MOST_PARTS = 10_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What old and encrypted workbooks begin with."""

_SAVE_AS_XLSX = "Open it in the program it comes from and save it as an Excel workbook (.xlsx)"


@dataclass(frozen=True, slots=True)
class XlsxTable(DataTable):
    """A sheet of a workbook; the line of a row is its number in the sheet."""

    sheet: str
    part: str
    formats: CellFormats

    @property
    @override
    def kind(self) -> str:
        """What the file is."""
        return "Excel"

    @override
    def rows(self) -> Iterator[DataRow]:
        """Yield the rows after the header that are not empty."""
        with _package(self.path) as package, package.texts() as texts:
            width = len(self.header)
            for line, cells in package.rows(self.part, self.formats, texts):
                if line > self.header_line and not is_blank(cells):
                    yield _fitted(line, cells, width)


def _fitted(line: int, cells: list[str], width: int) -> DataRow:
    if len(cells) < width:
        cells += [""] * (width - len(cells))
    elif len(cells) > width:
        if not is_blank(cells[width:]):
            return DataRow(line, cells, f"the row has {len(cells)} cells, the header has {width}")
        cells = cells[:width]
    return DataRow(line, cells, damage("".join(cells)))


def open_xlsx(path: Path, *, required: Collection[str], known: Collection[str] = ()) -> XlsxTable:
    """Return the first visible sheet of a workbook whose header holds all ``required`` names.

    Raises DataError when the file is another archive, damaged, unpacks to more than it may, when no
    sheet has such a header, or when it has no rows.
    """
    del known  # cells are parted already
    with _package(path) as package, package.texts() as texts:
        first: DataError | None = None
        for name, part in package.sheets():
            found = package.rows(part, package.formats, texts)
            head = next((row for row in found if not is_blank(row[1])), None)
            if head is None:
                continue
            line, cells = head
            try:
                header = checked_header(path.name, line, cells, required)
            except DataError as error:
                first = first or error
                continue
            count = sum(not is_blank(cells) for _, cells in found)
            if not count:
                raise no_rows_in(path.name, line)
            return XlsxTable(path, header, line, count, name, part, package.formats)
    raise first or nothing_in(path.name)


class _Package:
    """An opened workbook."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.styles.stylesheet import apply_stylesheet
        from openpyxl.xml.constants import SHARED_STRINGS

        self._name = path.name
        self._archive = archive
        self._check_sizes()
        reader = ExcelReader.__new__(ExcelReader)
        reader.archive = archive
        reader.valid_files = archive.namelist()
        reader.read_only, reader.data_only = True, True
        reader.keep_vba = reader.keep_links = reader.rich_text = False
        reader.shared_strings = []
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(archive, reader.wb)
        self._reader = reader
        part = reader.package.find(SHARED_STRINGS)
        self._texts = part.PartName.lstrip("/") if part is not None else None
        self.formats = CellFormats.of(reader.wb)

    def _check_sizes(self) -> None:
        parts = self._archive.infolist()
        if len(parts) > MOST_PARTS:
            raise DataError(f"'{self._name}' has more than {MOST_PARTS} parts: this is no table.")
        total = 0
        for part in parts:
            if part.flag_bits & 1:
                raise DataError(f"'{self._name}' is protected by a password. Save it without one.")
            large = re.match(r"/?xl/(worksheets/|sharedStrings)", part.filename) is not None
            total += part.file_size
            if (
                (part.filename.endswith((".xml", ".rels")) and not large)
                and part.file_size > LARGEST_SMALL_PART
            ) or (
                part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)
            ):
                total = LARGEST_PART + 1
        if total > LARGEST_PART:
            raise DataError(
                f"'{self._name}' unpacks to far more than it should: this is no plain workbook."
                f" {_SAVE_AS_XLSX} again, or as CSV."
            )

    def sheets(self) -> list[tuple[str, str]]:
        """Return name and part of each visible sheet, in order."""
        return [
            (sheet.name, relation.target)
            for sheet, relation in self._reader.parser.find_sheets()
            if sheet.state == "visible"
            and "chartsheet" not in relation.Type
            and relation.target in self._reader.valid_files
        ]

    @contextmanager
    def texts(self) -> Iterator[SharedTexts]:
        """Yield the texts that cells share."""
        with SharedTexts() as texts:
            if self._texts is not None and self._texts in self._reader.valid_files:
                with self._archive.open(self._texts) as stream:
                    texts.read(self._name, stream)
            yield texts

    def rows(
        self, part: str, formats: CellFormats, texts: SharedTexts
    ) -> Iterator[tuple[int, list[str]]]:
        """Yield number and cells of each row that stands in a sheet."""
        with self._archive.open(part) as stream:
            yield from sheet_rows(self._name, stream, formats, texts)


@contextmanager
def _package(path: Path) -> Iterator[_Package]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            _refuse_other_archives(path.name, archive, names)
            yield _Package(path, archive)
    except OSError as error:
        if error.errno is None:  # openpyxl: no workbook in the package
            raise _damaged(path.name) from None
        raise DataError(f"The data file '{path.name}' cannot be read: {error.strerror}.") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ExpatError,
        SyntaxError,  # what ElementTree raises for XML that is none
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        NotImplementedError,
    ) as error:
        raise _damaged(path.name) from error


def _refuse_other_archives(name: str, archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise DataError(f"'{name}' is a binary Excel workbook (.xlsb). {_SAVE_AS_XLSX}, or as CSV.")
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype").decode("ascii", "replace")
        if "opendocument" in kind:
            raise DataError(
                f"'{name}' is a LibreOffice document. {_SAVE_AS_XLSX}, or as 'CSV UTF-8'."
            )
    if "[Content_Types].xml" not in names:
        what = "an empty zip archive" if not names else "a zip archive"
        raise DataError(f"'{name}' is {what}, not a workbook. Unpack it, or save as 'CSV UTF-8'.")


def _damaged(name: str) -> DataError:
    return DataError(
        f"'{name}' begins like an Excel workbook, but was cut short or is damaged."
        f" {_SAVE_AS_XLSX} again, or as 'CSV UTF-8'."
    )


def refuse_old_workbook(path: Path) -> NoReturn:
    """Raise DataError for a file of OLE's kind: an old workbook, or one under a password."""
    marker = "EncryptedPackage".encode("utf-16-le")
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if marker in before + chunk:
                raise DataError(
                    f"'{path.name}' is a workbook protected by a password. Remove the password:"
                    f" {_SAVE_AS_XLSX} without one, or as 'CSV UTF-8'."
                )
            before = chunk[-len(marker) :]
    raise DataError(
        f"'{path.name}' is an old Excel workbook (.xls). {_SAVE_AS_XLSX}, or as 'CSV UTF-8'."
    )
