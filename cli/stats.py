"""``sollecito stats``: what happened at a campaign's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from cli.arguments import AsJson, KnownCampaign, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.failing import telling
from cli.known import known_campaign, name_of, opened
from cli.main import app
from cli.output import speaking
from cli.panels import PEOPLE

if TYPE_CHECKING:
    from rich.console import Console

    from foundation.settings import Settings
    from tracking.statistics import Statistics


@app.command(
    rich_help_panel=PEOPLE,
    epilog="Exit codes: 0 fine, 1 there is nothing of this campaign, 2 wrong usage.",
)
def stats(
    campaign: KnownCampaign,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what happened: links opened, films played, ways chosen, forms sent, payments begun."""
    from foundation.settings import load_settings

    with speaking(as_json=as_json) as output, telling(output):
        name = name_of(campaign)
        statistics = _statistics(load_settings(out=out), name)
        if as_json:
            output.document({"campaign": name, **statistics.to_json()})
        else:
            _print(output.people, name, statistics)


def _statistics(settings: Settings, name: str) -> Statistics:
    from tracking.statistics import campaign_statistics

    with opened(settings) as database, database.reading() as session:
        return campaign_statistics(session, known_campaign(session, settings, name))


def _print(console: Console, name: str, statistics: Statistics) -> None:
    total = sum(statistics.recipients.values())
    console.print(f"[bold]{name}[/]: {total} recipient{'' if total == 1 else 's'}")
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
    for form, count in statistics.forms.items():
        table.add_row(f"Form sent: {form}", str(count.events), str(count.recipients))
    for source, count in statistics.sources.items():
        table.add_row(f"Opened from: {source}", str(count.events), str(count.recipients))
    console.print(table)
    machines = sum(statistics.bots.values())
    if machines:
        events = f"{machines} event{'' if machines == 1 else 's'}"
        console.print(f"Not counted above: {events} that machines caused.")
