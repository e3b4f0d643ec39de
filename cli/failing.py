"""Errors that end a command, told to people or to programs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from sqlalchemy.exc import SQLAlchemyError

from cli.exit_codes import ExitCode
from cli.output import plain_fault, print_faults
from foundation.errors import CampaignError, DataError, SollecitoError, StorageError
from foundation.refusals import worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.output import Output


@contextmanager
def telling(output: Output) -> Iterator[None]:
    """End the command with exit code 1 on an error, after saying what is wrong."""
    try:
        yield
    except BrokenPipeError:
        raise  # nobody listens any more
    except (SollecitoError, OSError, SQLAlchemyError) as refused:
        error = refused if isinstance(refused, SollecitoError) else StorageError(worded(refused))
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
