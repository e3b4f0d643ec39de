"""docs/authoring.md says of every key and filter what it does, and of nothing that there is not."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest
from pydantic import TypeAdapter
from rich.console import Console

from cli.output import print_faults
from microsite.palette import NEEDED, light_palette
from scenes import (
    base_file,
    campaign_file,
    content_file,
    fields,
    form_file,
    layer_file,
    motion_file,
    opening_file,
    page_file,
    point_file,
    popup_file,
    storyboard_file,
    table_file,
    theme_file,
    themes,
)
from scenes.bind import bind
from scenes.bound import FORMATS, Easing, picture_size
from scenes.editor_schema import SCHEMAS
from scenes.field_base import AnyField
from scenes.layer_file import LayerFile
from scenes.loading import check_campaign, load_campaign
from scenes.ready_forms import ready_forms
from scenes.references import icon_names
from scenes.theme_file import FONTS
from scenes.themes import NEEDED_COLORS, NEEDED_STYLES
from scenes.wording import Wording
from scenes.yaml_tree import Tree, parse_tree

DOC = Path(__file__).parents[2] / "docs" / "authoring.md"
TEXT = DOC.read_text(encoding="utf-8")


def sections() -> dict[str, list[str]]:
    """Return the sections by their heads; a head that stands twice has several."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"^#+ ", TEXT, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        found.setdefault(head, []).append(body)
    return found


def documented(body: str) -> list[str]:
    """Return the keys in the first column of a section's tables."""
    return re.findall(r"^\| `([a-z_-]+)` \|", body, flags=re.MULTILINE)


def keys(model, without=()):
    names = {field.alias or name for name, field in model.model_fields.items()}
    return sorted(names - set(FORMATS) - {name for base in without for name in keys(base)})


SECTIONS = [
    (campaign_file.CampaignFile, "campaign.yaml", 0),
    (campaign_file.Issuer, "issuer", 0),
    (campaign_file.PayLink, "pay_link", 0),
    (campaign_file.DataFormat, "data", 0),
    (storyboard_file.Storyboard, "storyboard.yaml", 0),
    (storyboard_file.VoiceFile, "voice", 0),
    (storyboard_file.MusicFile, "music", 0),
    (storyboard_file.SceneFile, "Scenes", 0),
    (base_file.BaseFile, "base", 0),
    (storyboard_file.RouteFile, "next", 0),
    (storyboard_file.ChoicesFile, "choices", 0),
    (storyboard_file.OptionFile, "options", 0),
    (popup_file.PopupFile, "popups", 0),
    (layer_file.LayerFile, "Layers", 0),
    (point_file.PointFile, "points", 0),
    (table_file.RowFile, "rows", 0),
    (motion_file.MotionFile, "enter and exit", 0),
    (motion_file.EmphasisFile, "emphasis", 0),
    (motion_file.TransitionFile, "transition", 0),
    (page_file.PaymentFile, "Payment", 0),
    (page_file.PagopaFile, "pagopa", 0),
    (page_file.EpcFile, "epc", 0),
    (page_file.PageFile, "Page", 0),
    (page_file.CoverFile, "cover", 0),
    (page_file.FactFile, "facts", 0),
    (page_file.PageChartFile, "page chart", 0),
    (content_file.PageListFile, "page lists", 0),
    (content_file.ListColumnFile, "list columns", 0),
    (content_file.ListRowFile, "list rows", 0),
    (content_file.DocumentFile, "documents", 0),
    (content_file.OffersFile, "offers", 0),
    (content_file.OfferFile, "offer items", 0),
    (content_file.OfferLinkFile, "offer link", 0),
    (page_file.DetailsFile, "details", 0),
    (page_file.DetailFile, "details rows", 0),
    (page_file.QuestionFile, "questions and ways", 0),
    (form_file.FormFile, "Forms", 0),
    (form_file.FormFieldFile, "form fields", 0),
    (theme_file.ThemeFile, "theme files", 0),
    (theme_file.FontFile, "font", 0),
    (theme_file.PairFile, "logo and cover", 0),
    (theme_file.StyleFile, "styles", 0),
    (theme_file.SpacingFile, "spacing", 0),
    (theme_file.ThemeMotionFile, "motion", 0),
]

