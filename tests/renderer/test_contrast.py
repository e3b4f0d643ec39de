"""Contrast of texts as they stand in the picture, over everything below them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PIL import Image

from renderer.contrast import Contrast, contrast_ratio, relative_luminance, text_contrasts
from renderer.stage import stage_of
from scenes.bound import (
    Base,
    ChartLayer,
    ChartPoint,
    Motion,
    PictureLayer,
    Place,
    ShapeLayer,
    TextLayer,
    Timing,
)


@pytest.fixture
def contrasts(scene_of, timed, look, kit):
    """Return a function that measures a scene of layers."""

    def of(*layers, **more) -> list[Contrast]:
        scene = scene_of(*layers, **more)
        return text_contrasts(scene, stage_of(look, kit), timed(scene))

    return of


def text(color, **more):
    return TextLayer(text="Da pagare entro oggi", style="title", color=color, **more)


# Known pairs: https://webaim.org/resources/contrastchecker and WCAG 2.2's own definition.
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ((0, 0, 0), (255, 255, 255), 21.0),
        ((255, 255, 255), (255, 255, 255), 1.0),
        ((0x77, 0x77, 0x77), (255, 255, 255), 4.48),
        ((0x76, 0x76, 0x76), (255, 255, 255), 4.54),
        ((255, 0, 0), (255, 255, 255), 4.0),
        ((0, 0, 255), (255, 255, 255), 8.59),
    ],
)
def test_ratios_are_those_of_wcag(one, other, ratio):
    for first, second in ((one, other), (other, one)):
        found = contrast_ratio(np.array(first, float), np.array(second, float))
        assert float(found) == pytest.approx(ratio, abs=0.006)


def test_luminance_goes_from_nothing_to_one():
    greys = relative_luminance(np.arange(256.0)[:, None] * np.ones(3))
    assert greys[0] == 0
    assert greys[255] == pytest.approx(1)
    assert (np.diff(greys) > 0).all()


def test_a_text_on_a_plain_base(contrasts):
    (found,) = contrasts(text("#777777"), base=Base(color="#ffffff"))
    assert found.layer == 0
    assert found.ratio == pytest.approx(4.48, abs=0.06)
    assert found.behind == "#ffffff"
    assert found.text in {"#777777", "#767676", "#787878"}


def test_a_panel_of_its_own_counts(contrasts):
    (bare,) = contrasts(text("#ffffff"), base=Base(color="#eeeeee"))
    (boxed,) = contrasts(text("#ffffff", box="#16324a"), base=Base(color="#eeeeee"))
    assert bare.ratio < 1.3
    assert boxed.ratio > 12


def test_shade_over_the_base_counts(contrasts):
    (plain,) = contrasts(text("#ffffff"), base=Base(color="#88aacc"))
    (shaded,) = contrasts(text("#ffffff"), base=Base(color="#88aacc", shade=0.6))
    assert plain.ratio < 4.5 < shaded.ratio


def test_what_lies_below_counts_and_what_lies_above_does_not(contrasts):
    dark = ShapeLayer(color="#16324a", width=1.0, height=1.0, place=Place(0, 0, ("left", "top")))
    (above,) = contrasts(dark, text("#ffffff"), base=Base(color="#ffffff"))
    (below,) = contrasts(text("#ffffff"), dark, base=Base(color="#ffffff"))
    assert (above.layer, below.layer) == (1, 0)
    assert above.ratio > 12
    assert below.ratio == pytest.approx(1, abs=0.02)


def test_the_worst_moment_counts(contrasts):
    """The dark panel below goes while the white text stays."""
    dark = ShapeLayer(
        color="#16324a",
        width=1.0,
        height=1.0,
        place=Place(0, 0, ("left", "top")),
        timing=Timing(end_ms=2_000),
        exit=Motion("fade", 400),
    )
    (found,) = contrasts(dark, text("#ffffff"), base=Base(color="#ffffff"), min_ms=5_000)
    assert found.ratio == pytest.approx(1, abs=0.02)


def test_a_busy_picture_counts_by_its_worst_part(contrasts, kit):
    picture = np.full((1280, 720, 3), 255, np.uint8)
    picture[:, 360:] = (20, 40, 60)
    Image.fromarray(picture).save(kit.media / "halves.png")
    (found,) = contrasts(text("#16324a"), base=Base(picture="halves.png"))
    assert found.ratio < 1.6
    # A few dark specks do not make a text unreadable.
    picture[:, 360:] = 255
    picture[::97, ::97] = 0
    Image.fromarray(picture).save(kit.media / "specks.png")
    (found,) = contrasts(text("#16324a"), base=Base(picture="specks.png"))
    assert found.ratio > 12


def test_a_text_that_is_half_transparent_is_harder_to_read(contrasts):
    (full,) = contrasts(text("#16324a"), base=Base(color="#ffffff"))
    (half,) = contrasts(text("#16324a", opacity=0.5), base=Base(color="#ffffff"))
    assert half.ratio < full.ratio / 2


def test_charts_are_measured_too(contrasts, theme, look, kit, scene_of, timed):
    points = tuple(ChartPoint(name, 10, "10 €") for name in ("2023", "2024", "2025"))
    layer = ChartLayer(points=points, width=0.8, height=0.3, enter=Motion("draw", 900))
    (found,) = contrasts(layer, base=Base(color="#fbf6ec"))
    assert found.ratio > 4.5
    pale = dataclasses.replace(
        theme,
        styles=tuple(
            (name, dataclasses.replace(style, color="#cccccc")) for name, style in theme.styles
        ),
    )
    scene = scene_of(layer, base=Base(color="#fbf6ec"))
    stage = stage_of(dataclasses.replace(look, theme=pale), kit)
    (found,) = text_contrasts(scene, stage, timed(scene))
    assert found.ratio < 2


def test_layers_without_text_are_not_measured(contrasts, kit):
    Image.new("RGB", (50, 50), "red").save(kit.media / "red.png")
    assert contrasts(PictureLayer(source="red.png"), ShapeLayer(color="#ffffff")) == []


def test_a_text_outside_the_picture_is_not_measured(contrasts):
    assert contrasts(text("#ffffff", place=Place(0.5, 2.0))) == []
