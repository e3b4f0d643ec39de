"""Layers where they are asked to stand, in the colours asked for, of a size that fits."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from foundation.errors import RenderError
from renderer.colours import yuv
from renderer.layout import lay_out_scene
from renderer.pictures import paint
from renderer.stage import stage_of
from scenes.bound import (
    Base,
    IconLayer,
    PictureLayer,
    Place,
    QrLayer,
    ShapeLayer,
    TextLayer,
)


@pytest.fixture
def boxes(look, kit, scene_of):
    """Return a function that gives the boxes of layers as left, top, right, bottom."""

    def of(*layers):
        drawings = lay_out_scene(scene_of(*layers), stage_of(look, kit))
        return [(d.box.left, d.box.top, d.box.right, d.box.bottom) for d in drawings]

    return of


@pytest.fixture
def poster(look, kit, scene_of, timed):
    def of(*layers, base=None):
        scene = scene_of(*layers, base=base)
        return paint(scene, look, kit, timed(scene)).poster()

    return of


def test_a_box_stands_by_its_anchor(boxes):
    shape = {"color": "accent", "width": 0.5, "height": 0.1}
    places = [
        Place(0.5, 0.5, ("center", "center")),
        Place(0.1, 0.2, ("left", "top")),
        Place(0.9, 1.0, ("right", "bottom")),
    ]
    assert boxes(*(ShapeLayer(place=place, **shape) for place in places)) == [
        (180, 576, 540, 704),
        (72, 256, 432, 384),
        (288, 1152, 648, 1280),
    ]


def test_a_layer_below_stands_under_the_one_before_however_tall_that_is(boxes):
    below = TextLayer(text="Sotto", place=Place(0.5, 0, below=24))
    for name in ("Anna", "Maria Antonietta Querciagrossa della Scala Rampazzo"):
        first, second = boxes(TextLayer(text=name, style="title", place=Place(0.5, 0.1)), below)
        assert second[1] == first[3] + 24


def test_a_panel_is_as_wide_as_asked_or_as_its_text(boxes):
    hugging, wide = boxes(
        TextLayer(text="AB 123", box="accent_soft"),
        TextLayer(text="AB 123", box="accent_soft", width=0.8),
    )
    assert hugging[2] - hugging[0] < 250
    assert wide[2] - wide[0] == 576


def test_panel_and_text_have_their_colours(poster):
    picture = poster(
        TextLayer(text="III", style="figure", box="#d9eae9", color="#b4472a", place=Place(0.5, 0.4))
    )
    colours = {colour for _, colour in picture.crop((180, 500, 540, 640)).getcolors(9999)}
    assert min(distance(c, (0xB4, 0x47, 0x2A)) for c in colours) <= 6
    assert min(distance(c, (0xD9, 0xEA, 0xE9)) for c in colours) <= 4


def distance(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_a_qr_code_reads_and_its_modules_are_whole_pixels(poster):
    picture = poster(
        QrLayer(data="PAGOPA|002|301234567890123456|01234567890|18750", place=Place(0.5, 0.3)),
        base=Base(color="#16324a"),
    )
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == "PAGOPA|002|301234567890123456|01234567890|18750"
    assert picture.getpixel((360, 384 + 8)) == (255, 255, 255)


def test_a_qr_code_too_small_to_read_is_refused(boxes):
    with pytest.raises(RenderError, match=r"layers\[0\].*does not fit into 72 pixels"):
        boxes(QrLayer(data="A" * 60, width=0.1))


def picture_file(kit, name="p.png", size=(60, 40), **save):
    image = Image.new("RGB", size, (200, 30, 40))
    image.paste((20, 60, 200), (0, 0, size[0] // 2, size[1]))
    image.save(kit.media / name, **save)


def test_a_picture_keeps_its_shape_and_its_colours(boxes, poster, kit):
    picture_file(kit)
    layer = PictureLayer(source="p.png", width=0.5, place=Place(0.5, 0.5))
    assert boxes(layer) == [(180, 640, 540, 880)]
    shown = poster(layer)
    assert distance(shown.getpixel((200, 700)), (20, 60, 200)) <= 3
    assert distance(shown.getpixel((520, 700)), (200, 30, 40)) <= 3


def test_a_picture_is_turned_upright(boxes, kit):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    picture_file(kit, "p.jpg", exif=exif)
    (box,) = boxes(PictureLayer(source="p.jpg", width=0.5))
    assert box[3] - box[1] == 540


def test_transparent_edges_take_no_colour_from_what_cannot_be_seen(poster, kit):
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[..., 1] = 255  # unseen green
    pixels[10:30, 10:30] = (180, 71, 42, 255)
    Image.fromarray(pixels).save(kit.media / "p.png")
    shown = np.asarray(
        poster(PictureLayer(source="p.png", width=0.35, place=Place(0.5, 0.4)), base=WHITE)
    ).astype(int)
    assert (shown[..., 1] - shown[..., 0]).max() <= 12, "no green fringe"


WHITE = Base(color="#ffffff")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("none.png", "not found"),
        ("../secret.png", "outside"),
        ("text.png", "no PNG, JPEG or WebP"),
        ("cut.png", "damaged"),
        ("huge.png", "million"),
    ],
)
def test_a_picture_that_cannot_be_used_is_refused_with_its_name(
    boxes, kit, source, message, monkeypatch
):
    picture_file(kit)
    whole = (kit.media / "p.png").read_bytes()
    (kit.media.parent / "secret.png").write_bytes(whole)
    (kit.media / "text.png").write_text("no picture")
    (kit.media / "cut.png").write_bytes(whole[: len(whole) // 2])
    picture_file(kit, "huge.png", (2000, 2000))
    monkeypatch.setattr("renderer.still_pictures.MAX_PIXELS", 3_000_000)
    with pytest.raises(RenderError, match=message) as caught:
        boxes(PictureLayer(source=source))
    assert source in str(caught.value)


def test_a_picture_that_changed_is_read_again(poster, kit):
    layer = PictureLayer(source="p.png", width=0.5, place=Place(0.5, 0.5))
    picture_file(kit)
    before = poster(layer).getpixel((520, 700))
    Image.new("RGB", (60, 40), (0, 120, 0)).save(kit.media / "p.png")
    assert distance(poster(layer).getpixel((520, 700)), (0, 120, 0)) <= 3
    assert distance(before, (200, 30, 40)) <= 3


def test_an_icon_is_tinted(poster):
    shown = poster(IconLayer(icon="car", color="#b4472a", width=0.4, place=Place(0.5, 0.3)))
    inside = shown.crop((216, 384, 504, 672))
    colours = {colour for _, colour in inside.getcolors(99999)}
    assert min(distance(c, (0xB4, 0x47, 0x2A)) for c in colours) <= 4


def test_an_unknown_icon_is_refused_with_the_nearest(boxes):
    with pytest.raises(RenderError, match=r"'carr'\. Did you mean 'car'"):
        boxes(IconLayer(icon="carr", color="accent"))


@pytest.mark.parametrize("icon", ["../themes/public", ".", ""])
def test_an_icon_is_only_a_name(boxes, icon):
    with pytest.raises(RenderError, match="There is no icon"):
        boxes(IconLayer(icon=icon, color="accent"))


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (ShapeLayer(color="violet"), "no colour 'violet'"),
        (ShapeLayer(color="#12"), "'#12' is no colour"),
        (TextLayer(text="a", style="huge"), "no text style 'huge'"),
        (TextLayer(text="𒀀"), r"U\+12000"),
    ],
)
def test_what_the_theme_lacks_is_named_with_the_layer(boxes, layer, message):
    with pytest.raises(RenderError, match=message) as caught:
        boxes(TextLayer(text="before"), layer)
    assert str(caught.value).startswith("scenes.scene.layers[1]: ")


def test_a_shape_is_antialiased(look, kit, scene_of):
    layer = ShapeLayer(shape="ellipse", color="#000000", width=0.2, height=0.1)
    (drawing,) = lay_out_scene(scene_of(layer), stage_of(look, kit))
    sprite = drawing.parts[0].sprite
    assert sprite.colour == yuv("#000000")
    height, width = sprite.mask.shape
    assert sprite.mask.sum() / 255 == pytest.approx(np.pi / 4 * width * height, rel=0.005)
    assert len(np.unique(sprite.mask)) > 50
