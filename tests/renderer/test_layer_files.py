"""The key of a drawing: the same for what looks the same, another for all that does not."""

from __future__ import annotations

import dataclasses

import pytest
from PIL import Image

from foundation.errors import RenderError
from renderer.layer_files import drawing_key, layer_files
from renderer.stage import stage_of
from scenes.bound import (
    ChartLayer,
    ChartPoint,
    IconLayer,
    Motion,
    PictureLayer,
    QrLayer,
    ShapeLayer,
    TableLayer,
    TextLayer,
)

LAYERS = [
    TextLayer(text="Anna"),
    ShapeLayer(color="accent"),
    IconLayer(icon="car", color="accent"),
    QrLayer(data="A"),
    TableLayer(rows=(("a", "1"),)),
    ChartLayer(points=(ChartPoint("a", 1.0, "1", icon="car"),)),
]


@pytest.fixture
def stage(look, kit):
    return stage_of(look, kit)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.kind)
def test_a_key_is_the_same_for_the_same_and_changes_with_all_that_is_seen(layer, stage):
    key = drawing_key(layer, 10, 20, stage)
    assert drawing_key(dataclasses.replace(layer), 10, 20, stage) == key
    look, kit = stage.look, stage.kit
    dark = dataclasses.replace(look.theme, colors=(("accent", "#000000"),))
    others = [
        drawing_key(layer, 11, 20, stage),
        drawing_key(layer, 10, 21, stage),
        drawing_key(dataclasses.replace(layer, width=0.3), 10, 20, stage),
        drawing_key(dataclasses.replace(layer, enter=Motion("count_up")), 10, 20, stage),
        drawing_key(layer, 10, 20, stage_of(dataclasses.replace(look, theme=dark), kit)),
        drawing_key(layer, 10, 20, stage_of(dataclasses.replace(look, lines=1080), kit)),
    ]
    assert len({key, *others}) == len(others) + 1


def test_two_people_have_two_keys(stage):
    keys = {drawing_key(TextLayer(text=name), 0, 0, stage) for name in ("Anna", "Ugo")}
    assert len(keys) == 2


def test_files_are_known_by_their_content_and_folder(kit, tmp_path):
    own = dataclasses.replace(kit, uploads=tmp_path)
    for folder, colour in ((kit.media, "red"), (tmp_path, "blue")):
        Image.new("RGB", (4, 4), colour).save(folder / "p.png")
    (media,) = layer_files(PictureLayer(source="p.png"), own).items()
    (upload,) = layer_files(PictureLayer(source="p.png", uploaded=True), own).items()
    assert (media[0], upload[0]) == ("media/p.png", "uploads/p.png")
    assert media[1] != upload[1]


def test_icons_of_charts_count(kit):
    points = (ChartPoint("a", 1.0, "1", icon="car"), ChartPoint("b", 1.0, "1"))
    assert set(layer_files(ChartLayer(points=points), kit)) == {"icons/car"}
    assert layer_files(TextLayer(text="a"), kit) == {}


def test_a_missing_upload_says_where_it_belongs(kit):
    with pytest.raises(RenderError, match=r"data\.pictures of campaign\.yaml"):
        layer_files(PictureLayer(source="p.png", uploaded=True), kit)
