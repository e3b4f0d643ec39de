"""The mapping of a campaign's last file, proposed again for the next with the same columns.

Offices export the same list month after month; what a person decided once is not asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from campaigns.data_sources import ID
from campaigns.error_columns import own_columns
from campaigns.models import Import, ImportState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

LOOKED_AT = 50
"""Imports among which the last one with the same columns is looked for."""


def remembered_columns(
    session: Session, campaign_id: int, header: Sequence[str]
) -> Mapping[str, str | None] | None:
    """Return the mapping of the last import whose file had these columns, in whatever order.

    What took no row was not the right mapping, or was only checked.

    A file of rejected rows that comes back corrected has the columns of the file that it is from.
    None where there was no such import, or where it went by what the campaign says.
    """
    rows = session.execute(
        select(Import.header, Import.columns)
        .where(
            Import.campaign_id == campaign_id,
            Import.state.in_((ImportState.RUNNING, ImportState.DONE)),
            Import.dry_run.is_(False),
            Import.accepted + Import.updated + Import.unchanged > 0,
        )
        .order_by(Import.id.desc())
        .limit(LOOKED_AT)
    )
    wanted = sorted(own_columns(header))
    return next(
        (columns for known, columns in rows if known and sorted(own_columns(known)) == wanted), None
    )


def as_remembered(proposal: dict[str, Any], chosen: Mapping[str, str | None]) -> dict[str, Any]:
    """Return a proposal that was made with these columns, saying that they are remembered.

    ``proposal`` is that of ``held_imports.proposal_of``. Fields that ``chosen`` does not name, such
    as new ones, keep what is proposed for them.
    """
    identity = _again(proposal["id"], ID, chosen)
    fields = [_again(each, each["field"], chosen) for each in proposal["fields"]]
    used = {identity["column"], *(each["column"] for each in fields)}
    missing = [each["field"] for each in fields if each["required"] and each["column"] is None]
    return {
        **proposal,
        "id": identity,
        "fields": fields,
        "unused": [column for column in proposal["columns"] if column not in used],
        "missing": [*([ID] if identity["column"] is None else []), *missing],
    }


def _again(proposed: dict[str, Any], name: str, chosen: Mapping[str, str | None]) -> dict[str, Any]:
    if name not in chosen:
        return proposed
    nothing = {"column": None, "confidence": 0.0, "readable": 0.0}
    # A field that was to have no column may have been found one again.
    column = {} if chosen[name] is not None or name == ID else nothing
    return {**proposed, **column, "given": False, "remembered": True}
