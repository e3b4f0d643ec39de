"""What an import rejected, row by row: a page at a time, and counted by column."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from campaigns.models import RejectedRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

MOST_COLUMNS = 200


def page_of_rejected_rows(
    session: Session, import_id: int, *, after: int, limit: int, column: str | None = None
) -> tuple[Sequence[Sequence[RejectedRow]], bool]:
    """Return rows after a line, each with all its faults, and whether there are more.

    With ``column`` only those that have a fault in it; the other faults of these come along.
    """
    of_import = RejectedRow.import_id == import_id
    lines = select(RejectedRow.line).where(of_import, RejectedRow.line > after).distinct()
    if column is not None:
        lines = lines.where(RejectedRow.field == column)
    wanted = session.scalars(lines.order_by(RejectedRow.line).limit(limit + 1)).all()
    shown = wanted[:limit]
    faults = session.scalars(
        select(RejectedRow)
        .where(of_import, RejectedRow.line.in_(shown))
        .order_by(RejectedRow.line, RejectedRow.id)
    )
    return [list(row) for _, row in groupby(faults, attrgetter("line"))], len(wanted) > limit


def columns_at_fault(session: Session, import_id: int) -> Sequence[tuple[str, int]]:
    """Return the columns in which something is wrong and how often, the most usual first."""
    rows = session.execute(
        select(RejectedRow.field, func.count())
        .where(RejectedRow.import_id == import_id)
        .group_by(RejectedRow.field)
        .order_by(func.count().desc(), RejectedRow.field)
        .limit(MOST_COLUMNS)
    )
    return [(field, number) for field, number in rows]
