"""``/v1/keys``: who may use the service."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from api.place import place_of
from api.v1.authentication import needs
from api.v1.description import problems
from api.v1.moments import Moment
from api.v1.nul import Body
from api.v1.problems import NOT_FOUND, Problem, invalid_field
from campaigns.api_keys import LONGEST_LABEL, ApiKey, Scope, all_keys, create_key, revoke_key
from foundation.clock import utc_now

router = APIRouter(prefix="/keys", tags=["keys"], dependencies=[needs(Scope.ADMIN)])


class KeyIn(Body):
    """A key to be made."""

    label: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_LABEL),
        Field(description="Who has it.", examples=["Ufficio tributi"]),
    ]
    scopes: Annotated[
        list[Scope],
        Field(
            min_length=1,
            max_length=100,
            description="What it may be used for.",
            examples=[["read"]],
        ),
    ]
    expires_at: Annotated[
        AwareDatetime | None,
        Field(description="When it ends; left out, never.", examples=["2027-12-31T23:59:59Z"]),
    ] = None


class KeyOut(BaseModel):
    """A key as it may be seen."""

    id: Annotated[str, Field(description="The part of the key that may be seen.")]
    label: str
    scopes: list[Scope]
    created_at: Moment
    expires_at: Moment | None
    last_used_at: Annotated[Moment | None, Field(description="Exact to five minutes.")]
    revoked_at: Moment | None


class NewKeyOut(KeyOut):
    """A key that was just made."""

    secret: Annotated[
        str, Field(description="The whole key. It is shown this once and kept nowhere.")
    ]


class KeysOut(BaseModel):
    """All keys."""

    keys: list[KeyOut]


@router.get("", summary="List all keys")
def list_keys(request: Request) -> KeysOut:
    """Return all keys, also revoked and expired ones, the oldest first."""
    with place_of(request).database.reading() as session:
        return KeysOut(keys=[_shown(key) for key in all_keys(session)])


@router.post("", status_code=201, summary="Make a key")
def make_key(request: Request, response: Response, wanted: KeyIn) -> NewKeyOut:
    """Make a key. Its secret is in this answer and nowhere else."""
    if wanted.expires_at is not None and wanted.expires_at <= utc_now():
        raise invalid_field("expires_at", "It lies in the past.")
    with place_of(request).database.writing() as session:
        made = create_key(session, wanted.label, set(wanted.scopes), expires_at=wanted.expires_at)
        response.headers["Location"] = f"/v1/keys/{made.key.public_id}"
        response.headers["Cache-Control"] = "no-store"
        return NewKeyOut(**_shown(made.key).model_dump(), secret=made.secret)


@router.delete("/{id}", summary="Revoke a key", responses=problems(NOT_FOUND))
def revoke(
    request: Request,
    key_id: Annotated[str, Path(alias="id", description="The key's id.", max_length=64)],
) -> KeyOut:
    """End a key for good. A second time changes nothing."""
    with place_of(request).database.writing() as session:
        key = revoke_key(session, key_id)
        if key is None:
            raise Problem(NOT_FOUND, "There is no key of this id.")
        return _shown(key)


def _shown(key: ApiKey) -> KeyOut:
    return KeyOut(
        id=key.public_id,
        label=key.label,
        scopes=[Scope(scope) for scope in key.scopes],
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
    )
