"""From what the rounds measured to the figures that have goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks import example, whole_runs
from benchmarks.goals import Figure
from benchmarks.steady_memory import STEADY_MB

if TYPE_CHECKING:
    from benchmarks.long_run import LongRun
    from benchmarks.steady_memory import Steady

ENCODERS = ("libx264", "AAC")


QUIET = 0.7
"""Load before the start from which on two processes cannot be compared by the clock."""


@dataclass(slots=True)
class Measured:
    """What each round measured; seconds are of processor time, ``rates`` of wall time.

    ``load`` is the machine's before anything was started. ``warming`` is for each of the first
    ``whole_runs.WARM`` recipients, ``further`` for each of those after them. ``rates`` are those of
    one process, of two, and of two commands that share nothing. ``corrected`` are
    (clips rendered, clips changed), ``peaks`` bytes of (a rendering process, the command),
    ``stored`` bytes of (a further recipient, a film).
    """

    load: float = 0.0
    first: list[float] = field(default_factory=list)
    warming: list[float] = field(default_factory=list)
    further: list[float] = field(default_factory=list)
    two: list[float] = field(default_factory=list)
    rates: list[tuple[float, float, float]] = field(default_factory=list)
    correction: list[float] = field(default_factory=list)
    corrected: list[tuple[int, int]] = field(default_factory=list)
    peaks: list[tuple[int, int]] = field(default_factory=list)
    stored: list[tuple[float, float]] = field(default_factory=list)
    floors: list[dict[str, float]] = field(default_factory=list)
    stages: list[dict[str, float]] = field(default_factory=list)
    moviepy: list[float] = field(default_factory=list)
    long: LongRun | None = None
    steady: Steady | None = None

    def stage(self, name: str) -> float:
        """Return the median of a stage."""
        return median(stages[name] for stages in self.stages)

    def floor(self, name: str) -> float:
        """Return the median of a figure of the encoders alone."""
        return median(floor[name] for floor in self.floors)


def figures_of(measured: Measured) -> list[Figure]:
    """Return all figures, with the goals of those that have one."""
    further = median(measured.further)
    stored, film = (median(part) for part in zip(*measured.stored, strict=True))
    scenes = len(next(example.recipients()).scenes)
    rendered = max(rendered - changed for rendered, changed in measured.corrected)
    figures = [
        *_moviepy(measured, further),
        Figure(
            "further recipient, everything included",
            further,
            "s",
            0.4,
            headline="Sollecito, each further recipient: data, speech, personal clips, film, page,"
            " codes, storing",
        ),
        Figure(
            f"each of the first {whole_runs.WARM}, with everything that all share",
            median(measured.warming),
            "s",
        ),
        Figure(
            "first recipient, everything empty",
            median(measured.first),
            "s",
            headline="Sollecito, the first recipient, with everything that all share",
        ),
        Figure("a corrected row", median(measured.correction), "s"),
        Figure("clips rendered for it that had not changed", rendered, "", 0, promised=True),
        *_floors(measured, further),
        *_two_processes(measured, further),
        Figure(
            "most memory of a rendering process",
            _mb(measured.peaks, 0),
            "MB",
            500,
            headline="Most memory of a rendering process",
        ),
        Figure("most memory of the command", _mb(measured.peaks, 1), "MB"),
        Figure("stored for a further recipient", stored / 1e6, "MB"),
        Figure("that, of film × scenes", 100 * stored / (film * scenes), "%", 15),
    ]
    return [*figures, *_long(measured)]


def _moviepy(measured: Measured, further: float) -> list[Figure]:
    if not measured.moviepy:
        return []
    film = median(measured.moviepy)
    name = "MoviePy 2, the same film"
    return [
        Figure(name, film, "s", headline=name),
        Figure(
            "MoviePy ÷ further recipient",
            film / further,
            "×",
            200,
            "more",
            headline="MoviePy ÷ each further recipient",
        ),
    ]


def _floors(measured: Measured, further: float) -> list[Figure]:
    """The floor is what is personal alone: that decides; whole pictures stand besides."""
    floor = sum(measured.stage(name) for name in ENCODERS)
    whole = measured.floor("h264_cpu_s") + measured.floor("aac_cpu_s")
    return [
        Figure(
            "the encoders over what is personal alone (floor)",
            floor,
            "s",
            headline="The encoders alone, over nothing but what is personal: the floor",
        ),
        Figure(
            "further recipient ÷ floor",
            further / floor,
            "×",
            2,
            promised=True,
            headline="Each further recipient ÷ the floor",
        ),
        Figure("the encoders over whole pictures and clips", whole, "s"),
        Figure("further recipient ÷ that", further / whole, "×"),
    ]


def _two_processes(measured: Measured, further: float) -> list[Figure]:
    busy = f"load {measured.load:.1f} before the start" if measured.load > QUIET else ""
    one, two, apart = (median(rates) for rates in zip(*measured.rates, strict=True))
    by_time = 2 * further / median(measured.two)
    return [
        Figure("recipients a second, one process", one, "/s"),
        Figure("two processes ÷ one, by the clock", two / one, "×", 1.8, "more", untold=busy),
        Figure("two commands that share nothing ÷ one: what the machine gives", apart / one, "×"),
        Figure("two processes, by processor time", by_time, "×"),
    ]


def _long(measured: Measured) -> list[Figure]:
    figures: list[Figure] = []
    long, steady = measured.long, measured.steady
    if long is not None:
        again = 1e3 * long.again_each
        figures += [
            Figure(
                f"finding a recipient done, of {long.recipients}",
                again,
                "ms",
                10,
                headline="Sollecito, finding a recipient done",
            ),
            Figure("the command, taken on to 10,000", long.parent_at_goal, "MB", 500),
        ]
    if steady is not None:
        grown = "constant" if steady.constant else "growing"
        figures += [
            Figure(
                f"a rendering process with full caches, growth over {steady.recipients // 2}"
                f" more recipients: {grown}",
                steady.growth,
                "MB",
                STEADY_MB,
            ),
            Figure("the same, caches as full as they may be", steady.largest, "MB", 500),
        ]
    return figures


def stages_of(measured: Measured) -> list[tuple[str, float]]:
    """Return what each stage of a further recipient costs in seconds, the dearest first."""
    stages = {name: measured.stage(name) for name in measured.stages[0]}
    rest = median(measured.further) - sum(stages.values())
    if rest > 0:  # else lost in the noise between two measurements
        stages["processes, database, import"] = rest
    return sorted(stages.items(), key=lambda stage: -stage[1])


def stages_table(stages: list[tuple[str, float]]) -> Table:
    """Return the stages for people."""
    table = Table("stage of a further recipient", "ms", "share")
    table.columns[1].justify = table.columns[2].justify = "right"
    whole = sum(seconds for _, seconds in stages)
    for name, seconds in stages:
        table.add_row(name, f"{1e3 * seconds:.1f}", f"{seconds / whole:.0%}")
    return table


def _mb(peaks: list[tuple[int, int]], which: int) -> float:
    return max(peak[which] for peak in peaks) / (1 << 20)
