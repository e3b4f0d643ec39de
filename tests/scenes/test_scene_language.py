"""What a scene can hold and how it moves, from the author's files to the bound scene."""

from __future__ import annotations

import json

import pytest
from ruamel.yaml import YAML

from foundation.errors import RowError
from scenes.bind import bind
from scenes.bound import (
    Base,
    ChartLayer,
    Emphasis,
    Motion,
    PictureLayer,
    TableLayer,
    Transition,
)
from scenes.loading import check_campaign, load_campaign
from scenes.themes import themes_folder

LAYERS = """\
      - {text: "{{ amount | money }}", at: [center, 20%], style: figure, enter: {count_up: 0.8s}}
      - {chart: bar, data: "{{ years }}", highlight: last, when: years, width: 84%, height: 34%}
"""


@pytest.fixture(autouse=True)
def plain_theme(folder, rewrite):
    """Take the motion out of the theme, so that what is usual is seen."""
    yaml = YAML(typ="safe", pure=True)
    theme = yaml.load((themes_folder() / "public.yaml").read_text(encoding="utf-8"))
    theme.pop("motion", None)
    (folder / "plain.yaml").write_text(json.dumps(theme), encoding="utf-8")  # JSON is YAML
    rewrite("voice:", "theme: plain.yaml\nvoice:")


@pytest.fixture
def layer(folder, rewrite, row):
    """Return what binds one layer, written in place of those of the scene ``amount``."""

    def bound(written, **changes):
        rewrite(LAYERS, "".join(f"      - {one}\n" for one in written.split(";;")))
        return scene_of(folder, row | changes).layers[0]

    return bound


def values_of(campaign, row):
    fields = campaign.storyboard.fields
    return {name: field.parse(row.get(name, ""), "it-IT") for name, field in fields.items()}


def scene_of(folder, row, scene="amount"):
    assert [str(fault) for fault in check_campaign(folder)] == []
    campaign = load_campaign(folder)
    return bind(campaign, values_of(campaign, row)).scene(scene)


def only(folder):
    faults = check_campaign(folder)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


@pytest.mark.parametrize(
    ("written", "motion"),
    [
        ("rise", Motion("rise", 480)),
        ("{rise: 0.4s}", Motion("rise", 400)),
        ("{rise: , delay: 0.2s}", Motion("rise", 480, 200)),
        ("none", Motion()),
        ("{typewriter: 1.2s}", Motion("typewriter", 1200, easing="linear")),
        ("{slide: 0.4s, from: right}", Motion("slide", 400, direction="right")),
        ("{wipe: 0.5s, from: top}", Motion("wipe", 500, direction="top")),
        (
            "{rise: 0.4s, stagger: 0.12s, easing: ease-out-back}",
            Motion("rise", 400, easing="ease-out-back", stagger_ms=120),
        ),
        ("{fade: 1s, easing: ease-in-out-quart}", Motion("fade", 1000, easing="ease-in-out-quart")),
    ],
)
def test_entrances(layer, written, motion):
    assert layer(f"{{text: x, enter: {written}}}").enter == motion


def test_counting_begins_where_the_author_says(layer):
    assert layer('{text: "3 anni", enter: {count_up: 0.9s, from: 30}}').count_from == 30


def test_counting_may_begin_at_a_value_of_the_row(layer):
    made = layer('{text: "{{ amount | money }}", enter: {count_up: , from: "{{ amount / 2 }}"}}')
    assert made.count_from == 93.75


@pytest.mark.parametrize(
    ("written", "emphasis"),
    [
        ("pulse", Emphasis("pulse")),
        (
            "{shake: 0.6s, times: 2, with: 1, start: 0.2s}",
            Emphasis("shake", 600, 2, 200, 1),
        ),
        ("{lift: }", Emphasis("lift")),
    ],
)
def test_emphasis(layer, written, emphasis):
    assert layer(f"{{text: x, emphasis: {written}}}").emphasis == emphasis


def test_an_emphasis_follows_its_sentence_when_one_before_falls_out(folder, rewrite, row):
    rewrite(
        """say: "Buongiorno {{ first_name }}. Le scriviamo per la bolletta dell'acqua.\"""",
        'say: ["Buongiorno.", "{{ plate or \'\' }}", "Le scriviamo."]',
    )
    rewrite("when: plate, with: 2", "emphasis: {pulse: , with: 3}")
    rewrite("Targa {{ plate }}", "Targa")
    full = scene_of(folder, row, "welcome").layers[1].emphasis
    short = scene_of(folder, row | {"plate": ""}, "welcome").layers[1].emphasis
    assert (full.sentence, short.sentence) == (3, 2)


