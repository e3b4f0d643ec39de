"""How many requests a key may make: a moving window of a minute, told in every answer.

Headers: ``RateLimit-Limit``, ``RateLimit-Remaining``, ``RateLimit-Reset`` (seconds), as in the
drafts of the IETF's httpapi group; ``Retry-After`` (RFC 9110) when there were too many.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import structlog
from limits import RateLimitItemPerMinute, WindowStats
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders

from api.v1.problems import RATE_LIMITED, Problem, problem_answer
from api.v1.request_ids import request_id_of
from workers.broker import NAMESPACE, is_shared

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from foundation.settings import Settings

ANSWER_S = 1.0
"""Seconds that the broker has to count a request."""

AGAIN_S = 10.0
"""Seconds for which each server counts alone after the broker did not answer."""

log = structlog.get_logger(__name__)


class RequestCounter:
    """Counts the requests of each key: of all servers together where they share a broker.

    While the broker does not answer each server counts by itself: a limit that is too generous for
    a moment is better than no service.

    Args:
        settings: the broker, and requests that a key may make in a minute.
    """

    def __init__(self, settings: Settings) -> None:
        self.item = RateLimitItemPerMinute(settings.requests_a_minute)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared: MovingWindowRateLimiter | None = None
        self._alone_until = 0.0
        if is_shared(settings):
            storage = RedisStorage(
                settings.broker_url,
                key_prefix=f"{NAMESPACE}:requests",
                wrap_exceptions=True,
                socket_timeout=ANSWER_S,
                socket_connect_timeout=ANSWER_S,
            )
            self._shared = MovingWindowRateLimiter(storage)

    async def hit(self, key: str) -> tuple[bool, WindowStats]:
        """Count a request; return whether it may be made, and what is left of the window."""
        if self._shared is not None and time.monotonic() >= self._alone_until:
            try:
                return await run_in_threadpool(self._hit, self._shared, key)
            except StorageError as error:
                self._alone_until = time.monotonic() + AGAIN_S
                log.warning("rates.counted_alone", error=type(error.__cause__ or error).__name__)
        return self._hit(self._own, key)

    def _hit(self, limiter: MovingWindowRateLimiter, key: str) -> tuple[bool, WindowStats]:
        return limiter.hit(self.item, key), limiter.get_window_stats(self.item, key)


class RateLimits:
    """ASGI middleware that refuses the requests of a key that makes too many.

    Args:
        app: what is asked.
        counter: of the requests.
    """

    def __init__(self, app: ASGIApp, counter: RequestCounter) -> None:
        self.app = app
        self._counter = counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless there were too many."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = scope["state"]["api_key"].public_id
        good, window = await self._counter.hit(name)
        wait = max(1, math.ceil(window.reset_time - time.time()))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Limit"] = str(self._counter.item.amount)
                headers["RateLimit-Remaining"] = str(window.remaining)
                headers["RateLimit-Reset"] = str(wait)
            await send(message)

        if good:
            await self.app(scope, receive, told)
            return
        detail = f"A key may make {self._counter.item.amount} requests a minute."
        problem = Problem(RATE_LIMITED, detail, {"Retry-After": str(wait)})
        await problem_answer(problem, request_id_of(scope))(scope, receive, told)
