from __future__ import annotations

import pytest

from renderer.motion import REST, eased, timeline
from scenes.bound import Motion, TextLayer, Timing

EASINGS = ["linear", "ease-in", "ease-out", "ease-in-out", "ease-out-back"]
EFFECTS = ["none", "fade", "rise", "slide", "wipe", "pop", "count_up", "draw"]


@pytest.mark.parametrize("easing", EASINGS)
def test_easings_begin_at_nothing_and_end_at_all(easing):
    assert eased(0, easing) == 0
    assert eased(1, easing) == 1
    assert eased(0.999, easing) == pytest.approx(1, abs=0.01)


def test_ease_out_back_goes_beyond_and_returns():
    assert max(eased(n / 20, "ease-out-back") for n in range(21)) > 1.05


@pytest.fixture
def states(scene_of, timed):
    def of(layer, **more):
        scene = scene_of(layer, **more)
        return [column[0] for column in timeline(scene, timed(scene))]

    return of


@pytest.mark.parametrize("effect", EFFECTS)
def test_every_entrance_ends_at_rest_and_stays(effect, states):
    found = states(TextLayer(text="1", enter=Motion(effect, 480, 200)))
    assert found[:5] == [None] * 5
    assert found[5] is not None
    settled = found.index(REST)
    assert settled <= 5 + 12
    assert set(found[settled:]) == {REST}


@pytest.mark.parametrize("effect", EFFECTS)
def test_every_exit_ends_with_nothing(effect, states):
    layer = TextLayer(text="1", timing=Timing(end_ms=2_000), exit=Motion(effect, 400))
    found = states(layer, min_ms=3_000)
    assert found[39] == REST
    assert found[50:] == [None] * (len(found) - 50)
    if effect != "none":
        assert found[44] not in {None, REST}


def test_a_layer_that_stays_does_not_go_out(states):
    assert states(TextLayer(text="1", exit=Motion("fade", 400)))[-1] == REST


def test_a_rise_comes_from_below_and_a_slide_from_the_left(states):
    rise = states(TextLayer(text="1", enter=Motion("rise", 480)))
    slide = states(TextLayer(text="1", enter=Motion("slide", 480)))
    assert rise[0].dy > rise[1].dy > rise[2].dy > 0
    assert slide[0].dx < slide[1].dx < slide[2].dx < 0
    assert rise[0].opacity < rise[2].opacity


def test_a_number_counts_every_other_picture(states):
    count = states(TextLayer(text="1", enter=Motion("count_up", 800)))
    moving = count[: count.index(REST)]
    assert len(set(moving)) <= len(moving) / 2 + 1
    growth = [state.growth for state in moving]
    assert growth == sorted(growth)


def test_steps_that_nobody_sees_are_left_out(states):
    fade = states(TextLayer(text="1", enter=Motion("fade", 480)))
    assert fade.index(REST) <= 9
