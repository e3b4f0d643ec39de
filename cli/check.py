"""``sollecito check``: every fault of a campaign and its data in one go."""

from __future__ import annotations

import typer

from cli.arguments import (  # noqa: TC001 - typer reads them at run time
    AllowFunctions,
    AsJson,
    CampaignFolder,
    DataFile,
)
from cli.exit_codes import ExitCode
from cli.failing import telling
from cli.main import app
from cli.output import plain_fault, print_faults, speaking
from cli.panels import MAKE


@app.command(
    rich_help_panel=MAKE,
    epilog="Exit codes: 0 no fault (there may be warnings), 1 faults were found, 2 wrong usage.",
)
def check(
    campaign: CampaignFolder,
    data: DataFile = None,
    allow_functions: AllowFunctions = False,
    as_json: AsJson = False,
) -> None:
    """Name every fault of the campaign file, the storyboard and the data, each with its place.

    Also texts that are hard to read, cut short or too small, what leaves the picture, and flashing.
    """
    from campaigns.checking import check as check_all
    from foundation.settings import load_settings
    from renderer import missing_glyphs
    from workers.rehearsal import rehearse

    with speaking(as_json=as_json) as output, telling(output):
        faults = check_all(
            campaign,
            data,
            missing_glyphs=lambda text: missing_glyphs([text]),
            public_base=load_settings().public_base,
        )
        if all(fault.warning for fault in faults):
            faults += rehearse(campaign, data, functions=allow_functions)
        wrong = not all(fault.warning for fault in faults)
        if as_json:
            output.document({"ok": not wrong, "faults": [plain_fault(f) for f in faults]})
        elif faults:
            print_faults(output.people, faults)
        else:
            output.people.print("No fault found.", style="green")
        if wrong:
            raise typer.Exit(ExitCode.CANNOT_RUN)
