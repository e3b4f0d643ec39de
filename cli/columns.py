"""``sollecito columns``: which column of the data is which field, as far as it can be told."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import typer

from cli.arguments import (  # noqa: TC001 - typer reads them at run time
    AsJson,
    CampaignFolder,
    DataFile,
)
from cli.exit_codes import ExitCode
from cli.failing import telling
from cli.main import app
from cli.output import Output, speaking
from cli.panels import MAKE

if TYPE_CHECKING:
    from campaigns.mapping import ColumnMapping, FieldColumn

SURE = 0.8
"""Confidence from which a proposal needs no second look."""


@app.command(
    rich_help_panel=MAKE,
    epilog="Exit codes: 0 every field has a column, 1 some have none, 2 wrong usage.",
)
def columns(
    campaign: CampaignFolder,
    data: DataFile = None,
    as_json: AsJson = False,
) -> None:
    """Propose which column of the data is which field, for data.columns in campaign.yaml."""
    from campaigns.mapping import propose_mapping
    from scenes.loading import load_campaign

    with speaking(as_json=as_json) as output, telling(output):
        loaded = load_campaign(campaign)
        file = loaded.file
        found = propose_mapping(
            data or campaign / file.data.file, loaded.storyboard.fields, file.data, file.locale
        )
        if as_json:
            output.document(plain_mapping(found))
        else:
            _print(output, found)
        if found.missing:
            raise typer.Exit(ExitCode.CANNOT_RUN)


def plain_mapping(found: ColumnMapping) -> dict[str, Any]:
    """Return a proposal as a JSON document has it."""
    whole = dataclasses.asdict(found)
    for name in ("header", "first"):  # people's data, and what fields and unused say together
        del whole[name]
    return {
        **whole,
        "missing": list(found.missing),
        "columns": found.columns(),
    }


def _print(output: Output, found: ColumnMapping) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table("field", "column", "sure", "readable", box=None, pad_edge=False)
    for each in (found.id, *found.fields):
        needed = each.required or each.field == ""
        column = escape(each.column) if each.column else ("[red]none[/]" if needed else "none")
        sure = "given" if each.given else f"{each.confidence:.0%}"
        if each.column is None:
            sure = ""
        elif each.confidence < SURE:
            sure = f"[yellow]{sure}, look again[/]"
        table.add_row(_name(each), column, sure, f"{each.readable:.0%}" if each.column else "")
    say = output.people.print
    say(table)
    if found.unused:
        say(f"Not used: {escape(', '.join(found.unused))}")
    if found.missing:
        say(f"Missing: {', '.join(found.missing)}.", style="red")
    proposed = found.columns()
    if any(each.column and not each.given for each in (found.id, *found.fields)):
        say("\nIn campaign.yaml:")
        output.people.print("data:", markup=False)
        if found.id.column:
            output.people.print(f"  id: {_quoted(found.id.column)}", markup=False)
        if proposed:
            output.people.print("  columns:", markup=False)
        for field, column in proposed.items():
            output.people.print(f"    {field}: {_quoted(column)}", markup=False)


def _name(each: FieldColumn) -> str:
    return each.field or "(id of the row)"


def _quoted(column: str) -> str:
    import json

    plain = column.replace(" ", "").replace("_", "")
    return column if plain.isalnum() and not plain.isdigit() else json.dumps(column)
