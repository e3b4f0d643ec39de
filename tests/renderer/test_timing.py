"""The times of a clip: narration, animations, the grid."""

import numpy as np
import pytest

from foundation.errors import RenderError
from renderer.timing import (
    BREATH_MS,
    HOLD_MS,
    NARRATION_START_MS,
    SENTENCE_GRID_MS,
    plan_timing,
)
from scenes.bound import Base, Motion, Scene, Sentence, ShapeLayer, Timing, Voice

VOICE = Voice(pause_ms=360)


def scene(*layers, sentences=0, min_ms=0):
    return Scene(
        id="amount",
        title="Importo",
        base=Base(color="#ffffff"),
        layers=tuple(layers),
        say=tuple(Sentence(spoken=f"frase {i}", written=f"frase {i}") for i in range(sentences)),
        min_ms=min_ms,
    )


def layer(enter=Motion(), exit_=Motion(), **timing):  # noqa: B008 - a frozen value
    return ShapeLayer(color="#000000", enter=enter, exit=exit_, timing=Timing(**timing))


def test_sentences_follow_each_other_with_the_pause_between():
    timing = plan_timing(scene(sentences=3), [1_000, 2_000, 500], VOICE)
    assert timing.sentence_starts_ms == (480, 1_760, 4_160)
    assert timing.sentence_ends_ms == (1_480, 3_760, 4_660)


@pytest.mark.parametrize("pause", [0, 50, 360, 900])
def test_sentences_begin_on_the_grid_as_near_to_the_pause_as_it_goes(pause):
    lengths = [1_001, 1_499, 2_345, 160]
    timing = plan_timing(scene(sentences=4), lengths, Voice(pause_ms=pause))
    assert all(start % SENTENCE_GRID_MS == 0 for start in timing.sentence_starts_ms)
    pauses = np.subtract(timing.sentence_starts_ms[1:], timing.sentence_ends_ms[:-1])
    assert (pauses >= max(0, pause - SENTENCE_GRID_MS // 2)).all()
    assert (pauses <= max(SENTENCE_GRID_MS, pause + SENTENCE_GRID_MS // 2)).all()


def test_the_clip_ends_a_breath_after_the_last_word_on_the_grid():
    timing = plan_timing(scene(sentences=1), [3_001], VOICE)
    least = NARRATION_START_MS + 3_001 + BREATH_MS
    assert timing.duration_ms % 320 == 0
    assert least <= timing.duration_ms < least + 320


@pytest.mark.parametrize(("min_ms", "duration"), [(0, 1_280), (3_200, 3_200), (3_201, 3_520)])
def test_a_silent_scene_lasts_its_least_length(min_ms, duration):
    assert plan_timing(scene(min_ms=min_ms), [], VOICE).duration_ms == duration


def test_animations_are_done_and_the_picture_stands():
    late = layer(enter=Motion("fade", duration_ms=700, delay_ms=300), start_ms=5_000)
    timing = plan_timing(scene(late, sentences=1), [500], VOICE)
    assert timing.duration_ms >= 6_000 + HOLD_MS
    assert timing.layer_windows == ((5_000, timing.duration_ms),)


def test_a_layer_waits_for_its_sentence():
    timing = plan_timing(
        scene(layer(sentence=2, start_ms=100), layer(sentence=9), sentences=2), [800, 900], VOICE
    )
    second = timing.sentence_starts_ms[1]
    assert [window[0] for window in timing.layer_windows] == [second + 100, second]


def test_a_layer_with_an_end_is_gone_then_and_never_before_it_came():
    goes = layer(enter=Motion("fade"), exit_=Motion("fade", duration_ms=300), end_ms=4_000)
    early = layer(enter=Motion("fade", duration_ms=500), start_ms=1_000, end_ms=1_100)
    timing = plan_timing(scene(goes, early), [], VOICE)
    assert timing.layer_windows == ((0, 4_000), (1_000, 1_500))
    assert timing.duration_ms >= 5_000


def test_a_sentence_without_sound_still_has_time_for_its_caption():
    timing = plan_timing(scene(sentences=2), [0, 1_000], VOICE)
    assert timing.sentence_ends_ms[0] - timing.sentence_starts_ms[0] == 1_000


def test_a_missing_utterance_is_an_error():
    with pytest.raises(RenderError, match="amount"):
        plan_timing(scene(sentences=2), [1_000], VOICE)
