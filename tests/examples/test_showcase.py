"""The example of thirty scenes uses every feature of the language, and reads well."""

from __future__ import annotations

import csv
import importlib.util
import re
import shutil
import typing
from pathlib import Path

import pytest
from PIL import Image

from renderer.kit import RenderKit
from renderer.layout import lay_out_scene
from renderer.stage import stage_of
from scenes.base_file import BaseFile
from scenes.bind import bind
from scenes.bound_layers import ChartLayer, Direction, Easing, TextLayer
from scenes.layer_file import KINDS
from scenes.loading import check_campaign, load_campaign
from scenes.motion_file import EFFECTS, EMPHASES, ENTRANCES, TRANSITIONS

if typing.TYPE_CHECKING:
    from scenes.bound import Scene

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "showcase"
AMOUNT = re.compile(r"\d[\d.]*,\d\d\s€")
BASE_KINDS = set(BaseFile.model_fields) - {"fit", "focus", "shade"}


def bound_people(campaign):
    file = campaign.file
    with (FOLDER / file.data.file).open(encoding="utf-8", newline="") as data:
        rows = list(csv.DictReader(data, delimiter=";"))
    columns, fields = file.data.columns, campaign.storyboard.fields
    return [
        bind(
            campaign,
            {
                name: field.parse(row[columns[name]], file.locale, file.data.decimal)
                for name, field in fields.items()
            },
        )
        for row in rows
    ]


@pytest.fixture(scope="module")
def campaign():
    return load_campaign(FOLDER)


@pytest.fixture(scope="module")
def people(campaign):
    return bound_people(campaign)


@pytest.fixture(scope="module")
def scenes(people) -> list[Scene]:
    """One of each scene."""
    return list({scene.id: scene for story in people for scene in story.scenes}.values())


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """The same campaign for wide screens."""
    folder = tmp_path_factory.mktemp("wide") / "showcase"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (FOLDER / "campaign.yaml").read_text(encoding="utf-8")
    changed = text.replace("format: portrait", "format: landscape")
    assert changed != text
    (folder / "campaign.yaml").write_text(changed, encoding="utf-8")
    return folder


def layers_of(scenes):
    return [layer for scene in scenes for layer in scene.layers]


def test_it_has_no_fault():
    assert [str(fault) for fault in check_campaign(FOLDER)] == []


def test_there_are_thirty_scenes_and_people_see_different_ones(campaign, people):
    assert len(campaign.storyboard.scenes) == 30
    assert len({story.default_path for story in people}) >= 4
    assert {scene.id for story in people for scene in story.scenes} == set(
        campaign.storyboard.scenes
    )


def test_every_kind_of_base_is_used(scenes):
    used = {kind for scene in scenes for kind in BASE_KINDS if getattr(scene.base, kind)}
    assert used == BASE_KINDS
    assert {scene.base.fit for scene in scenes} == {"cover", "contain"}
    assert any(scene.base.focus != (0.5, 0.5) for scene in scenes)
    assert any(scene.base.shade for scene in scenes)


def test_every_kind_of_layer_and_chart_is_used(scenes):
    layers = layers_of(scenes)
    assert {layer.kind for layer in layers} == set(KINDS)
    charts = typing.get_args(typing.get_type_hints(ChartLayer)["chart"])
    assert {layer.chart for layer in layers if layer.kind == "chart"} == set(charts)
    assert {layer.shape for layer in layers if layer.kind == "shape"} == {"rectangle", "ellipse"}
    pictures = [layer for layer in layers if layer.kind == "picture"]
    assert {layer.fit for layer in pictures} == {"cover", "contain"}
    assert any(layer.uploaded for layer in pictures)


