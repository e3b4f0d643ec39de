"""``sollecito new``: a folder with a small campaign to begin one's own from."""

from __future__ import annotations

import shlex
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated

import typer

from cli.failing import telling
from cli.main import app
from cli.output import speaking
from cli.panels import MAKE


@app.command(
    rich_help_panel=MAKE, epilog="Exit codes: 0 the folder stands, 1 it cannot, 2 wrong usage."
)
def new(
    folder: Annotated[
        Path,
        typer.Argument(
            help="The folder to make; its name is the campaign's: small letters, digits, hyphens.",
            metavar="FOLDER",
            show_default=False,
        ),
    ],
    template: Annotated[
        str,
        typer.Option(
            "--template", metavar="NAME", help="What to begin from: a folder of examples/."
        ),
    ] = "minimal",
) -> None:
    """Begin a campaign: a folder with commented files and three invented people."""
    from campaigns.templates import begin_campaign

    with speaking(as_json=False) as output, telling(output):
        begin_campaign(folder, template)
        name = shlex.quote(str(folder))
        trial = shlex.quote(f"out/{folder.name}")
        output.result.print(
            f"{folder} stands. Look at it, then try it:\n\n"
            f"  sollecito check {name}\n"
            f"  SOLLECITO_PUBLIC_BASE=http://127.0.0.1:8000 sollecito render {name} --out {trial}\n"
            f"  sollecito serve --out {trial}\n\n"
            "Then write your own: campaign.yaml (who writes), storyboard.yaml (what is said), "
            "debtors.csv (your data).",
            markup=False,
        )
