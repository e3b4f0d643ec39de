"""Errors that end a command, told to people or to programs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from cli.exit_codes import ExitCode
from cli.output import plain_fault, print_faults
from foundation.errors import CampaignError, DataError, SollecitoError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output import Output


@contextmanager
def telling(output: Output) -> Iterator[None]:
    """End the command with exit code 1 on an error of ours, after saying what is wrong."""
    try:
        yield
    except SollecitoError as error:
        if output.as_json:
            output.document(_plain(error))
        if isinstance(error, CampaignError):
            print_faults(output.aside, list(error.faults))
        else:
            output.aside.print(str(error), style="red", markup=False)
        raise typer.Exit(ExitCode.CANNOT_RUN) from None


def _plain(error: SollecitoError) -> dict[str, object]:
    kind = type(error).__name__.removesuffix("Error")
    plain: dict[str, object] = {"error": kind, "message": str(error)}
    if isinstance(error, CampaignError):
        plain["faults"] = [plain_fault(fault) for fault in error.faults]
    if isinstance(error, DataError):
        plain["line"] = error.line
    return plain
