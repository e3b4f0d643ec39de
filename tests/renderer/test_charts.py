"""Charts: shapes as tall as their values, numbers beside them, and a drawing that ends at rest."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from renderer.chart_curve import curve
from renderer.chart_parts import FadingPiece, LyingBar, RisingBar, turns_of
from renderer.colours import yuv
from renderer.composition import Composer
from renderer.figures import AreaFigure, EllipseFigure, PanelFigure, StrokeFigure, TextFigure
from renderer.layout import lay_out_scene
from renderer.motion import REST, State, part_state
from renderer.stage import stage_of
from scenes.bound import ChartLayer, ChartPoint, Motion, Place

KINDS = ["bar", "rows", "donut", "line", "progress"]
POINTS = tuple(
    ChartPoint(str(year), value, f"{value:.2f} €", highlight=year == 2026)
    for year, value in [(2023, 50.0), (2024, 100.0), (2025, 0.0), (2026, 200.0)]
)


@pytest.fixture
def drawing(look, kit, scene_of):
    def of(kind, points=POINTS, title="", **more):
        place = Place(0.5, 0.3)
        layer = ChartLayer(points=points, chart=kind, title=title, place=place, **more)
        (drawn,) = lay_out_scene(scene_of(layer), stage_of(look, kit))
        return drawn

    return of


def bars(drawing, kind):
    return [part for part in drawing.parts if isinstance(part, kind)]


def test_bars_are_as_tall_as_their_values_and_zero_has_none(drawing):
    heights = [part.sprite.mask.shape[0] for part in bars(drawing("bar"), RisingBar)]
    assert len(heights) == 3
    assert heights[0] / heights[2] == pytest.approx(0.25, abs=0.01)
    assert heights[1] / heights[2] == pytest.approx(0.5, abs=0.01)


def test_bars_stand_on_one_line(drawing):
    feet = {part.sprite.bounds.bottom for part in bars(drawing("bar"), RisingBar)}
    assert len(feet) == 1


def test_rows_are_as_long_as_their_values(drawing):
    widths = [part.sprite.mask.shape[1] for part in bars(drawing("rows"), LyingBar)]
    assert widths[0] / widths[2] == pytest.approx(0.25, abs=0.01)


def test_a_ring_is_shared_out_by_value(drawing):
    drawn = drawing("donut")
    shares = [
        part.sprite.mask.astype(float).sum()
        for part in drawn.parts
        if type(part).__name__ == "_Segment"
    ]
    assert np.array(shares) / sum(shares) == pytest.approx([1 / 7, 2 / 7, 4 / 7], abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_highlighted_value_has_the_highlight_colour(drawing, kind, theme):
    highlight = yuv(theme.color("highlight"))

    def tinted(points):
        sprites = [part.at(REST) for part in drawing(kind, points).parts]
        return sum(sprite.colour == highlight for sprite in sprites)

    assert tinted(POINTS) >= 2  # the shape and its number
    plain = tuple(ChartPoint(p.label, p.value, p.text) for p in POINTS)
    assert tinted(plain) == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_nothing_of_a_chart_leaves_its_box(drawing, kind, count):
    points = tuple(
        ChartPoint(f"Un'etichetta lunga {n}", n + 1.0, f"{1234567 + n:,} €", icon="car")
        for n in range(count)
    )
    drawn = drawing(kind, points, "Un titolo", height=0.4)
    box = drawn.box
    for part in drawn.parts:
        bounds = part.at(REST).bounds
        assert bounds & box == bounds, "inside"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [(0.0, 0.0), (-5.0, 3.0), (5.0,), ()])
def test_odd_values_are_drawn_without_complaint(drawing, kind, values):
    points = tuple(ChartPoint("x", value, str(value)) for value in values)
    drawn = drawing(kind, points)
    Composer([drawn], (720, 1280), 1.0)
    assert all(part.at(REST) is not None for part in drawn.parts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_grows_and_ends_at_rest(drawing, kind):
    drawn = drawing(kind, enter=Motion("draw", 800))
    covered = []
    for time in (0.05, 0.35, 0.65, 1.0):
        sprites = [part.at(State(time=time, growth=time)) for part in drawn.parts]
        covered.append(sum(float(s.mask.sum()) for s in sprites if s is not None))
    assert covered == sorted(covered)
    assert covered[0] < covered[-1] / 2
    assert all(part.at(State(time=1.0)) is part.at(REST) for part in drawn.parts)


def test_a_rising_bar_covers_its_share_between_two_pixels(drawing):
    (_, _, bar) = bars(drawing("bar"), RisingBar)
    areas = []
    for time in np.linspace(bar.turn.start + 0.01, bar.turn.end, 40):
        sprite = bar.at(State(time=float(time)))
        areas.append(sprite.mask.astype(float).sum())
        assert sprite.bounds.bottom == bar.sprite.bounds.bottom
    assert areas == sorted(areas)


def test_numbers_of_a_chart_have_one_size(drawing):
    points = (ChartPoint("a", 1, "1 €"), ChartPoint("b", 2, "123.456.789,00 €"))
    values = [p.sprite for p in bars(drawing("bar", points, width=0.3), FadingPiece)][1::2]
    heights = [sprite.mask.shape[0] for sprite in values]
    assert max(heights) - min(heights) <= 6  # the comma hangs lower


def test_turns_overlap_and_fill_the_time():
    turns = turns_of(4)
    assert turns[0].start == 0
    assert turns[-1].end == pytest.approx(1)
    assert all(a.start < b.start < a.end for a, b in itertools.pairwise(turns))


def test_bars_below_zero_hang_from_the_line(drawing):
    points = tuple(ChartPoint(str(v), v, f"{v} €") for v in (100.0, -50.0, 25.0))
    up, down, small = (part.sprite for part in bars(drawing("bar", points), RisingBar))
    assert up.bounds.bottom == small.bounds.bottom
    assert 0 <= down.bounds.top - up.bounds.bottom <= 4
    assert down.mask.shape[0] / up.mask.shape[0] == pytest.approx(0.5, abs=0.03)


def test_a_hanging_bar_grows_down(drawing):
    (bar,) = bars(drawing("bar", (ChartPoint("a", -5.0, "-5 €"),)), RisingBar)
    part = bar.at(State(time=bar.turn.end * 0.3))
    assert part.bounds.top == bar.sprite.bounds.top
    assert part.bounds.bottom < bar.sprite.bounds.bottom


def dots(drawn):
    """Return the middles of the dots of a line chart, across and down."""
    found = []
    for part in drawn.parts:
        box = part.sprite.bounds
        if isinstance(part.sprite.figure, EllipseFigure) and part.sprite.fade == 1:
            found.append(((box.left + box.right) / 2, (box.top + box.bottom) / 2))
    return found


def stretches(drawn, kind):
    return [part for part in drawn.parts if isinstance(part.sprite.figure, kind)]


def test_the_dots_of_a_line_are_as_high_as_their_values(drawing):
    points = tuple(ChartPoint(str(v), v, f"{v} €") for v in (100.0, 200.0, 50.0, 400.0))
    across, down = zip(*dots(drawing("line", points)), strict=True)
    steps = np.diff(across)
    assert steps.max() - steps.min() <= 2
    rises = [down[0] - y for y in down]
    assert rises[1] / rises[3] == pytest.approx(1 / 3, abs=0.02)
    assert rises[2] / rises[3] == pytest.approx(-1 / 6, abs=0.02)


def test_a_line_goes_through_its_dots_without_a_gap(drawing):
    drawn = drawing("line")
    lines = stretches(drawn, StrokeFigure)
    assert len(lines) == len(POINTS) - 1
    assert all(a.sprite.bounds.right == b.sprite.bounds.left for a, b in itertools.pairwise(lines))
    for line, (_, y) in zip(lines, dots(drawn), strict=False):
        rows = np.flatnonzero(line.sprite.mask[:, 0])
        assert line.sprite.y + rows.mean() + 0.5 == pytest.approx(y, abs=1.5)


def test_a_line_is_drawn_from_the_left(drawing):
    drawn = drawing("line", enter=Motion("draw", 800))
    ends = []
    for share in (0.1, 0.4, 0.9):
        state = State(time=share, growth=share)
        seen = [part.at(state) for part in stretches(drawn, StrokeFigure)]
        ends.append(max(sprite.bounds.right for sprite in seen if sprite is not None))
    assert ends == sorted(ends)
    assert ends[0] < ends[-1] - 200


def test_no_value_of_a_line_is_crossed_by_it(drawing):
    for values in ((20.0, 80, 15, 60, 90), (90.0, 70, 40, 10), (-40.0, 60, -20, 80), (3.0, 900, 2)):
        points = tuple(ChartPoint(str(v), v, f"{v:.0f} €") for v in values)
        drawn = drawing("line", points)
        texts = [p.sprite for p in drawn.parts if isinstance(p.sprite.figure, TextFigure)]
        for text, line in itertools.product(texts, stretches(drawn, StrokeFigure)):
            common = text.bounds & line.sprite.bounds
            if common:
                one, other = cut(text, common), cut(line.sprite, common)
                assert not (one.astype(bool) & other.astype(bool)).any()


def cut(sprite, rect):
    moved = rect.moved(-sprite.x, -sprite.y)
    return sprite.mask[moved.top : moved.bottom, moved.left : moved.right]


def test_progress_is_a_share_of_the_whole(drawing):
    def shares(values, maximum):
        points = tuple(ChartPoint(str(v), v, f"{v} €") for v in values)
        drawn = drawing("progress", points, maximum=maximum)
        width = drawn.box.right - drawn.box.left
        parts = [part.sprite for part in drawn.parts if type(part).__name__ == "_Share"]
        return [(p.x - drawn.box.left) / width for p in parts], [
            (p.bounds.right - drawn.box.left) / width for p in parts
        ]

    assert shares((50.0,), 200.0)[1] == pytest.approx([0.25], abs=0.01)
    starts, ends = shares((50.0, 100.0), 200.0)
    assert starts == pytest.approx([0, 0.25], abs=0.01)
    assert ends == pytest.approx([0.25, 0.75], abs=0.01)
    assert shares((50.0, 150.0), None)[1] == pytest.approx([0.25, 1], abs=0.01)
    assert max(shares((500.0, 1.0), 200.0)[1]) == pytest.approx(1)
    assert shares((0.0,), 200.0) == ([], [])


def test_values_too_wide_for_their_bars_are_left_out_but_for_the_one_that_counts(drawing):
    points = tuple(
        ChartPoint(f"m{n}", n + 1.0, f"{1234567 + n},00 €", highlight=n == 5) for n in range(8)
    )
    for kind in ("bar", "line"):
        texts = [
            part.sprite.figure.block
            for part in drawing(kind, points).parts
            if isinstance(part.sprite.figure, TextFigure)
        ]
        assert len(texts) == 8 + 1
        assert all(block.size >= 28 * 0.6 for block in texts)


@pytest.mark.parametrize("kind", KINDS)
def test_points_come_one_after_another(drawing, kind, look, kit):
    motion = Motion("draw", 400, stagger_ms=200)
    drawn = drawing(kind, enter=motion)
    assert drawn.staggered == len(POINTS)
    stage = stage_of(look, kit)
    counts = [
        len(drawn.inks(State(stagger=0.5, clock=c, parts_by=motion), stage.picture, 1.0))
        for c in (0.2, 1.0, 1.7, 2.5)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


@pytest.mark.parametrize("values", [(0.0, 0.0), (7.0, 7.0, 7.0), (5e6, 0.01), (3.0,)])
def test_a_curve_never_leaves_the_range_of_its_points(values):
    rng = np.random.default_rng(3)
    for y in (np.array(values), rng.uniform(-50, 50, 8)):
        if len(y) < 2:
            continue
        x = np.arange(len(y), dtype=float) * 40
        at = np.arange(0.0, x[-1], 0.5)
        heights, _ = curve(x, y, at)
        part = np.minimum((at // 40).astype(int), len(y) - 2)
        low, high = np.minimum(y[part], y[part + 1]), np.maximum(y[part], y[part + 1])
        slack = 1e-9 * max(1.0, np.abs(y).max())
        assert (heights >= low - slack).all()
        assert (heights <= high + slack).all()


def test_the_theme_rounds_the_bars(drawing, look, kit, scene_of):
    square = dataclasses.replace(look.theme, spacing=(("bar_radius", 0),))
    stage = stage_of(dataclasses.replace(look, theme=square), kit)
    layer = ChartLayer(points=POINTS, chart="bar")
    (drawn,) = lay_out_scene(scene_of(layer), stage)
    assert all(part.sprite.mask.all() for part in bars(drawn, RisingBar))
    assert not bars(drawing("bar"), RisingBar)[-1].sprite.mask.all()


def sizes(drawn):
    return [
        part.sprite.figure.block.size
        for part in drawn.parts
        if isinstance(part.sprite.figure, TextFigure)
    ]


def test_many_rows_make_their_chart_taller_rather_than_small(drawing):
    points = tuple(ChartPoint(f"Voce {n}", 1.0, "1 €") for n in range(8))
    few, many = drawing("rows", points[:4]), drawing("rows", points)
    assert many.box.bottom - many.box.top > few.box.bottom - few.box.top
    assert min(sizes(many)) == 28


def test_of_many_long_labels_of_a_line_some_are_left_out_and_the_rest_can_be_read(drawing):
    months = ["Gennaio", "Febbraio", "Marzo", "Aprile", "Maggio", "Giugno", "Luglio", "Agosto"]
    points = tuple(ChartPoint(m, 5.0, "5", highlight=m == "Luglio") for m in months)
    labels = [
        part.sprite.figure.block.size
        for part in drawing("line", points, width=0.7).parts
        if isinstance(part.sprite.figure, TextFigure) and part.sprite.y > 700
    ]
    assert 3 <= len(labels) <= 4
    assert min(labels) >= 28 * 0.72


@pytest.mark.parametrize("stagger_ms", [80, 200, 500])
def test_a_staggered_line_goes_on_without_a_gap_and_dots_come_where_it_has_been(
    drawing, stagger_ms
):
    motion = Motion("draw", 400, stagger_ms=stagger_ms, easing="ease-out")
    drawn = drawing("line", enter=motion)
    stagger = stagger_ms / 400
    for clock in np.arange(0.02, 1 + 3 * stagger, 0.06):
        state = State(stagger=stagger, clock=float(clock), parts_by=motion)
        seen = [(p, p.at(own)) for p in drawn.parts if (own := part_state(state, p.order or 0))]
        for kind in (StrokeFigure, AreaFigure):
            boxes = [
                sprite.bounds
                for part, sprite in seen
                if sprite is not None and isinstance(part.sprite.figure, kind)
            ]
            assert all(a.right == b.left for a, b in itertools.pairwise(boxes))
        reached = max((box.right for box in boxes), default=0)
        later = [
            part.sprite.bounds
            for part, sprite in seen
            if sprite is not None and isinstance(part.sprite.figure, EllipseFigure) and part.order
        ]
        assert all((box.left + box.right) / 2 <= reached + 1 for box in later)


def test_values_that_are_all_negative_hang_from_the_zero_line(drawing):
    points = tuple(ChartPoint(str(v), v, f"{v:.0f} €") for v in (-30.0, -50.0, -40.0))
    drawn = drawing("line", points)
    (zero,) = [
        p.sprite.bounds
        for p in drawn.parts
        if isinstance(p.sprite.figure, PanelFigure) and p.sprite.figure.width > 400
    ]
    for area in stretches(drawn, AreaFigure):
        assert abs(area.sprite.bounds.top - zero.top) <= 2
        half = area.at(State(time=0.99, growth=0.99))
        assert half is None or half.bounds.top == area.sprite.bounds.top


MOST = {"bar": 8, "rows": 8, "donut": 8, "line": 12, "progress": 6}
"""As many points as a campaign may show in a chart."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", ["{n}", "m{n}", "Gen 20{n:02}", "Novembre 20{n:02}"])
def test_the_most_points_in_a_usual_box_can_be_read(drawing, kind, words):
    points = tuple(
        ChartPoint(words.format(n=n + 1), 40.0 + n * 7 % 30, f"{40 + n * 7 % 30},50 €")
        for n in range(MOST[kind])
    )
    drawn = drawing(kind, points, width=0.84, height=0.36)
    assert min(sizes(drawn)) >= 20
    texts = [p.sprite for p in drawn.parts if isinstance(p.sprite.figure, TextFigure)]
    for text in texts:
        assert not text.figure.block.shortened
        assert not text.figure.block.broken
    for one, other in itertools.combinations(texts, 2):
        assert not one.bounds & other.bounds
