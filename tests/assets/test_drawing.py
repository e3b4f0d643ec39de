"""The committed pictures and icons are what the project's own code draws."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assets.drawing.__main__ import EXAMPLES, PICTURES
from assets.drawing.icons import ICONS
from assets.drawing.rasterise import bitmap, write_picture

ASSETS = Path(__file__).resolve().parents[2] / "assets"
LARGEST = 300_000


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_is_what_its_code_draws(name, tmp_path):
    svg = PICTURES[name]().svg()
    assert (ASSETS / "pictures" / f"{Path(name).stem}.svg").read_text(encoding="utf-8") == svg
    write_picture(svg, tmp_path / Path(name).name)
    drawn = np.asarray(Image.open(tmp_path / Path(name).name).convert("RGBA"), np.int16)
    kept = np.asarray(Image.open(EXAMPLES / name).convert("RGBA"), np.int16)
    assert drawn.shape == kept.shape
    assert np.abs(drawn - kept).mean() < 0.5


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_is_small_enough_to_send(name):
    assert (EXAMPLES / name).stat().st_size <= LARGEST


@pytest.mark.parametrize("name", sorted(n for n in PICTURES if n.endswith(".jpg")))
def test_a_background_fills_the_film_without_being_enlarged(name):
    formats = [(720, 1280)] if name.startswith("vehicle-tax") else [(720, 1280), (1280, 720)]
    width, height = Image.open(EXAMPLES / name).size
    assert all(width >= across and height >= down for across, down in formats)


def test_no_two_pictures_share_a_source():
    assert len({Path(name).stem for name in PICTURES}) == len(PICTURES)


def test_every_icon_is_kept_with_its_source():
    assert {path.stem for path in (ASSETS / "icons").glob("*.png")} == set(ICONS)
    assert {path.stem for path in (ASSETS / "icons").glob("*.svg")} == set(ICONS)


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_a_white_silhouette_inside_its_square(name):
    svg = ICONS[name].svg(name)
    assert (ASSETS / "icons" / f"{name}.svg").read_text(encoding="utf-8") == svg
    icon = Image.open(ASSETS / "icons" / f"{name}.png").convert("RGBA")
    assert icon.size == (256, 256)
    pixels = np.asarray(icon)
    alpha = pixels[..., 3].astype(np.int16)
    assert (pixels[..., :3] == 255).all()
    share = (alpha > 128).mean()
    assert 0.08 < share < 0.7
    border = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    assert border.max() == 0, "the shape is cut off at the edge"
    drawn = np.asarray(bitmap(svg).convert("RGBA"), np.int16)[..., 3]
    assert np.abs(drawn - alpha).mean() < 0.5


def test_text_in_a_picture_is_drawn_with_the_packaged_font():
    svg = PICTURES["vehicle-tax/media/logo.png"]().svg()
    with_text, without = bitmap(svg), bitmap(svg.replace("<text", "<g").replace("</text", "</g"))
    assert with_text.getchannel("A").getbbox() != without.getchannel("A").getbbox()


def test_icons_differ_from_each_other():
    seen = {}
    for name in ICONS:
        data = io.BytesIO((ASSETS / "icons" / f"{name}.png").read_bytes())
        key = Image.open(data).convert("RGBA").tobytes()
        assert key not in seen, f"{name} looks like {seen.get(key)}"
        seen[key] = name
