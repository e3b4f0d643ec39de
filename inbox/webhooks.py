"""A campaign's webhook: where its messages are told to, which deliveries are due, what became."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, delete, select, update

from campaigns.models import Campaign, Recipient
from foundation.clock import utc_now
from inbox.models import DeliveryState, Message, Webhook, WebhookDelivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

SECRET_BYTES = 32

BACKOFF = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""How long after each failure the next attempt is due: the schedule of Standard Webhooks."""

DISABLED_AFTER = timedelta(days=5)
"""A webhook that has failed for so long is told nothing more until somebody looks at it."""

HELD = timedelta(minutes=2)
"""How long one process has for an attempt before another may try."""

MOST = 5
"""Deliveries that are taken together: each may wait twenty seconds, one after the other."""

GONE = 410
"""The HTTP status by which a receiver says that it wants nothing more."""


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that is to be made now; ``payload`` is its body before it becomes JSON."""

    delivery_id: int
    public_id: str
    url: str
    secret: str
    payload: dict[str, Any]


def set_webhook(session: Session, campaign_id: int, url: str, *, values: bool) -> Webhook:
    """Set a campaign's webhook and return it: with a new secret if the address is new.

    A disabled one is enabled again, and what waits is tried at once.
    """
    hook = find_webhook(session, campaign_id)
    if hook is None:
        hook = Webhook(campaign_id=campaign_id, url=url, secret=_new_secret())
        session.add(hook)
    elif hook.url != url:
        hook.url = url
        hook.secret = _new_secret()
    hook.values = values
    hook.failing_since = hook.disabled_at = hook.disabled_reason = None
    session.flush()
    session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.webhook_id == hook.id, WebhookDelivery.state == DeliveryState.WAITING
        )
        .values(next_at=utc_now())
        .execution_options(synchronize_session=False)
    )
    return hook


def find_webhook(session: Session, campaign_id: int) -> Webhook | None:
    """Return a campaign's webhook, None without one."""
    return session.scalars(select(Webhook).where(Webhook.campaign_id == campaign_id)).one_or_none()


def remove_webhook(session: Session, campaign_id: int) -> bool:
    """Remove a campaign's webhook with its log; False when there is none."""
    hook = find_webhook(session, campaign_id)
    if hook is None:
        return False
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == hook.id))
    session.execute(delete(Webhook).where(Webhook.id == hook.id))
    return True


def plan_delivery(session: Session, message: Message) -> None:
    """Note that a message is to be told to its campaign's webhook, if it has one."""
    hook = find_webhook(session, message.campaign_id)
    if hook is None or hook.disabled_at is not None:
        return
    session.add(
        WebhookDelivery(
            webhook_id=hook.id,
            message_id=message.id,
            public_id=f"msg_{secrets.token_hex(16)}",
            state=DeliveryState.WAITING,
            attempts=0,
            next_at=message.created_at,
            created_at=message.created_at,
        )
    )


def is_due(session: Session, *, now: datetime | None = None) -> bool:
    """Return whether some delivery is due: a look that holds up nobody."""
    return (
        session.scalar(
            select(WebhookDelivery.id)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(
                WebhookDelivery.state == DeliveryState.WAITING,
                WebhookDelivery.next_at <= (now or utc_now()),
                Webhook.disabled_at.is_(None),
            )
            .limit(1)
        )
        is not None
    )


def take_due(session: Session, *, now: datetime | None = None, most: int = MOST) -> list[Due]:
    """Take deliveries that are due, so that no other process tries them for two minutes."""
    moment = now or utc_now()
    rows = session.execute(
        select(WebhookDelivery, Webhook, Message, Campaign.name, Recipient.external_id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .join(Message, Message.id == WebhookDelivery.message_id)
        .join(Campaign, Campaign.id == Message.campaign_id)
        .join(Recipient, Recipient.id == Message.recipient_id)
        .where(
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.next_at <= moment,
            Webhook.disabled_at.is_(None),
        )
        .order_by(WebhookDelivery.next_at, WebhookDelivery.id)
        .limit(most)
        # What another process is just taking is passed over (PostgreSQL; SQLite has one writer).
        .with_for_update(of=WebhookDelivery, skip_locked=True)
    ).all()
    return [
        Due(delivery.id, delivery.public_id, hook.url, hook.secret, payload)
        for delivery, hook, message, campaign, external_id in rows
        if _held(session, delivery, moment)
        for payload in (_payload(message, campaign, external_id, values=hook.values),)
    ]


def note_delivered(
    session: Session, delivery_id: int, status: int, *, now: datetime | None = None
) -> None:
    """Note that a receiver took a delivery."""
    moment = now or utc_now()
    delivery = session.get_one(WebhookDelivery, delivery_id)
    delivery.state = DeliveryState.DELIVERED
    delivery.attempts += 1
    delivery.last_status, delivery.last_error = status, None
    delivery.finished_at = moment
    session.get_one(Webhook, delivery.webhook_id).failing_since = None


def note_failed(
    session: Session,
    delivery_id: int,
    *,
    status: int | None = None,
    error: str | None = None,
    now: datetime | None = None,
) -> None:
    """Note that an attempt failed: when the next is due, or that there is none.

    A webhook that has failed for five days, or whose receiver says 410, is disabled.
    """
    moment = now or utc_now()
    delivery = session.get_one(WebhookDelivery, delivery_id)
    hook = session.get_one(Webhook, delivery.webhook_id)
    delivery.attempts += 1
    delivery.last_status, delivery.last_error = status, error
    hook.failing_since = hook.failing_since or moment
    if delivery.attempts > len(BACKOFF):
        delivery.state = DeliveryState.GIVEN_UP
        delivery.finished_at = moment
    else:
        wait = BACKOFF[delivery.attempts - 1]
        delivery.next_at = moment + wait * (1 + secrets.randbelow(100) / 1000)
    if status == GONE:
        _disable(hook, moment, "The receiver answered 410: it wants nothing more.")
    elif moment - hook.failing_since >= DISABLED_AFTER:
        _disable(hook, moment, f"No delivery has worked for {DISABLED_AFTER.days} days.")


def deliveries(session: Session, campaign_id: int, *, most: int = 50) -> Sequence[Any]:
    """Return the latest deliveries of a campaign's webhook with their message's reference."""
    return session.execute(
        select(WebhookDelivery, Message.reference, Message.form)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .join(Message, Message.id == WebhookDelivery.message_id)
        .where(Webhook.campaign_id == campaign_id)
        .order_by(WebhookDelivery.id.desc())
        .limit(most)
    ).all()


def _held(session: Session, delivery: WebhookDelivery, moment: datetime) -> bool:
    result = session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.id == delivery.id,
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.next_at <= moment,
        )
        .values(next_at=moment + HELD)
        .execution_options(synchronize_session=False)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def _disable(hook: Webhook, moment: datetime, reason: str) -> None:
    hook.disabled_at = moment
    hook.disabled_reason = reason


def _payload(message: Message, campaign: str, external_id: str, *, values: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "campaign": campaign,
        "form": message.form,
        "reference": message.reference,
        "recipient": external_id,
        "received_at": message.created_at.isoformat(),
    }
    if values:
        data["answers"] = message.answers
    return {"type": "form.sent", "timestamp": message.created_at.isoformat(), "data": data}


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
