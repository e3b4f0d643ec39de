"""The message broker, chosen by ``SOLLECITO_BROKER_URL``; messages carry ids only.

``memory://`` is dramatiq's in-process broker. It loses its messages with the process, and nothing
is lost by that: the database says what is unfinished, and the sweep enqueues it again.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import Middleware, Retries, ShutdownNotifications

from foundation.errors import SettingsError

if TYPE_CHECKING:
    from dramatiq import Broker, Message, MessageProxy

    from foundation.settings import Settings

QUEUE = "render"
"""The queue of all work that makes something."""


class Pending(Middleware):
    """Counts the messages that were enqueued and are not settled yet (waiting retries included)."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def after_enqueue(self, broker: Broker, message: Message[Any], delay: int | None) -> None:
        """Count a new message, and a retry, which dramatiq enqueues before it settles the old."""
        del broker, message, delay
        self._add(1)

    def after_ack(self, broker: Broker, message: MessageProxy) -> None:
        """A message is done."""
        del broker, message
        self._add(-1)

    def after_nack(self, broker: Broker, message: MessageProxy) -> None:
        """A message is given up."""
        del broker, message
        self._add(-1)

    def _add(self, number: int) -> None:
        with self._changed:
            self._count += number
            self._changed.notify_all()

    @property
    def count(self) -> int:
        """How many messages are on their way."""
        with self._changed:
            return self._count

    def wait_for_change(self, seconds: float) -> None:
        """Return when the count changes, at the latest after ``seconds``."""
        with self._changed:
            self._changed.wait(seconds)


def open_broker(settings: Settings) -> tuple[Broker, Pending]:
    """Return the broker of the settings and the count of its pending messages.

    Raises SettingsError for an address of another kind.
    """
    # Each attempt that fails is logged by the work itself, without foreign messages.
    logging.getLogger("dramatiq").setLevel(logging.CRITICAL)
    if not settings.broker_url.startswith("memory://"):
        raise SettingsError(
            "SOLLECITO_BROKER_URL: only memory://, the broker inside this process, is known."
        )
    pending = Pending()
    middleware = [
        Retries(max_retries=settings.attempts, min_backoff=1000, max_backoff=60_000),
        ShutdownNotifications(),
        pending,
    ]
    return StubBroker(middleware=middleware), pending
