"""``/v1/campaigns/{name}/imports/{import_id}/rejected``: rows as they stood, with their faults."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name  # noqa: TC001 - FastAPI reads it at run time
from api.v1.description import problems
from api.v1.imports import ImportId, find_import
from api.v1.list_queries import AfterNumber  # noqa: TC001 - FastAPI reads it at run time
from api.v1.problems import NOT_FOUND
from api.v1.reasons import ReasonOut, reason_shown
from campaigns.api_keys import Scope
from campaigns.rejected_pages import columns_at_fault, page_of_rejected_rows

router = APIRouter(prefix="/campaigns/{name}/imports/{import_id}", tags=["imports"])

LONGEST_CELL = 200
"""Characters of a cell that are shown."""


class CellFaultOut(ReasonOut):
    """What is wrong in one cell of a row."""

    column: str = Field(description="The column; empty where the row as a whole is meant.")


class RejectedRowOut(BaseModel):
    """A row that cannot be used."""

    line: int = Field(description="The line that it begins on; of an array its number.")
    cells: list[str] = Field(description="Its cells as they stood, long ones cut short.")
    faults: list[CellFaultOut]


class ColumnFaultsOut(BaseModel):
    """How much is wrong in one column."""

    column: str = Field(description="The column; empty where rows as a whole are meant.")
    faults: int


class RejectedRowsOut(BaseModel):
    """A page of rows that cannot be used."""

    header: list[str] = Field(description="The file's columns, in order.")
    columns: list[ColumnFaultsOut] = Field(
        description="Columns in which something is wrong, the most usual first."
    )
    rows: list[RejectedRowOut]
    next: int | None = Field(description="Send it as `after` for the next page; null at the end.")


@router.get(
    "/rejected",
    summary="See the rows that an import rejected",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def see_rejected(
    request: Request,
    response: Response,
    name: Name,
    import_id: ImportId,
    column: Annotated[
        str | None, Query(description="With a fault in this column only.", max_length=500)
    ] = None,
    after: AfterNumber = 0,
    limit: Annotated[int, Query(description="At most so many rows.", ge=1, le=500)] = 50,
) -> RejectedRowsOut:
    """Return rejected rows with their cells, to show each fault where it is.

    The answer holds personal data.
    """
    response.headers["Cache-Control"] = "no-store"
    with place_of(request).database.reading() as session:
        row = find_import(session, name, import_id)
        page, more = page_of_rejected_rows(session, row.id, after=after, limit=limit, column=column)
        return RejectedRowsOut(
            header=row.header,
            columns=[
                ColumnFaultsOut(column=name, faults=number)
                for name, number in columns_at_fault(session, row.id)
            ],
            rows=[
                RejectedRowOut(
                    line=faults[0].line,
                    cells=[_cut(cell) for cell in faults[0].raw],
                    faults=[
                        CellFaultOut(column=fault.field, **reason_shown(fault.reason))
                        for fault in faults
                    ],
                )
                for faults in page
            ],
            next=page[-1][-1].line if more else None,
        )


def _cut(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…"
