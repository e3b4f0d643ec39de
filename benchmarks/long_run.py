"""What does it cost to find a recipient done? How much does the command hold?

Asked of the campaign in ``two_scenes``, which is cheap for each: a film of a few seconds, but every
row has what any recipient has: a clip of its own with its own spoken name, a film, a page, codes,
rows in the database. So hundreds of recipients take a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.whole_runs import run

CAMPAIGN = Path(__file__).parent / "two_scenes"
GOAL = 10_000
"""Recipients that must be possible in constant memory."""

AGAIN = 5
"""Times that a run finds all done, of many and of a tenth of them in turns."""

MEGABYTE = 1 << 20
_SYLLABLES = ("ba", "ci", "do", "fe", "gu", "la", "mi", "no", "ri", "su")


@dataclass(frozen=True, slots=True)
class LongRun:
    """A run for ``recipients`` people with one rendering process, and the same runs again.

    ``parent_half`` and ``parent`` are peaks of the command in MB after half and all of them, taken
    on to 10,000 by ``parent_at_goal``. ``again_each`` are processor seconds for a further recipient
    who is done: what all of them cost more than a tenth of them, divided by the nine tenths.
    """

    recipients: int
    child: float
    parent_half: float
    parent: float
    cpu_each: float
    again_each: float

    @property
    def parent_at_goal(self) -> float:
        """The command at 10,000 recipients, in MB."""
        growth = (self.parent - self.parent_half) / (self.recipients / 2)
        return self.parent + growth * max(0, GOAL - self.recipients)


def person(number: int) -> tuple[str, str, str, str]:
    """Return the cells of an invented person: id, first name, amount, reference."""
    name = "".join(_SYLLABLES[int(digit)] for digit in str(number)).capitalize()
    return str(number), name, f"{10 + number // 100},{number % 100:02}", f"R{number}"


def measure(folder: Path, recipients: int) -> LongRun:
    """Render so many people, then find all and a tenth of them done, in turns."""
    data, out = folder / "people.csv", folder / "out"
    lines = ["id;first_name;amount;reference", *(";".join(person(n)) for n in range(recipients))]
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run(out, recipients, data=data, campaign=CAMPAIGN)
    few = recipients // 10
    costs: dict[int, list[float]] = {recipients: [], few: []}
    for _ in range(AGAIN):
        for people, seconds in costs.items():
            again = run(out, people, data=data, campaign=CAMPAIGN)
            if again.report["unchanged"] != people:
                raise RuntimeError("A second run did not find everything done.")
            seconds.append(again.seconds)
    _, parent_half = done.peaks.when(recipients // 2)
    return LongRun(
        recipients=recipients,
        child=done.peaks.child / MEGABYTE,
        parent_half=parent_half / MEGABYTE,
        parent=done.peaks.parent / MEGABYTE,
        cpu_each=done.seconds / recipients,
        again_each=(median(costs[recipients]) - median(costs[few])) / (recipients - few),
    )
