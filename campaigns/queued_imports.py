"""Imports of the service: they wait, are done by a worker, and go on after its end.

Each batch is stored together with the counts and the line it came to, under the worker's claim: so
an import that was cut off goes on with the next row, and a worker that lost its claim stores
nothing. One that still has its proposal is only checked, and held again with its counts and faults
(``held_imports.start``).
"""

from __future__ import annotations

import hashlib
import itertools
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from campaigns.bulk_rows import known_recipients
from campaigns.claims import Claim, finish, release, renew
from campaigns.importing import (
    CheckedRow,
    ImportReport,
    checked_batches,
    note_rejected,
    repeated,
    store_batch,
)
from campaigns.models import Import, ImportMode, ImportState, RejectedRow
from campaigns.reading_ahead import depth_for, read_ahead
from campaigns.row_checking import GoodRow
from foundation.clock import utc_now
from foundation.errors import DataError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy.orm import Session

    from campaigns.data_rows import DataRow, DataTable
    from campaigns.row_checking import Rejection, RowChecker
    from foundation.database import Database

NO_COUNTS = {"read": 0, "accepted": 0, "updated": 0, "unchanged": 0, "rejected": 0, "last_line": 0}


class ClaimLostError(Exception):
    """Raised when an import was taken over by another worker; nothing more is stored."""


def queue_import(
    session: Session,
    campaign_id: int,
    *,
    file: str,
    upload: str,
    format_name: str,
    mode: ImportMode,
    dry_run: bool,
    proposal: dict[str, Any] | None = None,
) -> Import:
    """Note down an import that is to be done, and return it.

    With a ``proposal`` (``held_imports.proposal_of``) it is held until somebody starts it.
    """
    queued = Import(
        campaign_id=campaign_id,
        file=file,
        header=[],
        state=ImportState.WAITING if proposal is None else ImportState.HELD,
        proposal=proposal,
        upload=upload,
        format=format_name,
        mode=mode,
        dry_run=dry_run,
    )
    session.add(queued)
    session.flush()
    return queued


def waiting_imports(session: Session) -> Sequence[Import]:
    """Return imports of the service that are not at their end, the oldest first."""
    return session.scalars(
        select(Import)
        .where(
            Import.state.in_((ImportState.WAITING, ImportState.RUNNING)),
            Import.upload.is_not(None),
        )
        .order_by(Import.id)
    ).all()


