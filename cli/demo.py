"""``sollecito demo``: the example campaign, rendered and served."""

from __future__ import annotations

import csv
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

import cli
from cli.arguments import AllowFunctions, OutFolder  # noqa: TC001 - typer reads them at run time
from cli.exit_codes import EXPLAINED, ExitCode
from cli.failing import telling
from cli.main import app
from cli.output import speaking
from cli.panels import MAKE
from cli.render import exit_code, print_report, quiet, run_shown

if TYPE_CHECKING:
    from rich.console import Console

    from workers.running import RunReport

EXAMPLE = Path(cli.__file__).resolve().parent.parent / "examples" / "vehicle-tax"
"""The example campaign; it comes with the source, not with a wheel."""

DEFAULT_OUT = Path("out") / "vehicle-tax"


@app.command(
    rich_help_panel=MAKE,
    epilog=EXPLAINED,
)
def demo(
    out: OutFolder = None,
    serve: Annotated[
        bool,
        typer.Option("--serve/--no-serve", help="Serve the result until Ctrl-C, or only render."),
    ] = True,
    allow_functions: AllowFunctions = False,
) -> None:
    """Render the example campaign of 40 invented people and serve it.

    A second run finds that there is nothing to render.
    """
    from cli.serving import serve_until_stopped
    from foundation.errors import SettingsError
    from foundation.logging import configure_logging
    from foundation.settings import load_settings

    with speaking(as_json=False) as output, telling(output):
        if not EXAMPLE.is_dir():
            raise SettingsError(f"The example campaign is not there: {EXAMPLE}")
        settings = load_settings(out=out, allow_functions=allow_functions or None)
        if "out" not in settings.model_fields_set:
            settings = settings.model_copy(update={"out": DEFAULT_OUT})
        if settings.port == 0:
            # Any free port, found now: the links are made before anything is served.
            with socket.create_server((settings.host, 0)) as free:
                settings = settings.model_copy(update={"port": free.getsockname()[1]})
        if settings.public_base is None:
            # The links lead to this machine, so that they can be tried.
            base = f"http://{settings.host}:{settings.port}"
            settings = settings.model_copy(update={"public_base": base})
        configure_logging(quiet(settings))
        report = run_shown(output, settings, EXAMPLE)
        print_report(output, report)
        output.result.print()
        print_links(output.result, report)
        code = exit_code(report)
        if not serve:
            output.result.print("The links open while they are served: make demo.")
        if serve and code != ExitCode.INTERRUPTED:
            serve_until_stopped(
                quiet(settings),
                show_recipients=True,
                on_start=lambda address: output.result.print(
                    f"\nServing at [bold]{address}[/] until Ctrl-C.\n"
                    f"Dashboard: {address}dashboard/\n"
                ),
            )
    if code != ExitCode.FINE:
        raise typer.Exit(code)


def print_links(console: Console, report: RunReport) -> None:
    """Print every recipient with the link, and the first link as a code.

    The film stands beside where the lines are long enough; links are never cut.
    """
    from cli.terminal_code import terminal_code

    with report.recipients_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        return
    columns = ["id", "status", "link", "film"]
    widths = {c: max(len(c), *(len(row[c]) for row in rows)) for c in columns}
    if sum(widths.values()) + 2 * len(columns) > console.width:
        columns.remove("film")
    for row in [dict(zip(columns, columns, strict=True)), *rows]:
        line = "  ".join(row[column].ljust(widths[column]) for column in columns)
        console.print(line.rstrip(), markup=False, style="bold" if row["id"] == "id" else "")
    link = next((row["link"] for row in rows if row["link"]), "")
    if link:
        console.print()
        console.print(terminal_code(link))
        console.print(f"{link}\n")
        if urlsplit(link).hostname in {"127.0.0.1", "localhost"}:
            console.print(
                "It opens on this machine only. For a phone in the same network:\n"
                "SOLLECITO_HOST=0.0.0.0 SOLLECITO_PUBLIC_BASE=http://ADDRESS:8000 make demo\n",
                markup=False,
                highlight=False,
            )
