from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import reading
from campaigns.csv_tables import CsvTable
from campaigns.reading import kept, open_table
from foundation.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

REQUIRED = ("id", "nome", "importo")
HEADER = "id;nome;importo\n"


def table(path: Path, content: str | bytes, **options: Any) -> CsvTable:
    path = path / "data.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = open_table(path, required=options.pop("required", REQUIRED), **options)
    assert isinstance(found, CsvTable)
    return found


def rows(path: Path, content: str | bytes, **options: Any) -> list[tuple[int, list[str]]]:
    """Return line and cells of all rows, which must be without fault."""
    found = list(table(path, content, **options).rows())
    assert [row.fault for row in found] == [None] * len(found)
    return [(row.line, row.cells) for row in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    lines = [["id", "nome", "importo"], ["1", "Anna", "12"], ["2", "Ugo", "7"]]
    content = end.join(delimiter.join(line) for line in lines)
    found = table(tmp_path, content)
    assert found.delimiter == delimiter
    assert found.header == ("id", "nome", "importo")
    assert found.row_count == 2
    assert [(row.line, row.cells) for row in found.rows()] == [(2, lines[1]), (3, lines[2])]


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings(tmp_path: Path, codec: str, label: str) -> None:
    found = table(tmp_path, (HEADER + "1;Niccolò D’Elia;5 €\n").encode(codec))
    assert found.encoding.label == label
    assert [row.cells for row in found.rows()] == [["1", "Niccolò D’Elia", "5 €"]]


def test_big_endian_utf_16(tmp_path: Path) -> None:
    content = b"\xfe\xff" + (HEADER + "1;Zoë;5\n").encode("utf-16-be")
    assert rows(tmp_path, content) == [(2, ["1", "Zoë", "5"])]


def test_the_byte_that_tells_the_encoding_may_come_late(tmp_path: Path) -> None:
    plain = "".join(f"{number};Anna;12,50\n" for number in range(120_000))
    found = table(tmp_path, (HEADER + plain + "x;Niccolò;1\n").encode("cp1252"))
    assert found.encoding.label == "Windows-1252"
    *_, last = found.rows()
    assert (last.line, last.cells) == (120_002, ["x", "Niccolò", "1"])


def test_a_character_cut_by_the_chunks_is_still_one(tmp_path: Path) -> None:
    from campaigns.text_encoding import CHUNK

    filler = "1;" + "a" * (CHUNK - len(HEADER) - 3)
    found = table(tmp_path, HEADER + filler + "è;1\n")
    assert found.encoding.label == "UTF-8"


def test_one_broken_row_does_not_spoil_the_others_accents(tmp_path: Path) -> None:
    good = "".join(f"{number};Niccolò;1\n" for number in range(5)).encode()
    found = list(table(tmp_path, HEADER.encode() + good + b"9;Jos\xe9;1\n").rows())
    assert {row.cells[1] for row in found[:5]} == {"Niccolò"}
    assert [row.fault is None for row in found] == [True] * 5 + [False]
    assert "another encoding" in (found[5].fault or "")


def test_characters_that_windows_1252_lacks(tmp_path: Path) -> None:
    found = list(table(tmp_path, HEADER.encode() + b"1;Jos\xe9;1\n2;a\x81b;1\n").rows())
    assert found[0].cells[1] == "José"
    assert found[1].fault is not None


def test_a_lost_character_is_not_shown_to_a_person(tmp_path: Path) -> None:
    found = list(table(tmp_path, HEADER + "1;Niccol\ufffd;1\n").rows())
    assert "damaged" in (found[0].fault or "")


def test_quotes(tmp_path: Path) -> None:
    content = HEADER + '1;"Rossi; Anna";"1.234,50"\n2;"detto ""il Rosso""";3\n3;"";4\n'
    assert rows(tmp_path, content) == [
        (2, ["1", "Rossi; Anna", "1.234,50"]),
        (3, ["2", 'detto "il Rosso"', "3"]),
        (4, ["3", "", "4"]),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_breaks_in_cells_count_as_lines(tmp_path: Path, end: str) -> None:
    content = f'id;nome;importo{end}1;"Maria{end}Grazia{end}";5{end}{end}2;Ugo;7{end}'
    assert rows(tmp_path, content) == [
        (2, ["1", f"Maria{end}Grazia{end}", "5"]),
        (6, ["2", "Ugo", "7"]),
    ]


def test_empty_lines_are_skipped_wherever_they_are(tmp_path: Path) -> None:
    content = "\n\n;;\n" + HEADER + '\n1;Anna;5\n;;\n  ; ;\n"";"";""\n2;Ugo;7\n\n\n'
    assert rows(tmp_path, content) == [(6, ["1", "Anna", "5"]), (10, ["2", "Ugo", "7"])]


def test_a_stray_quote_in_an_unquoted_cell_is_a_character(tmp_path: Path) -> None:
    assert rows(tmp_path, HEADER + '1;Anna "la Rossa";5"\n') == [
        (2, ["1", 'Anna "la Rossa"', '5"']),
    ]


def test_a_quote_too_many_costs_only_its_own_row(tmp_path: Path) -> None:
    content = HEADER + '1;"Anna "la" Rossa";5\n2;"Ugo;7\n3;"Pia";8\n4;Leo;9\n'
    found = list(table(tmp_path, content).rows())
    assert [(row.line, row.fault is None) for row in found] == [
        (2, False),
        (3, False),
        (4, True),
        (5, True),
    ]
    assert "write it twice" in (found[0].fault or "")
    assert found[0].cells == ['1;"Anna "la" Rossa";5']
    assert found[2].cells == ["3", "Pia", "8"]


def test_rows_that_are_too_short_or_too_long(tmp_path: Path) -> None:
    found = list(table(tmp_path, HEADER + "1;Anna\n2;Ugo;7;more\n3;Pia;8;;\n4;Leo;9\n").rows())
    assert [row.fault is None for row in found] == [False, False, True, True]
    assert (found[0].fault or "").startswith("the row has 2 cells, the header has 3")
    assert (found[1].fault or "").startswith("the row has 4 cells, the header has 3")
    assert found[2].cells == ["3", "Pia", "8"], "empty cells at the end mean nothing"


def test_a_nul_byte_costs_its_row(tmp_path: Path) -> None:
    found = list(table(tmp_path, HEADER + "1;Ma\0rio;5\n2;Ugo;7\n").rows())
    assert "NUL" in (found[0].fault or "")
    assert found[1].fault is None


def test_a_delimiter_that_excel_declares(tmp_path: Path) -> None:
    content = "sep=;\r\n" + HEADER.replace("\n", "\r\n") + "1;Anna, Maria;5\r\n"
    assert rows(tmp_path, content) == [(3, ["1", "Anna, Maria", "5"])]


def test_the_header_decides_where_cells_hold_many_other_delimiters(tmp_path: Path) -> None:
    content = "id,nome,importo\n" + "".join(f"{n},a;b;c|d,5\n" for n in range(20))
    assert table(tmp_path, content).delimiter == ","
    decimal_commas = HEADER + "".join(f"{n};Anna;1,5\n" for n in range(20))
    assert table(tmp_path, decimal_commas).delimiter == ";"


def test_without_known_names_consistency_decides(tmp_path: Path) -> None:
    content = "a;b,c;d\n" + "1;2,5;3\n4;5;6\n7;8,1,2;9\n"
    assert table(tmp_path, content, required=()).delimiter == ";"


def test_a_table_of_one_column(tmp_path: Path) -> None:
    assert rows(tmp_path, "id\n1\n2\n", required=("id",)) == [(2, ["1"]), (3, ["2"])]


def test_header_names_are_trimmed_and_empty_ones_at_the_end_cut(tmp_path: Path) -> None:
    found = table(tmp_path, ' id ;"nome ";importo;;\n1;Anna;5;;\n2;Ugo;7\n')
    assert found.header == ("id", "nome", "importo")
    assert [row.fault for row in found.rows()] == [None, None]


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        ("", "is empty", None),
        ("\n \r\n\t", "is empty", None),
        ("\ufeff", "is empty", None),
        ("\ufeff\n\n", "is empty", None),
        (HEADER, "has a header but no rows", 1),
        (HEADER + "\n;;\n", "has a header but no rows", 1),
        ("id;nome\n1;Anna\n", "no column 'importo'", 1),
        ("id;Nomi;importo\n1;Anna;5\n", "no column 'nome' (did you mean 'Nomi'?)", 1),
        ("\nID;NOME;importo\n1;Anna;5\n", "no column 'id' (did you mean 'ID'?), no column", 2),
        ("id;nome;importo;nome\n1;Anna;5;x\n", "Columns 2 and 4 of 'data.csv' have the same", 1),
        ("id;;nome;importo\n1;x;Anna;5\n", "Column 2 of 'data.csv' has no name", 1),
        ("id;nome;importo;a\0b\n1;Anna;5;1\n", "name of column 4 of 'data.csv' is damaged", 1),
        (HEADER + '1;Anna;5\n2;"Ugo;7\n3;Pia;8\n', "row of line 3 that is never closed", 3),
        ('id;"nome;importo\n1;Anna;5\n', "row of line 1 that is never closed", 1),
        ('id;"no"me;importo\n1;Anna;5\n', "The header of 'data.csv' cannot be read", 1),
    ],
)
def test_files_that_are_no_table(
    tmp_path: Path, content: str, message: str, line: int | None
) -> None:
    with pytest.raises(DataError) as caught:
        table(tmp_path, content)
    assert message in str(caught.value)
    assert caught.value.line == line
    assert "Anna" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04rest", "begins like an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"SQLite format 3\x00", "database"),
        (b"\n <!DOCTYPE html><table>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "web page or XML"),
        ("id;nome\n1;Anna\n".encode("utf-16-le"), "UTF-16 without its mark"),
        (bytes(range(0, 256, 2)) + b"\0" * 400, "is no text"),
    ],
)
def test_other_kinds_of_files_say_what_to_do(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DataError) as caught:
        table(tmp_path, content)
    assert message in str(caught.value)
    assert "CSV UTF-8" in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"'gone\.csv' cannot be read: No such file"):
        open_table(tmp_path / "gone.csv", required=REQUIRED)
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        open_table(tmp_path, required=REQUIRED)


