"""Remembered answers: a request that is sent twice under one Idempotency-Key is done once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

import campaigns.api_keys  # noqa: F401 - the table that this one points to
from foundation.clock import utc_now
from foundation.database import Base, UtcDateTime

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KEPT = timedelta(hours=24)
"""How long an answer is remembered."""

RUNS = timedelta(hours=1)
"""After so long a request without an answer counts as lost, with the server that had it."""


class RememberedAnswer(Base):
    """A request under a key of its sender's choice, and its answer once there is one.

    ``request`` is the digest of method and address, ``body`` that of the body once it was read.
    With a status but no ``answer`` it was given and held a secret.
    """

    __tablename__ = "remembered_answers"
    __table_args__ = (UniqueConstraint("api_key_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    api_key_id: Mapped[int] = mapped_column(ForeignKey("api_keys.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(255))
    request: Mapped[str] = mapped_column(String(64))
    body: Mapped[str | None] = mapped_column(String(64))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, index=True)
    status: Mapped[int | None]
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)


def begin(
    session: Session, api_key_id: int, key: str, request: str, *, now: datetime | None = None
) -> RememberedAnswer | int:
    """Return the id of a new entry, or the entry that there is already.

    Old entries are removed first, also those whose server was lost.
    """
    moment = now or utc_now()
    session.execute(delete(RememberedAnswer).where(RememberedAnswer.began_at < moment - KEPT))
    mine = (RememberedAnswer.api_key_id == api_key_id, RememberedAnswer.key == key)
    session.execute(
        delete(RememberedAnswer).where(
            *mine, RememberedAnswer.status.is_(None), RememberedAnswer.began_at < moment - RUNS
        )
    )
    entry = RememberedAnswer(api_key_id=api_key_id, key=key, request=request, began_at=moment)
    try:
        with session.begin_nested():
            session.add(entry)
            session.flush()
    except IntegrityError:
        return session.scalars(select(RememberedAnswer).where(*mine)).one()
    return entry.id


def remember(
    session: Session,
    entry_id: int,
    *,
    body: str,
    status: int,
    headers: dict[str, str],
    answer: bytes | None,
) -> None:
    """Keep the answer of a request, or None for one that nobody may keep."""
    session.execute(
        update(RememberedAnswer)
        .where(RememberedAnswer.id == entry_id)
        .values(body=body, status=status, headers=headers, answer=answer)
    )


def forget(session: Session, entry_id: int) -> None:
    """Let a request be done again, because it was refused or failed."""
    session.execute(delete(RememberedAnswer).where(RememberedAnswer.id == entry_id))
