"""Campaigns that were rendered before: found in the folder that they were rendered into."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from foundation.database import Database
    from foundation.settings import Settings


def name_of(campaign: str) -> str:
    """Return the name of a campaign that is given by its folder or by its name."""
    from scenes.loading import CAMPAIGN_FILE, load_campaign

    folder = Path(campaign)
    return load_campaign(folder).file.name if (folder / CAMPAIGN_FILE).exists() else campaign


def check_rendered(settings: Settings) -> None:
    """Raise SettingsError when nothing was rendered into the folder; nothing is made there."""
    from foundation.errors import SettingsError

    if settings.database_url is None and not settings.private.is_dir():
        raise SettingsError(f"Nothing has been rendered into {settings.out} yet (see --out).")


def begin_folder(settings: Settings) -> None:
    """Make the folder of private state where there is none; SettingsError when that is refused."""
    from foundation.errors import SettingsError

    try:
        settings.private.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"{settings.out} cannot be written: {error.strerror}.") from error


def is_empty(settings: Settings) -> bool:
    """Return whether there is neither a campaign nor a key."""
    from campaigns.api_keys import all_keys
    from campaigns.queries import campaign_names

    with opened(settings) as database, database.reading() as session:
        return not campaign_names(session) and not all_keys(session)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Yield the folder's database, up to date; SettingsError when nothing was rendered."""
    from campaigns.migrate import upgrade
    from foundation.database import open_database

    check_rendered(settings)
    database = open_database(settings.database)
    try:
        upgrade(database.engine)
        yield database
    finally:
        database.close()


def known_campaign(session: Session, settings: Settings, name: str) -> int:
    """Return a campaign's id in the database; SettingsError names those that there are."""
    from campaigns.queries import campaign_names, find_campaign
    from foundation.errors import SettingsError
    from foundation.faults import nearest

    row = find_campaign(session, name)
    if row is not None:
        return row.id
    known = campaign_names(session)
    there = f"There are: {', '.join(known)}." if known else "There is none."
    message = f"There is no campaign '{name}' in {settings.out}. {there}"
    raise SettingsError(f"{message} {nearest(name, known)}".rstrip())


def first_page(settings: Settings) -> str | None:
    """Return where a first published recipient's page is, such as ``p/TOKEN/``, if there is one."""
    from campaigns.links import page_key
    from campaigns.queries import first_published

    with opened(settings) as database, database.reading() as session:
        token = first_published(session)
    return page_key(token) if token else None
