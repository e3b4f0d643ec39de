"""Imports that are held until somebody says which column is which, and imports given up.

What a held import shows is found when its file comes and kept with it, because another machine may
be asked for it. It holds some people's data and goes as soon as the import is held no more.
A held import may be checked before it is started: it runs as a dry run that keeps what it shows,
and is held again at its end, so that its file travels once.
"""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, and_, case, delete, func, not_, or_, select, update

from campaigns.data_rows import kept
from campaigns.data_sources import ID, forms_of, with_columns
from campaigns.mapping import propose_mapping
from campaigns.models import Import, ImportMode, ImportState, RejectedRow
from campaigns.queued_imports import NO_COUNTS
from campaigns.reading import DataKind, kind_of
from foundation.clock import utc_now
from foundation.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import ColumnElement, Update
    from sqlalchemy.orm import Session

    from campaigns.mapping import ColumnMapping
    from scenes.campaign import Campaign

HEAD = 4 << 20
"""Bytes of a CSV file that are looked at: its header and more rows than are needed."""

SHOWN_CHARACTERS = 100
"""Characters of a cell that a proposal shows."""


def proposal_of(
    path: Path,
    campaign: Campaign,
    scratch: Path,
    columns: Mapping[str, str | None] | None = None,
) -> dict[str, Any]:
    """Return what a held import shows of its file, as JSON holds it.

    ``columns`` are all names of the header, ``rows`` some first rows, ``id``, ``fields``,
    ``unused`` and ``missing`` as ``mapping.ColumnMapping`` has them. ``scratch`` is a folder for
    the beginning of a long file. ``columns`` are taken as what the campaign says of its data
    (``data_sources.with_columns``). Raises DataError when the file cannot be a table.
    """
    found = _mapping(path, campaign, scratch, columns)
    identity = dataclasses.asdict(found.id)
    return {
        "columns": list(found.header),
        "rows": [[_shown(cell) for cell in kept(cells)] for cells in found.first],
        "id": {name: identity[name] for name in ("column", "confidence", "readable", "given")},
        "fields": [dataclasses.asdict(field) for field in found.fields],
        "unused": list(found.unused),
        "missing": list(found.missing),
    }


def _shown(cell: str) -> str:
    return cell if len(cell) <= SHOWN_CHARACTERS else cell[:SHOWN_CHARACTERS] + "…"


def _mapping(
    path: Path, campaign: Campaign, scratch: Path, columns: Mapping[str, str | None] | None
) -> ColumnMapping:
    data = with_columns(campaign.file.data, columns)
    wanted = (campaign.storyboard.fields, data, campaign.file.locale)
    if path.stat().st_size > HEAD and kind_of(path) == DataKind.CSV:
        with path.open("rb") as file:
            head = file.read(HEAD)
        part = scratch / path.name
        # Whole lines, so that its last row is no half one.
        part.write_bytes(head[: head.rfind(b"\n") + 1] or head)
        try:
            return propose_mapping(part, *wanted)
        except DataError:
            pass  # it may end within quotation marks, or between two bytes: the whole file decides
        finally:
            part.unlink()
    return propose_mapping(path, *wanted)


def mapping_faults(
    held: Import, campaign: Campaign, columns: Mapping[str, str | None] | None
) -> dict[str, str]:
    """Return what is wrong with the mapping of a held import, by field; ``id`` for the id.

    ``columns`` are as in ``data_sources.with_columns``.
    """
    header = set((held.proposal or {}).get("columns", ()))
    fields = campaign.storyboard.fields
    faults = {}
    for field, column in (columns or {}).items():
        if field not in fields and field != ID:
            faults[field] = "The campaign has no such field."
        elif column is not None and column not in header:
            faults[field] = "The file has no such column."
    missing: list[list[str]] = []
    for form in forms_of(campaign.file.data, columns, json=held.format == DataKind.JSON_LINES):
        without = {ID: form.id} | {
            name: form.columns.get(name, name)
            for name, field in fields.items()
            if not field.optional
        }
        missing.append([name for name, column in without.items() if column not in header])
    least = min(missing, key=len)
    return {**dict.fromkeys(least, "Every row needs it: say which column it is."), **faults}


def start(
    session: Session,
    import_id: int,
    columns: Mapping[str, str | None] | None,
    *,
    check: bool = False,
) -> bool:
    """Let a held import be done, with this mapping; False when it is not held (any more).

    With ``check`` all its rows are only looked at, and it is held again (``queued_imports``). What
    an earlier check found is forgotten.
    """
    started: dict[str, Any] = {} if check else {"proposal": None}
    changed = _changed(
        session,
        update(Import)
        .where(Import.id == import_id, Import.state == ImportState.HELD)
        .values(
            state=ImportState.WAITING,
            columns=None if columns is None else dict(columns),
            rows=None,
            began_at=None,
            finished_at=None,
            attempts=0,
            **NO_COUNTS,
            **started,
        ),
    )
    if changed:
        session.execute(delete(RejectedRow).where(RejectedRow.import_id == import_id))
    return changed


def cancel(session: Session, import_id: int) -> bool:
    """Give an import up; False when it is at its end, or all its rows are good and being stored.

    A worker that is at it loses its claim and stores nothing from then on: of an import that was to
    be all or nothing that is nothing at all. What a best effort has stored by then stays.
    """
    return _end(
        session,
        Import.id == import_id,
        Import.state.in_((ImportState.HELD, ImportState.WAITING, ImportState.RUNNING)),
        not_(and_(Import.mode == ImportMode.ALL_OR_NOTHING, Import.checked, not_(Import.dry_run))),
    )


def drop_held(session: Session, hours: int) -> int:
    """Give up imports that were held for so many hours and not started; return how many.

    The hours begin anew with the end of a check.
    """
    old = session.scalars(
        select(Import.id).where(
            Import.state == ImportState.HELD,
            func.coalesce(Import.finished_at, Import.started_at)
            < utc_now() - timedelta(hours=hours),
        )
    ).all()
    told = f"Nobody started it within {hours} hours."
    return sum(
        _end(session, Import.id == each, Import.state == ImportState.HELD, error=told)
        for each in old
    )


def uploads_needed(session: Session, uploads: Sequence[str]) -> set[str]:
    """Return those of the uploads that an import has still to read."""
    found = session.scalars(select(Import.upload).where(Import.upload.in_(uploads)))
    return {upload for upload in found if upload is not None}


def _end(session: Session, *conditions: ColumnElement[bool], **values: Any) -> bool:
    whole = Import.mode == ImportMode.ALL_OR_NOTHING
    # What was looked at only, or taken back as a whole, is no count of people; a dry run says so.
    unstored = and_(or_(whole, Import.proposal.is_not(None)), not_(Import.dry_run))
    counts = {
        name: case((unstored, 0), else_=getattr(Import, name))
        for name in ("accepted", "updated", "unchanged")
    }
    return _changed(
        session,
        update(Import)
        .where(*conditions)
        .values(
            state=ImportState.CANCELLED,
            finished_at=utc_now(),
            upload=None,
            proposal=None,
            lease_owner=None,
            lease_until=None,
            **counts,
            **values,
        ),
    )


def _changed(session: Session, statement: Update) -> bool:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1
