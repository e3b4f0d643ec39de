"""The tiny campaign for many people: imported on one machine, and nothing rendered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiny_campaign import write_campaign

from campaigns.importing import import_rows
from campaigns.migrate import upgrade
from campaigns.queries import ensure_campaign
from foundation.database import open_database
from scenes.loading import load_campaign
from storage.opening import open_store
from workers.edition import make_edition

if TYPE_CHECKING:
    from pathlib import Path

    from foundation.settings import Settings

AMOUNTS = ("12,50", "1.187,40", "99,90", "350,00")


def many_rows(number: int) -> list[tuple[str, str, str, str]]:
    """Return rows of people with names of their own and few amounts."""
    return [
        (f"n{n:05}", f"Persona {n}", AMOUNTS[n % len(AMOUNTS)], f"R{n:05}") for n in range(number)
    ]


def plan_campaign(folder: Path, settings: Settings, number: int) -> None:
    """Write the campaign and import its rows, as a run does that is killed before it renders."""
    campaign = load_campaign(write_campaign(folder, many_rows(number)))
    database = open_database(settings.database)
    upgrade(database.engine)
    with database.writing() as session:
        row = ensure_campaign(
            session,
            campaign.file.name,
            digest=campaign.digest,
            expires_on=campaign.file.expires_on,
            public_base=campaign.file.public_base,
            pay_hosts=campaign.file.pay_link.hosts,
        )
    make_edition(settings, row, campaign, open_store(settings.store))
    import_rows(database, row.id, campaign, folder / "debtors.csv")
    database.close()
