"""Pictures: of the campaign or of a recipient, filled or whole, upright, in the right colours."""

from __future__ import annotations

import dataclasses
import time

import numpy as np
import pytest
from PIL import Image, ImageCms

from foundation.errors import RenderError
from renderer import layout, picture_layer
from renderer.layout import lay_out_scene
from renderer.motion import REST
from renderer.pictures import paint
from renderer.stage import stage_of
from renderer.still_pictures import MAX_PIXELS, open_layer_picture, open_picture
from scenes.bound import Base, PictureLayer, Place

RED, BLUE, GREEN = (200, 30, 40), (20, 60, 200), (30, 150, 60)


@pytest.fixture
def uploads(kit, tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    return dataclasses.replace(kit, uploads=folder)


@pytest.fixture
def drawing(look, kit, scene_of):
    def of(layer, own=None):
        (drawn,) = lay_out_scene(scene_of(layer), stage_of(look, own or kit))
        return drawn

    return of


@pytest.fixture
def poster(look, kit, scene_of, timed):
    def of(layer):
        scene = scene_of(layer, base=Base(color="#ffffff"))
        return paint(scene, look, kit, timed(scene)).poster()

    return of


def thirds(size=(90, 30), colours=(RED, GREEN, BLUE)):
    image = Image.new("RGB", size)
    for number, colour in enumerate(colours):
        image.paste(colour, (size[0] * number // 3, 0, size[0] * (number + 1) // 3, size[1]))
    return image


def near(one, other, most=4):
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= most


SQUARE = {"width": 0.5, "height": 360 / 1280, "place": Place(0.5, 0.5, ("center", "center"))}


@pytest.mark.parametrize(
    ("focus", "colour"), [((0.0, 0.5), RED), ((0.5, 0.5), GREEN), ((1.0, 0.5), BLUE)]
)
def test_a_filled_box_is_kept_around_the_focus(poster, kit, focus, colour):
    thirds().save(kit.media / "p.png")
    shown = poster(PictureLayer(source="p.png", focus=focus, **SQUARE))
    assert near(shown.getpixel((360, 640)), colour)


def test_a_picture_that_is_contained_is_seen_whole_in_the_middle_of_its_box(poster, drawing, kit):
    thirds().save(kit.media / "p.png")
    layer = PictureLayer(source="p.png", fit="contain", radius=20, **SQUARE)
    box = drawing(layer).box
    assert (box.right - box.left, box.bottom - box.top) == (360, 360)
    shown = poster(layer)
    assert [near(shown.getpixel((x, 640)), c) for x, c in ((220, RED), (360, GREEN), (500, BLUE))]
    assert shown.getpixel((360, 640 - 70)) == (255, 255, 255)
    assert shown.getpixel((181, 640 - 59)) == (255, 255, 255), "its own corners are round"


def test_a_recipients_own_picture_comes_from_the_uploads(drawing, uploads):
    thirds().save(uploads.uploads / "p.png")
    drawn = drawing(PictureLayer(source="p.png", uploaded=True, **SQUARE), uploads)
    assert drawn.parts[0].at(REST).mask.all()
    with pytest.raises(RenderError, match="not found in the campaign's media"):
        drawing(PictureLayer(source="p.png", **SQUARE), uploads)


def test_a_picture_that_is_replaced_before_it_is_opened_is_refused_without_its_name(
    drawing, uploads, monkeypatch
):
    path = uploads.uploads / "mario-rossi.png"
    thirds().save(path)
    opening = picture_layer.open_layer_picture

    def swapping(*given):
        thirds(colours=(GREEN, GREEN, GREEN)).save(path)
        return opening(*given)

    monkeypatch.setattr(picture_layer, "open_layer_picture", swapping)
    layer = PictureLayer(source=path.name, uploaded=True, **SQUARE)
    with pytest.raises(RenderError, match="changed while it was read") as caught:
        drawing(layer, uploads)
    assert "rossi" not in str(caught.value)
    monkeypatch.undo()
    sprite = drawing(layer, uploads).parts[0].at(REST)
    assert np.ptp(sprite.planes[0]) <= 2, "the green one"


def test_a_picture_that_is_replaced_while_it_is_laid_out_is_refused(drawing, uploads, monkeypatch):
    path = uploads.uploads / "p.png"
    thirds().save(path)
    keyed = layout.drawing_key

    def swapping(*given):
        thirds(colours=(GREEN, RED, GREEN)).save(path)
        return keyed(*given)

    monkeypatch.setattr(layout, "drawing_key", swapping)
    with pytest.raises(RenderError, match="changed while it was read"):
        drawing(PictureLayer(source="p.png", uploaded=True, **SQUARE), uploads)


@pytest.mark.parametrize("make", ["missing", "outside", "text", "cut", "huge"])
def test_a_recipients_picture_that_cannot_be_used_is_not_named(drawing, uploads, make, monkeypatch):
    name = "mario-rossi.png"
    path = uploads.uploads / name
    if make == "text":
        path.write_text("no picture")
    elif make != "missing":
        thirds().save(path)
    if make == "cut":
        path.write_bytes(path.read_bytes()[:60])
    if make == "outside":
        path.rename(uploads.uploads.parent / name)
        name = f"../{name}"
    if make == "huge":
        monkeypatch.setattr("renderer.still_pictures.MAX_PIXELS", 1_000)
    with pytest.raises(RenderError, match=r"[Oo]wn picture") as caught:
        drawing(PictureLayer(source=name, uploaded=True, **SQUARE), uploads)
    told: BaseException | None = caught.value
    while told is not None:
        assert "rossi" not in str(told)
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)


def test_a_bomb_is_refused_before_it_is_decoded(kit):
    # A PNG of 20,000 × 20,000 equal pixels takes few bytes, but 1.6 GB when decoded.
    image = Image.new("1", (20_000, 20_000))
    image.save(kit.media / "bomb.png")
    begun = time.process_time()
    with pytest.raises(RenderError, match="more than 40 million"):
        open_picture(kit, "bomb.png")
    assert time.process_time() - begun < 0.1
    assert MAX_PIXELS == 40_000_000


def test_a_large_jpeg_is_decoded_no_larger_than_needed(kit):
    thirds((3000, 1000)).save(kit.media / "p.jpg", quality=90)
    layer = PictureLayer(source="p.jpg")
    small = open_layer_picture(kit, layer, lambda _: (300, 100))
    assert small.size == (750, 250)
    assert open_layer_picture(kit, layer, lambda size: size).size == (3000, 1000)


def test_a_large_jpeg_that_lies_on_its_side_is_measured_as_it_is_seen(kit):
    exif = Image.Exif()
    exif[0x0112] = 6
    thirds((2400, 800)).save(kit.media / "p.jpg", exif=exif)
    asked = []
    image = open_layer_picture(
        kit, PictureLayer(source="p.jpg"), lambda size: asked.append(size) or (200, 600)
    )
    assert asked == [(800, 2400)]
    assert image.size == (400, 1200)


def test_a_picture_in_another_colour_space_is_brought_to_srgb(kit):
    # LAB is one that Pillow makes by itself; a profile of swapped primaries stands for a camera's.
    image = Image.new("RGB", (30, 30), (200, 100, 50))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(kit.media / "same.png", icc_profile=lab)
    assert near(open_picture(kit, "same.png").getpixel((5, 5)), (200, 100, 50, 255), 1)
    swapped = lab.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    image.save(kit.media / "swapped.png", icc_profile=swapped)
    found = open_picture(kit, "swapped.png").getpixel((5, 5))
    assert near(found, (50, 100, 200, 255), 12), "red was its blue"
    image.save(kit.media / "broken.png", icc_profile=b"no profile")
    assert open_picture(kit, "broken.png").getpixel((5, 5)) == (200, 100, 50, 255)


def test_sixteen_bits_a_pixel_are_not_cut_off(kit):
    deep = np.full((8, 8), 128 << 8, np.uint16)
    Image.fromarray(deep).save(kit.media / "p.png")
    assert open_picture(kit, "p.png").getpixel((3, 3)) == (128, 128, 128, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
def test_every_kind_of_pixel_can_be_shown(kit, mode):
    name = "p.jpg" if mode == "CMYK" else "p.png"
    Image.new("RGB", (16, 16), (255, 255, 255)).convert(mode).save(kit.media / name)
    assert near(open_picture(kit, name).getpixel((5, 5)), (255, 255, 255, 255), 2)


def test_what_decides_the_pixels_decides_the_key(drawing, kit):
    thirds().save(kit.media / "p.png")
    layer = PictureLayer(source="p.png", **SQUARE)
    key = drawing(layer).key
    assert drawing(layer).key == key
    assert drawing(dataclasses.replace(layer, fit="contain")).key != key
    assert drawing(dataclasses.replace(layer, focus=(0.0, 0.5))).key != key
    thirds(colours=(BLUE, RED, GREEN)).save(kit.media / "p.png")
    assert drawing(layer).key != key


def test_a_strip_is_no_layer_of_miles(drawing, kit):
    """A recipient's scan of 4000 × 3 pixels, of which only the height is written."""
    Image.new("RGB", (4000, 3), RED).save(kit.media / "strip.png")
    box = drawing(PictureLayer(source="strip.png", height=0.5, place=Place(0.5, 0.5))).box
    assert (box.right - box.left, box.bottom - box.top) == (2 * 720, 1)
    Image.new("RGB", (3, 4000), RED).save(kit.media / "strip.png")
    box = drawing(PictureLayer(source="strip.png", width=0.5, place=Place(0.5, 0.5))).box
    assert (box.right - box.left, box.bottom - box.top) == (2, 2 * 1280)
