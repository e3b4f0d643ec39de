from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from campaigns import shared_texts, xlsx_tables
from campaigns.data_rows import FaultyCell, NumberCell
from campaigns.reading import DataTable, open_table
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REQUIRED = ("id", "nome")
HEADER = ["id", "nome", "importo"]


def book(*rows: list[Any], title: str = "Dati") -> Workbook:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return made


def saved(made: Workbook, folder: Path, name: str = "dati.xlsx") -> Path:
    path = folder / name
    made.save(path)
    return path


def opened(path: Path) -> DataTable:
    return open_table(path, required=REQUIRED)


def changed(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write a workbook anew with parts that ``change`` returns for name and body."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            body = change(name, archive.read(name))
            if body is not None:
                parts[name] = body
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return path


def shared(path: Path) -> Path:
    """Move a workbook's texts to where Excel has them: openpyxl writes each into its cell."""
    texts: list[bytes] = []

    def moved(found: re.Match[bytes]) -> bytes:
        texts.append(found[2])
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    def change(name: str, body: bytes) -> bytes | None:
        if "worksheets/sheet" in name:
            return re.sub(rb'<c([^>]*) t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', moved, body)
        if name == "[Content_Types].xml" and b"sharedStrings" not in body:
            part = (
                b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
                b'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
            )
            return body.replace(b"</Types>", part)
        return None if "sharedStrings" in name else body

    changed(path, change)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        body = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
        space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (space, body))
    return path


def test_text_numbers_dates_and_leading_zeros(tmp_path: Path) -> None:
    made = book(
        ["id", "cap", "importo", "scadenza", "attivo", "intero", "nota", "nome"],
        ["007", 123, 1187.5, date(2026, 9, 30), True, 12.0, None, "Niccolò"],
        ["8", 45, 0.1 + 0.2, datetime.fromisoformat("2026-09-30 14:05"), False, -3, " x ", "Ugo"],
    )
    for row in (2, 3):
        made.active.cell(row, 2).number_format = "00000"
    found = opened(saved(made, tmp_path))
    assert (found.kind, found.header_line, found.row_count) == ("Excel", 1, 2)
    first, second = found.rows()
    assert (first.line, first.fault) == (2, None)
    assert first.cells == ["007", "00123", "1187.5", "2026-09-30", "true", "12", "", "Niccolò"]
    assert second.cells[2:] == ["0.3", "2026-09-30 14:05:00", "false", "-3", " x ", "Ugo"]
    assert [type(cell) for cell in first.cells[:4]] == [str, NumberCell, NumberCell, str]


def test_the_epoch_of_1904(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    made = book([*REQUIRED, "giorno"], ["1", "Anna", date(2026, 9, 30)])
    made.epoch = CALENDAR_MAC_1904
    (row,) = opened(saved(made, tmp_path)).rows()
    assert row.cells[2] == "2026-09-30"


def test_empty_rows_gaps_and_a_late_header(tmp_path: Path) -> None:
    made = book([], [None, None], HEADER, ["1", None, 5], [], [" ", None, ""], ["2", "Ugo"])
    found = opened(saved(made, tmp_path))
    assert (found.header_line, found.row_count) == (3, 2)
    assert [(row.line, row.cells) for row in found.rows()] == [
        (4, ["1", "", "5"]),
        (7, ["2", "Ugo", ""]),
    ]


def test_the_first_visible_sheet_with_the_columns(tmp_path: Path) -> None:
    made = book(["Istruzioni"], ["Non toccare"])
    hidden = made.create_sheet("Nascosto")
    hidden.append([*REQUIRED])
    hidden.append(["0", "Nessuno"])
    hidden.sheet_state = "hidden"
    right = made.create_sheet("Persone")
    right.append([*REQUIRED])
    right.append(["1", "Anna"])
    (row,) = opened(saved(made, tmp_path)).rows()
    assert row.cells == ["1", "Anna"]


def test_cells_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    made = book(
        [*REQUIRED, "importo", "avviso", "errore"],
        ["1", "Anna", "=2*3", 301000000000000017, "#N/A"],
    )
    made.active["E2"].data_type = "e"
    (row,) = opened(saved(made, tmp_path)).rows()
    assert row.fault is None
    formula, long, error = row.cells[2:]
    assert isinstance(formula, FaultyCell)
    assert "formula without its result" in formula.reason
    assert isinstance(long, FaultyCell)
    assert "format the column as text" in long.reason
    assert isinstance(error, FaultyCell)
    assert "error of the spreadsheet" in error.reason


def test_results_of_formulas_are_used(tmp_path: Path) -> None:
    path = saved(book(HEADER, ["1", "Anna", "=2*3"]), tmp_path)

    def calculated(_name: str, body: bytes) -> bytes:
        return body.replace(b"<v></v>", b"<v>6</v>").replace(b"<v />", b"<v>6</v>")

    (row,) = opened(changed(path, calculated)).rows()
    assert row.cells == ["1", "Anna", "6"]


def test_rich_text_phonetic_hints_and_inline_text(tmp_path: Path) -> None:
    path = shared(saved(book(HEADER, ["1", "Anna", "x"]), tmp_path))

    def other(name: str, body: bytes) -> bytes:
        if name.endswith("sharedStrings.xml"):
            return body.replace(
                b"<si><t>Anna</t></si>",
                b"<si><r><t>An</t></r><r><t>na_x000A_M</t></r><rPh sb='0'><t>no</t></rPh></si>",
            )
        if "sheet1" in name:
            return body.replace(
                b"</sheetData>",
                b"<row r='9'><c r='A9' t='inlineStr'><is><t>9"
                b"</t></is></c><c r='B9' t='str'><v>Ugo</v></c></row></sheetData>",
            )
        return body

    first, second = opened(changed(path, other)).rows()
    assert first.cells == ["1", "Anna\nM", "x"]
    assert (second.line, second.cells) == (9, ["9", "Ugo", ""])


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        opened(path)
    assert "Anna" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "is empty"),
        ([HEADER], "has a header but no rows"),
        (
            [["id", "nome", "id"], ["1", "Anna", "2"]],
            "Columns 1 and 3 of 'dati.xlsx' have the same",
        ),
        ([["id", "Nomi"], ["1", "Anna"]], "no column 'nome' (did you mean 'Nomi'?)"),
        ([[*REQUIRED, *map(str, range(3000))], ["1", "Anna"]], "columns; at most 2000"),
    ],
)
def test_workbooks_that_are_no_table(tmp_path: Path, rows: list[Any], message: str) -> None:
    assert message in refused(saved(book(*rows), tmp_path))


