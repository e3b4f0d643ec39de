"""How the command ends, for scripts that call it."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of ``sollecito``; they never change their meaning."""

    FINE = 0
    """Everything was published; no fault was found."""

    CANNOT_RUN = 1
    """The campaign, its data file or a setting has faults; nothing could be done."""

    WRONG_USAGE = 2
    """An option or argument is wrong; the command did not begin."""

    INCOMPLETE = 3
    """The run came to its end, but some rows were rejected or could not be published."""

    INTERRUPTED = 130
    """Ctrl-C or a request to end came before the end; the next run goes on from there."""


EXPLAINED = (
    "Exit codes: 0 all published, 1 the campaign cannot run, 2 wrong usage, 3 some rows were"
    " rejected or failed, 130 interrupted."
)
"""The codes of a run in one sentence, for ``--help``."""
