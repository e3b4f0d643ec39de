"""Campaigns of the service: made from files that were sent, and brought to new versions of them."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from campaigns.example_parts import example_warnings, of_payee
from campaigns.models import Campaign, CampaignState, Recipient, RecipientStatus
from campaigns.queries import find_campaign, held_campaign
from campaigns.tokens import new_secret
from foundation.clock import utc_now
from foundation.errors import CampaignError, SollecitoError, StorageError
from foundation.faults import Fault
from scenes.loading import CAMPAIGN_FILE, STORYBOARD_FILE, load_campaign
from workers.campaign_copies import keep_copy, note_uploads, remove_copies
from workers.edition import make_edition, outdated
from workers.stored_copies import archive_key, store_copy
from workers.stored_pictures import fetch_pictures, kept_pictures, store_pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from foundation.database import Database
    from foundation.settings import Settings
    from scenes.campaign import Campaign as CampaignFiles
    from storage.objects import ObjectStore
    from workers.edition import Edition


log = structlog.get_logger(__name__)


class NameTakenError(SollecitoError):
    """Raised when there is a campaign of this name already."""


class CampaignGoneError(SollecitoError):
    """Raised when a campaign was removed meanwhile."""


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

    One that has the example's payee or issuer begins paused; one ``from_template`` also where it
    has anything else of the example, such as its addresses.
    Raises CampaignError for faulty files, NameTakenError, and what ``make_edition`` raises.
    """
    files = load_campaign(folder)
    row = Campaign(name=files.file.name, secret=new_secret(), managed=True)
    warnings = _take_over(settings, row, files)
    if any(from_template or of_payee(warning) for warning in warnings):
        row.state = CampaignState.PAUSED
    with database.reading() as session:
        if find_campaign(session, row.name) is not None:
            raise NameTakenError(f"There is a campaign '{row.name}' already.")
    try:
        with database.writing() as session:
            session.add(row)
            # From here on the name is ours, or another's: who loses has kept nothing.
            session.flush()
            # Read anew, because defaults are made by the database.
            session.refresh(row)
            _keep_first(settings, store, row, files)
    except IntegrityError:
        raise NameTakenError(f"There is a campaign '{row.name}' already.") from None
    return row


def bring_to(
    settings: Settings,
    database: Database,
    store: ObjectStore,
    campaign: Campaign,
    folder: Path,
    *,
    check: Callable[[Campaign], None] | None = None,
) -> NewVersion:
    """Give a campaign new files; what they change is published again, and nothing else is made.

    Recipients that had failed are tried again. ``check`` looks at the row while nobody else can
    change it, and raises where this is not to be done.
    Raises CampaignError, also when the files are of another campaign or need a field that
    recipients imported before do not have, CampaignGoneError, and what ``check`` raises.
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
    edition = make_edition(settings, changed, files, store, at_work=True)
    try:
        with database.writing() as session:
            row = _held(session, campaign.id)
            if check is not None:
                check(row)
            before = row.digest
            if before != files.digest:
                row.version += 1
            _take_over(settings, row, files)
            session.flush()
            _see_that_kept(settings, store, row, files, edition)
            edition = _keep_pictures(settings, store, row, files, edition)
            planned = plan_outdated(session, edition)
    except Exception:
        _remove_if_unused(database, store, campaign, files.digest)
        raise
    # Whoever has not fetched it yet begins again with the new files.
    _remove_if_unused(database, store, campaign, before)
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


def _take_over(settings: Settings, row: Campaign, files: CampaignFiles) -> list[Fault]:
    """Give a row what the files say, and return what they still have of an example."""
    row.digest = files.digest
    row.expires_on = files.file.expires_on
    row.public_base = settings.public_base or files.file.public_base
    row.pay_hosts = list(files.file.pay_link.hosts)
    found = example_warnings(files, settings.public_base)
    row.warnings = [asdict(fault) for fault in found] or None
    row.updated_at = utc_now()
    return found


def _held(session: Session, campaign_id: int) -> Campaign:
    row = held_campaign(session, campaign_id)
    if row is None:
        raise CampaignGoneError("The campaign was removed meanwhile.")
    return row


def _keep_first(
    settings: Settings, store: ObjectStore, row: Campaign, files: CampaignFiles
) -> None:
    """Keep the files of a new campaign, whose name nobody else can take until it is stored."""
    try:
        edition = make_edition(settings, row, files, store, at_work=True)
        _keep_pictures(settings, store, row, files, edition)
    except BaseException:
        remove_copies(settings.private, row.name)
        shutil.rmtree(kept_pictures(settings.private, row.name), ignore_errors=True)
        raise


def _see_that_kept(
    settings: Settings, store: ObjectStore, row: Campaign, files: CampaignFiles, edition: Edition
) -> None:
    """Keep files again that were removed between keeping them and holding the campaign's row.

    They are when they were the current ones, and another version replaced them meanwhile.
    """
    copy = edition.place.folder
    if not copy.is_dir():
        keep_copy(settings.private, files, at_work=True)
    if settings.database_url is not None:
        store_copy(store, row, copy)


def _remove_if_unused(
    database: Database, store: ObjectStore, campaign: Campaign, digest: str
) -> None:
    """Remove the archive of a state of the files, unless the campaign has it now.

    The row is held meanwhile: a version that brings these files back stores them after this.
    """
    try:
        with database.writing() as session:
            row = held_campaign(session, campaign.id)
            if row is None or row.digest != digest:
                store.delete(archive_key(campaign, digest))
    except (StorageError, SQLAlchemyError) as error:
        # It takes room and does no harm otherwise; what was asked for is done, or has its reason.
        log.warning("campaign.archive_left", campaign=campaign.id, kind=type(error).__name__)


def _keep_pictures(
    settings: Settings, store: ObjectStore, row: Campaign, files: CampaignFiles, edition: Edition
) -> Edition:
    """Keep recipients' own pictures beside the copy of the files; return the edition with them."""
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
