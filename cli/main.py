"""The command ``sollecito``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.exit_codes import ExitCode

app = typer.Typer(
    name="sollecito",
    help="Kind, personal, branching video reminders from a storyboard and a list of people.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"sollecito {version('sollecito')}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Kind, personal, branching video reminders from a storyboard and a list of people."""


def run() -> None:
    """Run the command; errors that are worded for a person are shown without a traceback."""
    from foundation.errors import SollecitoError

    try:
        app(prog_name="sollecito")
    except SollecitoError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(ExitCode.CANNOT_RUN)


# Each command registers itself; the help lists them in this order.
from cli import (  # noqa: E402, I001 - they need ``app``, and their order is that of the help
    new,  # noqa: F401
    check,  # noqa: F401
    columns,  # noqa: F401
    render,  # noqa: F401
    demo,  # noqa: F401
    stats,  # noqa: F401
    inbox,  # noqa: F401
    withdraw,  # noqa: F401
    serve,  # noqa: F401
    worker,  # noqa: F401
    doctor,  # noqa: F401
    keys,  # noqa: F401
    webhook,  # noqa: F401
    move,  # noqa: F401
)
