"""The times of a clip: narration, animations, the grid."""

import numpy as np
import pytest

from foundation.errors import RenderError
from renderer.timing import (
    BREATH_MS,
    HOLD_MS,
    LEAST_BREATH_MS,
    LEAST_HOLD_MS,
    NARRATION_START_MS,
    SENTENCE_GRID_MS,
    plan_timing,
)
from scenes.bound import (
    Base,
    Emphasis,
    Motion,
    Scene,
    Sentence,
    ShapeLayer,
    TableLayer,
    Timing,
    Transition,
    Voice,
)

VOICE = Voice(pause_ms=360)


def scene(*layers, sentences=0, **more):
    return Scene(
        id="amount",
        title="Importo",
        base=Base(color="#ffffff"),
        layers=tuple(layers),
        say=tuple(Sentence(spoken=f"frase {i}", written=f"frase {i}") for i in range(sentences)),
        **more,
    )


def layer(enter=Motion(), exit_=Motion(), emphasis=None, **timing):  # noqa: B008 - a frozen value
    return ShapeLayer(
        color="#000000", enter=enter, exit=exit_, emphasis=emphasis, timing=Timing(**timing)
    )


def on_grid(least):
    return -(-least // 320) * 320


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


@pytest.mark.parametrize("length", [3_200, 3_201, 9_000])
def test_a_scene_is_as_long_as_given_rounded_up_to_the_grid(length):
    shown = layer(enter=Motion("fade", duration_ms=400))
    timing = plan_timing(scene(shown, sentences=1, length_ms=length), [2_000], VOICE)
    assert timing.duration_ms == on_grid(length)
    assert timing.layer_windows == ((0, timing.duration_ms),)


def test_a_given_length_does_not_cut_off_words_or_motions():
    spoken = plan_timing(scene(sentences=1, length_ms=1_000), [5_000], VOICE)
    assert spoken.duration_ms == on_grid(NARRATION_START_MS + 5_000 + LEAST_BREATH_MS)
    late = layer(enter=Motion("fade", duration_ms=500), start_ms=4_000)
    moving = plan_timing(scene(late, length_ms=1_000), [], VOICE)
    assert moving.duration_ms == on_grid(4_500 + LEAST_HOLD_MS)


def test_the_least_length_counts_with_a_given_one():
    assert plan_timing(scene(length_ms=3_200, min_ms=6_400), [], VOICE).duration_ms == 6_400


def test_an_emphasis_of_a_late_sentence_fits_before_the_end():
    pulsing = layer(emphasis=Emphasis(duration_ms=800, times=3, sentence=2, start_ms=200))
    timing = plan_timing(scene(pulsing, sentences=2), [1_000, 300], VOICE)
    over = timing.sentence_starts_ms[1] + 200 + 2_400
    assert over + HOLD_MS <= timing.duration_ms < over + HOLD_MS + 320


def test_an_emphasis_waits_for_the_entrance():
    enter = Motion("fade", duration_ms=2_000, delay_ms=500)
    timing = plan_timing(scene(layer(enter, emphasis=Emphasis(duration_ms=600))), [], VOICE)
    assert timing.duration_ms == on_grid(2_500 + 600 + HOLD_MS)


def test_a_layer_that_leaves_is_not_kept_for_its_emphasis():
    emphasis = Emphasis(duration_ms=900, times=5, start_ms=1_000)
    timing = plan_timing(scene(layer(emphasis=emphasis, end_ms=2_000)), [], VOICE)
    assert timing.layer_windows == ((0, 2_000),)
    assert timing.duration_ms == on_grid(2_000 + HOLD_MS)


def test_every_row_of_a_table_comes_in_before_the_hold():
    rows = tuple((f"riga {number}", "1") for number in range(5))
    table = TableLayer(rows=rows, enter=Motion("rise", duration_ms=400, stagger_ms=300))
    timing = plan_timing(scene(table), [], VOICE)
    assert timing.duration_ms == on_grid(400 + 4 * 300 + HOLD_MS)


def test_the_closing_transition_comes_after_the_hold_and_within_the_breath():
    closing = Transition("cross-fade", duration_ms=480)
    late = layer(start_ms=3_000, enter=Motion("fade", duration_ms=520))
    moving = plan_timing(scene(late, closing=closing), [], VOICE)
    assert moving.duration_ms == on_grid(3_520 + HOLD_MS + 480)
    spoken = plan_timing(scene(sentences=1, closing=closing), [3_000], VOICE)
    last_word = NARRATION_START_MS + 3_000
    assert spoken.duration_ms == on_grid(last_word + BREATH_MS)
    slow = Transition("slide", duration_ms=1_600)
    slid = plan_timing(scene(sentences=1, closing=slow), [3_000], VOICE)
    assert slid.duration_ms == on_grid(last_word + LEAST_BREATH_MS + 1_600)


def test_a_cut_takes_no_time():
    cut = Transition("cut", duration_ms=5_000)
    assert plan_timing(scene(opening=cut, closing=cut), [], VOICE).duration_ms == 1_280


def test_the_opening_delays_nothing_but_the_picture_is_held_after_it():
    opening = Transition("cross-fade", duration_ms=960)
    timing = plan_timing(scene(layer(), sentences=1, opening=opening), [100], VOICE)
    assert timing.sentence_starts_ms == (NARRATION_START_MS,)
    assert timing.layer_windows[0][0] == 0
    assert timing.duration_ms >= 960 + HOLD_MS