OPENING = [
    (opening_file.OpeningFile, "opening", 0),
    (opening_file.OpenSpanFile, "opening week", 0),
]
"""They stand below campaign.yaml's models and share no base with them."""


@pytest.mark.parametrize(("model", "head", "which"), SECTIONS + OPENING)
def test_every_key_stands_in_its_section(model, head, which):
    assert sorted(documented(sections()[head][which])) == keys(model)


def test_no_model_is_left_out():
    models = {
        model
        for module in (
            base_file,
            campaign_file,
            content_file,
            form_file,
            layer_file,
            motion_file,
            page_file,
            point_file,
            popup_file,
            storyboard_file,
            table_file,
            theme_file,
        )
        for model in vars(module).values()
        if isinstance(model, type)
        and issubclass(model, campaign_file.Strict)
        and model.__module__ == module.__name__
        and not model.__name__.startswith("_")
        and not model.__name__.endswith("Keys")
        and model is not campaign_file.Strict
    }
    assert models == {model for model, _, _ in SECTIONS} | set(layer_file.KINDS.values())


@pytest.mark.parametrize("kind", layer_file.KINDS)
def test_every_key_of_a_layer_stands_in_its_section(kind):
    # fields of type text have a section of the same name before it
    assert sorted(documented(sections()[kind][-1])) == keys(layer_file.KINDS[kind], [LayerFile])


@pytest.mark.parametrize("kind", fields.FIELD_TYPES)
def test_every_key_of_a_field_stands_in_its_section(kind):
    model = next(
        model
        for model in every_subclass(AnyField)
        if "type" in model.model_fields and kind in str(model.model_fields["type"].annotation)
    )
    assert sorted(documented(sections()[kind][0])) == [
        key for key in keys(model, [AnyField]) if key != "type"
    ]


def every_subclass(model):
    return [model, *(inner for sub in model.__subclasses__() for inner in every_subclass(sub))]


def test_shipped_forms_and_types_are_those_that_there_are():
    assert documented(sections()["shipped forms"][0]) == list(ready_forms("it-IT"))
    assert documented(sections()["form types"][0]) == list(get_args(form_file.FormFieldType))


def test_the_forms_of_the_document_can_be_read():
    written = re.findall(r"```yaml\nforms:\n(.*?)```", TEXT, re.DOTALL)
    forms = TypeAdapter(tuple[form_file.FormFile, ...])
    assert [len(forms.validate_python(parsed(text))) for text in written] == [6, 1]


def test_the_keys_of_every_field_stand_before_the_types():
    assert sorted(documented(sections()["Fields"][0])) == sorted([*keys(AnyField), "type"])


def test_every_filter_stands_in_its_section():
    assert sorted(documented(sections()["Filters"][0])) == sorted(
        Wording("it-IT", aloud=False).filters()
    )


def listed(head: str) -> list[str]:
    """Return the names of a section's list, ``a`` · ``b``."""
    lines = [line for line in sections()[head][0].splitlines() if " · " in line]
    assert len(lines) == 1
    return re.findall(r"`([^`]+)`", lines[0])


def test_the_easings_are_those_that_there_are():
    assert listed("Easings") == list(get_args(Easing))


def test_the_icons_are_those_that_there_are():
    assert listed("Icons") == icon_names()


def test_themes_with_their_colours_and_styles_are_those_that_there_are():
    body = sections()["styles and colours"][0]
    styles = re.findall(r"`([^`]+)`", body.partition("Text styles: ")[2].partition("\n")[0])
    assert documented(sections()["Themes"][0]) == themes.shipped_themes()
    for name in themes.shipped_themes():
        theme, _ = themes.load_theme(name, DOC.parent, {}, Tree("x"))
        assert theme is not None
        assert sorted(styles) == [name for name, _ in theme.styles]
        assert sorted(documented(body)) == [name for name, _ in theme.colors]