@pytest.mark.parametrize(
    ("default", "opening", "bound"),
    [
        ("", "", Transition()),
        ("cross-fade", "", Transition("cross-fade", 320, "#fbf6ec")),
        ("cross-fade", "opening: cut", Transition()),
        (
            "{cross-fade: 0.6s, color: sky}",
            "",
            Transition("cross-fade", 600, "#cfe6f5"),
        ),
        (
            "cut",
            "opening: {slide: 0.4s, from: left, color: '#102030', easing: ease-out}",
            Transition("slide", 400, "#102030", "left", "ease-out"),
        ),
    ],
)
def test_transitions(folder, rewrite, row, default, opening, bound):
    if default:
        rewrite("voice:", f"transition: {default}\nvoice:")
    if opening:
        rewrite("title: Quanto e quando\n", f"title: Quanto e quando\n    {opening}\n")
    assert scene_of(folder, row).opening == bound


def test_the_picture_stays_while_a_viewer_chooses(folder, rewrite, row):
    rewrite("voice:", "transition: cross-fade\nvoice:")
    scene = scene_of(folder, row)
    assert scene.choice is not None
    assert (scene.opening.effect, scene.closing.effect) == ("cross-fade", "cut")
    assert scene_of(folder, row, "welcome").closing.effect == "cross-fade"
    rewrite("title: Quanto e quando\n", "title: Quanto e quando\n    closing: slide\n")
    assert scene_of(folder, row).closing.effect == "slide"


def test_an_aside_leaves_its_picture_behind_the_choice_it_returns_to(folder, rewrite, row):
    rewrite("voice:", "transition: cross-fade\nvoice:")
    scene = scene_of(folder, row, "why")
    assert scene.aside
    assert (scene.opening.effect, scene.closing.effect) == ("cross-fade", "cut")
    rewrite("    aside: true\n", "    aside: true\n    closing: {slide: 0.4s}\n")
    assert scene_of(folder, row, "why").closing.effect == "slide"


def test_bases_lengths_and_lines(folder, rewrite, row):
    rewrite("base: {color: paper}\n    min: 4s", "base: {picture: town.png, fit: contain}\n"
            "    min: 4s\n    length: 8s")  # fmt: skip
    rewrite("voice:", "lines: 1080\nvoice:")
    scene = scene_of(folder, row)
    assert scene.base == Base(picture="town.png", fit="contain")
    assert (scene.min_ms, scene.length_ms) == (4000, 8000)
    assert load_campaign(folder).look.size == (1080, 1920)


def test_the_campaign_file_chooses_format_and_lines(folder, rewrite):
    rewrite("voice:", "lines: 1080\nvoice:")
    rewrite("something_wrong", "format: landscape\nlines: 720\nsomething_wrong", "campaign.yaml")
    assert load_campaign(folder).look.size == (1280, 720)


def test_a_format_changes_layers_and_scenes(folder, rewrite, row):
    new = """\
      - text: Quanto
        at: [center, 20%]
        width: 360
        enter: rise
        landscape: {at: [70%, 30%], width: 40%, style: heading, enter: }
      - {text: Quando, at: [72, 72], square: {when: plate}}
    landscape: {base: {color: sky}, length: 9s}
"""
    rewrite(LAYERS, new)
    portrait = scene_of(folder, row)
    assert (portrait.layers[0].width, portrait.layers[0].style) == (0.5, "body")
    assert portrait.layers[1].place.x == 0.1
    assert (portrait.base.color, portrait.length_ms) == ("#fbf6ec", None)
    rewrite("voice:", "format: landscape\nvoice:")
    landscape = scene_of(folder, row)
    first, second = landscape.layers
    assert (first.place.x, first.place.y, first.width, first.style) == (0.7, 0.3, 0.4, "heading")
    assert first.enter == Motion()
    assert (second.place.x, second.place.y) == (0.05625, 0.1)
    assert (landscape.base.color, landscape.length_ms) == ("#cfe6f5", 9000)
    rewrite("format: landscape", "format: square")
    assert len(scene_of(folder, row).layers) == 2
    assert len(scene_of(folder, row | {"plate": ""}).layers) == 1


