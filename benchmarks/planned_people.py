"""Invented people of the campaign in ``two_scenes``, written as data and planned in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.long_run import CAMPAIGN, person
from campaigns.importing import import_rows
from campaigns.migrate import upgrade
from campaigns.queries import ensure_campaign
from scenes.loading import load_campaign
from storage.opening import open_store
from workers.edition import make_edition

if TYPE_CHECKING:
    from pathlib import Path

    from foundation.database import Database
    from foundation.settings import Settings


def write_people(file: Path, recipients: int) -> Path:
    """Write the data of so many people."""
    lines = ["id;first_name;amount;reference", *(";".join(person(n)) for n in range(recipients))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def plan_people(
    database: Database, settings: Settings, people: Path, *, secret: bytes | None = None
) -> None:
    """Plan the people of a data file in an empty database; nothing is rendered.

    ``secret`` keys the names of their clips, when they are to be those of another database.
    """
    upgrade(database.engine)
    campaign = load_campaign(CAMPAIGN)
    with database.writing() as session:
        row = ensure_campaign(
            session,
            campaign.file.name,
            digest=campaign.digest,
            expires_on=campaign.file.expires_on,
            public_base=campaign.file.public_base,
            pay_hosts=campaign.file.pay_link.hosts,
        )
        row.secret = secret or row.secret
    make_edition(settings, row, campaign, open_store(settings.store))
    import_rows(database, row.id, campaign, people)
