"""The message broker, chosen by ``SOLLECITO_BROKER_URL``; messages carry ids only.

``memory://`` is dramatiq's in-process broker; ``redis://`` and ``rediss://`` are a Redis or Valkey
server for any number of machines. Either may lose its messages, and nothing is lost by that: the
database says what is unfinished, and the feeding enqueues it again.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from dramatiq.brokers.stub import StubBroker
from dramatiq.common import dq_name, q_name, xq_name
from dramatiq.middleware import Middleware, Retries, ShutdownNotifications

from foundation.errors import SettingsError, StorageError

if TYPE_CHECKING:
    import redis
    from dramatiq import Broker, Message, MessageProxy

    from foundation.settings import Settings

RENDER = "render"
"""The queue of all that makes something for one recipient: shared clips, then clips, film, page.

Clips and page are one message: the process that has bound a person's story needs it for both.
"""

IMPORT = "import"
"""The queue of data files that are read: long, and mostly waiting for the database."""

DESK = (IMPORT,)
"""Queues that have threads of their own, so that nobody waits for a rendering.

What is told to webhooks needs no queue: it is due at moments, which the database keeps.
"""

NAMESPACE = "sollecito"
"""What the names of all our keys at a Redis or Valkey server begin with."""

HEARTBEAT_MS = 60_000
"""After this time without a sign of life a worker's messages go back to their queue."""

DEAD_MS = 24 * 3600 * 1000
"""How long a message that was given up can be looked at."""

CONNECT_S = 5.0
ANSWER_S = 30.0


class Backlog(Protocol):
    """How much is on its way to be rendered."""

    @property
    def count(self) -> int:
        """How many messages are on their way."""

    def wait_for_change(self, seconds: float) -> None:
        """Return when the count may have changed, at the latest after ``seconds``."""


class Pending(Middleware):
    """Counts the messages that were enqueued and are not settled yet (waiting retries included).

    Those of the desk's queues are not counted: they hold up no rendering.
    """

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def after_enqueue(self, broker: Broker, message: Message[Any], delay: int | None) -> None:
        """Count a new message, and a retry, which dramatiq enqueues before it settles the old."""
        del broker, delay
        self._add(message, 1)

    def after_ack(self, broker: Broker, message: MessageProxy) -> None:
        """A message is done."""
        del broker
        self._add(message, -1)

    def after_nack(self, broker: Broker, message: MessageProxy) -> None:
        """A message is given up."""
        del broker
        self._add(message, -1)

    def _add(self, message: Message[Any] | MessageProxy, number: int) -> None:
        if q_name(message.queue_name) in DESK:
            return
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


class Queued:
    """Counts the messages that wait at a server and no worker has taken yet."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._never = threading.Event()

    @property
    def count(self) -> int:
        """How many messages wait. Raises StorageError when the server cannot be asked."""
        import redis

        try:
            return int(self._client.llen(f"{NAMESPACE}:{RENDER}"))
        except redis.RedisError as error:
            raise StorageError(f"The broker could not be asked: {type(error).__name__}.") from error

    def wait_for_change(self, seconds: float) -> None:
        """Return after ``seconds``: a server does not tell."""
        self._never.wait(seconds)


def is_shared(settings: Settings) -> bool:
    """Return whether the broker is a server, which other processes use too."""
    return not settings.broker_url.startswith("memory://")


def open_broker(settings: Settings) -> tuple[Broker, Backlog]:
    """Return the broker of the settings and the count of what is on its way.

    A server is first asked when it is used. Raises SettingsError for an address of another kind.
    """
    # Each attempt that fails is logged by the work itself, without foreign messages.
    logging.getLogger("dramatiq").setLevel(logging.CRITICAL)
    # Waits grow from one second to a minute, each by chance up to twice as long.
    retries = Retries(max_retries=settings.attempts, min_backoff=1000, max_backoff=60_000)
    if not is_shared(settings):
        pending = Pending()
        return StubBroker(middleware=[retries, ShutdownNotifications(), pending]), pending
    client = connect(settings.broker_url)
    from dramatiq.brokers.redis import RedisBroker

    broker: Broker = RedisBroker(  # type: ignore[no-untyped-call] # its arguments are not typed
        client=client,
        namespace=NAMESPACE,
        heartbeat_timeout=HEARTBEAT_MS,
        dead_message_ttl=DEAD_MS,
        middleware=[retries, ShutdownNotifications()],
    )
    return broker, Queued(client)


def connect(address: str) -> redis.Redis:
    """Return a client of the server at ``redis://…`` or ``rediss://…``; it connects when used.

    Raises SettingsError, without the address, which may hold a password.
    """
    import redis

    wanted = (
        "SOLLECITO_BROKER_URL must be memory://, the broker inside this process, or the address of"
        " a Redis or Valkey server: redis://:PASSWORD@HOST:6379/0 (rediss:// with TLS)."
    )
    if not address.startswith(("redis://", "rediss://")):
        raise SettingsError(wanted)
    try:
        return redis.Redis.from_url(
            address,
            socket_connect_timeout=CONNECT_S,
            socket_timeout=ANSWER_S,
            health_check_interval=30,
        )
    except ValueError:
        raise SettingsError(wanted) from None


def answers(settings: Settings) -> None:
    """Raise StorageError when the broker does not answer; one inside the process always does."""
    if not is_shared(settings):
        return
    import redis

    try:
        with connect(settings.broker_url) as client:
            client.ping()
    except redis.RedisError as error:
        raise StorageError(f"The broker could not be used: {type(error).__name__}.") from error


@dataclass(frozen=True, slots=True)
class QueueLength:
    """Messages of a queue at a server: ``waiting``, also for another attempt, and ``dead``."""

    waiting: int
    dead: int


def queue_lengths(settings: Settings) -> dict[str, QueueLength]:
    """Return how long each queue is at a shared broker; nothing for one inside a process.

    Raises StorageError when the server does not answer.
    """
    if not is_shared(settings):
        return {}
    import redis

    try:
        with connect(settings.broker_url) as client:
            found = {}
            for queue in (RENDER, *DESK):
                waiting, delayed, dead = (
                    client.llen(f"{NAMESPACE}:{queue}"),
                    client.llen(f"{NAMESPACE}:{dq_name(queue)}"),
                    client.zcard(f"{NAMESPACE}:{xq_name(queue)}"),
                )
                found[queue] = QueueLength(int(waiting) + int(delayed), int(dead))
            return found
    except redis.RedisError as error:
        raise StorageError(f"The broker could not be asked: {type(error).__name__}.") from error
