"""``/v1/campaigns/{name}/imports``: rows that come in, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import structlog
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found, open_for_change
from api.v1.description import problems
from api.v1.detail_codes import coded, detail_code
from api.v1.etags import is_known, tag_of, tagged
from api.v1.moments import Moment
from api.v1.problems import (
    CONFLICT,
    DATA_REFUSED,
    INVALID_REQUEST,
    NOT_FOUND,
    UNSUPPORTED_MEDIA_TYPE,
    Problem,
)
from api.v1.streaming import body_to_file, media_type
from campaigns.api_keys import Scope
from campaigns.data_sources import MEDIA_TYPES
from campaigns.held_imports import proposal_of
from campaigns.models import Import, ImportMode, ImportState
from campaigns.queued_imports import imports_of, queue_import
from campaigns.reading import DataKind, kind_of
from campaigns.remembered_columns import as_remembered, remembered_columns
from foundation.clock import utc_now
from foundation.errors import DataError, StorageError
from workers.edition import kept_files
from workers.uploads import new_upload, remove_upload, scratch_folder, share_upload

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from sqlalchemy.orm import Session

    from api.place import Place

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/campaigns/{name}/imports", tags=["imports"])

MOST_BYTES = 2 << 30
"""Largest file of rows, in bytes."""

ImportId = Annotated[int, Path(description="The import's id.", ge=1, le=2**31 - 1)]


class ImportOut(BaseModel):
    """An import: rows that were sent, and what became of them."""

    id: int
    campaign: str
    file: str = Field(description="The name under which it was sent.")
    format: str = Field(
        description="What the file is: csv, xlsx, jsonl (also an array) or parquet."
    )
    state: ImportState = Field(
        description="held: it waits for the mapping of its columns, or was checked and can be"
        " started; waiting; running; done;"
        " refused: it had faults and was to be all or nothing; failed: it could not be read as a"
        " table (of these two nothing is kept); cancelled: what it had stored by then stays."
    )
    mode: ImportMode
    dry_run: bool = Field(
        description="Whether it only looks and stores nothing, as while a held import is checked."
    )
    columns: dict[str, str | None] | None = Field(
        description="Which column it takes for which field; null where the campaign says it."
    )
    rows: int | None = Field(description="Rows that it has, once that is known.")
    read: int = Field(description="Rows that were looked at.")
    accepted: int = Field(description="Of these new people.")
    updated: int = Field(description="Of these people who were there, with other values.")
    unchanged: int = Field(description="Of these people who were there, with the same values.")
    rejected: int = Field(description="Of these rows that cannot be used.")
    rate: float | None = Field(description="Rows a second, null before it has begun.")
    error: str | None = Field(description="Why it failed.")
    error_code: str | None = Field(
        description="The same as a word for programs, whose meaning never changes; null where there"
        " is none.",
        examples=["table-empty"],
    )
    error_parameters: dict[str, str] = Field(description="What the code's sentence names.")
    error_line: int | None = Field(description="Where it failed, from 1.")
    created_at: Moment
    checked_at: Moment | None = Field(
        description="When a held import was checked: its counts and faults are of that check."
    )
    finished_at: Moment | None


class ImportsOut(BaseModel):
    """A page of imports."""

    imports: list[ImportOut]
    next: int | None = Field(description="Send it as `before` for the next page; null at the end.")


_ROWS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {"type": "string"},
                "example": "id;Nome;amount\nA-1;Anna;187,50\n",
            },
            "application/json": {
                "schema": {"type": "array", "items": {"type": "object"}},
                "example": [{"id": "A-1", "first_name": "Anna", "amount": 187.5}],
            },
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": '{"id": "A-1", "first_name": "Anna", "amount": 187.5}\n',
            },
            **{
                each.name: {"schema": {"type": "string", "format": "binary"}}
                for each in MEDIA_TYPES[3:]
            },
        },
    }
}


@router.post(
    "",
    status_code=202,
    summary="Send rows",
    dependencies=[needs(Scope.UPLOAD)],
    responses=problems(NOT_FOUND, CONFLICT, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, DATA_REFUSED),
    openapi_extra=_ROWS,
)
async def send_rows(
    request: Request,
    response: Response,
    name: Name,
    mode: Annotated[
        ImportMode,
        Query(
            description="best_effort: good rows are taken, bad ones told. all_or_nothing: rows are"
            " taken only when none is bad."
        ),
    ] = ImportMode.BEST_EFFORT,
    dry_run: Annotated[bool, Query(description="Only look, and store nothing.")] = False,
    hold: Annotated[
        bool,
        Query(
            description="Keep the file and read no row until the import is started: its `columns`"
            " show what the file has and which column seems to be which field."
        ),
    ] = False,
    file: Annotated[
        str, Query(description="A name to know it by.", min_length=1, max_length=200)
    ] = "rows",
) -> ImportOut:
    """Send rows: CSV as offices export it, XLSX, Parquet, JSON Lines or a JSON array, up to 2 GiB.

    The content decides how they are read. They are kept as they come and read by a worker; this
    answer comes as soon as all are here. The same id again brings a person up to date and keeps the
    link. JSON names columns or fields; its numbers are best sent as numbers. With `hold` a file
    that is no table is refused at once.
    """
    by_type = {each.name: each.file for each in MEDIA_TYPES}
    kept_as = by_type[media_type(request, tuple(by_type))]
    place = place_of(request)
    with place.database.reading() as session:
        open_for_change(session, name)
    upload, folder = new_upload(place.settings)
    try:
        path = folder / kept_as
        await body_to_file(request, path, MOST_BYTES)
        answer = await run_in_threadpool(
            _queue, place, name, upload, path, mode, dry_run=dry_run, hold=hold, file=file
        )
    except BaseException:
        remove_upload(place.settings, upload)
        raise
    try:
        await run_in_threadpool(share_upload, place.settings, place.store, upload)
    except (StorageError, OSError) as error:
        # This machine does the import then; or a worker of it has done so already.
        log.warning("upload.not_shared", import_id=answer.id, kind=type(error).__name__)
    response.headers["Location"] = f"/v1/campaigns/{name}/imports/{answer.id}"
    return answer


def _kind(path: FilePath) -> str:
    try:
        return kind_of(path).value
    except DataError:
        return DataKind.XLSX.value  # an old or encrypted one; the worker tells


def _proposal(place: Place, name: str, path: FilePath) -> dict[str, Any]:
    with place.database.reading() as session:
        campaign = open_for_change(session, name)
    files = kept_files(place.settings, campaign, place.store)
    with scratch_folder(place.settings) as scratch:
        proposal = proposal_of(path, files, scratch)
        with place.database.reading() as session:
            chosen = remembered_columns(session, campaign.id, proposal["columns"])
        if chosen is None:
            return proposal
        return as_remembered(proposal_of(path, files, scratch, chosen), chosen)


def _queue(
    place: Place,
    name: str,
    upload: str,
    path: FilePath,
    mode: ImportMode,
    *,
    dry_run: bool,
    hold: bool,
    file: str,
) -> ImportOut:
    proposal = _proposal(place, name, path) if hold else None
    with place.database.writing() as session:
        campaign = open_for_change(session, name)
        queued = queue_import(
            session,
            campaign.id,
            file=file,
            upload=upload,
            format_name=_kind(path),
            mode=mode,
            dry_run=dry_run,
            proposal=proposal,
        )
        return import_shown(queued, name)


@router.get(
    "", summary="List imports", dependencies=[needs(Scope.READ)], responses=problems(NOT_FOUND)
)
def list_imports(
    request: Request,
    name: Name,
    before: Annotated[
        int | None, Query(description="Imports before this one only.", ge=1, le=2**31 - 1)
    ] = None,
    limit: Annotated[int, Query(description="At most so many.", ge=1, le=500)] = 100,
) -> ImportsOut:
    """Return a campaign's imports, the latest first."""
    with place_of(request).database.reading() as session:
        page, more = imports_of(session, found(session, name).id, before=before, limit=limit)
        return ImportsOut(
            imports=[import_shown(each, name) for each in page],
            next=page[-1].id if more else None,
        )


