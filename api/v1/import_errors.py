"""``/v1/campaigns/{name}/imports/{import_id}/errors``: what is wrong, field by field, or as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name  # noqa: TC001 - FastAPI reads it at run time
from api.v1.csv_answers import ForExcel, csv_lines, download
from api.v1.description import problems
from api.v1.imports import ImportId, find_import
from api.v1.list_queries import AfterNumber  # noqa: TC001 - FastAPI reads it at run time
from api.v1.problems import NOT_FOUND
from api.v1.reasons import ReasonOut, reason_shown
from campaigns.api_keys import Scope
from campaigns.error_columns import ERROR_COLUMNS, own_columns
from campaigns.queries import rejected_rows
from campaigns.queued_imports import page_of_rejected
from foundation.spreadsheets import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.place import Place

router = APIRouter(prefix="/campaigns/{name}/imports/{import_id}", tags=["imports"])


class RejectionOut(ReasonOut):
    """One field of one row that cannot be used."""

    line: int = Field(description="The line that the row begins on; of an array its number.")
    field: str = Field(description="The column; empty where the row as a whole is meant.")


class RejectionsOut(BaseModel):
    """A page of what was rejected."""

    errors: list[RejectionOut]
    next: int | None = Field(description="Send it as `after` for the next page; null at the end.")


@router.get(
    "/errors",
    summary="See what an import rejected",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def see_errors(
    request: Request,
    name: Name,
    import_id: ImportId,
    after: AfterNumber = 0,
    limit: Annotated[int, Query(description="At most so many.", ge=1, le=1000)] = 100,
) -> RejectionsOut:
    """Return each field that cannot be used: its line, its column, why. A page at a time."""
    with place_of(request).database.reading() as session:
        page, more = page_of_rejected(
            session, find_import(session, name, import_id).id, after=after, limit=limit
        )
        return RejectionsOut(
            errors=[
                RejectionOut(line=row.line, field=row.field, **reason_shown(row.reason))
                for row in page
            ],
            next=page[-1].id if more else None,
        )


@router.get(
    "/errors.csv",
    summary="Get what an import rejected, as CSV",
    dependencies=[needs(Scope.READ)],
    response_class=StreamingResponse,
    responses={
        **problems(NOT_FOUND),
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
    },
)
def get_errors(
    request: Request,
    name: Name,
    import_id: ImportId,
    excel: ForExcel = False,
) -> Response:
    """Return line, field and reason of each fault, then the row as it stood.

    Cells are made harmless for spreadsheets. The answer holds personal data.
    """
    place = place_of(request)
    with place.database.reading() as session:
        header = find_import(session, name, import_id).header
    rows = _rows(place, import_id, header)
    return download(csv_lines(rows, excel=excel), "text/csv", f"errors-{import_id}.csv")


def _rows(place: Place, import_id: int, header: list[str]) -> Iterator[Iterable[object]]:
    own = own_columns(header)
    # A file that was corrected once tells what is wrong now, not what was.
    left_out = len(header) - len(own)
    yield [*ERROR_COLUMNS, *map(harmless, own)]
    with place.database.reading() as session:
        for row in rejected_rows(session, import_id):
            cells = map(harmless, row.raw[left_out:])
            yield [row.line, harmless(row.field), harmless(row.reason), *cells]
