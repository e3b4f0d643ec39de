"""When a scene's sentences are spoken and its layers are seen. Pure arithmetic, in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation.errors import RenderError
from renderer.clip import GRID_MS
from renderer.motion import emphasis_ms, entrance_ms, exit_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenes.bound import Layer, Scene, Transition, Voice

NARRATION_START_MS = 480
"""The voice begins this long after the clip does."""

SENTENCE_GRID_MS = 160
"""Sentences begin at multiples of this: 5 AAC frames, and few places for a sentence to be at."""

BREATH_MS = 900
"""Time after the last word, before the clip may end."""

HOLD_MS = 1_000
"""The finished picture stands at least this long."""

LEAST_BREATH_MS = 400
"""Between the last word and a closing transition, or the end where the author gives the length."""

LEAST_HOLD_MS = 320
"""How long the finished picture stands where the author gives the length."""

UNSPEAKABLE_MS = 1_000
"""Time given to a sentence the voice cannot speak (an emoji alone), so its caption can be read."""


@dataclass(frozen=True, slots=True)
class SceneTiming:
    """The times of one clip, all from its start.

    ``duration_ms`` is a multiple of 320. ``layer_windows`` has one ``(from_ms, to_ms)`` per layer
    of the scene, in their order: the entrance begins at ``from_ms`` (plus its own delay); an exit
    is over at ``to_ms``, when the layer is gone. A layer that stays has ``to_ms == duration_ms``,
    and its exit is not played.
    """

    duration_ms: int
    sentence_starts_ms: tuple[int, ...]
    layer_windows: tuple[tuple[int, int], ...]
    sentence_ends_ms: tuple[int, ...] = ()


def plan_timing(scene: Scene, utterance_lengths_ms: Sequence[int], voice: Voice) -> SceneTiming:
    """Plan a clip from how long each of its sentences takes to speak.

    The clip lasts as long as the narration with its pauses and a breath, as every entrance,
    emphasis and exit plus a hold, and as the scene's ``min_ms``: the longest of these, rounded up
    to the grid. A closing transition comes after the hold; it may begin within the breath. With the
    scene's ``length_ms`` the clip is as long as that, if words and motions are over a little before
    (``LEAST_BREATH_MS``, ``LEAST_HOLD_MS``) and the closing transition.

    ``utterance_lengths_ms`` has one length per sentence, 0 for one the voice cannot speak.

    Raises RenderError when lengths and sentences differ in number.
    """
    if len(utterance_lengths_ms) != len(scene.say):
        raise RenderError(
            f"Scene {scene.id}: {len(scene.say)} sentences but {len(utterance_lengths_ms)} "
            "utterances; every sentence must be spoken before the scene is timed."
        )
    starts: list[int] = []
    ends: list[int] = []
    now = NARRATION_START_MS
    for length in utterance_lengths_ms:
        starts.append(now)
        ends.append(now + (length or UNSPEAKABLE_MS))
        # The nearest place of the grid, so pauses are half a step longer or shorter; never none.
        pause = max(0, voice.pause_ms - SENTENCE_GRID_MS // 2)
        now = -(-(ends[-1] + pause) // SENTENCE_GRID_MS) * SENTENCE_GRID_MS

    dues = [_due_ms(layer, starts) for layer in scene.layers]
    goes: list[int | None] = []
    settled = _transition_ms(scene.opening)
    for layer, due in zip(scene.layers, dues, strict=True):
        entered = due + entrance_ms(layer)
        gone = layer.timing.end_ms
        if gone is not None:
            gone = max(gone, entered + exit_ms(layer))
        goes.append(gone)
        # A layer that leaves is not kept for its emphasis, which is then left out (``motion``).
        still = max(entered, _emphasis_due_ms(layer, starts)) + emphasis_ms(layer)
        settled = max(settled, still if gone is None else gone)

    closing = _transition_ms(scene.closing)
    given = scene.length_ms is not None
    needed = [
        scene.min_ms,
        scene.length_ms or 0,
        settled + (LEAST_HOLD_MS if given else HOLD_MS) + closing,
    ]
    if ends:
        needed.append(ends[-1] + LEAST_BREATH_MS + closing)
        needed.append(0 if given else ends[-1] + BREATH_MS)
    duration = -(-max(needed) // GRID_MS) * GRID_MS
    return SceneTiming(
        duration_ms=duration,
        sentence_starts_ms=tuple(starts),
        layer_windows=tuple(
            (due, duration if gone is None else gone) for due, gone in zip(dues, goes, strict=True)
        ),
        sentence_ends_ms=tuple(ends),
    )


def _due_ms(layer: Layer, starts: Sequence[int]) -> int:
    """Return when a layer's entrance begins; a sentence too many means the last one."""
    timing = layer.timing
    if timing.sentence is None:
        return max(0, timing.start_ms)
    if not starts:
        return max(0, NARRATION_START_MS + timing.start_ms)
    index = min(max(timing.sentence, 1), len(starts)) - 1
    return max(0, starts[index] + timing.start_ms)


def _emphasis_due_ms(layer: Layer, starts: Sequence[int]) -> int:
    """Return when an emphasis is due (0 without one); a sentence too many means the last one."""
    emphasis = layer.emphasis
    if emphasis is None:
        return 0
    if emphasis.sentence is None or not starts:
        return max(0, emphasis.start_ms)
    return max(0, starts[min(max(emphasis.sentence, 1), len(starts)) - 1] + emphasis.start_ms)


def _transition_ms(transition: Transition) -> int:
    """Return how long a transition takes."""
    return 0 if transition.effect == "cut" else transition.duration_ms
