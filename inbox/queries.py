"""The inbox: which messages there are, what they say, how far the office is with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, delete, func, select

from campaigns.models import Recipient
from foundation.clock import utc_now
from inbox.models import Message, MessageState, WebhookDelivery

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

LONGEST_NOTE = 4000
"""Characters of an office's note."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages are wanted; ``machines`` takes those that machines seem to have sent too."""

    state: MessageState | None = None
    form: str | None = None
    recipient: str | None = None
    machines: bool = False

    def conditions(self, campaign_id: int) -> tuple[ColumnElement[bool], ...]:
        """Return the filter as SQL conditions."""
        wanted = [Message.campaign_id == campaign_id]
        if self.state is not None:
            wanted.append(Message.state == self.state)
        if self.form is not None:
            wanted.append(Message.form == self.form)
        if self.recipient is not None:
            wanted.append(Recipient.external_id == self.recipient)
        if not self.machines:
            wanted.append(Message.bot_reason.is_(None))
        return tuple(wanted)


@dataclass(frozen=True, slots=True)
class Received:
    """A message and the issuer's id of who sent it."""

    message: Message
    recipient: str


def received(
    session: Session,
    campaign_id: int,
    wanted: Filter,
    *,
    before: int | None = None,
    limit: int | None = None,
) -> Sequence[Received]:
    """Return messages, the newest first; ``before`` is the id of the last one of a page."""
    query = (
        select(Message, Recipient.external_id)
        .join(Recipient, Recipient.id == Message.recipient_id)
        .where(*wanted.conditions(campaign_id))
        .order_by(Message.id.desc())
    )
    if before is not None:
        query = query.where(Message.id < before)
    rows = session.execute(query.limit(limit) if limit is not None else query)
    return [Received(*row) for row in rows]


def find_message(session: Session, campaign_id: int, reference: str) -> Received | None:
    """Return the message of a reference, written in either case, with or without its hyphen."""
    letters = reference.strip().upper().replace("-", "")
    row = session.execute(
        select(Message, Recipient.external_id)
        .join(Recipient, Recipient.id == Message.recipient_id)
        .where(
            Message.campaign_id == campaign_id,
            Message.reference == f"{letters[:4]}-{letters[4:]}",
        )
    ).one_or_none()
    return Received(*row) if row is not None else None


def change_message(
    message: Message,
    *,
    state: MessageState | None = None,
    note: str | None = None,
    now: datetime | None = None,
) -> bool:
    """Change how far the office is with a message; False when nothing is different."""
    if state in {None, message.state} and note in {None, message.note}:
        return False
    if state is not None:
        message.state = state
    if note is not None:
        message.note = note
    message.version += 1
    message.changed_at = now or utc_now()
    return True


def state_counts(session: Session, campaign_id: int) -> dict[MessageState, int]:
    """Return how many messages of people are in each state, zeros included."""
    counts = dict.fromkeys(MessageState, 0)
    rows = session.execute(
        select(Message.state, func.count())
        .where(Message.campaign_id == campaign_id, Message.bot_reason.is_(None))
        .group_by(Message.state)
    )
    counts.update((state, count) for state, count in rows)
    return counts


def forget_done(session: Session, days: int, *, now: datetime | None = None) -> int:
    """Delete messages that have been done, or were a machine's, for so many days; return how many.

    What is still new or in progress is never deleted by age.
    """
    ended = (Message.state == MessageState.DONE) | Message.bot_reason.is_not(None)
    old = select(Message.id).where(
        ended, Message.changed_at < (now or utc_now()) - timedelta(days=days)
    )
    return _delete(session, session.scalars(old).all())


def forget_recipients(session: Session, recipient_ids: Iterable[int]) -> int:
    """Delete everything that these recipients sent; return how many messages that were."""
    mine = select(Message.id).where(Message.recipient_id.in_(list(recipient_ids)))
    return _delete(session, session.scalars(mine).all())


def _delete(session: Session, ids: Sequence[int]) -> int:
    deleted = 0
    for first in range(0, len(ids), 500):
        some = ids[first : first + 500]
        session.execute(delete(WebhookDelivery).where(WebhookDelivery.message_id.in_(some)))
        result = session.execute(delete(Message).where(Message.id.in_(some)))
        deleted += result.rowcount if isinstance(result, CursorResult) else 0
    return deleted
