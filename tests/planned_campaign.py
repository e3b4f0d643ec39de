"""The tiny campaign for many people: imported on one machine, and nothing rendered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from tiny_campaign import write_campaign

from campaigns.importing import import_rows
from campaigns.migrate import upgrade
from campaigns.models import Recipient
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


def multiply_rows(settings: Settings, number: int) -> None:
    """Make so many planned rows of the only one there is, each with an id and a link of its own."""
    own = {
        "id": "id + n",
        "external_id": "external_id || '-' || n",
        "token": f"'{'A' * 20}' || (100000 + n)",
        "row_number": "row_number + n",
    }
    columns = [column.name for column in Recipient.__table__.columns]
    made = [own.get(column, f'"{column}"') for column in columns]
    quoted = ", ".join(f'"{column}"' for column in columns)
    engine = create_engine(settings.database)
    with engine.begin() as connection:
        connection.execute(
            text(
                "with recursive numbers(n) as (select 1 union all select n + 1 from numbers"  # noqa: S608 - the test's own words
                f" where n < {number - 1}) insert into recipients"
                f" ({quoted})"
                f" select {', '.join(made)} from recipients, numbers where id = 1"
            )
        )
        assert connection.execute(text("select count(*) from recipients")).scalar() == number
    engine.dispose()