@router.get(
    "/{import_id}",
    summary="See an import",
    response_model=ImportOut,
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND) | {304: {"description": "It is what If-None-Match names."}},
)
def see_import(
    request: Request, response: Response, name: Name, import_id: ImportId
) -> ImportOut | Response:
    """Return an import: how far it is, and its counts of rows.

    Its ETag changes with its state and with each batch of rows.
    """
    with place_of(request).database.reading() as session:
        row = find_import(session, name, import_id)
        tag = tag_of(
            row.id, row.state, row.rows, row.read, row.checked, row.finished_at, row.columns
        )
        if is_known(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        tagged(response, tag)
        return import_shown(row, name)


def find_import(session: Session, name: str, import_id: int) -> Import:
    """Return a campaign's import; the problem that there is none otherwise."""
    campaign = found(session, name)
    row = session.get(Import, import_id)
    if row is None or row.campaign_id != campaign.id:
        raise Problem(NOT_FOUND, "The campaign has no import of this id.")
    return row


def import_shown(row: Import, campaign: str) -> ImportOut:
    """Return an import as answers have it."""
    rate = None
    if row.began_at is not None:
        seconds = ((row.finished_at or utc_now()) - row.began_at).total_seconds()
        rate = round(row.read / seconds, 1) if seconds > 0 else None
    held = row.state == ImportState.HELD
    why = coded(detail_code(row.error or ""))
    return ImportOut(
        id=row.id,
        campaign=campaign,
        file=row.file,
        format=row.format,
        state=row.state,
        mode=row.mode,
        dry_run=row.dry_run or (row.proposal is not None and not held),
        columns=row.columns,
        rows=row.rows,
        read=row.read,
        accepted=row.accepted,
        updated=row.updated,
        unchanged=row.unchanged,
        rejected=row.rejected,
        rate=rate,
        error=row.error,
        error_code=why["code"],
        error_parameters=why["parameters"],
        error_line=row.error_line,
        created_at=row.started_at,
        checked_at=row.finished_at if held else None,
        finished_at=None if held else row.finished_at,
    )
