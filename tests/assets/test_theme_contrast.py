"""Text of the shipped themes stands out from what it stands on (WCAG 2.2, 1.4.3: 4.5 to 1)."""

from pathlib import Path

import pytest
from PIL import Image
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
MEDIA = ROOT / "examples" / "vehicle-tax" / "media"
ENOUGH = 4.5


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


@pytest.fixture(scope="module")
def theme():
    return YAML(typ="safe").load(ROOT / "assets" / "themes" / "public.yaml")


def test_the_measure_is_right():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(rgb("#767676"), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ground", ["paper", "paper_deep", "white"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "highlight", "good"])
def test_text_colours_stand_out_from_paper(theme, text, ground):
    colors = theme["colors"]
    assert contrast(rgb(colors[text]), rgb(colors[ground])) >= ENOUGH


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("accent_ink", "accent"),
        ("highlight_ink", "highlight"),
        ("ink", "accent_soft"),
        ("ink", "highlight_soft"),
        ("accent", "accent_soft"),
        ("highlight", "highlight_soft"),
        ("good", "good_soft"),
        ("ink", "sky"),
    ],
)
def test_pairs_that_belong_together_stand_out(theme, text, ground):
    colors = theme["colors"]
    assert contrast(rgb(colors[text]), rgb(colors[ground])) >= ENOUGH


def test_every_style_uses_a_colour_of_the_theme(theme):
    assert {style["color"] for style in theme["styles"].values()} <= theme["colors"].keys()


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
def test_text_stands_out_from_the_pictures_of_the_example(theme, picture, down_to, text):
    image = Image.open(MEDIA / picture).convert("RGB")
    part = image.crop((0, 0, image.width, round(image.height * down_to))).resize((72, 64))
    color = rgb(theme["colors"][text])
    worst = min(contrast(color, pixel) for _, pixel in part.getcolors(72 * 64))
    assert worst >= ENOUGH