def test_a_file_without_header_shows_nobody(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        table(tmp_path, "1;Mario Rossi;187,50\n2;Anna Bianchi;12,00\n")
    assert "Rossi" not in str(caught.value)
    assert "187" not in str(caught.value)


def test_a_quote_left_open_in_a_long_file_is_found_without_holding_it(tmp_path: Path) -> None:
    content = HEADER + '1;"Anna;5\n' + "2;Ugo;7\n" * 200_000
    with pytest.raises(DataError) as caught:
        table(tmp_path, content)
    assert caught.value.line == 2


def test_a_huge_cell_on_one_line_costs_its_row(tmp_path: Path) -> None:
    huge = "x" * (reading.LONGEST_CELL + 1)
    found = list(table(tmp_path, HEADER + f"1;{huge};5\n2;Ugo;7\n").rows())
    assert "1,048,576 characters" in (found[0].fault or "")
    assert found[1].fault is None


def test_a_file_of_one_endless_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="more than 4 MiB") as caught:
        table(tmp_path, HEADER + "1;" + "x" * (6 << 20))
    assert caught.value.line == 2


def test_too_many_columns(tmp_path: Path) -> None:
    header = ";".join(f"c{number}" for number in range(3000))
    with pytest.raises(DataError, match="3000 columns; at most 2000"):
        table(tmp_path, f"{header}\n1;2\n")


