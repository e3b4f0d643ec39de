"""Charts: shapes as tall as their values, numbers beside them, and a drawing that ends at rest."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from renderer.chart_parts import FadingPiece, LyingBar, RisingBar, turns_of
from renderer.colours import yuv
from renderer.composition import Composer
from renderer.layout import lay_out_scene
from renderer.motion import REST, State
from renderer.stage import stage_of
from scenes.bound import ChartLayer, ChartPoint, Motion, Place

KINDS = ["bar", "rows", "donut"]
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