@pytest.mark.parametrize(
    ("kind", "keys"),
    [("line", {}), ("progress", {"maximum": 600.0})],
)
def test_charts(layer, kind, keys):
    maximum = ", maximum: 600" if keys else ""
    made = layer(f'{{chart: {kind}, data: "{{{{ years }}}}"{maximum}}}')
    assert isinstance(made, ChartLayer)
    assert (made.chart, made.maximum, len(made.points)) == (kind, keys.get("maximum"), 3)


def test_the_whole_of_a_progress_may_be_a_value(layer):
    written = '{chart: progress, data: [{label: A, value: 5}], maximum: "{{ amount * 2 }}"}'
    assert layer(written).maximum == 375.0


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("{chart: donut, data: [{label: a, value: '{{ amount - 200 }}'}]}", "be negative"),
        ("{chart: rows, data: [{label: a, value: '{{ amount - 200 }}'}]}", "be negative"),
        ("{chart: progress, data: [{label: a, value: '{{ -amount }}'}], maximum: 9}", "negative"),
        ("{chart: progress, data: '{{ years }}', maximum: 507.99}", "more than 'maximum'"),
    ],
)
def test_what_is_no_part_of_a_whole_is_a_row_s_error(layer, written, part):
    with pytest.raises(RowError, match=rf"layers\[0\].data: .*{part}"):
        layer(written)


def test_the_parts_of_a_progress_may_fill_it(layer):
    written = "{chart: progress, data: '{{ years }}', maximum: '{{ amount + 320.5 }}'}"
    assert layer(written).maximum == 508.0


def test_bars_may_be_negative(layer):
    written = "{chart: bar, data: [{label: a, value: -3}, {label: b, value: '{{ amount }}'}]}"
    assert [point.value for point in layer(written).points] == [-3.0, 187.5]


def test_the_whole_of_a_progress_is_greater_than_nothing(layer):
    with pytest.raises(RowError, match=r"layers\[0\].maximum: is not greater than 0"):
        layer('{chart: progress, data: [{label: A, value: 5}], maximum: "{{ amount - amount }}"}')


def test_tables_of_a_list(layer):
    made = layer('{table: "{{ years }}", header: [Anno, Importo], total: true, box: white}')
    assert isinstance(made, TableLayer)
    assert made.rows[0] == ("2024", "150,00\u00a0€")
    assert made.header == ("Anno", "Importo")
    assert made.align == ("left", "right")
    assert (made.total, made.box, made.style) == (True, "#ffffff", "body")


def test_a_table_shows_the_columns_that_are_named(layer):
    made = layer('{table: "{{ years[1:] }}", columns: [value], align: [center], style: small}')
    assert made.rows == (("170,50\u00a0€",), ("187,50\u00a0€",))
    assert (made.align, made.style) == (("center",), "small")


def test_tables_of_the_file(layer):
    written = """\
{table: [["Importo", "{{ amount | money }}"], {cells: [Targa, "{{ plate }}"], when: plate}]}"""
    assert layer(written).rows == (("Importo", "187,50\u00a0€"), ("Targa", "FA 123 XY"))


def test_rows_without_their_condition_are_left_out(layer):
    written = """\
{table: [["Importo", "{{ amount | money }}"], {cells: [Targa, "{{ plate }}"], when: plate}]}"""
    assert layer(written, plate="").rows == (("Importo", "187,50\u00a0€"),)


def test_a_table_without_rows_is_left_out(layer):
    kept = layer('{table: "{{ years }}"};;{text: x, shrink: 100%}', years="")
    assert (kept.text, kept.shrink) == ("x", 1.0)


def test_data_chooses_a_picture_of_the_campaign(layer):
    made = layer(
        '{picture: "{{ plate | lower }}.png", fit: contain, focus: [0%, 10%]}', plate="town"
    )
    assert made == PictureLayer(
        place=made.place, source="town.png", fit="contain", focus=(0.0, 0.1)
    )


def test_a_picture_that_data_chooses_must_be_there(layer):
    with pytest.raises(RowError) as caught:
        layer('{picture: "{{ plate }}.png"}', plate="SECRET")
    assert "SECRET" not in str(caught.value)
    assert "media/ has no picture" in str(caught.value)