def test_what_is_kept_of_a_row_can_be_stored() -> None:
    cells = kept(["x" * 3000, "Ma\0rio", "a\udc81b", "fine"] + [""] * 5000)
    assert cells[0] == "x" * 2000 + "…"
    assert cells[1:4] == ["Ma\u2400rio", "a\ufffdb", "fine"]
    assert len(cells) == reading.MOST_COLUMNS
    assert "".join(cells).encode()


# What a cell may hold: anything but what damages a row.
CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\ufffd\ufeff", exclude_categories=("Cs",)),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(
    data=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    data: list[list[str]],
    delimiter: str,
    end: str,
    codec: str,
) -> None:
    data = [["x" + cells[0], *cells[1:]] for cells in data]
    text = io.StringIO()
    # Python 3.11 writes a lone "\r" without quotes, which then ends a line.
    bare = any("\r" in cell for cells in data for cell in cells)
    quoting = csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([["id", "nome", "importo"], *data])
    folder = tmp_path_factory.mktemp("written")
    found = list(table(folder, text.getvalue().encode(codec)).rows())
    assert [row.cells for row in found] == data
    assert [row.fault for row in found] == [None] * len(data)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_clear_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for start in (b"", HEADER.encode()):
        try:
            path = folder / "data.csv"
            path.write_bytes(start + content)
            found = open_table(path, required=REQUIRED)
        except DataError as error:
            assert str(error).strip()  # noqa: PT017 # either way is right
            continue
        seen = list(found.rows())
        assert len(seen) == found.row_count
        lines = [row.line for row in seen]
        assert lines == sorted(set(lines))


