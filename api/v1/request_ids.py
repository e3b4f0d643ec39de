"""A name for every request: in the answer's header, in every log line, in every problem."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import Headers, MutableHeaders

from api.v1.problems import INTERNAL, Problem, problem_answer

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"

_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")

log = structlog.get_logger(__name__)


class RequestIds:
    """ASGI middleware that names requests; one that brings a plain name of its own keeps it.

    What goes wrong unforeseen is logged under that name, and answered as a problem.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its name."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = name
        started = False

        async def named(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=name)
        try:
            await self.app(scope, receive, named)
        except Exception:
            log.exception("request.failed")
            if started:  # too late for another answer: let the server hang up
                raise
            await problem_answer(Problem(INTERNAL), name)(scope, receive, named)


def request_id_of(scope: Scope) -> str:
    """Return the name of a request."""
    name: str = scope["state"]["request_id"]
    return name
