"""Campaigns of the service: made from files that were sent, and brought to new versions of them."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from campaigns.example_parts import example_warnings
from campaigns.models import Campaign, CampaignState, Recipient, RecipientStatus
from campaigns.queries import find_campaign
from campaigns.tokens import new_secret
from foundation.clock import utc_now
from foundation.errors import CampaignError, SollecitoError
from foundation.faults import Fault
from scenes.loading import CAMPAIGN_FILE, STORYBOARD_FILE, load_campaign
from workers.campaign_copies import note_uploads
from workers.edition import make_edition, outdated
from workers.stored_copies import archive_key
from workers.stored_pictures import fetch_pictures, kept_pictures, store_pictures

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from foundation.database import Database
    from foundation.settings import Settings
    from scenes.campaign import Campaign as CampaignFiles
    from storage.objects import ObjectStore
    from workers.edition import Edition


class NameTakenError(SollecitoError):
    """Raised when there is a campaign of this name already."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A campaign after its files changed, and how many recipients are to be published again."""

    campaign: Campaign
    planned: int


def open_campaign(
    settings: Settings,
    database: Database,
    store: ObjectStore,
    folder: Path,
    *,
    from_template: bool = False,
) -> Campaign:
    """Make a campaign from a folder of files and return its row.

    One ``from_template`` begins paused as long as it has the example's payee or addresses.
    Raises CampaignError for faulty files, NameTakenError, and what ``make_edition`` raises.
    """
    files = load_campaign(folder)
    row = Campaign(name=files.file.name, secret=new_secret(), managed=True)
    _take_over(settings, row, files)
    if from_template and row.warnings:
        row.state = CampaignState.PAUSED
    with database.reading() as session:
        if find_campaign(session, row.name) is not None:
            raise NameTakenError(f"There is a campaign '{row.name}' already.")
    _keep(settings, store, row, files)
    try:
        with database.writing() as session:
            session.add(row)
            session.flush()
            # Read anew, because defaults are made by the database.
            session.refresh(row)
    except IntegrityError:
        raise NameTakenError(f"There is a campaign '{row.name}' already.") from None
    return row


def bring_to(
    settings: Settings,
    database: Database,
    store: ObjectStore,
    campaign: Campaign,
    folder: Path,
) -> NewVersion:
    """Give a campaign new files; what they change is published again, and nothing else is made.

    Recipients that had failed are tried again. Raises CampaignError, also when the files are of
    another campaign or need a field that recipients imported before do not have.
    """
    files = load_campaign(folder)
    if files.file.name != campaign.name:
        message = f"These files are of the campaign '{files.file.name}', not of '{campaign.name}'."
        raise CampaignError([Fault(CAMPAIGN_FILE, None, "name", message)])
    with database.reading() as session:
        faults = _missing_fields(session, campaign.id, files)
    if faults:
        raise CampaignError(faults)
    changed = Campaign(id=campaign.id, name=campaign.name, secret=campaign.secret)
    _take_over(settings, changed, files)
    edition = _keep(settings, store, changed, files)
    with database.writing() as session:
        row = session.get_one(Campaign, campaign.id)
        before = row.digest
        if before != files.digest:
            row.version += 1
        _take_over(settings, row, files)
        session.flush()
        planned = plan_outdated(session, edition)
    if before != files.digest:
        # Whoever has not fetched it yet begins again with the new files.
        store.delete(archive_key(row, before))
    return NewVersion(row, planned)


def plan_outdated(session: Session, edition: Edition) -> int:
    """Plan again whoever was published by another edition, or failed; return how many.

    Workers that are making somebody with the files before lose their claims.
    """
    of_campaign = Recipient.campaign_id == edition.campaign_id
    result = session.execute(
        update(Recipient)
        .where(
            of_campaign,
            Recipient.status.in_((RecipientStatus.PUBLISHED, RecipientStatus.FAILED)),
            outdated(edition.digest),
        )
        .values(status=RecipientStatus.PLANNED, error=None, attempts=0)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Recipient)
        .where(
            of_campaign,
            Recipient.status == RecipientStatus.PLANNED,
            Recipient.lease_owner.is_not(None),
        )
        .values(lease_owner=None, lease_until=None, attempts=0)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount if isinstance(result, CursorResult) else 0


def set_state(session: Session, campaign: Campaign, state: CampaignState) -> None:
    """Change what happens with a campaign."""
    campaign.state = state
    campaign.updated_at = utc_now()
    session.flush()


def _take_over(settings: Settings, row: Campaign, files: CampaignFiles) -> None:
    row.digest = files.digest
    row.expires_on = files.file.expires_on
    row.public_base = settings.public_base or files.file.public_base
    row.pay_hosts = list(files.file.pay_link.hosts)
    found = example_warnings(files, settings.public_base)
    row.warnings = [asdict(fault) for fault in found] or None
    row.updated_at = utc_now()


def _keep(settings: Settings, store: ObjectStore, row: Campaign, files: CampaignFiles) -> Edition:
    """Keep a copy of the files, and recipients' own pictures beside it."""
    edition = make_edition(settings, row, files, store, at_work=True)
    pictures = files.uploads
    if pictures is None or not pictures.is_dir():
        return edition
    shared = settings.database_url is not None
    if shared:
        # People who are there go on needing theirs, which another machine may have been sent.
        fetch_pictures(store, row, settings.private)
    kept = kept_pictures(settings.private, row.name)
    shutil.copytree(pictures, kept, dirs_exist_ok=True)
    note_uploads(edition.place.folder, kept)
    if shared:
        store_pictures(store, row, kept)
    return replace(edition, place=replace(edition.place, uploads=kept.absolute()))


def _missing_fields(session: Session, campaign_id: int, files: CampaignFiles) -> list[Fault]:
    """Return a fault for each field that the values of recipients lack."""
    values = session.scalar(
        select(Recipient.values).where(Recipient.campaign_id == campaign_id).limit(1)
    )
    if values is None:
        return []
    return [
        Fault(
            STORYBOARD_FILE,
            None,
            f"fields.{name}",
            "The recipients that are there have no value for this new field.",
            "Make it optional, or import their data into a new campaign.",
        )
        for name, field in files.storyboard.fields.items()
        if not field.optional and name not in values
    ]
