from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_story import public_theme

from foundation.errors import RenderError
from microsite.landscape import landscape
from microsite.palette import (
    MORE,
    NEEDED,
    SHAPES,
    TEXT,
    dark_palette,
    light_palette,
    stronger,
    stylesheet,
)
from microsite.shape import measures
from scenes.bound import Theme
from scenes.color_contrast import contrast, from_oklab, readable, to_oklab
from scenes.page_look import LANDSCAPES, USUAL_LOOK, PageLook
from scenes.svg_pictures import clean_svg
from scenes.themes import load_theme, shipped_themes

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


def shipped(name: str) -> Theme:
    theme, faults = load_theme(name, Path(), {}, None)
    assert faults == []
    return theme


def schemes(theme: Theme, look: PageLook = USUAL_LOOK) -> dict[str, dict[str, str]]:
    light, dark = light_palette(theme), dark_palette(theme, look)
    return {
        "light": light,
        "dark": dark,
        "light, more contrast": light | stronger(light),
        "dark, more contrast": dark | stronger(dark),
    }


def too_low(made: dict[str, str], text: float = 4.5, shape: float = 3) -> list[str]:
    return [
        f"{name} {made[name]} on {ground} {made[ground]}: {contrast(made[name], made[ground]):.2f}"
        for pairs, least in ((TEXT, text), (SHAPES, shape))
        for name, grounds in pairs
        for ground in grounds
        if contrast(made[name], made[ground]) < least
    ]


@pytest.mark.parametrize("name", shipped_themes())
def test_every_shipped_theme_is_aa_in_every_scheme(name: str):
    for scheme, made in schemes(shipped(name)).items():
        assert too_low(made) == [], scheme


@pytest.mark.parametrize("name", shipped_themes())
def test_those_who_ask_for_more_contrast_get_it(name: str):
    # Colours of the stage have it already; what acts has a darker state of its own.
    for scheme in ("light, more contrast", "dark, more contrast"):
        made = schemes(shipped(name))[scheme]
        for text in ("ink", "muted", "accent", "good"):
            for ground in ("paper", "card"):
                assert contrast(made[text], made[ground]) >= MORE - 0.1, (scheme, text, ground)
        assert contrast(made["line"], made["card"]) >= 4.5


dark_names = st.sampled_from(
    ["paper", "ink", "muted", "accent", "accent_soft", "highlight", "line"]
)


@given(
    st.dictionaries(st.sampled_from(NEEDED), colors),
    st.dictionaries(dark_names, colors, max_size=4),
)
def test_any_theme_is_made_readable_or_as_readable_as_can_be(given_colors, dark):
    """Where one ground is light and another dark no colour suits both; else AA is reached."""
    own = dict(public_theme().colors) | given_colors
    theme = Theme("any", tuple(sorted(own.items())), ())
    look = PageLook(dark=tuple(sorted(dark.items())))
    for made in (light_palette(theme), dark_palette(theme, look)):
        for name, grounds in TEXT:
            if name == "on-accent":
                continue
            reached = min(contrast(made[name], made[ground]) for ground in grounds)
            best = max(
                min(contrast(end, made[ground]) for ground in grounds)
                for end in ("#000000", "#ffffff")
            )
            assert reached >= min(4.5, best) - 0.15, name


def test_both_schemes_set_the_same_properties():
    assert light_palette(public_theme()).keys() == dark_palette(public_theme()).keys()
    assert stronger(light_palette(public_theme())).keys() <= light_palette(public_theme()).keys()


def test_colours_given_for_the_dark_scheme_are_taken():
    look = PageLook(dark=(("accent", "#9fd0ff"), ("paper", "#101820")))
    made = dark_palette(public_theme(), look)
    assert (made["accent"], made["paper"]) == ("#9fd0ff", "#101820")
    assert too_low(made) == []


@pytest.mark.parametrize("name", LANDSCAPES)
def test_landscapes_are_small_and_of_both_times_of_day(name: str):
    morning, evening = (landscape(name, public_theme(), dark=dark) for dark in (False, True))
    assert morning != evening
    for picture in (morning, evening):
        assert len(gzip.compress(picture)) <= 6_000
        assert clean_svg(picture)
        assert b"<text" not in picture


@pytest.mark.parametrize("name", shipped_themes())
def test_stylesheet_sets_every_property_that_the_styles_use(name: str):
    from microsite.bundle import page_style, player_style

    theme = shipped(name)
    css = stylesheet(theme) + measures(theme)
    local = {"notch", "ratio", "done", "film-width", "font"}
    used = set(re.findall(r"var\(--([\w-]+)", page_style(name) + player_style())) - local
    assert used <= set(re.findall(r"--([\w-]+):", css + player_style()))


def test_a_theme_without_a_colour_is_named():
    theme = Theme("bare", tuple((name, "#123456") for name in NEEDED if name != "line"), ())
    with pytest.raises(RenderError, match=r"'bare' has no colour line"):
        light_palette(theme)
