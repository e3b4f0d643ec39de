"""The benchmark measures the example as it is: all its good rows, bound."""

import itertools

import numpy as np

from benchmarks.encoder_floor import ready
from benchmarks.example import kit, recipients
from benchmarks.long_run import CAMPAIGN
from benchmarks.whole_runs import corrected
from scenes.loading import load_campaign


def test_recipients_are_bound_stories_with_a_film():
    first, second = itertools.islice(recipients(), 2)
    assert len(first.default_path) >= 5
    assert {scene.id for scene in first.scenes} >= set(first.default_path)
    assert first.scenes != second.scenes


def test_the_kit_finds_the_examples_music(tmp_path):
    look = next(recipients()).look
    assert look.music is not None
    assert kit(tmp_path).media_file(look.music).is_file()


def test_ready_pictures_stay_as_they_were_when_they_were_made():
    class Source:
        size = (4, 4)
        holds = (1, 2)

        def pictures(self):
            planes = (np.zeros((4, 4), np.uint8), np.zeros((2, 2), np.uint8), np.ones(4, np.uint8))
            yield planes
            planes[0][:] = 9
            yield planes

    assert [int(y.max()) for y, _, _ in ready(Source())] == [0, 9]


def test_a_corrected_row_changes_some_of_its_clips_and_no_others(tmp_path):
    data, changed = corrected(tmp_path, 3)
    lines = data.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert [("Eulalia" in line) for line in lines] == [False, False, True, False]
    assert 1 <= changed < len(next(recipients()).scenes)


def test_the_short_campaign_loads():
    assert len(load_campaign(CAMPAIGN).storyboard.scenes) == 2
