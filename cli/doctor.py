"""``sollecito doctor``: what is reachable, what is misconfigured, and what to do."""

from __future__ import annotations

import dataclasses

import typer

from cli.arguments import AsJson, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.exit_codes import ExitCode
from cli.failing import telling
from cli.main import app
from cli.output import speaking
from cli.panels import RUN

MARKS = {"fine": ("✓", "green"), "look": ("!", "yellow"), "wrong": ("✗", "bold red")}


@app.command(
    rich_help_panel=RUN, epilog="Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage."
)
def doctor(out: OutFolder = None, as_json: AsJson = False) -> None:
    """Look at settings, database, broker, store, disk, clock, fonts, voice and codecs.

    One small object is put into the store and removed again; nothing else is changed.
    """
    from foundation.settings import load_settings
    from workers.checkup import Verdict, check_up

    with speaking(as_json=as_json) as output, telling(output):
        findings = check_up(load_settings(out=out))
        wrong = any(finding.verdict is Verdict.WRONG for finding in findings)
        if as_json:
            plain = [dataclasses.asdict(finding) for finding in findings]
            output.document({"ok": not wrong, "findings": plain})
        else:
            width = max(len(finding.what) for finding in findings)
            for finding in findings:
                mark, style = MARKS[finding.verdict]
                output.result.print(f"{mark} {finding.what:{width}}", style=style, end="  ")
                output.result.print(finding.found, markup=False)
                if finding.advice:
                    output.result.print(f"  {'':{width}}  → {finding.advice}", markup=False)
    if wrong:
        raise typer.Exit(ExitCode.CANNOT_RUN)
