"""Claims: who works on what, for how long.

A claim is a lease: it holds until a moment and may be renewed; after that anybody may take the
work over. Each claim has an owner string of its own, and everything that is written at the end is
written ``WHERE lease_owner = …``: a worker that was thought dead and comes back changes nothing.
Every step is a single UPDATE, so two workers cannot both win it.
"""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from campaigns.models import (
    ClipRecord,
    ClipState,
    Import,
    ImportState,
    Recipient,
    RecipientStatus,
)
from foundation.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Update
    from sqlalchemy.orm import Session

_CLIPS = ClipRecord.__table__
_NEW_CLIPS = insert(ClipRecord).returning(_CLIPS.c.name, _CLIPS.c.id)
_DONE_CLIPS = (
    update(ClipRecord)
    .where(_CLIPS.c.id == bindparam("b_id"), _CLIPS.c.lease_owner == bindparam("b_owner"))
    .values(
        state=bindparam("state"),
        duration_ms=bindparam("duration_ms"),
        cues=bindparam("cues"),
        bytes=bindparam("bytes"),
        scene=bindparam("scene"),
        took_ms=bindparam("took_ms"),
        lease_owner=None,
        lease_until=None,
        error=None,
    )
)

POSTPONED = "postponed"
"""The owner of work that nobody does and nobody may begin before its moment."""

Held = type[Recipient] | type[ClipRecord] | type[Import]


@dataclass(frozen=True, slots=True)
class Claim:
    """A lease on one row: of which table, which one, by whom, until when (UTC)."""

    table: Held
    id: int
    owner: str
    until: datetime


class ClipAnswer(StrEnum):
    """Why a clip could not be claimed.

    ``done``: it is there. ``held``: somebody else renders it. ``failed``: it was tried as often
    as it may be.
    """

    DONE = "done"
    HELD = "held"
    FAILED = "failed"


ANSWERS = {
    ClipState.DONE: ClipAnswer.DONE,
    ClipState.FAILED: ClipAnswer.FAILED,
    ClipState.RENDERING: ClipAnswer.HELD,
}
"""What a clip's state means to somebody who could not claim it."""


def new_owner() -> str:
    """Return a name that no other claim has: host, process and 64 random bits."""
    return f"{_host()}:{os.getpid()}:{secrets.token_hex(8)}"


@cache
def _host() -> str:
    return socket.gethostname()[:64]


def claim_recipient(
    session: Session,
    recipient_id: int,
    *,
    seconds: float,
    now: datetime | None = None,
) -> Claim | None:
    """Claim a planned recipient that nobody holds; None when it is taken, done or gone.

    Counts one more attempt.
    """
    now = now or utc_now()
    claim = Claim(Recipient, recipient_id, new_owner(), now + timedelta(seconds=seconds))
    statement = (
        update(Recipient)
        .where(
            Recipient.id == recipient_id,
            Recipient.status == RecipientStatus.PLANNED,
            _free(Recipient, now),
        )
        .values(
            lease_owner=claim.owner,
            lease_until=claim.until,
            attempts=Recipient.attempts + 1,
        )
    )
    return claim if _changed(session, statement) else None


def claim_import(
    session: Session, import_id: int, *, seconds: float, now: datetime | None = None
) -> Claim | None:
    """Claim an import that waits or whose worker is gone; None when it is held, done or gone."""
    now = now or utc_now()
    claim = Claim(Import, import_id, new_owner(), now + timedelta(seconds=seconds))
    statement = (
        update(Import)
        .where(
            Import.id == import_id,
            Import.upload.is_not(None),
            Import.state.in_((ImportState.WAITING, ImportState.RUNNING)),
            _free(Import, now),
        )
        .values(
            state=ImportState.RUNNING,
            lease_owner=claim.owner,
            lease_until=claim.until,
            attempts=Import.attempts + 1,
            began_at=func.coalesce(Import.began_at, now),
        )
    )
    return claim if _changed(session, statement) else None


def claim_clip(
    session: Session,
    campaign_id: int,
    name: str,
    *,
    seconds: float,
    max_attempts: int,
    now: datetime | None = None,
) -> Claim | ClipAnswer:
    """Claim the rendering of a clip, noting it down if it is new; counts one more attempt.

    A clip whose last attempt ended without a word (its worker was killed) is free when the lease
    is over, and counts as failed when it has had ``max_attempts``.
    """
    now = now or utc_now()
    until = now + timedelta(seconds=seconds)
    owner = new_owner()
    known = (ClipRecord.campaign_id == campaign_id, ClipRecord.name == name)
    state = session.scalar(select(ClipRecord.state).where(*known))
    if state is None:
        noted = _note_down(session, campaign_id, {name: owner}, until)
        if noted:
            return Claim(ClipRecord, noted[name], owner, until)
    elif state != ClipState.RENDERING:
        return ANSWERS[state]
    taken = session.execute(
        update(ClipRecord)
        .where(
            *known,
            ClipRecord.state == ClipState.RENDERING,
            _free(ClipRecord, now),
            ClipRecord.attempts < max_attempts,
        )
        .values(lease_owner=owner, lease_until=until, attempts=ClipRecord.attempts + 1)
        .returning(ClipRecord.id)
        .execution_options(synchronize_session=False),
    ).scalar_one_or_none()
    if taken is not None:
        return Claim(ClipRecord, taken, owner, until)
    _changed(
        session,
        update(ClipRecord)
        .where(*known, ClipRecord.state == ClipState.RENDERING, _free(ClipRecord, now))
        .values(
            state=ClipState.FAILED,
            lease_owner=None,
            lease_until=None,
            error="Every attempt ended without a result.",
        ),
    )
    return ANSWERS[session.execute(select(ClipRecord.state).where(*known)).scalar_one()]


