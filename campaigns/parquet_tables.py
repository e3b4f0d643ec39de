"""Reads Parquet files batch by batch, through Arrow (https://parquet.apache.org/docs/)."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from campaigns.data_rows import (
    DataRow,
    DataTable,
    ListCell,
    NumberCell,
    check_width,
    checked_header,
    damage,
    no_rows_in,
)
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from arro3.core import DataType, Field, RecordBatchReader

MAGIC = (b"PAR1", b"PARE")
"""What a Parquet file begins with; the second one stands for an encrypted footer."""

BATCH = 256
"""Rows that are decoded at once."""

LARGEST_BATCH = 256 << 20
"""Bytes of decoded rows beyond which a file is no table of people."""

WHOLE = 2**53
"""Up to here every whole number has a floating-point number of its own."""


@dataclass(frozen=True, slots=True)
class ParquetTable(DataTable):
    """A Parquet file; the line of a row is its number, from 1."""

    @property
    @override
    def kind(self) -> str:
        """What the file is."""
        return "Parquet"

    @override
    def rows(self) -> Iterator[DataRow]:
        """Yield all rows; one without any value is one."""
        reader = _open(self.path)
        writers = [_writer(field.type) for field in _fields(reader)]
        line = 0
        for batch in _batches(self.path.name, reader):
            columns = [
                [write(value) for value in column.to_pylist()]
                for write, column in zip(writers, batch.columns, strict=True)
            ]
            for cells in zip(*columns, strict=True):
                line += 1
                yield DataRow(line, list(cells), damage("".join(cells)))


def open_parquet(
    path: Path, *, required: Collection[str], known: Collection[str] = ()
) -> ParquetTable:
    """Return a Parquet file as a table whose columns hold all ``required`` names.

    Raises DataError when it is damaged, encrypted, has no rows, lacks a column, or holds columns of
    a kind that no field reads.
    """
    del known  # the file names its columns itself
    reader = _open(path)
    names = [field.name for field in _fields(reader)]
    check_width(path.name, len(names), None)
    header = checked_header(path.name, None, names, required)
    for field in _fields(reader):
        _writer(field.type, f"The column '{field.name}' of '{path.name}'")
    rows = sum(batch.num_rows for batch in _batches(path.name, reader))
    if not rows:
        raise no_rows_in(path.name, None)
    return ParquetTable(path, header, 0, rows)


def _fields(reader: RecordBatchReader) -> list[Field]:
    schema = reader.schema
    return [schema.field(number) for number in range(len(schema))]


def _open(path: Path) -> RecordBatchReader:
    from arro3.io import read_parquet

    with path.open("rb") as file:
        start = file.read(4)
        file.seek(-min(4, path.stat().st_size), 2)
        end = file.read(4)
    if start == b"PARE" or end == b"PARE":
        raise DataError(f"'{path.name}' is an encrypted Parquet file. Save it without encryption.")
    if end != b"PAR1":
        raise DataError(f"'{path.name}' is a Parquet file that was cut short. Send it again.")
    try:
        return read_parquet(path, batch_size=BATCH)
    except BaseException as error:  # noqa: BLE001 - see _damaged
        raise _damaged(path.name, error) from None


def _batches(name: str, reader: RecordBatchReader) -> Iterator[Any]:
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except BaseException as error:  # noqa: BLE001 - see _damaged
            raise _damaged(name, error) from None
        if batch.nbytes > LARGEST_BATCH:
            raise DataError(
                f"'{name}' has rows of more than {LARGEST_BATCH // BATCH >> 20} MiB each:"
                " this is no table with one row a person."
            )
        yield batch


def _damaged(name: str, error: BaseException) -> BaseException:
    """Return the error of a file that Arrow cannot read; what the process is told stays as it is.

    Arrow's panics come as BaseException, and its messages may hold values.
    """
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
        return error
    return DataError(
        f"'{name}' is a damaged Parquet file, or one in a form that is not read here. Save it anew."
    )


def _writer(kind: DataType, column: str = "A column") -> Callable[[Any], str]:
    """Return what writes the values of a column as cells."""
    from arro3.core import DataType

    # Its questions are declared as type guards, after which a checker takes each for the last one.
    Kind: Any = DataType  # noqa: N806 - a class
    if Kind.is_float32(kind) or Kind.is_float16(kind):
        return _short_float
    if Kind.is_binary(kind) or Kind.is_large_binary(kind) or Kind.is_duration(kind):
        raise DataError(f"{column} holds bytes or durations; expected text, numbers or dates.")
    return _written


def _short_float(value: float | None) -> str:
    import numpy as np

    return "" if value is None else _float(float(str(np.float32(value))))


def _float(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) <= WHOLE:
        return NumberCell(int(value))
    return NumberCell(format(Decimal(repr(value)), "f"))


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return NumberCell(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, Decimal):
        return NumberCell(format(value, "f"))
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=None)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")
    if isinstance(value, (date, time)):
        return str(value)
    return ListCell(json.dumps(value, default=_written, ensure_ascii=False))
