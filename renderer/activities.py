"""Where and when a scene's pictures change: its steps become stretches for the bands' planner."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from renderer.bands import SETTLE_HOLD, Activity, Stretch
from renderer.transitions import WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.composition import Drawing
    from renderer.motion import State
    from renderer.transitions import PictureState

    States = tuple[State | None, ...]

GROUP = 32
"""Pictures from one IDR to the next on a base that moves: 1.28 s."""

_ROW = 16


@dataclass(slots=True)
class Step:
    """One distinct picture: the states of all layers, which of the base's pictures, how long.

    ``start`` is its number in the clip, ``whole`` how the picture as a whole is seen.
    """

    states: States
    base: int
    whole: PictureState
    start: int
    hold: int = 1


def steps_of(timeline: Sequence[States], wholes: Sequence[PictureState], bases: int) -> list[Step]:
    """Return the distinct pictures of a clip on a base of so many pictures."""
    steps: list[Step] = []
    for number, (states, whole) in enumerate(zip(timeline, wholes, strict=True)):
        base = number % bases
        last = steps[-1] if steps else None
        if last and last.states == states and (last.base, last.whole) == (base, whole):
            last.hold += 1
        else:
            steps.append(Step(states, base, whole, number))
    return steps


def stretches_of(
    steps: Sequence[Step], drawings: Sequence[Drawing], height: int, scale: float
) -> tuple[Stretch, ...]:
    """Return the clip's groups of pictures: those on a moving base, transitions, all others."""
    length = steps[-1].start + steps[-1].hold
    starts = [step.start for step in steps]

    def whole(start: int, end: int, *, film: bool) -> Stretch:
        changes = tuple(number for number in starts if start < number < end)
        return Stretch(
            start,
            end,
            whole=True,
            film=film,
            fleeting=not film,
            changes=changes,
            last=end == length,
        )

    if any(step.base for step in steps):
        cuts = range(0, length, GROUP)
        return tuple(whole(cut, min(cut + GROUP, length), film=True) for cut in cuts)
    opening, closing = _still(steps, length)
    found: list[Stretch] = []
    if opening:
        found.append(whole(0, opening, film=False))
    if closing > opening:
        middle = [step for step in steps if opening <= step.start < closing]
        activities = _activities(middle, drawings, height, scale)
        found.append(Stretch(opening, closing, activities=activities, last=closing == length))
    if closing < length:
        found.append(whole(closing, length, film=False))
    return tuple(found)


def _still(steps: Sequence[Step], length: int) -> tuple[int, int]:
    """Return where the opening is over and where the closing begins."""
    moved = [step for step in steps if step.whole != WHOLE]
    half = length // 2
    opening = max((step.start + step.hold for step in moved if step.start < half), default=0)
    closing = min((step.start for step in moved if step.start >= half), default=length)
    return min(opening, closing), closing


def _activities(
    steps: Sequence[Step], drawings: Sequence[Drawing], height: int, scale: float
) -> tuple[Activity, ...]:
    rows = -(-height // _ROW)
    found: list[Activity] = []
    running: dict[int, tuple[int, int, int]] = {}
    for before, step in pairwise(steps):
        for index, (old, new) in enumerate(zip(before.states, step.states, strict=True)):
            if old is new or old == new:
                continue
            reaches = [
                reach
                for state in (old, new)
                if state is not None and (reach := drawings[index].reach(state, scale)) is not None
            ]
            top = max(0, min((reach[0] // _ROW for reach in reaches), default=rows))
            bottom = min(rows, max((-(-reach[1] // _ROW) for reach in reaches), default=0))
            if top >= bottom:
                continue
            pictures = 1 << step.start
            if index in running:
                # A layer that goes on moving is one activity, after a rest it is another.
                known, upper, lower = running[index]
                if step.start - known.bit_length() + 1 < SETTLE_HOLD:
                    running[index] = known | pictures, min(top, upper), max(bottom, lower)
                    continue
                found.append(Activity(*running[index]))
            running[index] = pictures, top, bottom
    found.extend(Activity(*each) for each in running.values())
    return tuple(sorted(set(found)))
