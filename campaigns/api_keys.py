"""API keys: who may use the service, for what, until when.

A key is shown once, when it is made. What is kept is a digest: its 256 random bits need no slow
hash, because nobody can try them all.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, LargeBinary, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import utc_now
from foundation.database import Base, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

PREFIX = "slc"
"""What every key starts with, so that a key that went astray is recognised as one."""

SECRET_BYTES = 32
"""Random bytes of a key: 256 bits."""

USED_EVERY = timedelta(minutes=5)
"""How exact a key's last use is known; a write for every request would cost more than it tells."""

LONGEST_LABEL = 100
"""Characters of a key's label."""

_ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_ID_LENGTH = 10
_KEY = re.compile(rf"{PREFIX}_([a-z2-7]{{{_ID_LENGTH}}})_[A-Za-z0-9_-]{{43}}")
_NOBODY = bytes(32)


class Scope(StrEnum):
    """What a key may be used for.

    ``read`` sees everything but changes nothing, ``upload`` brings campaigns and data, ``publish``
    decides what is shown (pause, resume, end, correct, withdraw), ``admin`` deletes campaigns and
    keeps keys; it includes the others.
    """

    READ = "read"
    UPLOAD = "upload"
    PUBLISH = "publish"
    ADMIN = "admin"


class ApiKey(Base):
    """One key; ``public_id`` is the part that may be seen, ``digest`` the SHA-256 of the whole.

    ``label`` says who has it. ``last_used_at`` is exact to five minutes.
    """

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(_ID_LENGTH), unique=True)
    label: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def allows(self, scope: Scope) -> bool:
        """Return whether the key may be used for this."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def is_good(self, now: datetime) -> bool:
        """Return whether the key is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made; ``secret`` is the whole key and is known here only."""

    key: ApiKey
    secret: str


def create_key(
    session: Session,
    label: str,
    scopes: Iterable[Scope],
    *,
    expires_at: datetime | None = None,
) -> NewKey:
    """Make a key and store what may be stored of it."""
    public_id = "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))
    secret = f"{PREFIX}_{public_id}_{secrets.token_urlsafe(SECRET_BYTES)}"
    wanted = set(scopes)
    key = ApiKey(
        public_id=public_id,
        label=label,
        scopes=[scope.value for scope in Scope if scope in wanted],
        digest=_digest(secret),
        expires_at=expires_at,
    )
    session.add(key)
    session.flush()
    return NewKey(key, secret)


def find_key(session: Session, secret: str, *, now: datetime | None = None) -> ApiKey | None:
    """Return the key that was sent, None when it is unknown, revoked or expired.

    The digests are compared in constant time, also against nothing where the id is unknown.
    """
    written = _KEY.fullmatch(secret)
    found = None
    if written is not None:
        found = session.scalars(select(ApiKey).where(ApiKey.public_id == written[1])).one_or_none()
    same = hmac.compare_digest(_digest(secret), found.digest if found else _NOBODY)
    if found is None or not same or not found.is_good(now or utc_now()):
        return None
    return found


def needs_note(key: ApiKey, *, now: datetime | None = None) -> bool:
    """Return whether the use of a key is to be written down."""
    return key.last_used_at is None or (now or utc_now()) - key.last_used_at >= USED_EVERY


def note_use(session: Session, key_id: int, *, now: datetime | None = None) -> None:
    """Write down that a key was used, unless that was done a moment ago."""
    moment = now or utc_now()
    session.execute(
        update(ApiKey)
        .where(
            ApiKey.id == key_id,
            or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at <= moment - USED_EVERY),
        )
        .values(last_used_at=moment)
        .execution_options(synchronize_session=False)
    )


def all_keys(session: Session) -> Sequence[ApiKey]:
    """Return all keys, also those that are no longer good, in the order in which they were made."""
    return session.scalars(select(ApiKey).order_by(ApiKey.id)).all()


def revoke_key(session: Session, public_id: str, *, now: datetime | None = None) -> ApiKey | None:
    """End a key for good and return it, None when there is none; a second time changes nothing."""
    key = session.scalars(select(ApiKey).where(ApiKey.public_id == public_id)).one_or_none()
    if key is not None and key.revoked_at is None:
        key.revoked_at = now or utc_now()
    return key


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