def test_the_sizes_of_formats_are_those_that_there_are():
    rows = re.findall(r"^\| `(\w+)` \| (\d+) × (\d+) \| (\d+) × (\d+) \|$", TEXT, re.MULTILINE)
    assert {
        name: (tuple(map(int, size[:2])), tuple(map(int, size[2:]))) for name, *size in rows
    } == {name: (picture_size(name, 720), picture_size(name, 1080)) for name in FORMATS}


def test_the_layers_of_the_document_can_be_read():
    snippets = re.findall(r"```yaml\n(- .*?)```", TEXT, re.DOTALL)
    layers = TypeAdapter(tuple[layer_file.AnyLayerFile, ...])
    kinds = {type(layer) for text in snippets for layer in layers.validate_python(parsed(text))}
    assert kinds == set(layer_file.KINDS.values())


def parsed(text):
    tree = parse_tree(text, Tree("x"))
    assert tree.faults == []
    return tree.value


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_for_editors_are_up_to_date(name):
    written = (DOC.parent / name).read_text(encoding="utf-8")
    again = "python -m scenes.editor_schema docs"
    assert written == SCHEMAS[name](), f"write it again: {again}"


def test_links_inside_the_document_lead_somewhere():
    anchors = set()
    for head, bodies in sections().items():
        anchor = re.sub(r"[^a-z0-9_ -]", "", head.lower()).replace(" ", "-")
        anchors |= {anchor, *(f"{anchor}-{number}" for number in range(1, len(bodies)))}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors


@pytest.fixture
def example(tmp_path):
    """Return the document's example as a campaign folder."""
    body = sections()["A small complete example"][0]
    for name, _, text in re.findall(r"`([a-z.]+)`\n\n```(yaml|csv)\n(.*?)```", body, re.DOTALL):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 3
    return tmp_path


def test_the_example_has_no_faults_and_binds(example):
    assert check_campaign(example) == []
    campaign = load_campaign(example)
    data = campaign.file.data
    with (example / data.file).open(encoding="utf-8") as stream:
        (row,) = csv.DictReader(stream, delimiter=";")
    values = {
        name: field.parse(row[data.columns.get(name, name)], campaign.file.locale, data.decimal)
        for name, field in campaign.storyboard.fields.items()
    }
    bound = bind(campaign, values)
    assert bound.default_path == ("welcome", "amount", "pay")
    assert bound.page.facts[0].value == "187,50\u00a0€"


def test_the_theme_example_loads(example):
    theme = re.search(r"```yaml\n(schema: sollecito/theme@1.*?)```", TEXT, re.DOTALL)
    assert theme is not None
    (example / "own.yaml").write_text(theme[1], encoding="utf-8")
    board = example / "storyboard.yaml"
    board.write_text(board.read_text(encoding="utf-8") + "theme: own.yaml\n", encoding="utf-8")
    assert [str(fault) for fault in check_campaign(example)] == []
    light_palette(load_campaign(example).theme)


def test_what_a_theme_must_have_is_told():
    body = sections()["theme files"][0]
    sentence = next(line for line in body.splitlines() if line.startswith("A theme must have"))
    told = re.findall(r"`([a-z_]+)`", sentence.split(" All others ")[0])
    assert tuple(told) == NEEDED_COLORS + NEEDED_STYLES
    assert set(NEEDED) <= set(NEEDED_COLORS)


def test_the_fonts_of_themes_are_those_that_there_are():
    row = next(line for line in TEXT.splitlines() if line.startswith("| `family` | `"))
    told = re.findall(r"`([A-Za-z ]+)` \(weights ([0-9, ]+)\)", row)
    assert {name: tuple(map(int, weights.split(", "))) for name, weights in told} == FONTS


def test_faults_stand_in_the_document_as_they_are_printed(example):
    board = example / "storyboard.yaml"
    text = board.read_text(encoding="utf-8")
    wrong = text.replace("style: title", "style: titel").replace(
        "è di {{ amount | spoken", "{{ amount | spokn"
    )
    board.write_text(wrong, encoding="utf-8")
    stream = StringIO()
    print_faults(Console(file=stream, width=200), check_campaign(example))
    block = TEXT.partition("nearest valid name:\n\n```\n")[2].partition("```")[0]
    assert block
    assert stream.getvalue().startswith(block)
