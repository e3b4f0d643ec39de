"""Does memory grow with the number of recipients? Asked of a campaign that is cheap for each.

The campaign in ``two_scenes`` has a film of a few seconds, but every row has what any recipient
has: a clip of its own with its own spoken name, a film, a page, codes, rows in the database. So the
processes go through thousands of recipients in minutes, and what they keep shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.whole_runs import run
from workers.rendering_process import MEMORY_LIMIT

CAMPAIGN = Path(__file__).parent / "two_scenes"
GOAL = 10_000
"""Recipients that must be possible in constant memory."""

MEGABYTE = 1 << 20
_SYLLABLES = ("ba", "ci", "do", "fe", "gu", "la", "mi", "no", "ri", "su")


@dataclass(frozen=True, slots=True)
class Memory:
    """Peaks in MB after half and all of the ``recipients``, and what 10,000 would need.

    The growth between the two is taken on as it is to 10,000.
    """

    recipients: int
    child_half: float
    child: float
    parent_half: float
    parent: float
    cpu_each: float

    @property
    def child_at_goal(self) -> float:
        """A rendering process at 10,000 recipients, in MB: one that grows is replaced."""
        return min(self._at_goal(self.child_half, self.child), MEMORY_LIMIT / MEGABYTE)

    @property
    def parent_at_goal(self) -> float:
        """The command at 10,000 recipients, in MB."""
        return self._at_goal(self.parent_half, self.parent)

    def _at_goal(self, half: float, whole: float) -> float:
        growth = (whole - half) / (self.recipients / 2)
        return whole + growth * max(0, GOAL - self.recipients)


def measure(folder: Path, recipients: int) -> Memory:
    """Render so many people with one rendering process and return how its memory grew."""
    data = folder / "people.csv"
    lines = ["id;first_name;amount;reference"]
    for number in range(recipients):
        name = "".join(_SYLLABLES[int(digit)] for digit in str(number)).capitalize()
        lines.append(f"{number};{name};{10 + number // 100},{number % 100:02};R{number}")
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run(folder / "out", recipients, data=data, campaign=CAMPAIGN)
    child_half, parent_half = done.peaks.when(recipients // 2)
    return Memory(
        recipients=recipients,
        child_half=child_half / MEGABYTE,
        child=done.peaks.child / MEGABYTE,
        parent_half=parent_half / MEGABYTE,
        parent=done.peaks.parent / MEGABYTE,
        cpu_each=done.seconds / recipients,
    )
