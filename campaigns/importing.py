"""Brings the rows of a data file into the database, batch by batch.

A file that cannot be a table stores nothing. A bad row is noted with every field that is wrong and
never stops the others. The same id in a later import brings that recipient up to date and keeps
the token; the same id twice in one file is refused the second time.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from campaigns.bulk_rows import Known, insert_recipients, known_recipients, note_seen
from campaigns.models import (
    Campaign,
    Import,
    ImportState,
    Recipient,
    RecipientStatus,
    RejectedRow,
)
from campaigns.reading import kept, open_table
from campaigns.reading_ahead import depth_for, read_ahead
from campaigns.row_checking import GoodRow, MissingGlyphs, Rejection, RowChecker
from foundation.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from campaigns.reading import DataRow, DataTable
    from foundation.database import Database
    from scenes.campaign import Campaign as CampaignFolder

CheckedRow = tuple["DataRow", "GoodRow | list[Rejection]"]
"""A row, and its values or all that is wrong with it."""

BATCH = 2000
"""Rows stored in one transaction unless told otherwise."""


@dataclass(slots=True)
class ImportReport:
    """Counts of rows; ``rows`` are to be read, ``read`` were read so far."""

    import_id: int
    rows: int
    read: int = 0
    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0


def import_rows(
    database: Database,
    campaign_id: int,
    campaign: CampaignFolder,
    data: Path,
    *,
    batch: int = BATCH,
    limit: int | None = None,
    missing_glyphs: MissingGlyphs | None = None,
    progress: Callable[[ImportReport], None] | None = None,
) -> ImportReport:
    """Import a data file into a campaign that is in the database.

    Args:
        database: where to.
        campaign_id: of the row made by ``queries.ensure_campaign``.
        campaign: the loaded campaign folder, for fields, locale and data format.
        data: the CSV file.
        batch: rows in one transaction.
        limit: only so many rows from the beginning of the file.
        missing_glyphs: finds what the renderer cannot draw.
        progress: told the counts after each batch.

    Raises DataError when the file cannot be a table; nothing is stored then.
    """
    checker = RowChecker(
        campaign.storyboard.fields, campaign.file.data, campaign.file.locale, missing_glyphs
    )
    table = open_table(data, required=checker.required, known=checker.known)
    checker.use_header(table.header)
    rows = itertools.islice(table.rows(), limit)
    count = table.row_count if limit is None else min(limit, table.row_count)
    report = _begin(database, campaign_id, table, count)
    checked_rows = checked_batches(rows, checker, batch)
    with read_ahead(checked_rows, depth=depth_for(database)) as batches:
        for checked in batches:
            with database.writing() as session:
                store_batch(session, campaign_id, report, checked)
            if progress:
                progress(report)
    with database.writing() as session:
        session.execute(
            update(Import)
            .where(Import.id == report.import_id)
            .values(state=ImportState.DONE, finished_at=utc_now()),
        )
    return report


def checked_batches(
    rows: Iterator[DataRow], checker: RowChecker, size: int
) -> Iterator[list[CheckedRow]]:
    """Yield rows with what they were found to be, so many at a time."""
    while some := list(itertools.islice(rows, size)):
        yield [(row, checker.check(row)) for row in some]


def _begin(database: Database, campaign_id: int, table: DataTable, rows: int) -> ImportReport:
    with database.writing() as session:
        started = Import(
            campaign_id=campaign_id,
            file=table.path.name,
            header=list(table.header),
            state=ImportState.RUNNING,
        )
        session.add(started)
        session.flush()
        return ImportReport(started.id, rows)


def store_batch(
    session: Session,
    campaign_id: int,
    report: ImportReport,
    checked: Sequence[CheckedRow],
) -> None:
    """Store a batch and its counts, together."""
    # One import of a campaign at a time decides what is new; SQLite has one writer anyway.
    session.execute(select(Campaign.id).where(Campaign.id == campaign_id).with_for_update())
    good = [outcome for _, outcome in checked if isinstance(outcome, GoodRow)]
    known = known_recipients(session, campaign_id, (row.external_id for row in good))
    new: dict[str, GoodRow] = {}
    changed: list[dict[str, Any]] = []
    same: dict[int, int] = {}
    touched: dict[str, int] = {}
    rejected: list[tuple[DataRow, list[Rejection]]] = []
    for row, outcome in checked:
        if not isinstance(outcome, GoodRow):
            rejected.append((row, outcome))
            continue
        before = known.get(outcome.external_id)
        first = touched.get(outcome.external_id)
        if first is None and before is not None and before.import_id == report.import_id:
            first = before.line
        if first is not None:
            rejected.append((row, [repeated(outcome.line, first)]))
            continue
        touched[outcome.external_id] = outcome.line
        if before is None:
            new[outcome.external_id] = outcome
        elif before.digest == outcome.digest:
            same[before.id] = outcome.line
        else:
            changed.append(_change(before, outcome))
    insert_recipients(session, campaign_id, report.import_id, list(new.values()))
    note_seen(session, report.import_id, same)
    _update_changed(session, report.import_id, changed)
    note_rejected(session, report.import_id, rejected)
    report.read += len(checked)
    report.accepted += len(new)
    report.updated += len(changed)
    report.unchanged += len(same)
    report.rejected += len(rejected)
    session.execute(
        update(Import)
        .where(Import.id == report.import_id)
        .values(
            last_line=checked[-1][0].line,
            read=report.read,
            accepted=report.accepted,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=report.rejected,
        )
        .execution_options(synchronize_session=False),
    )


def repeated(line: int, first: int) -> Rejection:
    """Return what is wrong with a row whose id stands in an earlier line."""
    return Rejection(line, "", f"the id of this row stands in line {first} already")


def _change(before: Known, row: GoodRow) -> dict[str, Any]:
    # Who was withdrawn stays so: a new file does not know why.
    withdrawn = before.status == RecipientStatus.WITHDRAWN
    return {
        "b_id": before.id,
        "b_line": row.line,
        "b_values": row.values,
        "b_digest": row.digest,
        "b_status": RecipientStatus.WITHDRAWN if withdrawn else RecipientStatus.PLANNED,
    }


def _update_changed(session: Session, import_id: int, changed: list[dict[str, Any]]) -> None:
    if not changed:
        return
    recipients = Recipient.__table__
    # On the connection, because the session's own bulk update knows other rules. Without its lease
    # a worker that still has the old values cannot publish them.
    session.connection().execute(
        update(Recipient)
        .where(recipients.c.id == bindparam("b_id"))
        .values(
            import_id=import_id,
            row_number=bindparam("b_line"),
            values=bindparam("b_values", type_=recipients.c["values"].type),
            values_digest=bindparam("b_digest"),
            status=bindparam("b_status", type_=recipients.c.status.type),
            error=None,
            lease_owner=None,
            lease_until=None,
            attempts=0,
        ),
        changed,
    )


def note_rejected(
    session: Session, import_id: int, rejected: Sequence[tuple[DataRow, list[Rejection]]]
) -> None:
    """Write down what is wrong with rows."""
    entries = [
        {
            "import_id": import_id,
            "line": entry.line,
            "field": entry.column,
            "reason": entry.reason,
            "raw": kept(row.cells),
        }
        for row, entries in rejected
        for entry in entries
    ]
    if entries:
        session.execute(insert(RejectedRow), entries)
