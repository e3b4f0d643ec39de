"""Entity tags: which state of a resource somebody has seen, and whether it is still that."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from fastapi import Header

from api.v1.problems import PRECONDITION_FAILED, Problem

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

IF_MATCH = Header(
    alias="If-Match",
    description="The ETag of the state that the change is meant for; left out, any.",
)


def tag_of(*parts: Any) -> str:
    """Return the entity tag of what these values describe."""
    text = json.dumps(parts, default=str, sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def check_match(wanted: str | None, tag: str) -> None:
    """Raise the problem of a resource that has changed since (RFC 9110, 13.1.1)."""
    if wanted is None or wanted.strip() == "*":
        return
    if tag not in (part.strip() for part in wanted.split(",")):
        raise Problem(PRECONDITION_FAILED, headers={"ETag": tag})


def is_known(request: Request, tag: str) -> bool:
    """Return whether the client has this state already (RFC 9110, 13.1.2)."""
    held = request.headers.get("if-none-match", "")
    return tag in (part.strip().removeprefix("W/") for part in held.split(","))


def tagged(response: Response, tag: str) -> None:
    """Send an answer with its tag; it is not to be kept without asking."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
