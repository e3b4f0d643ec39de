"""Removes a campaign with everything: objects, rows, copies of its files, uploads."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, select

from campaigns.models import Campaign, CampaignState, ClipRecord, Import, Recipient
from foundation.clock import utc_now
from workers.campaign_copies import remove_copies
from workers.clip_description import ENDINGS, key_of
from workers.stored_copies import archive_key
from workers.stored_objects import delete_film, delete_page
from workers.stored_pictures import kept_pictures, remove_stored_pictures
from workers.uploads import remove_upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row

    from workers.workshop import Workshop

BATCH = 500
"""Rows whose objects are removed together."""

log = structlog.get_logger(__name__)


def remove_campaign(shop: Workshop, campaign_id: int) -> None:
    """Remove a campaign that is ``deleting``; may be killed and begun again.

    Pages go first, then films and clips, the rows last: as long as a row is there, its objects are
    found. Files that pages of other campaigns may share (``static/``) stay.
    """
    with shop.database.reading() as session:
        campaign = session.get(Campaign, campaign_id)
        if campaign is None or campaign.state != CampaignState.DELETING:
            return
        held = session.scalar(
            select(Recipient.id)
            .where(Recipient.campaign_id == campaign_id, Recipient.lease_until > utc_now())
            .limit(1)
        )
        if held is not None:
            return  # what is being made would be left over; it is asked for again
        uploads = session.scalars(
            select(Import.upload).where(
                Import.campaign_id == campaign_id, Import.upload.is_not(None)
            )
        ).all()
    for people in _recipients(shop, campaign_id):
        shop.check_stopping()
        for person in people:
            delete_page(shop.store, person.token)
            if person.film is not None:
                delete_film(shop.store, person.film)
    for clips in _clips(shop, campaign_id):
        shop.check_stopping()
        for clip in clips:
            for ending in ("json", *ENDINGS):
                shop.store.delete(key_of(clip.name, ending))
    shop.store.delete(archive_key(campaign))
    remove_stored_pictures(shop.store, campaign)
    # Before the rows: once they are gone a new campaign may have the name, and copies of its own.
    remove_copies(shop.settings.private, campaign.name)
    shutil.rmtree(kept_pictures(shop.settings.private, campaign.name), ignore_errors=True)
    with shop.database.writing() as session:
        # In this order: recipients point to imports.
        for table in (Recipient, ClipRecord, Import):
            session.execute(delete(table).where(table.campaign_id == campaign_id))
        session.execute(delete(Campaign).where(Campaign.id == campaign_id))
    for upload in uploads:
        remove_upload(shop.settings, upload or "", shop.store)
    log.info("campaign.removed", campaign=campaign_id)


def _recipients(shop: Workshop, campaign_id: int) -> Iterator[list[Row[int, str, str | None]]]:
    after = 0
    while True:
        with shop.database.reading() as session:
            rows = list(
                session.execute(
                    select(Recipient.id, Recipient.token, Recipient.film)
                    .where(Recipient.campaign_id == campaign_id, Recipient.id > after)
                    .order_by(Recipient.id)
                    .limit(BATCH)
                )
            )
        if not rows:
            return
        yield rows
        after = rows[-1].id


def _clips(shop: Workshop, campaign_id: int) -> Iterator[list[Row[int, str]]]:
    after = 0
    while True:
        with shop.database.reading() as session:
            rows = list(
                session.execute(
                    select(ClipRecord.id, ClipRecord.name)
                    .where(ClipRecord.campaign_id == campaign_id, ClipRecord.id > after)
                    .order_by(ClipRecord.id)
                    .limit(BATCH)
                )
            )
        if not rows:
            return
        yield rows
        after = rows[-1].id
