"""Copies all tables of one database into another, of whatever kind, and proves that they are equal.

The tables are read from the databases themselves, so that whatever a migration made is copied.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Integer, MetaData, false, func, select

from foundation.database import IMMEDIATE
from foundation.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from sqlalchemy import Connection, Engine, Table

BATCH = 1000
"""Rows that are held in memory and sent together."""


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table has, and the SHA-256 over all of them in the order of their keys."""

    rows: int
    digest: str


def digest_tables(engine: Engine, *, leave_out: Collection[str]) -> dict[str, TableDigest]:
    """Return every table's digest, by name; the same content gives the same on each database."""
    with engine.connect() as connection:
        return {
            table.name: _digest(connection, table)
            for table in _tables(connection, leave_out).values()
        }


def copy_tables(
    source: Engine,
    target: Engine,
    *,
    leave_out: Collection[str],
    on_rows: Callable[[int], None] = lambda _: None,
) -> dict[str, TableDigest]:
    """Copy all rows into empty tables of the same shape, in one transaction; return the digests.

    ``on_rows`` is told how many more rows were copied. Raises StorageError, and changes nothing,
    when the target has another shape or rows of its own, or is not equal afterwards.
    """
    with (
        source.connect() as reading,
        target.execution_options(**{IMMEDIATE: True}).begin() as writing,
    ):
        theirs, ours = _tables(reading, leave_out), _tables(writing, leave_out)
        if {name: _shape(table) for name, table in theirs.items()} != {
            name: _shape(table) for name, table in ours.items()
        }:
            raise StorageError("The tables of the two databases have not the same shape.")
        for name, table in ours.items():
            if writing.execute(select(table).limit(1)).first() is not None:
                raise StorageError(
                    f"The new database is not empty: '{name}' has rows. Give an empty one."
                )
        for name, table in theirs.items():
            for rows in _batches(reading, table):
                writing.execute(ours[name].insert(), [dict(row) for row in rows])
                on_rows(len(rows))
            _continue_numbers(writing, ours[name])
        found = {name: _digest(writing, table) for name, table in ours.items()}
        for name, table in theirs.items():
            if _digest(reading, table) != found[name]:
                raise StorageError(f"The copy of '{name}' is not equal; nothing was changed.")
        return found


def _tables(connection: Connection, leave_out: Collection[str]) -> dict[str, Table]:
    """Return a database's tables by name, those that others point to first."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = {t.name: t for t in metadata.sorted_tables if t.name not in leave_out}
    for table in tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return tables


def _shape(table: Table) -> list[str]:
    return sorted(column.name for column in table.columns)


def _batches(connection: Connection, table: Table) -> Iterator[list[Any]]:
    found = connection.execution_options(yield_per=BATCH).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for rows in found.mappings().partitions():
        yield list(rows)


def _digest(connection: Connection, table: Table) -> TableDigest:
    whole, count = hashlib.sha256(), 0
    names = _shape(table)
    for rows in _batches(connection, table):
        for row in rows:
            plain = [_plain(row[name]) for name in names]
            whole.update(json.dumps(plain, sort_keys=True).encode() + b"\n")
        count += len(rows)
    return TableDigest(count, whole.hexdigest())


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
            return moment.isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
    return value


def _continue_numbers(connection: Connection, table: Table) -> None:
    """Let new rows get numbers after those that were copied."""
    number = table.columns.get("id")
    if connection.dialect.name != "postgresql" or not isinstance(
        getattr(number, "type", None), Integer
    ):
        return
    last = select(func.coalesce(func.max(number), 0) + 1).scalar_subquery()
    connection.execute(
        select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last, false()))
    )
