from __future__ import annotations

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from scenes.loading import check_campaign
from scenes.mending import mended
from scenes.storyboard_file import Storyboard
from scenes.yaml_tree import Tree, parse_tree

ODD = [None, 3, -1, 1.5, 10**30, True, "x", "{{", "{% for x in y %}", [], {}, [[]], {"a": {}},
       "none", "0.1s", {"rise": None}, {"rise": "0.1s", "from": "left"}, [["a"]]]  # fmt: skip


def places(value, place=()):
    yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*place, index))


def replaced(tree, place, odd):
    if not place:
        return odd
    again = copy.deepcopy(tree)
    holder = again
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = odd
    return again


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), odd=st.sampled_from(ODD))
def test_whatever_stands_anywhere_is_a_fault_in_words(rich_folder, data, odd):
    folder = rich_folder
    yaml = YAML(typ="safe", pure=True)
    name = data.draw(st.sampled_from(["storyboard.yaml", "storyboard.yaml", "campaign.yaml"]))
    good = _good(folder, name)
    tree = yaml.load(good)
    place = data.draw(st.sampled_from(sorted(places(tree), key=str)))
    written = json.dumps(replaced(tree, place, odd), default=str)  # JSON is YAML
    (folder / name).write_text(written, encoding="utf-8")
    faults = check_campaign(folder)
    (folder / name).write_text(good, encoding="utf-8")
    for fault in faults:
        assert fault.message[0].isupper() or fault.message[0] == "'"
        assert fault.message.endswith(".")
        assert "pydantic" not in str(fault).lower()
    if len(place) > 3:
        assert len(faults) <= 4, [str(fault) for fault in faults]


_GOOD = {}


def _good(folder, name):
    key = (folder, name)
    return _GOOD.setdefault(key, (folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("wrong", "gaps"),
    [
        ("landscape: {at: 3}", {("scenes", "a", "layers", 0, "landscape", "at")}),
        ("style: title", set()),
        ("at: [center]", {("scenes", "a", "layers", 0, "at")}),
        ("colour: ink", {("scenes", "a", "layers", 0, "colour")}),
        ("enter: {jump: 1s}", {("scenes", "a", "layers", 0, "enter", "jump"),
                               ("scenes", "a", "layers", 0, "enter")}),
    ],
)  # fmt: skip
def test_what_stands_beside_a_fault_is_kept(wrong, gaps):
    text = f"""\
schema: sollecito/storyboard@1
title: x
fields: {{a: {{type: text}}}}
payment: {{amount: "{{{{ a }}}}", due: x}}
start: a
scenes:
  a:
    title: x
    base: {{color: ink}}
    layers:
      - {{text: "{{{{ kept }}}}", {wrong}}}
page:
  cover: {{title: x, text: x, button: x}}
  greeting: x
  summary: [x]
  facts: [{{label: x, value: x}}]
"""
    model, found = mended(Storyboard, parse_tree(text, Tree("x")))
    assert found == gaps
    assert model is not None
    assert model.scenes["a"].layers[0].text == "{{ kept }}"


def test_an_empty_file_is_mended_into_nothing_of_its_own():
    model, gaps = mended(Storyboard, Tree("x"))
    assert model is not None
    assert ("scenes",) in gaps


@pytest.mark.parametrize("rows", ["[]", "[[]]", "[[a], []]", "[[{a: b}]]", "[{cells: []}]", "[3]"])
def test_rows_of_a_table_can_be_mended(rows):
    text = f"scenes: {{a: {{layers: [{{table: {rows}}}], say: '{{{{ kept }}}}'}}}}"
    model, _ = mended(Storyboard, parse_tree(text, Tree("x")))
    assert model is not None
    assert model.scenes["a"].say == ("{{ kept }}",)


def test_the_rich_campaign_has_no_faults(rich_folder):
    assert check_campaign(rich_folder) == []
