"""Imports of the service, done by a worker: from the upload on the disk into the tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from campaigns.claims import claim_import, finish, release
from campaigns.data_sources import open_source
from campaigns.models import Campaign as CampaignRow
from campaigns.models import Import, ImportState
from campaigns.queued_imports import ClaimLostError, QueuedImport
from foundation.clock import utc_now
from foundation.errors import SollecitoError, StorageError
from foundation.refusals import worded
from renderer.fonts import missing_glyphs
from workers.edition import kept_files
from workers.outages import LOOK_S, outage
from workers.owed_claims import OwedClaims
from workers.uploads import fetch_upload, is_shared, remove_upload, upload_folder

if TYPE_CHECKING:
    from campaigns.claims import Claim
    from workers.workshop import Workshop

log = structlog.get_logger(__name__)


def do_import(shop: Workshop, campaign_id: int, import_id: int) -> None:
    """Do an import, unless another worker is at it or it is done; the upload is removed then.

    The upload of a held import that was only checked stays.

    On many machines the file is fetched from the store; one that is not there yet is left to the
    machine that it came to.
    Raises CampaignError when the campaign's files are gone, StorageError when the upload is.
    """
    if shop.settings.database_url is not None and not _can_be_had(shop, import_id):
        return
    with shop.database.writing() as session:
        claim = claim_import(session, import_id, seconds=shop.settings.lease_seconds)
        if claim is None:
            return
        row = session.get_one(Import, import_id)
        campaign_row = session.get_one(CampaignRow, campaign_id)
    upload = row.upload or ""
    if row.attempts > shop.settings.attempts:
        told = f"Set aside: {shop.settings.attempts} attempts ended without a result."
        _fail(shop, claim, told, upload)
        return
    try:
        with shop.leases.kept(claim):
            done = _work(shop, claim, row, campaign_row)
    except ClaimLostError:
        if not _cancelled(shop, import_id, upload):
            log.warning("import.claim_lost", import_id=import_id)
        return
    except (StorageError, OSError):
        with shop.database.writing() as session:
            release(session, claim, count_attempt=outage(shop) is None)
        raise
    except SollecitoError as error:
        if row.attempts >= shop.settings.attempts:
            _fail(shop, claim, f"After {row.attempts} attempts: {error}", upload)
        else:
            with shop.database.writing() as session:
                release(session, claim)
        raise
    except SQLAlchemyError:
        _give_back_when_possible(shop, claim)
        raise
    if done:
        _remove_if_read(shop, import_id, upload)
        log.info("import.done", import_id=import_id)
    else:  # asked to stop, maybe because nothing was left to do but what was cancelled
        _cancelled(shop, import_id, upload)


def _fail(shop: Workshop, claim: Claim, why: str, upload: str) -> None:
    """End an import for good, which then says why, and remove its upload."""
    with shop.database.writing() as session:
        ended = finish(
            session,
            claim,
            state=ImportState.FAILED,
            error=why,
            finished_at=utc_now(),
            upload=None,
            proposal=None,
        )
    if ended:
        remove_upload(shop.settings, upload, shop.store)


def _give_back_when_possible(shop: Workshop, claim: Claim) -> None:
    """Give an import back that the database broke off, once it answers; it goes on by its rows.

    Until then nothing else is done here. After the lease the import is free by itself.
    """
    owed = OwedClaims()
    owed.add([claim])
    while utc_now() < claim.until and not shop.stopping.wait(LOOK_S):
        try:
            owed.give_back(shop.database)
        except SQLAlchemyError as error:
            log.info("import.not_given_back", import_id=claim.id, reason=worded(error))
        else:
            return


def _can_be_had(shop: Workshop, import_id: int) -> bool:
    with shop.database.reading() as session:
        upload = session.scalar(select(Import.upload).where(Import.id == import_id))
    if upload is None:
        return False
    return upload_folder(shop.settings, upload).is_dir() or is_shared(shop.store, upload)


def _remove_if_read(shop: Workshop, import_id: int, upload: str) -> None:
    """Remove an upload, unless its import was only checked and is held again."""
    with shop.database.reading() as session:
        kept = session.scalar(select(Import.upload).where(Import.id == import_id))
    if kept is None:
        remove_upload(shop.settings, upload, shop.store)


def _cancelled(shop: Workshop, import_id: int, upload: str) -> bool:
    """Return whether an import was cancelled, and remove its upload if so."""
    with shop.database.reading() as session:
        state = session.scalar(select(Import.state).where(Import.id == import_id))
    if state != ImportState.CANCELLED:
        return False
    remove_upload(shop.settings, upload, shop.store)
    log.info("import.cancelled", import_id=import_id)
    return True


def _work(shop: Workshop, claim: Claim, row: Import, campaign_row: CampaignRow) -> bool:
    campaign = kept_files(shop.settings, campaign_row, shop.store)
    path = fetch_upload(shop.settings, shop.store, row.upload or "")
    work = QueuedImport(
        shop.database,
        claim,
        batch=shop.settings.import_batch,
        lease_seconds=shop.settings.lease_seconds,
        stopping=shop.stopping,
    )
    return work.run(
        partial(open_source, path, campaign, lambda text: missing_glyphs([text]), row.columns)
    )
