"""How many requests a key may make: a moving window of a minute, told in every answer.

Headers: ``RateLimit-Limit``, ``RateLimit-Remaining``, ``RateLimit-Reset`` (seconds), as in the
drafts of the IETF's httpapi group; ``Retry-After`` (RFC 9110) when there were too many.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import MutableHeaders

from api.v1.problems import RATE_LIMITED, Problem, problem_answer
from api.v1.request_ids import request_id_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RateLimits:
    """ASGI middleware that counts the requests of each key, in the memory of this process.

    Args:
        app: what is asked.
        a_minute: requests that a key may make in a minute.
    """

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        self.app = app
        self._item = RateLimitItemPerMinute(a_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless there were too many."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = scope["state"]["api_key"].public_id
        good = self._limiter.hit(self._item, name)
        window = self._limiter.get_window_stats(self._item, name)
        wait = max(1, math.ceil(window.reset_time - time.time()))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Limit"] = str(self._item.amount)
                headers["RateLimit-Remaining"] = str(window.remaining)
                headers["RateLimit-Reset"] = str(wait)
            await send(message)

        if good:
            await self.app(scope, receive, told)
            return
        detail = f"A key may make {self._item.amount} requests a minute."
        problem = Problem(RATE_LIMITED, detail, {"Retry-After": str(wait)})
        await problem_answer(problem, request_id_of(scope))(scope, receive, told)
