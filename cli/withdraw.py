"""``sollecito withdraw``: takes back the links of people who are to get no letter any more."""

from __future__ import annotations

import dataclasses
import sys
from typing import Annotated

import typer

from cli.arguments import AsJson, KnownCampaign, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.exit_codes import ExitCode
from cli.failing import telling
from cli.known import known_campaign, name_of, opened
from cli.main import app
from cli.output import Output, speaking
from cli.panels import PEOPLE


@app.command(
    rich_help_panel=PEOPLE,
    epilog="Exit codes: 0 all withdrawn, 1 an id is unknown or nothing could be done,"
    " 2 wrong usage.",
)
def withdraw(
    campaign: KnownCampaign,
    ids: Annotated[
        list[str],
        typer.Argument(
            help="Ids of rows, as in recipients.csv.", metavar="ID...", show_default=False
        ),
    ],
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Also delete what these people sent by the page's forms."),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask: for scripts, which have no terminal.")
    ] = False,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Take people's links back for good, and delete their pages and films.

    A later run does not publish them again, also when their rows come back. What they sent by forms
    stays in the inbox, for it may still want an answer; ``--forget`` deletes it.
    """
    from foundation.settings import load_settings
    from workers.withdrawal import withdraw_recipients

    with speaking(as_json=as_json) as output, telling(output):
        name = name_of(campaign)
        settings = load_settings(out=out)
        with opened(settings) as database, database.reading() as session:
            campaign_id = known_campaign(session, settings, name)
        if not yes:
            _ask(output, name, ids, forget=forget)
        done = withdraw_recipients(settings, campaign_id, ids, forget=forget)
        if as_json:
            output.document({"campaign": name, **dataclasses.asdict(done)})
        if done.withdrawn:
            output.people.print(f"Withdrawn: {', '.join(done.withdrawn)}.", markup=False)
        if done.already:
            output.people.print(f"Withdrawn before: {', '.join(done.already)}.", markup=False)
        if done.unknown:
            told = f"'{name}' has no recipient with the id {', '.join(done.unknown)}."
            output.aside.print(told, style="red", markup=False)
    if done.unknown:
        raise typer.Exit(ExitCode.CANNOT_RUN)


def _ask(output: Output, name: str, ids: list[str], *, forget: bool) -> None:
    """Ask whether it is meant: SettingsError where nobody can be asked, Exit where it is not."""
    from foundation.errors import SettingsError

    if not sys.stdin.isatty():
        raise SettingsError(
            "Nothing was withdrawn: this cannot be undone, and there is no terminal to ask in."
            " Add --yes if it is meant."
        )
    one = len(ids) == 1
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    shown = ", ".join(ids[:_NAMED]) + more
    told = f"{'The link' if one else 'The links'} of {shown} in '{name}' will close for good, and"
    told += " the page and film be deleted" if one else " the pages and films be deleted"
    told += "; what they sent by forms, too." if forget else "."
    output.aside.print(told, markup=False)
    output.aside.print("Go on? [y/N] ", end="", markup=False)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        output.aside.print("Nothing was withdrawn.")
        raise typer.Exit(ExitCode.CANNOT_RUN)


_NAMED = 8
"""Ids that the question names."""
