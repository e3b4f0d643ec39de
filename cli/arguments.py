"""Arguments and options that several commands share, with their words for ``--help``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CampaignFolder = Annotated[
    Path,
    typer.Argument(
        help="The campaign folder: campaign.yaml, storyboard.yaml, media/ and the data file.",
        exists=True,
        file_okay=False,
        metavar="CAMPAIGN",
    ),
]

KnownCampaign = Annotated[
    str, typer.Argument(help="The campaign folder, or the campaign's name.", metavar="CAMPAIGN")
]

DataFile = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help="The data file; left out, the one that campaign.yaml names.",
        exists=True,
        dir_okay=False,
        metavar="FILE",
    ),
]

OutFolder = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="The folder for everything that is made; left out, SOLLECITO_OUT or ./out.",
        file_okay=False,
        metavar="DIR",
    ),
]

AsJson = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON document on standard output and nothing else."),
]

AllowFunctions = Annotated[
    bool,
    typer.Option(
        "--allow-functions",
        envvar="SOLLECITO_ALLOW_FUNCTIONS",
        help="Let Python functions of the campaign's author make bases. They run with your rights: "
        "allow it only for authors you trust.",
    ),
]
