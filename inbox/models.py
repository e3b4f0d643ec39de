"""The tables of the inbox: declarations of forms, messages, webhooks and their deliveries.

All moments are UTC.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

# The tables that these point to must be known wherever they are.
import campaigns.models  # noqa: F401  (see the line above)
from foundation.clock import utc_now
from foundation.database import Base, UtcDateTime

REFERENCE_LENGTH = 9
"""Characters of a message's reference, ``K7Q2-9F4M``."""

ATTEMPT_LENGTH = 32
"""Hex digits by which a page tells one attempt from another."""


class MessageState(StrEnum):
    """How far the office is with a message."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class DeliveryState(StrEnum):
    """How far a webhook's delivery is; ``given_up`` is not tried again."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


def _named(kind: type[StrEnum], name: str) -> Enum:
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


class FormDeclaration(Base):
    """Forms as they were published: what was sent is judged by them, never by what a page says.

    ``digest`` is the SHA-256 of ``text``, the canonical JSON of ``scenes.bound_forms``; recipients
    who are offered the same forms share one. Nothing prefilled is in it.
    """

    __tablename__ = "form_declarations"
    __table_args__ = (UniqueConstraint("campaign_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)


class Message(Base):
    """One form that a recipient sent.

    ``reference`` is what the person was told. ``answers`` are ``{id, label, value, shown}`` in the
    form's order, empty ones left out; ``answers_digest`` and ``attempt`` tell the same message
    again. ``version`` grows with each change of ``state`` or ``note``. ``bot_reason`` says why a
    machine seems to have sent it; empty for people.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("campaign_id", "reference"),
        UniqueConstraint("recipient_id", "form", "attempt"),
        Index(None, "campaign_id", "state", "id"),
        Index(None, "recipient_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipients.id", ondelete="CASCADE"))
    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH))
    form: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(35))
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answers_digest: Mapped[str] = mapped_column(String(64))
    attempt: Mapped[str | None] = mapped_column(String(ATTEMPT_LENGTH))
    state: Mapped[MessageState] = mapped_column(_named(MessageState, "state"))
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    bot_reason: Mapped[str | None] = mapped_column(String(64))


class Webhook(Base):
    """Where a campaign's messages are told to; ``secret`` signs, ``values`` sends the answers too.

    ``failing_since`` is the first failure after the last success. ``disabled_at`` is set by hand or
    after long failure; ``disabled_reason`` says why.
    """

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id", ondelete="CASCADE"), unique=True
    )
    url: Mapped[str] = mapped_column(Text)
    secret: Mapped[str] = mapped_column(Text)
    values: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_reason: Mapped[str | None] = mapped_column(Text)


class WebhookDelivery(Base):
    """One message that is to be told to a webhook, and what became of it.

    ``public_id`` is the ``webhook-id`` of the Standard Webhooks scheme, the same at each attempt.
    ``last_status`` is the HTTP status of the last answer, ``last_error`` why there was none.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "message_id"),
        Index(None, "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    public_id: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[DeliveryState] = mapped_column(_named(DeliveryState, "state"))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_status: Mapped[int | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
