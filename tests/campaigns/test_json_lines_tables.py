from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from campaigns import json_lines_tables
from campaigns.data_rows import ListCell, NumberCell
from campaigns.reading import DataRow, DataTable, open_table
from foundation.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

REQUIRED = ("id", "nome")
ANNA = '{"id": "1", "nome": "Anna"}\n'


def table(folder: Path, content: str | bytes) -> DataTable:
    path = folder / "dati.csv"  # the content decides, not the name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_table(path, required=REQUIRED)


def rows(folder: Path, content: str) -> list[DataRow]:
    return list(table(folder, content).rows())


def test_lines_of_objects(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        '\ufeff{"id": "01", "nome": "Niccolò", "importo": 1187.50}\r\n\n'
        '{"nome": "Ugo", "id": 2, "attivo": true, "nota": null, "importo": 1e3}',
    )
    assert (found.kind, found.header_line, found.row_count) == ("JSON Lines", 0, 2)
    assert found.header == ("id", "nome", "importo", "attivo", "nota")
    first, second = found.rows()
    assert (first.line, first.cells) == (1, ["01", "Niccolò", "1187.50", "", ""])
    assert (second.line, second.cells) == (3, ["2", "Ugo", "1000", "true", ""])
    assert isinstance(first.cells[2], NumberCell)
    assert not isinstance(first.cells[0], NumberCell)


def test_every_digit_is_kept(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, '{"id": 301000000000000017, "nome": "x", "n": 0.10000000000000000001}')
    assert row.cells == ["301000000000000017", "x", "0.10000000000000000001"]


def test_lists_of_objects(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, '{"id": 1, "nome": "x", "anni": [{"label": "2022", "value": 187.50}]}')
    assert isinstance(row.cells[2], ListCell)
    assert json.loads(row.cells[2]) == [{"label": "2022", "value": "187.50"}]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"id": "2", "nome"', "no whole JSON object"),
        ('["2", "Ugo"]', "no JSON object with the names"),
        ('{"id": "2", "id": "3"}', "same key twice"),
        ('{"id": NaN}', "NaN is no number"),
        ('{"id": 1e999}', "too many digits"),
        ('{"id": ' + "[" * 100_000, "nested too deeply"),
        ('{"id": "a\\u0000b"}', "NUL"),
        ('{"id": "a\\ud800b"}', "damaged"),
    ],
)
def test_a_bad_line_costs_itself_only(tmp_path: Path, line: str, fault: str) -> None:
    first, bad, last = rows(tmp_path, ANNA + line + "\n" + ANNA)
    assert (first.fault, last.fault) == (None, None)
    assert bad.line == 2
    assert fault in str(bad.fault)


def test_bytes_that_are_no_utf_8_cost_their_row(tmp_path: Path) -> None:
    found = table(tmp_path, ANNA.encode() + b'{"id": "2", "nome": "Jos\xe9"}\n')
    assert [row.fault is None for row in found.rows()] == [True, False]


def test_an_array_of_objects(tmp_path: Path) -> None:
    found = table(tmp_path, ' [\n {"id": 1, "nome": "a,]}"},\n\n{"id": 2, "nome": "x"} ]\n')
    assert (found.kind, found.row_count) == ("JSON", 2)
    assert [(row.line, row.cells) for row in found.rows()] == [(2, ["1", "a,]}"]), (4, ["2", "x"])]


def test_a_long_array_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines_tables, "CHUNK", 7)
    people = [{"id": f"{number}", "nome": "x" * (number % 40)} for number in range(100)]
    found = rows(tmp_path, json.dumps(people, indent=1))
    assert [row.cells for row in found] == [list(person.values()) for person in people]


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        ('{"id": "1", "nome"\n', "begins like JSON Lines, but the line is no whole", 1),
        ('[{"id": "1", "nome": "Anna"}', "was cut short", 1),
        ('[{"id": "1", "nome": "Anna"},\n{"id"', "cut short", 2),
        ('[{"id": "1", "nome": "Anna"},,{}]', "a comma too many", 1),
        ('[{"id": "1", "nome": "Anna"} {"id": "2"}]', "a comma is missing", 1),
        ('{"id": "1", "nom": "Anna"}\n', "no column 'nome' (did you mean 'nom'?)", None),
        ('{"id": "1", "nome": "Anna", " nome": 2}\n', "white space around", None),
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


def test_too_many_columns_and_endless_lines(tmp_path: Path) -> None:
    wide = json.dumps({f"c{number}": 1 for number in range(3000)})
    with pytest.raises(DataError, match="3000 columns; at most 2000"):
        table(tmp_path, wide)
    with pytest.raises(DataError, match="more than 4 MiB in line 2"):
        table(tmp_path, ANNA + '{"id": "' + "x" * (5 << 20))
    with pytest.raises(DataError, match="no whole JSON array"):
        table(tmp_path, '[{"id": "' + "x" * (9 << 20))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text("[" + ",\n".join([ANNA.strip()] * 200_000) + "]")
    tracemalloc.start()
    try:
        assert sum(1 for _ in open_table(path, required=REQUIRED).rows()) == 200_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20 < path.stat().st_size / 4
