"""Where words go: results to standard output, everything else to standard error.

With ``--json`` standard output carries exactly one JSON document. Libraries that print cannot
spoil it: their standard output is standard error for as long as the command works.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.faults import Fault


class Output:
    """What a command tells.

    Args:
        as_json: whether standard output is for a program.
        stream: standard output, kept away from libraries.
    """

    def __init__(self, stream: Any, *, as_json: bool) -> None:
        self.as_json = as_json
        self.result = Console(file=stream, highlight=False, soft_wrap=True)
        self.aside = Console(stderr=True, highlight=False, soft_wrap=True)

    @property
    def people(self) -> Console:
        """Where words for people go."""
        return self.aside if self.as_json else self.result

    def document(self, value: Any) -> None:
        """Print the one JSON document."""
        self.result.file.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        self.result.file.flush()


@contextmanager
def speaking(*, as_json: bool) -> Iterator[Output]:
    """Yield a command's output; meanwhile whatever else is printed goes to standard error."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with os.fdopen(os.dup(kept), "w", encoding="utf-8") as stream:
            yield Output(stream, as_json=as_json)
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def plain_fault(fault: Fault) -> dict[str, Any]:
    """Return a fault as a JSON document has it."""
    return {
        "file": fault.file,
        "line": fault.line,
        "place": fault.place,
        "message": fault.message,
        "hint": fault.hint,
        "warning": fault.warning,
    }


def print_faults(console: Console, faults: list[Fault]) -> None:
    """Print faults and warnings for a person, one a line, with their number at the end."""
    for fault in faults:
        where = f"{fault.file}:{fault.line}" if fault.line is not None else fault.file
        place = f" {fault.place}" if fault.place else ""
        colour, kind = ("yellow", "Warning: ") if fault.warning else ("red", "")
        console.print(
            f"[bold {colour}]{_safe(where)}[/]{_safe(place)}: {kind}{_safe(fault.message)}", end=""
        )
        console.print(f" [italic]{_safe(fault.hint)}[/]" if fault.hint else "")
    warnings = sum(fault.warning for fault in faults)
    console.print(f"\n{_counted(len(faults) - warnings, 'fault')} found.", end="")
    console.print(f" {_counted(warnings, 'warning')} to look at." if warnings else "")


def _counted(count: int, what: str) -> str:
    return f"{count or 'No'} {what}{'' if count < 2 else 's'}"


def _safe(text: str) -> str:
    from rich.markup import escape

    return escape(text)