def test_truncated_and_damaged_workbooks(tmp_path: Path) -> None:
    path = saved(book(HEADER, *(["1", "Anna", n] for n in range(500))), tmp_path)
    whole = path.read_bytes()
    for length in (30, len(whole) // 2, len(whole) - 40):
        path.write_bytes(whole[:length])
        assert "cut short or is damaged" in refused(path)
    middle = len(whole) // 3
    path.write_bytes(whole[:middle] + b"\0" * 50 + whole[middle + 50 :])
    assert "cut short or is damaged" in refused(path)
    path.write_bytes(whole)
    changed(path, lambda name, body: body[: len(body) // 2] if "sheet1" in name else body)
    assert "cut short or is damaged" in refused(path)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = saved(book(HEADER, ["1", "Anna", 2]), tmp_path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(64):
            part.write(b" " * (1 << 20))
    tracemalloc.start()
    message = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "unpacks to far more than it should" in message
    assert peak < 8 << 20


def test_more_than_may_be_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(book(HEADER, *(["1", f"Anna {n}", n] for n in range(200))), tmp_path)
    monkeypatch.setattr(xlsx_tables, "LARGEST_PART", 10_000)
    assert "unpacks to far more" in refused(path)
    monkeypatch.setattr(xlsx_tables, "LARGEST_PART", 1 << 30)
    monkeypatch.setattr(xlsx_tables, "LARGEST_SMALL_PART", 100)
    assert "unpacks to far more" in refused(path)


@pytest.mark.parametrize("part", ["sheet1", "sharedStrings"])
def test_a_document_type_is_refused(tmp_path: Path, part: str) -> None:
    path = shared(saved(book(HEADER, ["1", "Anna", 2]), tmp_path))
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'

    def bad(name: str, body: bytes) -> bytes:
        if part not in name:
            return body
        return doctype + (body.split(b"?>", 1)[1] if body.startswith(b"<?xml") else body)

    assert "document type" in refused(changed(path, bad))


def test_a_cell_beyond_all_bounds(tmp_path: Path) -> None:
    path = saved(book(HEADER, ["1", "Anna", 2]), tmp_path)

    def wide(name: str, body: bytes) -> bytes:
        if "sheet1" in name:
            return body.replace(b'r="C2"', b'r="XFD2"')
        return body

    assert "columns; at most 2000" in refused(changed(path, wide))


def test_other_archives_and_workbooks_say_what_to_do(tmp_path: Path) -> None:
    def packed(**parts: bytes) -> Path:
        path = tmp_path / "dati.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for name, body in parts.items():
                archive.writestr(name.replace("__", "/"), body)
        return path

    assert "a zip archive, not a workbook" in refused(packed(readme=b"x"))
    assert "an empty zip archive" in refused(packed())
    ods = b"application/vnd.oasis.opendocument.spreadsheet"
    assert "LibreOffice" in refused(packed(mimetype=ods))
    path = packed(readme=b"x")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert ".xlsb" in refused(path)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * (1 << 20)
    path.write_bytes(ole)
    assert "old Excel workbook" in refused(path)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99)
    assert "protected by a password" in refused(path)


def test_memory_does_not_grow_with_the_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_texts, "REMEMBERED", 100)
    peaks = []
    for rows in (400, 4000):
        made = Workbook(write_only=True)
        sheet = made.create_sheet()
        sheet.append(HEADER)
        for number in range(rows):
            sheet.append([f"{number:06}", f"Persona numero {number} " * 20, number / 4])
        stream = io.BytesIO()
        made.save(stream)
        path = tmp_path / f"{rows}.xlsx"
        path.write_bytes(stream.getvalue())
        shared(path)
        list(opened(path).rows())  # what is loaded once
        tracemalloc.start()
        assert sum(1 for _ in opened(path).rows()) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # Eight bytes for each text, and nothing else.
    assert peaks[1] < peaks[0] + 400_000
