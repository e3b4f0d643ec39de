from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from arro3.core import Array, DataType, Table, list_array
from arro3.io import write_parquet

from campaigns import parquet_tables
from campaigns.data_rows import ListCell, NumberCell
from campaigns.reading import DataTable, open_table
from foundation.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

REQUIRED = ("id", "nome")


def written(folder: Path, **columns: Any) -> Path:
    path = folder / "dati.parquet"
    write_parquet(Table.from_pydict(columns), path)
    return path


def text(*values: str | None) -> Array:
    return Array(list(values), DataType.utf8())


def micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


def opened(path: Path) -> DataTable:
    return open_table(path, required=REQUIRED)


def test_values_of_all_kinds(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        id=text("01", "2"),
        nome=text("Niccolò", None),
        intero=Array([12, None], DataType.int64()),
        lungo=Array([301000000000000017, 1], DataType.int64()),
        doppio=Array([1187.5, 3.0], DataType.float64()),
        corto=Array.from_numpy(np.array([0.1, float("nan")], dtype=np.float32)),
        decimale=Array([187.5, None], DataType.float64()).cast(DataType.decimal128(10, 2)),
        giorno=Array([(date(2026, 9, 30) - date(1970, 1, 1)).days, None], DataType.int32()).cast(
            DataType.date32()
        ),
        momento=Array(
            [
                micros(datetime(2026, 9, 30, tzinfo=UTC)),
                micros(datetime(2026, 9, 30, 8, 1, tzinfo=UTC)),
            ],
            DataType.int64(),
        ).cast(DataType.timestamp("us")),
        attivo=Array([True, False], DataType.bool()),
    )
    found = opened(path)
    assert (found.kind, found.header_line, found.row_count) == ("Parquet", 0, 2)
    first, second = found.rows()
    assert (first.line, second.line) == (1, 2)
    assert first.cells == [
        "01", "Niccolò", "12", "301000000000000017", "1187.5", "0.1", "187.50", "2026-09-30",
        "2026-09-30", "true",
    ]  # fmt: skip
    assert second.cells == [
        "2", "", "", "1", "3", "", "", "", "2026-09-30 08:01:00", "false",
    ]  # fmt: skip
    assert isinstance(first.cells[4], NumberCell)
    assert not isinstance(first.cells[0], NumberCell)


def test_more_rows_than_a_batch(tmp_path: Path) -> None:
    number = parquet_tables.BATCH * 2 + 5
    path = written(tmp_path, id=text(*map(str, range(number))), nome=text(*["x"] * number))
    found = opened(path)
    assert found.row_count == number
    assert [row.cells[0] for row in found.rows()] == list(map(str, range(number)))


def test_lists(tmp_path: Path) -> None:
    lists = list_array(Array([0, 2], DataType.int32()), text("a", "b"))
    (row,) = opened(written(tmp_path, id=text("1"), nome=text("x"), anni=lists)).rows()
    assert isinstance(row.cells[2], ListCell)
    assert row.cells[2] == '["a", "b"]'


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        opened(path)
    return str(caught.value)


def test_files_that_are_no_table(tmp_path: Path) -> None:
    assert "has a header but no rows" in refused(written(tmp_path, id=text(), nome=text()))
    assert "no column 'nome'" in refused(written(tmp_path, id=text("1"), altro=text("x")))
    binary = Array([b"\x00\xff"], DataType.binary())
    message = refused(written(tmp_path, id=text("1"), nome=text("x"), foto=binary))
    assert "The column 'foto' of 'dati.parquet' holds bytes" in message


def test_truncated_damaged_and_encrypted_files(tmp_path: Path) -> None:
    path = written(tmp_path, id=text(*map(str, range(999))), nome=text(*["x"] * 999))
    whole = path.read_bytes()
    for length in (4, 6, 200, len(whole) - 3):
        path.write_bytes(whole[:length])
        assert "Parquet file" in refused(path)
    path.write_bytes(whole[:40] + b"\xff" * 300 + whole[340:])
    assert "damaged Parquet file" in refused(path)
    path.write_bytes(whole[:-40] + b"\xff" * 32 + whole[-8:])
    assert "damaged Parquet file" in refused(path)
    path.write_bytes(whole[:-4] + b"PARE")
    assert "encrypted" in refused(path)


def test_rows_beyond_all_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_tables, "LARGEST_BATCH", 1 << 20)
    path = written(tmp_path, id=text("1"), nome=text("x" * (2 << 20)))
    assert "no table with one row a person" in refused(path)
