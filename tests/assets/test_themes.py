"""Text of the shipped themes stands out from what it stands on (WCAG 2.2, 1.4.3: 4.5 to 1)."""

from pathlib import Path

import pytest
from PIL import Image

from microsite.palette import NEEDED
from scenes.themes import load_theme, shipped_themes

ROOT = Path(__file__).resolve().parents[2]
MEDIA = ROOT / "examples" / "vehicle-tax" / "media"
ENOUGH = 4.5
SMALLEST = 28
"""Pixels at 720 lines: about 2.2 % of a phone's height, still read at arm's length."""


def luminance(color):
    def linear(part):
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(text):
    return tuple(bytes.fromhex(text[1:]))


def loaded(name):
    theme, faults = load_theme(name, ROOT, {}, None)
    assert faults == []
    return theme


@pytest.fixture(scope="module", params=shipped_themes())
def theme(request):
    return loaded(request.param)


def test_the_measure_is_right():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(rgb("#767676"), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_there_is_a_theme_for_each_kind_of_sender():
    assert shipped_themes() == ["public", "utility", "warm"]


def test_storyboards_can_change_the_theme(theme):
    public = loaded("public")
    assert [name for name, _ in theme.colors] == [name for name, _ in public.colors]
    assert [name for name, _ in theme.styles] == [name for name, _ in public.styles]
    assert [name for name, _ in theme.spacing] == [name for name, _ in public.spacing]


def test_the_page_finds_its_colours(theme):
    assert set(NEEDED) <= dict(theme.colors).keys()


@pytest.mark.parametrize("ground", ["paper", "paper_deep", "white"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "highlight", "good"])
def test_text_colours_stand_out_from_paper(theme, text, ground):
    assert contrast(rgb(theme.color(text)), rgb(theme.color(ground))) >= ENOUGH


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("accent_ink", "accent"),
        ("highlight_ink", "highlight"),
        ("ink", "accent_soft"),
        ("ink", "highlight_soft"),
        ("ink", "good_soft"),
        ("muted", "accent_soft"),
        ("accent", "accent_soft"),
        ("highlight", "highlight_soft"),
        ("highlight", "accent_soft"),
        ("highlight", "sky"),
        ("good", "good_soft"),
        ("ink", "sky"),
        ("accent", "sky"),
    ],
)
def test_pairs_that_belong_together_stand_out(theme, text, ground):
    assert contrast(rgb(theme.color(text)), rgb(theme.color(ground))) >= ENOUGH


def test_every_style_is_large_enough_to_read(theme):
    assert min(style.size for _, style in theme.styles) >= SMALLEST


@pytest.mark.parametrize(
    ("picture", "down_to", "text"),
    [
        ("town.jpg", 0.31, "ink"),
        ("services.jpg", 0.21, "accent"),
        ("services.jpg", 0.21, "ink"),
        ("goodbye.jpg", 0.18, "accent"),
        ("goodbye.jpg", 0.18, "ink"),
        ("paper.jpg", 0.86, "muted"),
        ("paper.jpg", 0.86, "highlight"),
    ],
)
def test_text_stands_out_from_the_pictures_of_the_example(picture, down_to, text):
    image = Image.open(MEDIA / picture).convert("RGB")
    part = image.crop((0, 0, image.width, round(image.height * down_to))).resize((72, 64))
    color = rgb(loaded("public").color(text))
    worst = min(contrast(color, pixel) for _, pixel in part.getcolors(72 * 64))
    assert worst >= ENOUGH
