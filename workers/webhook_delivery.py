"""Tells campaigns' webhooks what came in, by the Standard Webhooks scheme."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import structlog
from standardwebhooks import Webhook

from foundation.clock import utc_now
from inbox.queries import forget_done
from inbox.webhooks import is_due, note_delivered, note_failed, take_due
from workers.checked_request import RefusedAddressError, post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.database import Database
    from foundation.settings import Settings
    from inbox.webhooks import Due

log = structlog.get_logger(__name__)

AGENT = "Sollecito-Webhooks/1"

AT_ONCE = 8
"""Receivers that are told at the same time."""

RECEIVER_S = 20.0
"""Seconds after which a receiver's further deliveries wait for another turn."""


def deliver_due(database: Database, settings: Settings) -> int:
    """Try every delivery that is due and return how many were tried.

    Receivers are told beside each other, what one is told in turn: a slow one holds up its own
    deliveries only, and those for which it leaves no time are taken again when the hold on them
    is over. What fails is tried again later (``inbox.webhooks.BACKOFF``), by this process or
    another.
    """
    with database.reading() as session:
        if not is_due(session):
            return 0
    with database.writing() as session:
        due = take_due(session)
    receivers: dict[str, list[Due]] = {}
    for delivery in due:
        receivers.setdefault(delivery.url, []).append(delivery)
    if not receivers:
        return 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        return sum(pool.map(partial(_tell, database, settings), receivers.values()))


def _tell(database: Database, settings: Settings, deliveries: Sequence[Due]) -> int:
    """Make one receiver's deliveries in turn; return how many were tried in its time."""
    until = time.monotonic() + RECEIVER_S
    for number, delivery in enumerate(deliveries):
        if number and time.monotonic() >= until:
            log.info("webhook.slow", left=len(deliveries) - number)
            return number
        _deliver(database, settings, delivery)
    return len(deliveries)


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
    except Exception as unexpected:
        # One delivery must not end the others, whatever its address makes a library do.
        log.exception("webhook.unexpected", delivery=delivery.public_id)
        error = f"Unexpected {type(unexpected).__name__}. This is a fault of the program."
    good = status is not None and 200 <= status < 300
    log.info("webhook.tried", delivery=delivery.public_id, status=status, delivered=good)
    with database.writing() as session:
        if good and status is not None:
            note_delivered(session, delivery.delivery_id, status)
        else:
            note_failed(session, delivery.delivery_id, status=status, error=error)