def claim_new_clips(
    session: Session,
    campaign_id: int,
    names: Sequence[str],
    *,
    seconds: float,
    now: datetime | None = None,
) -> dict[str, Claim]:
    """Note down and claim clips that nobody has noted down before, in one statement.

    Returns no claim at all when one of them has become known: then claim them one by one.
    """
    until = (now or utc_now()) + timedelta(seconds=seconds)
    owners = {name: new_owner() for name in names}
    ids = _note_down(session, campaign_id, owners, until)
    return {name: Claim(ClipRecord, ids[name], owners[name], until) for name in ids}


def _note_down(
    session: Session, campaign_id: int, owners: Mapping[str, str], until: datetime
) -> dict[str, int]:
    """Insert clips (name to owner) that are claimed at once; return their ids by name.

    Empty when somebody else was quicker with one of them.
    """
    rows = [
        {
            "campaign_id": campaign_id,
            "name": name,
            "state": ClipState.RENDERING,
            "lease_owner": owner,
            "lease_until": until,
            "attempts": 1,
        }
        for name, owner in owners.items()
    ]
    try:
        with session.begin_nested():
            # On the connection, because the session's own bulk insert does more than is needed.
            noted = session.connection().execute(_NEW_CLIPS, rows).all()
    except IntegrityError:
        return {}
    return {row.name: row.id for row in noted}


def renew(
    session: Session,
    claim: Claim,
    *,
    seconds: float,
    now: datetime | None = None,
) -> Claim | None:
    """Hold on for ``seconds`` from now; None when the claim was lost, then stop the work."""
    until = (now or utc_now()) + timedelta(seconds=seconds)
    if not _write(session, claim, lease_until=until):
        return None
    return Claim(claim.table, claim.id, claim.owner, until)


def release(session: Session, claim: Claim, *, count_attempt: bool = True) -> bool:
    """Give the work back undone, free for anybody at once; False when the claim was lost.

    With ``count_attempt`` false the attempt does not count, as when a worker is asked to stop.
    """
    values: dict[str, Any] = {"lease_owner": None, "lease_until": None}
    if not count_attempt:
        values["attempts"] = claim.table.attempts - 1
    return _write(session, claim, **values)


def postpone(
    session: Session, claim: Claim, *, seconds: float, now: datetime | None = None
) -> bool:
    """Give the work back undone, free for anybody in ``seconds``; False when the claim was lost.

    So nobody tries again at once what has just failed outside.
    """
    until = (now or utc_now()) + timedelta(seconds=seconds)
    return _write(session, claim, lease_owner=POSTPONED, lease_until=until)


def finish(session: Session, claim: Claim, **values: Any) -> bool:
    """Write the result of the work and end the claim; False when the claim was lost.

    ``values`` are columns of the claimed row: of a clip ``state``, ``duration_ms``, ``cues``,
    ``bytes``; of a recipient ``status``, ``plan``, ``film``, ``publication``, ``published_at``,
    ``pay_address``; of both ``error``.
    """
    return _write(session, claim, lease_owner=None, lease_until=None, **values)


def finish_clips(session: Session, results: Sequence[tuple[Claim, Mapping[str, Any]]]) -> None:
    """Write the results of clips that are done and end their claims; lost ones change nothing.

    Each result holds ``duration_ms``, ``cues``, ``bytes``, ``scene`` and ``took_ms``.
    """
    if results:
        session.connection().execute(
            _DONE_CLIPS,
            [
                {"b_id": claim.id, "b_owner": claim.owner, **values, "state": ClipState.DONE}
                for claim, values in results
            ],
        )


def _free(table: Held, now: datetime) -> ColumnElement[bool]:
    return or_(table.lease_owner.is_(None), table.lease_until <= now)


def _write(session: Session, claim: Claim, **values: Any) -> bool:
    table = claim.table
    return _changed(
        session,
        update(table)
        .where(table.id == claim.id, table.lease_owner == claim.owner)
        .values(**values),
    )


def _changed(session: Session, statement: Update) -> bool:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1
