"""A whole run: a campaign folder and a data file become publications in a folder."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from campaigns.importing import import_rows
from campaigns.migrate import upgrade
from campaigns.models import Recipient, RecipientStatus
from campaigns.queries import ensure_campaign, left_behind
from renderer.fonts import missing_glyphs
from scenes.loading import load_campaign
from workers.crew import hire
from workers.edition import make_edition
from workers.hand_over import PLAIN, excel_style, write_recipients, write_rejected
from workers.out_folder import check_alone, check_place, locked
from workers.planning import counts, release_all, reopen
from workers.shared_files import store_shared
from workers.standing import plan_lost_again
from workers.stored_pictures import store_pictures
from workers.sweeping import work_through
from workers.workshop import open_workshop

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from foundation.settings import Settings
    from workers.edition import Edition
    from workers.sweeping import Progress
    from workers.workshop import Workshop

REASONS = 20
"""How many failed recipients a report names."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A recipient that could not be published: the id of its row, and why."""

    external_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did.

    ``rows`` of the data file were read, ``rejected`` of them could not be used. ``published`` rows
    stand in the store now; of these ``unchanged`` stood there before and cost nothing. ``failed``
    could not be made (``failures`` names the first ones), ``unfinished`` were left because the run
    was asked to stop. ``clips_adopted`` had been stored by a run that was killed before it could
    note them. ``not_in_data`` are the ids of earlier data that the data of this run has not (empty
    when only the first rows were read): they are not handed over, but their links still open.
    ``withdrawn`` rows are of people who were taken back, and were left out. ``seconds`` is the time
    of the whole run.
    """

    campaign: str
    out: Path
    rows: int
    rejected: int
    published: int
    unchanged: int
    failed: int
    unfinished: int
    clips_rendered: int
    clips_adopted: int
    films_joined: int
    seconds: float
    recipients_file: Path
    rejected_file: Path
    failures: tuple[Failure, ...]
    not_in_data: tuple[str, ...]
    withdrawn: int = 0

    @property
    def nothing_done(self) -> bool:
        """Whether everything stood there already."""
        return self.published == self.unchanged and not self.failed and not self.unfinished


def run_campaign(
    folder: Path,
    settings: Settings,
    *,
    data: Path | None = None,
    limit: int | None = None,
    jobs: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stopping: threading.Event | None = None,
    excel: bool = False,
) -> RunReport:
    """Render and publish a campaign into ``settings.out`` and return what was done.

    What stands already is not made again; what a killed run began is finished.

    Args:
        folder: the campaign folder.
        settings: ``out``, database, store and the rest.
        data: the data file; left out, the one that the campaign file names.
        limit: only so many rows from the beginning of the file.
        jobs: rendering processes, the settings' by default.
        on_progress: told how far the work is, some times a second.
        stopping: set it to end the run early; what is at hand is finished or given back.
        excel: write the hand-over files as Excel opens them where the campaign's locale is used.

    Raises CampaignError for a campaign with faults, DataError for a data file that is no table,
    OutFolderBusyError when another run is at work there, SettingsError, StorageError.
    """
    started = time.monotonic()
    campaign = load_campaign(folder)
    check_place(settings, folder)
    check_alone(settings, campaign.file.name)
    threads = jobs or settings.processes
    with ExitStack() as stack:
        stack.enter_context(locked(settings))
        # A run has messages of its own; other machines find its rows in the database.
        mine = settings.model_copy(update={"broker_url": "memory://"})
        shop = stack.enter_context(open_workshop(mine, jobs=threads, stopping=stopping))
        upgrade(shop.database.engine)
        with shop.database.writing() as session:
            row = ensure_campaign(
                session,
                campaign.file.name,
                digest=campaign.digest,
                expires_on=campaign.file.expires_on,
                public_base=settings.public_base or campaign.file.public_base,
                pay_hosts=campaign.file.pay_link.hosts,
            )
        edition = make_edition(settings, row, campaign, shop.store)
        pictures = campaign.uploads
        if settings.database_url is not None and pictures is not None and pictures.is_dir():
            store_pictures(shop.store, row, pictures)
        imported = import_rows(
            shop.database,
            row.id,
            campaign,
            data or campaign.folder / campaign.file.data.file,
            batch=settings.import_batch,
            limit=limit,
            missing_glyphs=lambda text: missing_glyphs([text]),
        )
        unchanged = _prepare(shop, edition, imported.import_id)
        store_shared(shop, edition)
        if unchanged < imported.read - imported.rejected:
            # The crew ends before the counts are taken: what it finishes last counts too.
            with hire(shop, threads=threads) as crew:
                work_through(
                    shop,
                    crew,
                    edition,
                    imported.import_id,
                    threads=threads,
                    on_progress=on_progress,
                )
            shop.check_trouble()
        style = excel_style(campaign.file.locale) if excel else PLAIN
        recipients_file = write_recipients(
            shop.database, row.id, imported.import_id, edition.public_base, settings.out, style
        )
        rejected_file = write_rejected(
            shop.database, imported.import_id, campaign.file.data.columns, settings.out, style
        )
        with shop.database.reading() as session:
            found = counts(session, row.id, imported.import_id)
            gone = left_behind(session, row.id, imported.import_id) if limit is None else ()
        return RunReport(
            campaign=campaign.file.name,
            out=settings.out,
            rows=imported.read,
            rejected=imported.rejected,
            published=found[RecipientStatus.PUBLISHED],
            unchanged=unchanged,
            failed=found[RecipientStatus.FAILED],
            unfinished=found[RecipientStatus.PLANNED],
            clips_rendered=shop.tally["clips rendered"],
            clips_adopted=shop.tally["clips adopted"],
            films_joined=shop.tally["films joined"],
            seconds=time.monotonic() - started,
            recipients_file=recipients_file,
            rejected_file=rejected_file,
            failures=_failures(shop, imported.import_id),
            not_in_data=tuple(gone),
            withdrawn=found[RecipientStatus.WITHDRAWN],
        )


def _prepare(shop: Workshop, edition: Edition, import_id: int) -> int:
    """Plan what is to be done; return how many rows stand published already."""
    with shop.database.writing() as session:
        if shop.settings.database_url is None:
            # The folder's lock is held, so nobody else works with the database in it.
            release_all(session)
        reopen(session, edition, import_id)
    plan_lost_again(shop, edition.campaign_id, import_id)
    with shop.database.reading() as session:
        return counts(session, edition.campaign_id, import_id)[RecipientStatus.PUBLISHED]


def _failures(shop: Workshop, import_id: int) -> tuple[Failure, ...]:
    with shop.database.reading() as session:
        rows = session.execute(
            select(Recipient.external_id, Recipient.error)
            .where(Recipient.import_id == import_id, Recipient.status == RecipientStatus.FAILED)
            .order_by(Recipient.row_number)
            .limit(REASONS)
        )
        return tuple(Failure(external_id, error or "") for external_id, error in rows)