def test_a_function_is_found_without_running_it(folder, rewrite, row):
    (folder / "bases.py").write_text("raise SystemExit\ndef dawn(): ...\n", encoding="utf-8")
    rewrite("base: {color: paper}\n    min: 4s", 'base: {function: "bases.py:dawn"}')
    assert scene_of(folder, row).base == Base(function="bases.py:dawn")


def test_the_digest_follows_the_functions_that_are_used(folder, rewrite):
    (folder / "bases.py").write_text("def dawn(): ...\n", encoding="utf-8")
    before = load_campaign(folder).digest
    (folder / "bases.py").write_text("def dawn(): pass\n", encoding="utf-8")
    assert load_campaign(folder).digest == before
    rewrite("title: Quanto", "landscape: {base: {function: 'bases.py:dawn'}}\n    title: Quanto")
    used = load_campaign(folder).digest
    (folder / "colours.py").write_text("DAWN = 1\n", encoding="utf-8")
    beside = load_campaign(folder).digest
    (folder / "bases.py").write_text("def dawn(): return 1\n", encoding="utf-8")
    assert len({before, used, beside, load_campaign(folder).digest}) == 4


THEME = """\
schema: sollecito/theme@1
colors: {paper: "#ffffff", ink: "#000000", sky: "#0000ff", muted: "#444444", line: "#cccccc",
  accent: "#000088", accent_soft: "#ddddff", highlight: "#880000", highlight_soft: "#ffdddd",
  good: "#008800"}
styles:
  heading: {family: Noto Sans, weight: 700, size: 48}
  label: {family: Noto Sans, weight: 400, size: 28}
  chart_label: {family: Noto Sans, weight: 600, size: 28}
  body: {family: Noto Sans, weight: 400, size: 36, color: ink}
  title: {family: Titillium Web, weight: 700, size: 60, color: ink}
  figure: {family: Titillium Web, weight: 700, size: 100, color: sky}
spacing: {panel_padding: 24, gap: 12}
motion:
  enter: fade
  easing: ease-out-back
  duration: 0.3s
  transition: {cross-fade: 0.5s, color: sky}
"""


def test_a_theme_says_what_the_author_leaves_out(folder, rewrite, row):
    (folder / "own.yaml").write_text(THEME, encoding="utf-8")
    rewrite("plain.yaml", "own.yaml")
    rewrite('colors: {sky: "#cfe6f5"}\n', "")
    rewrite(LAYERS, "      - {text: a}\n      - {text: b, enter: rise}\n"
            "      - {text: '5', enter: count_up}\n      - {text: d, enter: none}\n")  # fmt: skip
    scene = scene_of(folder, row)
    assert [layer.enter for layer in scene.layers] == [
        Motion("fade", 300, easing="ease-out-back"),
        Motion("rise", 300, easing="ease-out-back"),
        Motion("count_up", 300, easing="ease-out"),  # an amount is never overshot
        Motion(),
    ]
    assert scene.opening == Transition("cross-fade", 500, "#0000ff")
    assert load_campaign(folder).theme.spacing == (("gap", 12), ("panel_padding", 24))


@pytest.mark.parametrize(
    ("old", "new", "place", "part"),
    [
        ('muted: "#444444", line: "#cccccc",', "", "colors", "no colour muted, line;"),
        ("heading:", "headings:", "styles", "no style heading;"),
        ("gap: 12", "gep: 12", "spacing.gep", "Did you mean 'gap'?"),
        ("enter: fade", "enter: draw", "motion.enter", "does not fit every layer"),
        ("ease-out-back", "ease-out-bak", "motion.easing", "Did you mean 'ease-out-back'?"),
        (
            "0.5s, color: sky}",
            "0.5s, color: skye}",
            "motion.transition.color",
            "Did you mean 'sky'?",
        ),
    ],
)
def test_faults_of_a_theme(folder, rewrite, old, new, place, part):
    assert old in THEME
    (folder / "own.yaml").write_text(THEME.replace(old, new), encoding="utf-8")
    rewrite("plain.yaml", "own.yaml")
    rewrite('colors: {sky: "#cfe6f5"}\n', "")
    fault = only(folder)
    assert (fault.file, fault.place) == ("own.yaml", place)
    assert part in str(fault)
    assert fault.line is not None
