"""Counts of what all workers did since the database is there, by name; they only grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, String, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session


class TallyRecord(Base):
    """One count."""

    __tablename__ = "tallies"

    name: Mapped[str] = mapped_column(String(63), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


def add_to_tallies(session: Session, counts: Mapping[str, int]) -> None:
    """Add to counts, several processes at once; one that is new begins at 0."""
    # In one order for all, so that no two wait for each other.
    for name, number in sorted(counts.items()):
        if _add(session, name, number):
            continue
        try:
            with session.begin_nested():
                session.execute(insert(TallyRecord).values(name=name, count=number))
        except IntegrityError:  # another process was quicker with the first one
            _add(session, name, number)


def all_tallies(session: Session) -> dict[str, int]:
    """Return all counts by name."""
    rows = session.scalars(select(TallyRecord))
    return {row.name: row.count for row in rows}


def _add(session: Session, name: str, number: int) -> bool:
    known = session.execute(
        update(TallyRecord)
        .where(TallyRecord.name == name)
        .values(count=TallyRecord.count + number)
        .returning(TallyRecord.name)
        .execution_options(synchronize_session=False)
    )
    return known.first() is not None
