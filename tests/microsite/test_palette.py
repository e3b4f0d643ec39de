from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_story import public_theme

from foundation.errors import RenderError
from microsite.palette import (
    NEEDED,
    contrast,
    dark_palette,
    from_oklab,
    light_palette,
    readable,
    stylesheet,
    to_oklab,
)
from scenes.bound import Theme

TEXT = (
    ("ink", ("paper", "card", "accent-soft", "highlight-soft")),
    ("muted", ("paper", "card", "accent-soft", "highlight-soft")),
    ("accent", ("paper", "card", "accent-soft")),
    ("on-accent", ("accent",)),
    ("on-stage", ("stage", "stage-panel")),
    ("on-stage-muted", ("stage", "stage-panel")),
    ("on-stage-button", ("stage-button",)),
)
SHAPES = (
    ("edge", ("paper", "card")),
    ("highlight", ("card", "highlight-soft")),
    ("bar", ("card",)),
    ("stage-line", ("stage",)),
)

colors = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def test_known_contrasts():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(colors)
def test_oklab_there_and_back(color: str):
    assert from_oklab(to_oklab(color)) == color


@given(colors, colors)
def test_readable_reaches_aa_on_any_single_ground(color: str, ground: str):
    assert contrast(readable(color, ground), ground) >= 4.5


def test_a_good_colour_stays():
    assert readable("#16324a", "#fbf6ec") == "#16324a"


@pytest.mark.parametrize("palette", [light_palette, dark_palette])
def test_the_public_theme_is_aa_in_both_schemes(palette):
    made = palette(public_theme())
    for ink, grounds in TEXT:
        for ground in grounds:
            assert contrast(made[ink], made[ground]) >= 4.5, (ink, ground)
    for shape, grounds in SHAPES:
        for ground in grounds:
            assert contrast(made[shape], made[ground]) >= 3, (shape, ground)


def test_both_schemes_set_the_same_properties():
    assert light_palette(public_theme()).keys() == dark_palette(public_theme()).keys()


def test_stylesheet_sets_every_property_that_the_styles_use():
    from microsite.bundle import page_style, player_style

    css = stylesheet(public_theme())
    local = {"notch", "ratio", "done", "film-width"}
    used = set(re.findall(r"var\(--([\w-]+)", page_style() + player_style())) - local
    assert used <= set(re.findall(r"--([\w-]+):", css))


def test_a_theme_without_a_colour_is_named():
    theme = Theme("bare", tuple((name, "#123456") for name in NEEDED if name != "line"), ())
    with pytest.raises(RenderError, match=r"'bare' has no colour line"):
        light_palette(theme)
