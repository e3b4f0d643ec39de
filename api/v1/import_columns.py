"""``/v1/campaigns/{name}/imports/{import_id}``: which column is which field, started, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, open_for_change
from api.v1.description import problems
from api.v1.imports import ImportId, ImportOut, find_import, import_shown
from api.v1.nul import Body
from api.v1.problems import CONFLICT, NOT_FOUND, Problem, invalid
from campaigns.api_keys import Scope
from campaigns.held_imports import cancel, mapping_faults, start
from campaigns.models import Import, ImportState
from workers.edition import kept_files
from workers.uploads import remove_upload

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

router = APIRouter(prefix="/campaigns/{name}/imports/{import_id}", tags=["imports"])

NO_LONGER_HELD = "The import is not held."


class IdColumnOut(BaseModel):
    """The column that tells rows apart."""

    column: str | None = Field(description="Its name in the file; null where none was found.")
    confidence: float = Field(description="How sure that is, from 0 to 1.")
    readable: float = Field(description="Share of the rows looked at in which it is filled.")
    given: bool = Field(description="Whether the campaign says so.")
    remembered: bool = Field(
        default=False, description="Whether it is that of the last file with the same columns."
    )


class FieldColumnOut(BaseModel):
    """The column that a field is taken from."""

    field: str = Field(examples=["amount"])
    label: str | None = Field(
        default=None, description="What people call it, where the storyboard says it."
    )
    type: str = Field(description="The field's type.", examples=["money"])
    required: bool = Field(description="Whether every row must bring it.")
    column: str | None = Field(
        description="Its name in the file; null where none was found.", examples=["Importo"]
    )
    confidence: float = Field(description="How sure that is, from 0 to 1.")
    readable: float = Field(
        description="Share of its cells, of those that are filled, that the field reads."
    )
    given: bool = Field(description="Whether the campaign says so.")
    remembered: bool = Field(
        default=False,
        description="Whether it was chosen for the last file with the same columns; null as the"
        " column then means that the field had none.",
    )


class ColumnsOut(BaseModel):
    """What a held file has, and which column seems to be which field."""

    columns: list[str] = Field(description="All columns of the file, in order.")
    rows: list[list[str]] = Field(description="Its first rows, long cells cut short.")
    id: IdColumnOut
    fields: list[FieldColumnOut] = Field(description="In the storyboard's order.")
    unused: list[str] = Field(description="Columns that no field takes.")
    missing: list[str] = Field(
        description="What every row must bring and no column was found for; `id` for the id."
    )


class StartIn(Body):
    """How a held import is to be read."""

    columns: Annotated[
        dict[str, str | None] | None,
        Field(
            description="The column of each field, and as `id` the one that tells rows apart. What"
            " is left out is taken as the campaign says; null: the field has no column.",
            examples=[{"id": "Pratica", "amount": "Importo"}],
        ),
    ] = None
    dry_run: Annotated[
        bool,
        Field(
            description="Only look at all rows: at the end the import is held again, with the"
            " counts and the faults of that check, and can be started without sending the file"
            " again."
        ),
    ] = False


@router.get(
    "/columns",
    summary="See the columns of a held import",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND, CONFLICT),
)
def see_columns(
    request: Request, response: Response, name: Name, import_id: ImportId
) -> ColumnsOut:
    """Return the file's columns, some rows, and the proposed mapping to the campaign's fields.

    It is as the campaign was when the file came. The answer holds personal data.
    """
    response.headers["Cache-Control"] = "no-store"
    with place_of(request).database.reading() as session:
        held = _held(session, name, import_id)
        return ColumnsOut.model_validate(held.proposal)


@router.post(
    "/start",
    status_code=202,
    summary="Start a held import",
    dependencies=[needs(Scope.UPLOAD)],
    responses=problems(NOT_FOUND, CONFLICT),
)
def start_import(
    request: Request, name: Name, import_id: ImportId, wanted: StartIn | None = None
) -> ImportOut:
    """Let a held import be read by a worker, with this mapping of columns to fields.

    The mapping holds for this import alone. Without one the campaign's own is used. With `dry_run`
    nothing is stored: the import is held again when all its rows were looked at.
    """
    place = place_of(request)
    columns = None if wanted is None else wanted.columns
    check = wanted is not None and wanted.dry_run
    with place.database.reading() as session:
        campaign = open_for_change(session, name)
        held = _held(session, name, import_id)
    files = kept_files(place.settings, campaign, place.store)
    faults = mapping_faults(held, files, columns)
    if faults:
        raise invalid(
            [
                {"in": "body", "field": f"columns.{field}", "message": message}
                for field, message in faults.items()
            ]
        )
    with place.database.writing() as session:
        open_for_change(session, name)
        if not start(session, import_id, columns, check=check):
            raise Problem(CONFLICT, NO_LONGER_HELD)
        return import_shown(session.get_one(Import, import_id, populate_existing=True), name)


@router.post(
    "/cancel",
    summary="Cancel an import",
    dependencies=[needs(Scope.UPLOAD)],
    responses=problems(NOT_FOUND, CONFLICT),
)
def cancel_import(request: Request, name: Name, import_id: ImportId) -> ImportOut:
    """Give up an import that is not at its end; a second time changes nothing.

    One at work ends with the batch at hand. Of one that is to be all or nothing nothing is kept;
    once all its rows were found good and are being stored, it cannot be cancelled. What a best
    effort has taken by then stays, as its counts tell.
    """
    place = place_of(request)
    with place.database.writing() as session:
        row = find_import(session, name, import_id)
        upload, running = row.upload, row.state == ImportState.RUNNING
        if row.state != ImportState.CANCELLED and not cancel(session, import_id):
            session.refresh(row)
            raise Problem(
                CONFLICT,
                "All its rows are good and are being stored."
                if row.state == ImportState.RUNNING
                else f"The import is {row.state}.",
            )
        answer = import_shown(session.get_one(Import, import_id, populate_existing=True), name)
    if upload is not None and not running:  # else the worker that reads it removes it
        remove_upload(place.settings, upload, place.store)
    return answer


def _held(session: Session, name: str, import_id: int) -> Import:
    row = find_import(session, name, import_id)
    if row.state != ImportState.HELD:
        raise Problem(CONFLICT, NO_LONGER_HELD)
    return row
