"""An edition: a campaign as it is being published, and the digest that tells it from others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, or_

import microsite
from campaigns.links import printed_link
from campaigns.models import Recipient
from foundation.errors import CampaignError
from foundation.faults import Fault
from microsite.shared import shared_files
from renderer.naming import RENDERER_VERSION, RIGHT_TO_LEFT_VERSION
from scenes.image_field import ImageField
from scenes.loading import load_campaign
from workers.campaign_copies import copy_of, keep_copy, note_uploads, uploads_of
from workers.files_elsewhere import origin_elsewhere
from workers.rendering_requests import CampaignPlace
from workers.stored_copies import fetch_copy, store_copy
from workers.stored_pictures import fetch_pictures, kept_pictures

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from campaigns.models import Campaign as CampaignRow
    from foundation.settings import Settings
    from scenes.campaign import Campaign
    from storage.objects import ObjectStore

PART = 32
"""Hex digits of each half of a publication's digest (128 bits)."""


@cache
def page_version() -> str:
    """Return a digest of the program's part that builds pages, so that they follow its changes."""
    folder = Path(microsite.__file__).parent
    whole = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            body = hashlib.sha256(file.read_bytes()).hexdigest()
            whole.update(f"{file.relative_to(folder)} {body}\n".encode())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Edition:
    """A campaign as it is being published.

    ``place`` is where its files are, ``public_base`` the address before each token, ``digest``
    (32 hex digits) covers everything that all its publications have in common, ``shared`` are the
    files below ``static/``, name to bytes. ``files_origin`` is where else clips, films and posters
    may come from, empty for nowhere.
    """

    campaign_id: int
    place: CampaignPlace
    public_base: str
    digest: str
    shared: dict[str, bytes]
    files_origin: str = ""


def make_edition(
    settings: Settings,
    row: CampaignRow,
    campaign: Campaign,
    store: ObjectStore | None = None,
    *,
    at_work: bool = False,
) -> Edition:
    """Return the edition of a loaded campaign, after keeping a copy of its files.

    ``at_work``: somebody may be at work with the copy before, so it stays.

    With a database of many machines the copy is put into ``store`` too, for their workers.
    Raises RenderError when the pages' shared files cannot be made, SettingsError when the public
    base is no address to put tokens behind, OSError when a file cannot be read or written.
    """
    printed_link(row.public_base, "")
    copy = keep_copy(settings.private, campaign, at_work=at_work)
    if store is not None and settings.database_url is not None:
        store_copy(store, row, copy)
    return _edition(settings, row, campaign, copy)


def kept_edition(settings: Settings, row: CampaignRow, store: ObjectStore | None = None) -> Edition:
    """Return the edition that a campaign's row tells of, from the copy that was kept.

    Raises as ``kept_files``, and RenderError when the pages' shared files cannot be made.
    """
    campaign = kept_files(settings, row, store)
    return _edition(settings, row, campaign, campaign.folder)


def kept_files(settings: Settings, row: CampaignRow, store: ObjectStore | None = None) -> Campaign:
    """Return a campaign's files from the copy that was kept; fields know where pictures are.

    Without a copy on this machine it is fetched from ``store``, where another one has put it.
    Raises CampaignError when there is no copy of these files: then only its author's folder can
    help (``sollecito render``, or a new version). StorageError when the store does not hand it out.
    """
    folder = copy_of(settings.private, row.name, row.digest)
    if folder is None and store is not None:
        folder = fetch_copy(store, row, settings.private)
    if folder is None:
        message = f"No copy of the files of '{row.name}' is kept."
        raise CampaignError([Fault("campaign.yaml", None, "", message, _sent_again(row))])
    campaign = load_campaign(folder)
    if campaign.digest != row.digest:
        message = f"The kept copy of the files of '{row.name}' was changed by someone."
        raise CampaignError([Fault("campaign.yaml", None, "", message, _sent_again(row))])
    if campaign.file.data.pictures is not None:
        _find_pictures(settings, row, store, folder)
        for field in campaign.storyboard.fields.values():
            if isinstance(field, ImageField):
                field.look_in(uploads_of(folder))
    return campaign


def _sent_again(row: CampaignRow) -> str:
    """Return what brings a campaign's files back."""
    return "Send its files as a new version." if row.managed else "Run 'sollecito render'."


def _find_pictures(
    settings: Settings, row: CampaignRow, store: ObjectStore | None, copy: Path
) -> None:
    """See that a copy leads to recipients' own pictures, fetched if another machine has them.

    Raises CampaignError when they are nowhere, StorageError when the store does not hand them out.
    """
    noted = uploads_of(copy)
    kept = kept_pictures(settings.private, row.name)
    elsewhere = noted is None or not noted.is_dir() or noted.resolve() == kept.resolve()
    if store is not None and settings.database_url is not None and elsewhere:
        fetched = fetch_pictures(store, row, settings.private)
        if fetched is not None:
            if noted is None or noted.resolve() != fetched.resolve():
                note_uploads(copy, fetched)
            return
    if noted is None or not noted.is_dir():
        message = f"The people's own pictures of '{row.name}' are not on this machine."
        hint = "Run 'sollecito render' where the data file is."
        raise CampaignError([Fault("campaign.yaml", None, "data.pictures", message, hint)])


def _edition(settings: Settings, row: CampaignRow, campaign: Campaign, folder: Path) -> Edition:
    shared = shared_files(campaign.theme, campaign.file, campaign.media, campaign.page_look)
    place = CampaignPlace(
        folder=folder,
        digest=campaign.digest,
        secret=row.secret,
        cache=(settings.private / "cache").absolute(),
        # One day for the whole run, also when it goes on past midnight.
        today=campaign.file.issued_on or date.today(),  # noqa: DTZ011 - a day of the issuer's calendar
        uploads=uploads_of(folder),
        functions=settings.allow_functions,
    )
    parts = (
        page_version(),
        f"{RENDERER_VERSION} {RIGHT_TO_LEFT_VERSION}",
        campaign.digest,
        row.public_base,
        *sorted(shared),
    )
    files_origin = origin_elsewhere(settings)
    if files_origin:
        parts += (files_origin,)
    whole = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return Edition(row.id, place, row.public_base, whole[:PART], shared, files_origin)


def publication_digest(edition: str, values_digest: str) -> str:
    """Return a publication's digest: the edition, then the beginning of the values' digest.

    Two parts beside each other, so that SQL can find what is outdated without reading values.
    """
    return edition + values_digest[:PART]


def outdated(edition: str) -> ColumnElement[bool]:
    """Return the SQL condition for recipients whose publication is of other values or edition."""
    return or_(
        Recipient.publication.is_(None),
        Recipient.publication != edition + func.substr(Recipient.values_digest, 1, PART),
    )