@pytest.mark.parametrize(
    "merged",
    ['q1;"A;12,50;R1\nq2;B";1,00;R2', 'q1;A;1;"R1\nq2;B;2;R2"', 'q1;"A;1;R\nq;B;2;R\nq2;B";1;R2'],
)
def test_a_quotation_mark_left_open_never_merges_two_people(tmp_path: Path, merged: str) -> None:
    content = f"id;nome;importo;rif\n{merged}\nq9;Z;3;R3\n"
    found = table(tmp_path, content, required=("id", "nome"))
    *bad, good = found.rows()
    assert (good.fault, good.cells) == (None, ["q9", "Z", "3", "R3"])
    assert [row.line for row in bad] == list(range(2, 2 + len(bad)))
    assert len(bad) == merged.count("\n") + 1
    assert found.row_count == len(bad) + 1
    assert "left open: the cell runs over into line" in str(bad[0].fault)
    assert all("left open in line 2" in str(row.fault) for row in bad[1:])


def test_an_open_quotation_mark_in_a_narrow_table(tmp_path: Path) -> None:
    found = list(table(tmp_path, HEADER + '1;"A;5\n2;B";6\n').rows())
    assert [row.line for row in found if row.fault] == [2, 3]


@pytest.mark.parametrize("cell", ["Maria\nGrazia", "Via Roma 1\r\n00100 Roma"])
def test_a_cell_of_two_lines_is_a_cell(tmp_path: Path, cell: str) -> None:
    assert rows(tmp_path, f'{HEADER}1;"{cell}";5\n') == [(2, ["1", cell, "5"])]


def test_a_comma_in_an_address_parts_no_row(tmp_path: Path) -> None:
    cell = "Via Roma, 1\n00100, Roma"
    content = f'id,nome,importo\n1,"{cell}",5\n'
    assert rows(tmp_path, content) == [(2, ["1", cell, "5"])]


def test_mixed_encodings_cost_the_rows_of_the_rarer_one(tmp_path: Path) -> None:
    western = "".join(f"{number};Niccolò;5\n" for number in range(3)).encode("cp1252")
    found = table(tmp_path, HEADER.encode() + western + "9;Nicolò;5\n".encode())
    assert found.encoding.label == "Windows-1252"
    *good, bad = found.rows()
    assert [row.fault for row in good] == [None] * 3
    assert bad.line == 5
    assert "Windows-1252" in str(bad.fault)


def test_on_a_draw_the_encoding_is_utf_8(tmp_path: Path) -> None:
    content = HEADER.encode() + "1;Nicolò;5\n".encode() + "2;Niccolò;5\n".encode("cp1252")
    found = table(tmp_path, content)
    assert found.encoding.label == "UTF-8"
    assert [row.fault is None for row in found.rows()] == [True, False]
