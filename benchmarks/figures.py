"""From what the rounds measured to the figures that have goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks import example
from benchmarks.goals import Figure

if TYPE_CHECKING:
    from benchmarks.long_run import Memory

ENCODERS = ("libx264", "AAC")


@dataclass(slots=True)
class Measured:
    """What each round measured; seconds are of processor time, ``rates`` of wall time.

    ``corrected`` are (clips rendered, clips changed), ``peaks`` bytes of (a rendering process, the
    command), ``stored`` bytes of (a further recipient, a film).
    """

    first: list[float] = field(default_factory=list)
    further: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    again_whole: list[tuple[float, int]] = field(default_factory=list)
    two: list[float] = field(default_factory=list)
    rates: list[tuple[float, float]] = field(default_factory=list)
    correction: list[float] = field(default_factory=list)
    corrected: list[tuple[int, int]] = field(default_factory=list)
    peaks: list[tuple[int, int]] = field(default_factory=list)
    stored: list[tuple[float, float]] = field(default_factory=list)
    floors: list[dict[str, float]] = field(default_factory=list)
    stages: list[dict[str, float]] = field(default_factory=list)
    moviepy: list[float] = field(default_factory=list)
    memory: Memory | None = None

    def stage(self, name: str) -> float:
        """Return the median of a stage."""
        return median(stages[name] for stages in self.stages)

    def floor(self, name: str) -> float:
        """Return the median of a figure of the encoders alone."""
        return median(floor[name] for floor in self.floors)


def figures_of(measured: Measured) -> list[Figure]:
    """Return all figures, with the goals of those that have one."""
    further = median(measured.further)
    floor = measured.floor("h264_cpu_s") + measured.floor("aac_cpu_s")
    strict = sum(measured.stage(name) for name in ENCODERS)
    seconds, people = measured.again_whole[-1]
    stored, film = (median(part) for part in zip(*measured.stored, strict=True))
    scenes = len(next(example.recipients()).scenes)
    speed_up = median(two / one for one, two in measured.rates)
    rendered = max(rendered - changed for rendered, changed in measured.corrected)
    figures = [
        Figure("further recipient, everything included", further, "s", 0.4, promised=False),
        Figure("first recipient, everything empty", median(measured.first), "s"),
        Figure("a run that finds all done, each further recipient", _ms(measured.again), "ms", 10),
        Figure(f"the same for {people} people, start included, each", 1e3 * seconds / people, "ms"),
        Figure("a corrected row", median(measured.correction), "s"),
        Figure("clips rendered for it that had not changed", rendered, "", 0, promised=True),
        Figure("the encoders over whole pictures and clips (floor)", floor, "s"),
        Figure("further recipient ÷ floor", further / floor, "×", 2, promised=True),
        Figure("the encoders over what is personal alone", strict, "s"),
        Figure("further recipient ÷ that", further / strict, "×"),
        Figure("recipients a second, one process", median(o for o, _ in measured.rates), "/s"),
        Figure("two processes ÷ one, by the clock", speed_up, "×", 1.8, "more"),
        Figure(
            "the same, by processor time",
            2 * further / median(measured.two),
            "×",
            note="What two processors could give if nothing else ran on them.",
        ),
        Figure("most memory of a rendering process", _mb(measured.peaks, 0), "MB", 500),
        Figure("most memory of the command", _mb(measured.peaks, 1), "MB"),
        Figure("stored for a further recipient", stored / 1e6, "MB"),
        Figure("that, of film × scenes", 100 * stored / (film * scenes), "%", 15),
    ]
    if measured.moviepy:
        moviepy = median(measured.moviepy)
        figures[:0] = [
            Figure("MoviePy 2, the same film", moviepy, "s"),
            Figure("MoviePy ÷ further recipient", moviepy / further, "×", 200, "more"),
        ]
    memory = measured.memory
    if memory is not None:
        figures += [
            Figure(
                f"a rendering process after {memory.recipients:,} short films", memory.child, "MB"
            ),
            Figure("the same, taken on to 10,000", memory.child_at_goal, "MB", 500),
            Figure("the command, taken on to 10,000", memory.parent_at_goal, "MB", 500),
        ]
    return figures


def stages_table(measured: Measured) -> Table:
    """Return what each stage of a further recipient costs; the rest is processes and database."""
    further = median(measured.further)
    stages = {name: measured.stage(name) for name in measured.stages[0]}
    stages["processes, database, import"] = max(0.0, further - sum(stages.values()))
    table = Table("stage of a further recipient", "ms", "share")
    table.columns[1].justify = table.columns[2].justify = "right"
    for name, seconds in sorted(stages.items(), key=lambda stage: -stage[1]):
        table.add_row(name, f"{1e3 * seconds:.1f}", f"{seconds / further:.0%}")
    return table


def _ms(seconds: list[float]) -> float:
    return 1e3 * median(seconds)


def _mb(peaks: list[tuple[int, int]], which: int) -> float:
    return max(peak[which] for peak in peaks) / (1 << 20)
