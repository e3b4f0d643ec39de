"""``sollecito render``: a campaign folder becomes films, pages and codes in a folder."""

from __future__ import annotations

import dataclasses
import shlex
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import (  # noqa: TC001 - typer reads them at run time
    AllowFunctions,
    AsJson,
    CampaignFolder,
    DataFile,
    OutFolder,
)
from cli.exit_codes import EXPLAINED, ExitCode
from cli.failing import telling
from cli.interruption import stopping_on_signals
from cli.main import app
from cli.output import Output, plain_fault, print_faults, speaking
from cli.panels import MAKE
from cli.progress import showing

if TYPE_CHECKING:
    from pathlib import Path

    from foundation.settings import Settings
    from workers.running import RunReport


NAMED = 5
"""Ids of earlier data that a report for people names."""


@app.command(
    rich_help_panel=MAKE,
    epilog=EXPLAINED,
)
def render(
    campaign: CampaignFolder,
    data: DataFile = None,
    out: OutFolder = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, metavar="N", help="Only the first N rows of the data."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            min=1,
            max=256,
            metavar="N",
            help="Rendering processes at once; left out, one for each processor.",
        ),
    ] = None,
    excel: Annotated[
        bool,
        typer.Option(
            "--excel",
            help="Write recipients.csv and rejected.csv as Excel opens them where the campaign's "
            "locale is used: in Italy with semicolons.",
        ),
    ] = False,
    allow_functions: AllowFunctions = False,
    as_json: AsJson = False,
) -> None:
    """Make everything for every row: clips, films, pages, codes, and the hand-over files.

    What stands already is not made again, so a run that was stopped or killed goes on where it was.
    """
    from campaigns.example_parts import example_warnings
    from foundation.logging import configure_logging
    from foundation.settings import load_settings
    from scenes.loading import load_campaign

    with speaking(as_json=as_json) as output, telling(output):
        settings = load_settings(out=out, jobs=jobs, allow_functions=allow_functions or None)
        configure_logging(quiet(settings))
        warnings = example_warnings(load_campaign(campaign), settings.public_base)
        if warnings and not as_json:
            print_faults(output.people, warnings)
        report = run_shown(output, settings, campaign, data=data, limit=limit, excel=excel)
        if as_json:
            told = [plain_fault(fault) for fault in warnings]
            output.document({**plain_report(report), "warnings": told})
        else:
            print_report(output, report)
        code = exit_code(report)
    if code != ExitCode.FINE:
        raise typer.Exit(code)


def quiet(settings: Settings) -> Settings:
    """Return settings whose log shows warnings only, unless the operator chose a level."""
    if "log_level" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"log_level": "warning"})


def run_shown(
    output: Output,
    settings: Settings,
    campaign: Path,
    *,
    data: Path | None = None,
    limit: int | None = None,
    excel: bool = False,
) -> RunReport:
    """Run a campaign while its progress is shown; Ctrl-C ends it early and in order."""
    from workers.running import run_campaign

    with stopping_on_signals() as stopping, showing(output.aside) as show:
        return run_campaign(
            campaign,
            quiet(settings),
            data=data,
            limit=limit,
            on_progress=show,
            stopping=stopping,
            excel=excel,
        )


def exit_code(report: RunReport) -> ExitCode:
    """Return how a command that made this report ends."""
    if report.unfinished:
        return ExitCode.INTERRUPTED
    if report.rejected or report.failed:
        return ExitCode.INCOMPLETE
    return ExitCode.FINE


def plain_report(report: RunReport) -> dict[str, Any]:
    """Return a report as a JSON document has it; ids of rows are the only data of people in it."""
    plain = dataclasses.asdict(report)
    for key in ("out", "recipients_file", "rejected_file"):
        plain[key] = str(plain[key])
    plain["seconds"] = round(report.seconds, 3)
    plain["failures"] = [dataclasses.asdict(failure) for failure in report.failures]
    return plain


def print_report(output: Output, report: RunReport) -> None:
    """Print what a run did."""
    say = output.people.print
    if report.nothing_done and not report.rejected:
        say(f"Nothing to render: {_all(report.unchanged)} published already.")
    else:
        say(f"{_people(report.published)} published in {report.seconds:.1f} s.", style="bold")
        if report.unchanged:
            say(f"  {report.unchanged} stood published already.")
        made = f"{_count(report.clips_rendered, 'clip')} rendered"
        say(f"  {made}, {_count(report.films_joined, 'film')} joined.")
        if report.clips_adopted:
            say(f"  {_count(report.clips_adopted, 'clip')} of an earlier run taken over.")
    if report.withdrawn:
        were = "was withdrawn and is" if report.withdrawn == 1 else "were withdrawn and are"
        say(f"{_people(report.withdrawn)} {were} left out; their links stay closed.")
    if report.rejected:
        say(
            f"{_count(report.rejected, 'row')} rejected: see {report.rejected_file}", style="yellow"
        )
    if report.failed:
        say(f"{_people(report.failed)} failed:", style="red")
        for failure in report.failures:
            say(f"  {failure.external_id}: {failure.reason}", markup=False)
        if report.failed > len(report.failures):
            say(f"  and {report.failed - len(report.failures)} more")
    if report.unfinished:
        were = "was" if report.unfinished == 1 else "were"
        say(f"Stopped before {_people(report.unfinished)} {were} done. Run again to go on.")
    if report.not_in_data:
        _print_left_behind(output, report)
    say(f"Links and paths: {report.recipients_file}")


def _print_left_behind(output: Output, report: RunReport) -> None:
    ids = report.not_in_data
    one = len(ids) == 1
    if report.rejected:
        # A row that was rejected may be theirs, and what is withdrawn stays so.
        output.people.print(
            f"{_people(len(ids))} of earlier data {'is' if one else 'are'} not among the rows that"
            f" could be used; {'the link shows' if one else 'the links show'} the earlier data."
            " Mend the rejected rows and run again: then whoever has left the data is named.",
            style="yellow",
            markup=False,
        )
        return
    shown = [shlex.quote(name) for name in ids[:NAMED]]
    command = ["sollecito withdraw", shlex.quote(report.campaign), *shown]
    more = "" if len(ids) <= NAMED else f" (and {len(ids) - NAMED} more; --json lists all)"
    output.people.print(
        f"{_people(len(ids))} of earlier data {'is' if one else 'are'} no longer in the"
        f" file; {'the link still opens' if one else 'the links still open'}."
        f" Take {'it' if one else 'them'} back with:"
        f" {' '.join(command)} --out {shlex.quote(str(report.out))}{more}",
        style="yellow",
        markup=False,
    )


def _people(number: int) -> str:
    return _count(number, "recipient")


def _all(number: int) -> str:
    return "the 1 recipient stands" if number == 1 else f"all {_people(number)} stand"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
