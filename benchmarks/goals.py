"""What was measured, beside what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

Better = Literal["less", "more"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure with its unit, and the goal where there is one.

    ``better`` says on which side of the goal it should be; ``promised`` that the README promises
    it; ``headline`` is what the README's table calls it, empty when it is not there. ``untold``
    says why it cannot be judged, empty when it can be.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    better: Better = "less"
    promised: bool = False
    note: str = ""
    headline: str = ""
    untold: str = ""

    @property
    def reached(self) -> bool:
        """Whether the figure is on the right side of its goal; one that is not judged always is."""
        if self.goal is None or self.untold:
            return True
        return self.value <= self.goal if self.better == "less" else self.value >= self.goal

    @property
    def shown(self) -> str:
        """The value for people."""
        return f"{_short(self.value)} {self.unit}".rstrip()

    @property
    def wanted(self) -> str:
        """The goal for people, empty without one."""
        if self.goal is None:
            return ""
        sign = "≤" if self.better == "less" else "≥"
        return f"{sign} {_short(self.goal)} {self.unit}".rstrip()

    @property
    def answer(self) -> str:
        """``reached``, ``missed``, ``not told`` with the reason, or nothing without a goal."""
        if self.goal is None:
            return ""
        if self.untold:
            return f"not told: {self.untold}"
        return "reached" if self.reached else "missed"


def _short(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table_of(figures: Sequence[Figure], title: str = "examples/vehicle-tax") -> Table:
    """Return a table of figures, one a row; missed goals stand out."""
    table = Table("measured", "figure", "goal", "", title=title)
    table.columns[1].justify = table.columns[2].justify = "right"
    for figure in figures:
        colour = "" if figure.reached else "[red]"
        table.add_row(figure.name, figure.shown, figure.wanted, colour + figure.answer)
    return table


def broken_promises(figures: Sequence[Figure]) -> list[Figure]:
    """Return what the README promises and was not measured so."""
    return [figure for figure in figures if figure.promised and not figure.reached]
