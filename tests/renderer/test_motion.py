from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer import motion
from renderer.effects import LIFT, PULSE, RISE, SHAKE
from renderer.motion import (
    REST,
    State,
    emphasis_ms,
    entrance_ms,
    exit_ms,
    part_state,
    timeline,
)
from renderer.timing import SceneTiming
from scenes.bound import (
    Base,
    ChartLayer,
    ChartPoint,
    Easing,
    Effect,
    Emphasis,
    Motion,
    Scene,
    TableLayer,
    TextLayer,
    Timing,
)

EFFECTS = get_args(Effect)
MOVING = [effect for effect in EFFECTS if effect != "none"]
STRONGEST = {
    "pulse": State(scale=1 + round(PULSE * 256) / 256),
    "shake": State(dx=SHAKE),
    "lift": State(dy=-LIFT),
}


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
    layer = TextLayer(text="1234", timing=Timing(end_ms=2_000), exit=Motion(effect, 400))
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


@pytest.mark.parametrize("late", [0, 40, 100, 130, 260])
@pytest.mark.parametrize("stagger", [0, 120])
def test_what_only_fades_changes_at_even_pictures(late, stagger, scene_of, timed):
    fade = Motion("fade", 480, late, stagger_ms=stagger)
    layer = TextLayer(
        text="one two three", enter=fade, exit=fade, timing=Timing(end_ms=2_600 + late)
    )
    scene = scene_of(layer, min_ms=4_000)
    found = [row[0] for row in timeline(scene, timed(scene), [3])]
    changes = [n for n in range(1, len(found)) if found[n] != found[n - 1]]
    # Only a layer's coming itself may be between two steps.
    first = -(-late // 40)
    assert all(change % 2 == 0 for change in changes if change != first)
    # At most a picture earlier than if it changed in each, never later.
    whole = 480 + stagger * 2
    settled = found.index(REST)
    assert (late + whole) / 40 - 7 <= settled <= (late + whole) / 40
    gone = -(-(2_600 + late) // 40)
    assert found[gone:] == [None] * (len(found) - gone)
    assert found[gone - 3] is not None


def test_fades_that_begin_apart_step_together(scene_of, timed):
    layers = [TextLayer(text="1", enter=Motion("fade", 480, late)) for late in (0, 100, 220)]
    scene = scene_of(*layers)
    assert len(set(timeline(scene, timed(scene)))) <= 10


def test_steps_that_nobody_sees_are_left_out(states):
    fade = states(TextLayer(text="1", enter=Motion("fade", 480)))
    assert fade.index(REST) <= 9


@pytest.mark.parametrize(
    ("side", "before", "after"),
    [
        ("left", State(dx=-1), State(dx=1)),
        ("right", State(dx=1), State(dx=-1)),
        ("top", State(dy=-1), State(dy=1)),
        ("bottom", State(dy=1), State(dy=-1)),
    ],
)
def test_a_slide_comes_from_its_side_and_goes_on_to_the_other(side, before, after, states):
    slide = Motion("slide", 400, direction=side)
    layer = TextLayer(text="1", timing=Timing(end_ms=2_000), enter=slide, exit=slide)
    found = states(layer)
    for state, wanted in ((found[0], before), (found[45], after)):
        assert (sign(state.dx), sign(state.dy)) == (wanted.dx, wanted.dy)


def sign(number):
    return (number > 0) - (number < 0)


def test_a_wipe_uncovers_from_its_side_and_covers_from_it(states):
    wipe = Motion("wipe", 400, direction="top")
    found = states(TextLayer(text="1", timing=Timing(end_ms=2_000), enter=wipe, exit=wipe))
    assert [found[3].edge, found[45].edge] == ["top", "bottom"]
    assert 0 < found[0].reveal < found[3].reveal < 1
    assert 1 > found[41].reveal > found[45].reveal > 0


def test_a_typewriter_shows_letter_after_letter(states):
    text = "perche\u0301"
    found = states(TextLayer(text=text, enter=Motion("typewriter", 1_200, easing="linear")))
    typed = [state.typed * 6 for state in found[: found.index(REST)]]
    assert typed == sorted(typed)
    assert sorted({round(step, 6) for step in typed}) == [1, 2, 3, 4, 5]


def test_what_is_shown_of_an_amount_never_goes_beyond_it(states):
    for easing in ("ease-out-back", "ease-out-elastic", "ease-in-back"):
        found = states(TextLayer(text="1", enter=Motion("count_up", 800, easing=easing)))
        assert all(0 <= state.growth <= 1 for state in found)


@pytest.mark.parametrize("easing", ["ease-out-bounce", "ease-out-elastic", "ease-in-out-back"])
def test_what_swings_does_not_flicker(easing, states):
    swinging = Motion("rise", 800, easing=easing)
    layer = TextLayer(text="1", timing=Timing(end_ms=3_000), enter=swinging, exit=swinging)
    found = states(layer)
    coming = [state.opacity for state in found[:20]]
    going = [state.opacity for state in found[55:75] if state]
    assert coming == sorted(coming)
    assert going == sorted(going, reverse=True)
    assert any(state.dy < 0 for state in found[:20]) or easing == "ease-out-bounce"


@pytest.fixture
def lines(scene_of, timed):
    """Return a function that gives the states of a text of four lines, laid out in some."""

    def of(motion, laid_out, **more):
        scene = scene_of(TextLayer(text="one two three", enter=motion, **more), min_ms=5_000)
        return [column[0] for column in timeline(scene, timed(scene), [laid_out])]

    return of


@pytest.mark.parametrize("effect", ["fade", "rise", "slide", "pop"])
def test_lines_come_one_after_another(effect, lines):
    found = lines(Motion(effect, 400, stagger_ms=120), 3)
    seen = [[part_state(state, index) for index in range(3)] for state in found]
    assert seen[0][1:] == [None, None]
    assert seen[4][2] is None
    assert seen[4][1] is not None
    for index in range(3):
        settled = [row[index] for row in seen].index(REST)
        assert settled == pytest.approx((400 + 120 * index) / 40, abs=5)
    assert found[16] is REST


def test_lines_that_are_not_needed_cost_no_pictures(lines):
    rising = Motion("rise", 400, stagger_ms=120)
    one, three = (lines(rising, count).index(REST) for count in (1, 3))
    assert three > one
    assert lines(Motion("rise", 400), 1).index(REST) == one


def test_lines_go_one_after_another(lines):
    found = lines(
        Motion(), 2, exit=Motion("fade", 400, stagger_ms=200), timing=Timing(end_ms=2_000)
    )
    assert found[33] == REST
    assert found[49:] == [None] * (len(found) - 49)
    leaving = found[46]
    assert part_state(leaving, 0) is None
    assert part_state(leaving, 1).opacity < 256


def test_an_entrance_lasts_as_long_as_its_last_part():
    rising = Motion("rise", 400, 200, stagger_ms=100)
    points = tuple(ChartPoint(str(n), n, str(n)) for n in range(5))
    rows = (("a", "b"), ("c", "d"))
    assert entrance_ms(TextLayer(text="a b c d", max_lines=3, enter=rising)) == 800
    assert entrance_ms(TextLayer(text="a", max_lines=3, enter=rising)) == 600
    assert entrance_ms(ChartLayer(points=points, enter=rising)) == 1_000
    assert entrance_ms(TableLayer(rows=rows, header=("x", "y"), enter=rising)) == 800
    assert entrance_ms(TextLayer(text="a", enter=Motion("none", 400, 200))) == 200
    assert exit_ms(TextLayer(text="a b", max_lines=2, exit=rising)) == 500
    assert emphasis_ms(TextLayer(text="a", emphasis=Emphasis(duration_ms=640, times=3))) == 1_920
    assert emphasis_ms(TextLayer(text="a")) == 0


@pytest.mark.parametrize("effect", ["pulse", "shake", "lift"])
def test_an_emphasis_leaves_rest_and_comes_back(effect, states):
    emphasis = Emphasis(effect, 640, times=2, start_ms=2_000)
    found = states(TextLayer(text="1", emphasis=emphasis), min_ms=6_000)
    assert set(found[:50]) == {REST}
    assert set(found[82:]) == {REST}
    moving = found[50:82]
    assert STRONGEST[effect] in moving
    # Both times are alike, and pass through rest.
    assert moving[:16] == moving[16:]
    assert moving[15] == REST


def test_an_emphasis_waits_for_its_entrance_and_for_its_sentence(scene_of):
    layer = TextLayer(
        text="1",
        enter=Motion("fade", 480),
        emphasis=Emphasis("lift", 400, sentence=2, start_ms=100),
    )
    early = SceneTiming(8_000, (400, 500), ((1_000, 8_000),))
    late = SceneTiming(8_000, (400, 3_000), ((1_000, 8_000),))

    def lifted(timing):
        column = [row[0] for row in timeline(scene_of(layer), timing)]
        return [number for number, state in enumerate(column) if state and state.dy]

    assert lifted(early)[0] >= (1_000 + 280) // 40
    assert lifted(late)[0] == pytest.approx(3_100 / 40, abs=1)


def test_an_emphasis_that_would_be_cut_off_is_left_out(states):
    layer = TextLayer(
        text="1",
        timing=Timing(end_ms=3_000),
        exit=Motion("fade", 400),
        emphasis=Emphasis("lift", 400, times=3, start_ms=2_000),
    )
    found = states(layer)
    lifted = [number for number, state in enumerate(found) if state and state.dy]
    assert lifted
    assert max(lifted) < 60
    assert found[63] == REST
    assert found[64].opacity < 256


PICTURES = {
    "fade": 5,
    "rise": 11,
    "slide": 11,
    "wipe": 11,
    "pop": 11,
    "count_up": 6,
    "typewriter": 11,
    "draw": 11,
}
"""Distinct pictures of 480 ms of each effect, which is what it costs to encode."""


@pytest.mark.parametrize("effect", MOVING)
def test_an_entrance_costs_no_more_pictures_than_the_eye_sees(effect, states):
    found = states(TextLayer(text="Buongiorno", enter=Motion(effect, 480)))
    distinct = len({state for state in found if state not in {None, REST}})
    assert distinct <= PICTURES[effect]


def test_the_states_of_a_motion_are_worked_out_once(scene_of):
    enters = [Motion(effect, 480, 40 * n) for n, effect in enumerate(MOVING * 5)]
    scene = scene_of(*(TextLayer(text="1", enter=enter) for enter in enters))
    timings = [SceneTiming(20_000, (), ((at, 20_000),) * len(enters)) for at in (1_000, 3_000)]
    timeline(scene, timings[0])
    before = motion._coming.cache_info().misses
    timeline(scene, timings[1])
    assert motion._coming.cache_info().misses == before


def test_rise_is_as_long_as_it_says(states):
    assert max(s.dy for s in states(TextLayer(text="1", enter=Motion("rise", 4_000)))) <= RISE


motions = st.builds(
    Motion,
    effect=st.sampled_from(EFFECTS),
    duration_ms=st.integers(40, 3_000),
    delay_ms=st.integers(0, 1_500),
    easing=st.sampled_from(get_args(Easing)),
    stagger_ms=st.integers(0, 500),
)
emphases = st.none() | st.builds(
    Emphasis,
    effect=st.sampled_from(["pulse", "shake", "lift"]),
    duration_ms=st.integers(40, 2_000),
    times=st.integers(1, 5),
    start_ms=st.integers(0, 6_000),
    sentence=st.none() | st.integers(1, 4),
)


@given(motions, motions, emphases, st.integers(0, 4_000), st.integers(0, 5_000), st.integers(0, 5))
def test_any_layer_is_seen_within_its_window_only(enter, exit_, emphasis, start, lasts, turns):
    """Also where entrance, emphasis and exit have no room in it."""
    layer = TextLayer(text="one two three", enter=enter, exit=exit_, emphasis=emphasis)
    scene = Scene("scene", "Title", Base(color="#ffffff"), (layer,), ())
    end = min(start + lasts, 6_400)
    timing = SceneTiming(6_400, (480, 2_000, 3_200), ((start, end),))
    states = [row[0] for row in timeline(scene, timing, [turns])]
    assert len(states) == 160
    first = -(-(start + enter.delay_ms) // 40)
    assert set(states[:first]) <= {None}
    if end < 6_400:
        assert set(states[max(first, -(-end // 40)) :]) <= {None}
    else:
        assert None not in states[first:]