def test_every_motion_is_used(scenes):
    layers = layers_of(scenes)
    comings = [layer.enter for layer in layers]
    goings = [layer.exit for layer in layers if layer.timing.end_ms is not None]
    assert {motion.effect for motion in comings} >= set(EFFECTS)
    assert {motion.effect for motion in goings} >= set(EFFECTS) - set(ENTRANCES)
    assert {motion.easing for motion in (*comings, *goings)} >= set(typing.get_args(Easing))
    for effect in ("slide", "wipe"):
        sides = {each.direction for each in (*comings, *goings) if each.effect == effect}
        assert sides == set(typing.get_args(Direction)), effect
    for kind in ("text", "table", "chart"):
        assert any(layer.enter.stagger_ms for layer in layers if layer.kind == kind), kind
    assert {layer.emphasis.effect for layer in layers if layer.emphasis} == set(EMPHASES)
    assert any(
        layer.enter.effect == "count_up" and layer.count_from > 0
        for layer in layers
        if isinstance(layer, TextLayer)
    )


def test_every_transition_is_used(scenes):
    used = [change for scene in scenes for change in (scene.opening, scene.closing)]
    assert {change.effect for change in used} == {"cut", *TRANSITIONS}
    assert {change.direction for change in used if change.effect == "slide"} == set(
        typing.get_args(Direction)
    )


def test_lengths_choices_asides_and_ways_by_data_are_used(campaign, scenes):
    assert any(scene.length_ms for scene in scenes)
    assert any(scene.min_ms for scene in scenes)
    assert any(scene.aside for scene in scenes)
    options = [option for scene in scenes if scene.choice for option in scene.choice.options]
    assert any(option.pay for option in options)
    assert sum(len(scene.next) > 1 for scene in campaign.storyboard.scenes.values()) >= 3


def test_names_of_six_scripts_are_greeted(scenes):
    shown = "".join(layer.text for layer in layers_of(scenes) if isinstance(layer, TextLayer))
    for letter in ("ă", "Κ", "Д", "ص", "ב", "स", "👋"):
        assert letter in shown


def test_every_amount_that_is_shown_is_also_spoken(people):
    for story in people:
        for scene in story.scenes:
            if scene.id in {"items", "plan"}:
                continue  # the tables' rows are read on the page; the voice says the total
            texts = [layer.text for layer in scene.layers if isinstance(layer, TextLayer)]
            shown = set(AMOUNT.findall(" ".join(texts).replace("\xa0", " ")))
            written = " ".join(sentence.written for sentence in scene.say)
            assert shown <= set(AMOUNT.findall(written.replace("\xa0", " "))), scene.id


def test_the_first_screen_reveals_no_debt(people):
    for story in people:
        page = story.page
        cover = f"{page.cover_title} {page.cover_text} {page.cover_button}".casefold()
        assert not re.search(r"pag|bollett|importo|debit|scaden|euro|€|avviso", cover)


@pytest.mark.parametrize("look", ["portrait", "landscape"])
def test_nothing_stands_where_the_captions_are_or_over_the_edge(look, wide, tmp_path):
    campaign = load_campaign(FOLDER if look == "portrait" else wide)
    kit = RenderKit(
        campaign.media, b"an invented key!", tmp_path, uploads=FOLDER / "photos", functions=FOLDER
    )
    for story in bound_people(campaign):
        stage = stage_of(story.look, kit)
        width, height = stage.size
        for scene in story.scenes:
            for number, drawing in enumerate(lay_out_scene(scene, stage)):
                where = f"{scene.id}: layer {number}"
                assert drawing.box.bottom <= 0.865 * height, where
                assert drawing.box.top >= 0.03 * height, where
                assert drawing.box.left >= 0.02 * width, where
                assert drawing.box.right <= 0.98 * width, where


def test_the_file_of_people_is_what_the_generator_makes(tmp_path):
    spec = importlib.util.spec_from_file_location("customers", FOLDER / "generate_customers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write(tmp_path / "customers.csv")
    assert (tmp_path / "customers.csv").read_bytes() == (FOLDER / "customers.csv").read_bytes()


def test_one_photograph_lies_on_its_side_as_telephones_save_it():
    turned = {
        path.name: Image.open(path).getexif().get(0x0112) for path in (FOLDER / "photos").iterdir()
    }
    assert 6 in turned.values()
    assert {Path(name).suffix for name in turned} == {".jpg", ".webp"}
