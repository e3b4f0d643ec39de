from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import String, event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Database, UtcDateTime, open_database
from foundation.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path}/new/folder/test.db")
    with database.writing() as session:
        session.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)"))
        session.execute(
            text("CREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER REFERENCES parent(id))")
        )
    yield database
    database.close()


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(text("SELECT name FROM parent ORDER BY name")))


def add(name: str) -> object:
    return text("INSERT INTO parent (name) VALUES (:name)").bindparams(name=name)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1), ("busy_timeout", 60_000)],
)
def test_sqlite_is_prepared(database: Database, pragma: str, value: object) -> None:
    with database.reading() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text("INSERT INTO child (p) VALUES (77)"))


def test_what_is_written_together_is_there_together(database: Database) -> None:
    with database.writing() as session:
        session.execute(add("a"))
        session.execute(add("b"))
        assert names(database) == []
    assert names(database) == ["a", "b"]


def test_an_error_takes_everything_back(database: Database) -> None:
    def fail() -> None:
        with database.writing() as session:
            session.execute(add("a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(database) == []


def test_a_reader_writes_nothing_for_good(database: Database) -> None:
    with database.reading() as session:
        session.execute(add("a"))
    assert names(database) == []


def test_a_reader_sees_one_moment_and_stops_no_writer(database: Database) -> None:
    count = text("SELECT count(*) FROM parent")
    with database.reading() as reader:
        assert reader.execute(count).scalar() == 0
        with database.writing() as session:
            session.execute(add("a"))
        assert reader.execute(count).scalar() == 0
    assert names(database) == ["a"]


def test_writers_ask_for_their_turn_at_once(database: Database) -> None:
    said: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _k, statement, *_rest: said.append(statement),
    )
    with database.writing() as session:
        session.execute(text("SELECT 1"))
    with database.reading() as session:
        session.execute(text("SELECT 1"))
    assert said == ["BEGIN IMMEDIATE", "SELECT 1", "BEGIN", "SELECT 1"]


def test_a_writer_waits_for_the_one_before(database: Database) -> None:
    entered = threading.Event()
    order: list[str] = []

    def first() -> None:
        with database.writing() as session:
            session.execute(add("first"))
            entered.set()
            time.sleep(0.3)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(10)
    with database.writing() as session:
        # Read and write: what would fail in the middle without its own turn.
        seen = session.execute(text("SELECT count(*) FROM parent")).scalar()
        order.append("second")
        session.execute(add(f"saw {seen}"))
    thread.join(10)
    assert order == ["first", "second"]
    assert names(database) == ["first", "saw 1"]


def test_errors_do_not_show_what_was_to_be_stored(database: Database) -> None:
    with pytest.raises(OperationalError) as caught, database.writing() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:n)").bindparams(n="Mario Rossi"))
    assert "Rossi" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "cannot be understood"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("postgresql+nodriver://u:hunter2@h/n", "is not installed"),
    ],
)
def test_addresses_that_make_no_sense(url: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        open_database(url)
    assert "hunter2" not in str(caught.value)


class Moment(Base):
    __tablename__ = "test_moments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# Only this test's tables: the metadata is everybody's.
Base.metadata.remove(Moment.__table__)  # type: ignore[arg-type]  # a table it is


def test_moments_keep_their_zone_and_their_order(database: Database) -> None:
    with database.writing() as session:
        Moment.__table__.create(session.connection())  # type: ignore[attr-defined]  # as above
    rome = timezone(timedelta(hours=2))
    late = datetime(2026, 9, 30, 12, 0, 0, 5, tzinfo=UTC)
    early = datetime(2026, 9, 30, 13, 30, tzinfo=rome)
    with database.writing() as session:
        session.add_all(
            [Moment(name="late", at=late), Moment(name="early", at=early), Moment(name="never")]
        )
    with database.reading() as session:
        rows = session.scalars(select(Moment).order_by(Moment.at)).all()
        assert [row.name for row in rows] == ["never", "early", "late"]
        assert rows[1].at == early
        assert [row.at.tzinfo for row in rows[1:] if row.at] == [UTC, UTC]
        assert session.scalars(select(Moment.name).where(Moment.at < late)).all() == ["early"]


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with database.writing() as session:
        Moment.__table__.create(session.connection())  # type: ignore[attr-defined]  # as above
        session.add(Moment(name="x", at=datetime(2026, 9, 30)))  # noqa: DTZ001 # that is the test
        with pytest.raises(StatementError, match="without a time zone"):
            session.flush()
