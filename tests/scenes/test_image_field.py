from __future__ import annotations

import io
import os
import unicodedata

import pytest
from PIL import Image

from foundation.errors import RowError
from scenes import image_field
from scenes.bind import bind
from scenes.bound import PictureLayer
from scenes.loading import check_campaign, load_campaign

FIELD = "  photo: {type: image, optional: true}\n"
LAYER = '      - {picture: "{{ photo }}", fit: contain, radius: 24, enter: fade}\n'


def picture(kind="PNG", size=(8, 8), **options):
    stream = io.BytesIO()
    Image.new("RGB", size, "#336699").save(stream, kind, **options)
    return stream.getvalue()


@pytest.fixture
def photos(folder, rewrite):
    """Return the folder of recipients' pictures of a campaign that shows them."""
    rewrite("  plate:", FIELD + "  plate:")
    rewrite("    say:\n      - \"L'importo", LAYER + "    say:\n      - \"L'importo")
    rewrite("something_wrong", "data: {pictures: photos}\nsomething_wrong", "campaign.yaml")
    (folder / "photos").mkdir()
    return folder / "photos"


def parse(folder, text):
    return load_campaign(folder).storyboard.fields["photo"].parse(text, "it-IT")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_are_known_by_their_content(folder, photos, kind):
    (photos / "house.dat").write_bytes(picture(kind))
    assert parse(folder, " house.dat ") == "house.dat"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("../logo.png", None, "not a plain file name"),
        ("a/b.png", None, "not a plain file name"),
        ("a\\b.png", None, "not a plain file name"),
        (".hidden", None, "not a plain file name"),
        ("gone.png", None, "does not have"),
        ("Rossi.gif", picture("GIF"), "cannot be read as a picture"),
        ("Rossi.png", b"Mario Rossi", "cannot be read as a picture"),
        ("Rossi.jpg", picture("JPEG", (64, 64))[:-200], "cannot be read as a picture"),
        ("Rossi.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot be read as a picture"),
        ("big.png", picture(size=(8000, 5001)), "more than 40 megapixels"),
        ("strip.png", picture(size=(4000, 3)), "more than 10 times as long"),
        ("heavy.png", picture() + bytes(10_000_000), "more than 10 MB"),
    ],
)
def test_what_is_no_picture_is_a_row_s_error(folder, photos, name, content, reason):
    if content is not None:
        (photos / name).write_bytes(content)
    with pytest.raises(RowError, match=reason) as caught:
        parse(folder, name)
    assert caught.value.field == "photo"
    assert "Rossi" not in str(caught.value)


def test_a_link_out_of_the_folder_is_not_followed(folder, photos):
    (photos / "logo.png").symlink_to(folder / "media" / "logo.png")
    with pytest.raises(RowError, match="does not have"):
        parse(folder, "logo.png")


def test_names_are_found_however_their_accents_are_written(folder, photos):
    name = unicodedata.normalize("NFD", "città.png")
    (photos / name).write_bytes(picture())
    assert parse(folder, "città.png") == name


def test_a_picture_is_looked_at_once(folder, photos, monkeypatch):
    (photos / "a.png").write_bytes(picture())
    field = load_campaign(folder).storyboard.fields["photo"]
    field.parse("a.png", "it-IT")
    monkeypatch.setattr("scenes.pictures.Image.open", None)
    assert field.parse("a.png", "it-IT") == "a.png"


def test_another_picture_of_the_same_name_has_another_digest(folder, photos):
    path = photos / "a.png"
    path.write_bytes(picture())
    field = load_campaign(folder).storyboard.fields["photo"]
    before = field.content("a.png")
    path.write_bytes(picture("WEBP"))
    os.utime(path, (1, 1))
    assert field.content("a.png") != before
    path.unlink()
    assert field.content("a.png") == ""
    assert image_field.MOST_BYTES == 10_000_000


def layers(folder, row, **changes):
    campaign = load_campaign(folder)
    fields = campaign.storyboard.fields
    values = {n: f.parse((row | changes).get(n, ""), "it-IT") for n, f in fields.items()}
    return [
        layer
        for layer in bind(campaign, values).scene("amount").layers
        if isinstance(layer, PictureLayer)
    ]


def test_a_recipient_s_own_picture_is_bound_as_uploaded(folder, photos, row):
    (photos / "a.png").write_bytes(picture())
    (layer,) = layers(folder, row, photo="a.png")
    assert (layer.source, layer.uploaded, layer.fit, layer.radius) == ("a.png", True, "contain", 24)
    assert layers(folder, row) == []
    assert load_campaign(folder).uploads == photos


@pytest.mark.parametrize(
    ("old", "new", "file", "place", "part"),
    [
        ("pictures: photos", "pictures: photso", "campaign.yaml", "data.pictures", "'photos'?"),
        ("pictures: photos", "pictures: ../x", "campaign.yaml", "data.pictures", "no folder"),
        ("data: {pictures: photos}\n", "", "storyboard.yaml", "fields.photo", "data: {pictures"),
        (
            '"{{ photo }}"',
            '"{{ photo }}.png"',
            "storyboard.yaml",
            "scenes.amount.layers[2].picture",
            "stands alone",
        ),
        (
            "image, optional: true",
            "image, default: no.png",
            "storyboard.yaml",
            "fields.photo.default",
            "has no default",
        ),
    ],
)
@pytest.mark.usefixtures("photos")
def test_faults(folder, rewrite, old, new, file, place, part):
    where = "campaign.yaml" if "pictures" in old else "storyboard.yaml"
    rewrite(old, new, where)
    (fault,) = check_campaign(folder)
    assert (fault.file, fault.place) == (file, place)
    assert part in str(fault)
