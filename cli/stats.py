"""``sollecito stats``: what happened at a campaign's pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli.arguments import AsJson, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.main import app
from cli.output import speaking

if TYPE_CHECKING:
    from rich.console import Console

    from foundation.settings import Settings
    from tracking.statistics import Statistics


@app.command(epilog="Exit codes: 0 fine, 1 there is nothing of this campaign, 2 wrong usage.")
def stats(
    campaign: Annotated[
        str, typer.Argument(help="The campaign folder, or the campaign's name.", metavar="CAMPAIGN")
    ],
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what happened: links opened, films played, ways chosen, pay buttons pressed."""
    from foundation.settings import load_settings

    with speaking(as_json=as_json) as output, telling(output):
        name = _name(campaign)
        statistics = _statistics(load_settings(out=out), name)
        if as_json:
            output.document({"campaign": name, **statistics.to_json()})
        else:
            _print(output.people, name, statistics)


def _name(campaign: str) -> str:
    """Return the name of a campaign that is given by its folder or by its name."""
    from scenes.loading import CAMPAIGN_FILE, load_campaign

    folder = Path(campaign)
    return load_campaign(folder).file.name if (folder / CAMPAIGN_FILE).exists() else campaign


def _statistics(settings: Settings, name: str) -> Statistics:
    from campaigns.migrate import upgrade
    from campaigns.queries import campaign_names, find_campaign
    from foundation.database import open_database
    from foundation.errors import SettingsError
    from foundation.faults import nearest
    from tracking.statistics import campaign_statistics

    if settings.database_url is None and not settings.private.is_dir():
        raise SettingsError(f"Nothing has been rendered into {settings.out} yet (see --out).")
    database = open_database(settings.database)
    try:
        upgrade(database.engine)
        with database.reading() as session:
            row = find_campaign(session, name)
            if row is None:
                known = campaign_names(session)
                there = f"There are: {', '.join(known)}." if known else "There is none."
                message = f"There is no campaign '{name}' in {settings.out}. {there}"
                raise SettingsError(f"{message} {nearest(name, known)}".rstrip())
            return campaign_statistics(session, row.id)
    finally:
        database.close()


def _print(console: Console, name: str, statistics: Statistics) -> None:
    total = sum(statistics.recipients.values())
    console.print(f"[bold]{name}[/]: {total} recipients")
    table = Table("", "times", "recipients", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for label, count in (
        ("Link opened", statistics.opened),
        ("Page viewed", statistics.viewed),
        ("Film started", statistics.started),
        ("Film completed", statistics.completed),
        ("Pay button pressed", statistics.pay_clicked),
    ):
        table.add_row(label, str(count.events), str(count.recipients))
    for choice in statistics.choices:
        label = f"Chosen: {choice.scene} → {choice.option}"
        table.add_row(label, str(choice.events), str(choice.recipients))
    for source, count in statistics.sources.items():
        table.add_row(f"Opened from: {source}", str(count.events), str(count.recipients))
    console.print(table)
    machines = sum(statistics.bots.values())
    if machines:
        console.print(f"Not counted above: {machines} events that machines caused.")
