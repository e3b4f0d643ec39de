"""Tells campaigns' webhooks what came in, by the Standard Webhooks scheme."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import structlog
from standardwebhooks import Webhook

from foundation.clock import utc_now
from inbox.queries import forget_done
from inbox.webhooks import is_due, note_delivered, note_failed, take_due
from workers.checked_request import RefusedAddressError, post

if TYPE_CHECKING:
    from foundation.database import Database
    from foundation.settings import Settings
    from inbox.webhooks import Due

log = structlog.get_logger(__name__)

AGENT = "Sollecito-Webhooks/1"


def deliver_due(database: Database, settings: Settings) -> int:
    """Try every delivery that is due and return how many were tried.

    What fails is tried again later (``inbox.webhooks.BACKOFF``), by this process or another.
    """
    with database.reading() as session:
        if not is_due(session):
            return 0
    with database.writing() as session:
        due = take_due(session)
    for delivery in due:
        _deliver(database, settings, delivery)
    return len(due)


def forget_old(database: Database, settings: Settings) -> int:
    """Delete messages that are done for as long as the settings say; return how many."""
    if settings.messages_days is None:
        return 0
    with database.writing() as session:
        gone = forget_done(session, settings.messages_days)
    if gone:
        log.info("messages.forgotten", count=gone)
    return gone


def signed(delivery: Due) -> tuple[bytes, dict[str, str]]:
    """Return a delivery's body and its headers, signed for this moment."""
    now = utc_now()
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":"))
    signature = Webhook(delivery.secret).sign(delivery.public_id, now, body)
    return body.encode(), {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": delivery.public_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }


def _deliver(database: Database, settings: Settings, delivery: Due) -> None:
    body, headers = signed(delivery)
    status: int | None = None
    error: str | None = None
    try:
        status = post(delivery.url, body, headers, private=settings.webhooks_to_private)
    except RefusedAddressError as refused:
        error = str(refused)
    good = status is not None and 200 <= status < 300
    log.info("webhook.tried", delivery=delivery.public_id, status=status, delivered=good)
    with database.writing() as session:
        if good and status is not None:
            note_delivered(session, delivery.delivery_id, status)
        else:
            note_failed(session, delivery.delivery_id, status=status, error=error)
