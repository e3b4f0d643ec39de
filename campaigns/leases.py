"""Leases by name: what only one of many processes does at a time, such as handing out work.

Like a claim, a lease holds until a moment and may be renewed; who holds it when that moment has
passed may lose it to anybody. Each step is a single statement, so two cannot both win it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, String, delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import utc_now
from foundation.database import Base, UtcDateTime

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Lease(Base):
    """Who does what only one may do at a time, and until when (UTC)."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(63), primary_key=True)
    owner: Mapped[str] = mapped_column(String(128))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


def hold(
    session: Session, name: str, owner: str, *, seconds: float, now: datetime | None = None
) -> bool:
    """Take or renew a lease for ``seconds`` from now; False while somebody else holds it."""
    now = now or utc_now()
    until = now + timedelta(seconds=seconds)
    result = session.execute(
        update(Lease)
        .where(Lease.name == name, or_(Lease.owner == owner, Lease.until <= now))
        .values(owner=owner, until=until)
        .execution_options(synchronize_session=False)
    )
    if isinstance(result, CursorResult) and result.rowcount == 1:
        return True
    if session.get(Lease, name) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(Lease(name=name, owner=owner, until=until))
    except IntegrityError:
        return False  # somebody was quicker
    return True


def give_up(session: Session, name: str, owner: str) -> None:
    """Free a lease at once, if this owner holds it."""
    session.execute(
        delete(Lease)
        .where(Lease.name == name, Lease.owner == owner)
        .execution_options(synchronize_session=False)
    )
