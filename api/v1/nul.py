"""NUL in what programs send: refused as a problem, so that no database has to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, field_validator

from api.nul import NUL, in_path, in_query
from api.v1.problems import NOT_FOUND, Problem, invalid, problem_answer
from api.v1.request_ids import request_id_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

HOLDS_NUL = "It holds the character NUL (U+0000), which no text here can have; leave it out."


class NoNulInAddresses:
    """ASGI middleware: a path with NUL in it leads nowhere, a parameter with it cannot be used."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer what is wrong with its address."""
        problem = _problem(scope) if scope["type"] == "http" else None
        if problem is None:
            await self.app(scope, receive, send)
        else:
            await problem_answer(problem, request_id_of(scope))(scope, receive, send)


def _problem(scope: Scope) -> Problem | None:
    if in_path(scope):
        return Problem(NOT_FOUND)
    faulty = in_query(scope["query_string"])
    if not faulty:
        return None
    return invalid([{"in": "query", "field": name, "message": HOLDS_NUL} for name in faulty])


class Body(BaseModel):
    """What every JSON body is: nothing but its fields, and no NUL in their texts."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def _no_nul(cls, value: Any) -> Any:
        if isinstance(value, str) and NUL in value:
            raise ValueError(HOLDS_NUL)
        return value
