"""The database: one engine from an address, sessions that read and sessions that write.

SQLite follows the recipe of SQLAlchemy's documentation ("Transactions with SQLite and the sqlite3
driver"): the driver begins nothing by itself, readers ``BEGIN``, writers ``BEGIN IMMEDIATE``, so a
writer waits for its turn at the start instead of failing in the middle.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from foundation.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Dialect, Engine

BUSY_SECONDS = 60.0
"""How long a SQLite connection waits for another writer."""

IMMEDIATE = "sollecito_immediate"
"""Execution option of connections that are going to write."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Base(DeclarativeBase):
    """The root of all tables, with one rule for the names of their constraints."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Goes in and comes out with its time zone, also on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone (ValueError), bring the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment its time zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Database:
    """Sessions on one engine.

    Args:
        engine: from ``open_engine``.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._readers = sessionmaker(engine, expire_on_commit=False)
        writer = engine.execution_options(**{IMMEDIATE: True})
        self._writers = sessionmaker(writer, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one moment of the database; what it changes is given up."""
        with self._readers() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes are committed together at the end, or not at all.

        Its turn begins with its first statement: on SQLite nobody else writes from then on.
        """
        with self._writers.begin() as session:
            yield session

    def close(self) -> None:
        """Close all connections; a later session opens new ones."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Return the database at ``url``; raises SettingsError as ``open_engine`` does."""
    return Database(open_engine(url))


def open_engine(url: str) -> Engine:
    """Return an engine for ``sqlite:///FILE`` or ``postgresql+psycopg://…``.

    The folder of a SQLite file is made. Statements in errors and logs never show their
    parameters. Raises SettingsError when the address cannot be understood.
    """
    address = _parse(url)
    options: dict[str, Any] = {
        "hide_parameters": True,
        "json_serializer": _ENCODER.encode,
    }
    if address.get_backend_name() == "sqlite":
        if not address.database or address.database == ":memory:":
            raise SettingsError("The database needs a file: sqlite:///FOLDER/sollecito.db.")
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS}, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if address.get_backend_name() == "postgresql":
        options["connect_args"] = {"options": "-c timezone=utc"}
        options["pool_pre_ping"] = True
    try:
        return create_engine(address, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(
            f"The driver of a {address.drivername} database is not installed.",
        ) from error


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        raise SettingsError(
            "The database address cannot be understood; expected sqlite:///FILE"
            " or postgresql+psycopg://USER:PASSWORD@HOST/NAME.",
        ) from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    # Changing to WAL needs the file for itself: the wait must be set before.
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