class QueuedImport:
    """One import at work.

    Args:
        database: where to.
        claim: on the import.
        batch: rows in one transaction.
        lease_seconds: how long the claim holds after each batch.
        stopping: set when the work is to end; the import then goes on later.
        progress: told after each batch that rows were stored.
    """

    def __init__(
        self,
        database: Database,
        claim: Claim,
        *,
        batch: int,
        lease_seconds: float,
        stopping: threading.Event,
        progress: Callable[[], None] | None = None,
    ) -> None:
        self._database = database
        self._claim = claim
        self._batch = batch
        self._lease_seconds = lease_seconds
        self._stopping = stopping
        self._progress = progress
        with database.reading() as session:
            self._row = session.get_one(Import, claim.id)

    def run(self, open_rows: Callable[[], tuple[DataTable, RowChecker]]) -> bool:
        """Do the import to its end; False when it was stopped before and is to go on.

        The end of a check is that the import is held again (``is_check``).

        Args:
            open_rows: opens the file; a DataError of it ends the import as failed.

        Raises ClaimLostError.
        """
        try:
            source, checker = open_rows()
            self._begin(source)
            if self._only_looks or (self._first_look and not self._row.checked):
                done = self._look_at_all(source, checker)
                if done is not None:
                    return done
            return self._store_all(source, checker)
        except DataError as error:
            self._fail(error)
            return True

    @property
    def is_check(self) -> bool:
        """Whether it is held again at its end, and its upload is still needed."""
        return self._row.proposal is not None

    @property
    def _only_looks(self) -> bool:
        return self._row.dry_run or self.is_check

    @property
    def _first_look(self) -> bool:
        return self._row.mode == ImportMode.ALL_OR_NOTHING

    def _begin(self, source: DataTable) -> None:
        with self._database.writing() as session:
            self._hold(session)
            session.execute(
                update(Import)
                .where(Import.id == self._claim.id)
                .values(header=list(source.header), rows=source.row_count)
            )

    def _hold(self, session: Session) -> None:
        """Renew the claim as the first statement of a transaction; ClaimLostError when lost."""
        renewed = renew(session, self._claim, seconds=self._lease_seconds)
        if renewed is None:
            raise ClaimLostError
        self._claim = renewed

    def _batches(
        self, source: DataTable, checker: RowChecker, after: int
    ) -> AbstractContextManager[Iterator[list[CheckedRow]]]:
        # By number, not by line: several objects of a JSON array may stand in one line.
        rows = itertools.islice(source.rows(), after, None)
        batches = checked_batches(rows, checker, self._batch)
        return read_ahead(batches, depth=depth_for(self._database))

    def _look_at_all(self, source: DataTable, checker: RowChecker) -> bool | None:
        """Check all rows without storing any; None when they are to be stored now.

        Ids are remembered by 8 bytes of their digest, so that a million need little memory.
        """
        report = ImportReport(self._claim.id, source.row_count)
        with self._database.writing() as session:
            self._hold(session)
            session.execute(delete(RejectedRow).where(RejectedRow.import_id == self._claim.id))
            self._write(session, **NO_COUNTS)
        seen: dict[int, int] = {}
        with self._batches(source, checker, 0) as batches:
            for checked in batches:
                if self._stopping.is_set():
                    return self._give_back()
                with self._database.writing() as session:
                    self._hold(session)
                    self._look(session, report, checked, seen)
        if self.is_check:
            return self._hold_again()
        if self._row.dry_run:
            return self._end(ImportState.DONE)
        if report.rejected:
            return self._end(ImportState.REFUSED, accepted=0, updated=0, unchanged=0)
        with self._database.writing() as session:
            self._hold(session)
            self._write(session, checked=True, **NO_COUNTS)
        return None

    def _look(
        self,
        session: Session,
        report: ImportReport,
        checked: Sequence[CheckedRow],
        seen: dict[int, int],
    ) -> None:
        good = [outcome for _, outcome in checked if isinstance(outcome, GoodRow)]
        known = known_recipients(session, self._row.campaign_id, (row.external_id for row in good))
        rejected: list[tuple[DataRow, list[Rejection]]] = []
        for row, outcome in checked:
            if not isinstance(outcome, GoodRow):
                rejected.append((row, outcome))
                continue
            digest = hashlib.blake2b(outcome.external_id.encode(), digest_size=8).digest()
            first = seen.get(int.from_bytes(digest))
            seen.setdefault(int.from_bytes(digest), outcome.line)
            before = known.get(outcome.external_id)
            if first is not None:
                rejected.append((row, [repeated(outcome.line, first)]))
            elif before is None:
                report.accepted += 1
            elif before.digest == outcome.digest:
                report.unchanged += 1
            else:
                report.updated += 1
        note_rejected(session, self._claim.id, rejected)
        report.read += len(checked)
        report.rejected += len(rejected)
        self._write(
            session,
            read=report.read,
            accepted=report.accepted,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=report.rejected,
        )

    def _store_all(self, source: DataTable, checker: RowChecker) -> bool:
        with self._database.reading() as session:
            row = session.get_one(Import, self._claim.id)
        report = ImportReport(
            row.id,
            source.row_count,
            read=row.read,
            accepted=row.accepted,
            updated=row.updated,
            unchanged=row.unchanged,
            rejected=row.rejected,
        )
        with self._batches(source, checker, row.read) as batches:
            for checked in batches:
                if self._stopping.is_set():
                    return self._give_back()
                with self._database.writing() as session:
                    self._hold(session)
                    store_batch(session, row.campaign_id, report, checked)
                if self._progress:
                    self._progress()
        return self._end(ImportState.DONE)

    def _write(self, session: Session, **values: Any) -> None:
        session.execute(
            update(Import)
            .where(Import.id == self._claim.id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    def _end(self, state: ImportState, **values: Any) -> bool:
        with self._database.writing() as session:
            if not finish(
                session,
                self._claim,
                state=state,
                finished_at=utc_now(),
                upload=None,
                proposal=None,
                **values,
            ):
                raise ClaimLostError
        return True

    def _hold_again(self) -> bool:
        with self._database.writing() as session:
            if not finish(session, self._claim, state=ImportState.HELD, finished_at=utc_now()):
                raise ClaimLostError
        return True

    def _fail(self, error: DataError) -> None:
        # Its rows, if some were stored before a quotation mark that is never closed, stay.
        self._end(ImportState.FAILED, error=str(error), error_line=error.line)

    def _give_back(self) -> bool:
        with self._database.writing() as session:
            release(session, self._claim, count_attempt=False)
        return False


def imports_of(
    session: Session, campaign_id: int, *, before: int | None, limit: int
) -> tuple[Sequence[Import], bool]:
    """Return a campaign's imports before one, the latest first, and whether there are more."""
    wanted = select(Import).where(Import.campaign_id == campaign_id)
    if before is not None:
        wanted = wanted.where(Import.id < before)
    rows = session.scalars(wanted.order_by(Import.id.desc()).limit(limit + 1)).all()
    return rows[:limit], len(rows) > limit


def page_of_rejected(
    session: Session, import_id: int, *, after: int, limit: int
) -> tuple[Sequence[RejectedRow], bool]:
    """Return what an import rejected, in order, after an entry, and whether there is more."""
    rows = session.scalars(
        select(RejectedRow)
        .where(RejectedRow.import_id == import_id, RejectedRow.id > after)
        .order_by(RejectedRow.id)
        .limit(limit + 1)
    ).all()
    return rows[:limit], len(rows) > limit
