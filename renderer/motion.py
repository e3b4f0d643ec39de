"""When layers come in, move and go out: for each picture of a clip, the state of each layer."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from renderer.easings import eased
from renderer.effects import (
    FADE_STEP_MS,
    PICTURE_MS,
    REST,
    RISE,
    SLIDE,
    SMALL,
    State,
    emphasised,
    entering,
    leaving,
    only_fades,
    part_state,
    staggered,
)
from scenes.bound import ChartLayer, TableLayer, TextLayer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.timing import SceneTiming
    from scenes.bound import Emphasis, Layer, Motion, Scene

__all__ = [
    "PICTURE_MS",
    "REST",
    "RISE",
    "SLIDE",
    "SMALL",
    "State",
    "eased",
    "emphasis_ms",
    "entrance_ms",
    "exit_ms",
    "part_state",
    "staggered_parts",
    "timeline",
]


_STEP = FADE_STEP_MS // PICTURE_MS


def timeline(
    scene: Scene, timing: SceneTiming, parts: Sequence[int] | None = None
) -> list[tuple[State | None, ...]]:
    """Return for each picture of the clip the state of every layer; None: not seen.

    ``parts`` are how many staggered parts each layer turned out to have when it was laid out (a
    text may need fewer lines than it is allowed; ``Drawing.staggered``): it is at rest as soon as
    the last of these is. Without them each has as many as its entrance's time was planned for.
    """
    pictures = timing.duration_ms // PICTURE_MS
    columns: list[list[State | None]] = []
    for number, (layer, window) in enumerate(zip(scene.layers, timing.layer_windows, strict=True)):
        count = staggered_parts(layer)
        if parts is not None and (parts[number] or layer.enter.effect != "draw"):
            count = min(count, max(1, parts[number]))
        due = _emphasis_due(layer.emphasis, timing) if layer.emphasis else 0
        columns.append(_column(layer, window, pictures, count, due))
    return list(zip(*columns, strict=True)) if columns else [()] * pictures


def entrance_ms(layer: Layer) -> int:
    """Return how long an entrance takes from the moment it is due: delay, stagger and motion.

    The lines of a text are not known before it is laid out: its ``max_lines`` are counted.
    """
    return layer.enter.delay_ms + _length(layer.enter, staggered_parts(layer))


def exit_ms(layer: Layer) -> int:
    """Return how long an exit takes with its stagger; it is over when the layer is gone."""
    return _length(layer.exit, staggered_parts(layer))


def emphasis_ms(layer: Layer) -> int:
    """Return how long the emphasis of a layer takes; 0 without one."""
    emphasis = layer.emphasis
    return emphasis.duration_ms * emphasis.times if emphasis else 0


def staggered_parts(layer: Layer) -> int:
    """Return how many parts a stagger counts: lines of a text at most, rows, points, or 1."""
    match layer:
        case TextLayer():
            return max(1, min(layer.max_lines, len(layer.text)))
        case TableLayer():
            return max(1, len(layer.rows) + bool(layer.header))
        case ChartLayer():
            return max(1, len(layer.points))
    return 1


def _length(motion: Motion, parts: int) -> int:
    if motion.effect == "none":
        return 0
    return motion.duration_ms + (parts - 1) * motion.stagger_ms


def _emphasis_due(emphasis: Emphasis, timing: SceneTiming) -> int:
    starts = timing.sentence_starts_ms
    if emphasis.sentence is None or not starts:
        return max(0, emphasis.start_ms)
    return max(0, starts[min(max(emphasis.sentence, 1), len(starts)) - 1] + emphasis.start_ms)


def _column(
    layer: Layer, window: tuple[int, int], pictures: int, parts: int, emphasis_due: int
) -> list[State | None]:
    """Return a layer's states in all pictures.

    A picture stands for the moment it ends: the first one already shows something. Where the layer
    only fades, it stands for the moment when its step of two pictures ends.
    """
    start = window[0] + layer.enter.delay_ms
    first = min(_picture(start), pictures)
    phase = first * PICTURE_MS - start
    turn = first % _STEP if only_fades(layer.enter) else 0
    coming = _coming(layer.enter, parts, phase, _letters(layer, layer.enter), turn)
    going: tuple[State | None, ...] = ()
    gone = pictures
    if window[1] < pictures * PICTURE_MS:
        gone = _picture(window[1])
        phase = gone * PICTURE_MS - window[1]
        turn = gone % _STEP if only_fades(layer.exit, out=True) else 0
        going = _going(layer.exit, parts, phase, _letters(layer, layer.exit), turn)
    leave = max(first, gone - len(going))
    coming = coming[: leave - first]
    settled = first + len(coming)
    column: list[State | None] = [None] * first
    column += coming
    column += [REST] * (leave - settled)
    column += going[len(going) - (gone - leave) :] if gone > leave else ()
    column += [None] * (pictures - len(column))
    if layer.emphasis is not None:
        begin = max(_picture(emphasis_due), settled)
        moves = _moves(layer.emphasis, begin * PICTURE_MS - max(emphasis_due, settled * PICTURE_MS))
        # What would not be over before the layer leaves is left out, or the layer would jump.
        fits = (leave - begin) * PICTURE_MS // layer.emphasis.duration_ms
        moves = moves[: fits * layer.emphasis.duration_ms // PICTURE_MS] if fits > 0 else ()
        column[begin : begin + len(moves)] = moves
    return column


@lru_cache(maxsize=4096)
def _coming(motion: Motion, parts: int, phase: int, letters: int, turn: int) -> tuple[State, ...]:
    """Return the states of an entrance; the first picture begins ``phase`` ms after it does.

    ``turn`` is that picture's within a step of what only fades.
    """
    if motion.effect == "none":
        return ()
    length = _length(motion, parts)
    states: list[State] = []
    # The picture that would end at the entrance's end or later is at rest.
    for number in range(max(0, -(-(length - PICTURE_MS - phase) // PICTURE_MS))):
        elapsed = (number + 1) * PICTURE_MS + phase
        if only_fades(motion):
            elapsed += _left_of_step(turn + number)
        if parts > 1 and motion.stagger_ms:
            state = staggered(motion, elapsed, parts) or REST
            if states and _alike(state, states[-1], parts):
                state = states[-1]
        else:
            state = entering(motion, elapsed / motion.duration_ms, letters)
        states.append(state)
    while states and states[-1] == REST:
        states.pop()
    return tuple(states)


@lru_cache(maxsize=4096)
def _going(
    motion: Motion, parts: int, phase: int, letters: int, turn: int
) -> tuple[State | None, ...]:
    """Return the states of an exit; the first picture without the layer begins ``phase`` ms late.

    The picture that ends with the exit shows nothing any more. ``turn`` is that of the first
    picture without the layer within a step of what only fades.
    """
    length = _length(motion, parts)
    fades = only_fades(motion, out=True)
    pictures = -(-(length + phase) // PICTURE_MS) if length else 0
    if pictures and fades:
        # The exit begins with a step.
        pictures += (turn - pictures) % _STEP
    states: list[State | None] = []
    for number in range(pictures):
        elapsed = length + phase - (pictures - 1 - number) * PICTURE_MS
        if fades:
            elapsed += _left_of_step(turn - pictures + number)
        if parts > 1 and motion.stagger_ms:
            state = staggered(motion, elapsed, parts, out=True)
        else:
            state = leaving(motion, elapsed / motion.duration_ms, letters)
        states.append(state)
    return tuple(states)


@lru_cache(maxsize=1024)
def _moves(emphasis: Emphasis, phase: int) -> tuple[State, ...]:
    """Return the states of an emphasis with its repetitions."""
    pictures = -(-emphasis.duration_ms * emphasis.times // PICTURE_MS)
    states: list[State] = []
    for number in range(pictures):
        share = ((number + 1) * PICTURE_MS + phase) / emphasis.duration_ms
        states.append(REST if share >= emphasis.times else emphasised(emphasis, share % 1))
    return tuple(states)


def _alike(state: State, other: State, parts: int) -> bool:
    """Return whether no part is seen otherwise in a state than in another."""
    return state.parts_by is other.parts_by and all(
        part_state(state, index) == part_state(other, index) for index in range(parts)
    )


def _letters(layer: Layer, motion: Motion) -> int:
    """Return how many letters are typed at most, marks that are set on others not counted."""
    if motion.effect != "typewriter" or not isinstance(layer, TextLayer):
        return 0
    return sum(not unicodedata.combining(character) for character in layer.text)


def _left_of_step(turn: int) -> int:
    """Return how many milliseconds of a step of fading are left when a picture of it ends."""
    return (_STEP - 1 - turn % _STEP) * PICTURE_MS


def _picture(at_ms: int) -> int:
    """Return the first picture that begins at a time or after it."""
    return max(0, -(-at_ms // PICTURE_MS))
