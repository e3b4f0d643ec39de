"""A fault: one thing that is wrong in an author's file, said so that it can be mended."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where.

    Args:
        file: the file as the author knows it, relative to the campaign folder.
        line: 1-based line, or None where the file as a whole is meant.
        place: the way down the tree, as ``scenes.amount.layers[2].style``.
        message: what is wrong and what was expected, as a sentence.
        hint: what to do, such as ``Did you mean 'figure'?``; may be empty.
        warning: whether it only deserves a look: the campaign works all the same.
        reason: of a fault in a row of data, its reason as it stands in ``message``, for who says
            it in another language.
    """

    file: str
    line: int | None
    place: str
    message: str
    hint: str = ""
    warning: bool = False
    reason: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line is not None else self.file
        parts = [where, self.place, self.message, self.hint]
        return ": ".join(parts[:2]).rstrip(": ") + " — " + " ".join(p for p in parts[2:] if p)


def nearest(name: str, valid: Iterable[str]) -> str:
    """Return ``Did you mean 'x'?`` for the valid name nearest to ``name``, or an empty string."""
    close = difflib.get_close_matches(name, list(valid), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""
