"""``/v1/me``: what the key that asks is, and what it may be used for."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response, Security
from pydantic import BaseModel, Field

from api.v1.authentication import BEARER, key_of
from api.v1.moments import Moment
from campaigns.api_keys import Scope

router = APIRouter(prefix="/me", tags=["keys"])


class MeOut(BaseModel):
    """The key that a request came with."""

    id: str = Field(description="The part of the key that may be seen.")
    label: str = Field(description="Who has it.", examples=["Ufficio tributi"])
    scopes: list[Scope] = Field(description="The scopes it was given.")
    allows: list[Scope] = Field(
        description="The scopes of the routes it opens: admin includes the others."
    )
    created_at: Moment
    expires_at: Moment | None = Field(description="When it ends; null: never.")


@router.get("", summary="See the key that asks", dependencies=[Security(BEARER)])
def see_me(request: Request, response: Response) -> MeOut:
    """Return name, scopes and end of the key that the request carries. Any key may ask."""
    key = key_of(request)
    response.headers["Cache-Control"] = "no-store"
    return MeOut(
        id=key.public_id,
        label=key.label,
        scopes=[Scope(scope) for scope in key.scopes],
        allows=[scope for scope in Scope if key.allows(scope)],
        created_at=key.created_at,
        expires_at=key.expires_at,
    )
