from __future__ import annotations

import pytest

from foundation.errors import RowError
from foundation.faults import Fault
from scenes.charts import MOST_POINTS, compile_points
from scenes.compiled import Compiler
from scenes.layer_file import ChartFile
from scenes.values import Money
from scenes.yaml_tree import Tree


def points(data, highlight=None, **values):
    chart = ChartFile.model_validate(
        {"chart": "bar", "data": data} | ({"highlight": highlight} if highlight else {})
    )
    compiler = Compiler(Tree("storyboard.yaml"), "it-IT", dict.fromkeys(values, "value"))
    make = compile_points(compiler, chart, lambda *keys: ("chart", *keys), MOST_POINTS["bar"])
    assert compiler.faults == []
    return make(compiler.row(values))


YEARS = (
    {"label": "2024", "value": Money(30)},
    {"label": "2025", "value": Money(10)},
    {"label": "2026", "value": Money(20)},
)


@pytest.mark.parametrize(
    ("highlight", "chosen"),
    [("first", "2024"), ("last", "2026"), ("max", "2024"), ("min", "2025"), ("2025", "2025")],
)
def test_one_point_counts_most(highlight, chosen):
    found = points("{{ years }}", highlight, years=YEARS)
    assert [point.label for point in found if point.highlight] == [chosen]


def test_points_of_the_file_may_read_data():
    found = points(
        [
            {"label": "Strade", "value": 45, "text": "45 %", "icon": "road"},
            {"label": "Lei, {{ name }}", "value": "{{ amount }}", "highlight": True},
            {"label": 2026, "value": 12.5},
        ],
        name="Anna",
        amount=Money("187.50"),
    )
    assert [(p.label, p.value, p.text, p.highlight, p.icon) for p in found] == [
        ("Strade", 45.0, "45 %", False, "road"),
        ("Lei, Anna", 187.5, "187,50\u00a0€", True, None),
        ("2026", 12.5, "12,5", False, None),
    ]


def test_an_empty_list_has_no_points():
    assert points("{{ years }}", "last", years=()) == ()


@pytest.mark.parametrize(
    "years",
    [
        "text",
        None,
        ({"label": "a"},),
        ({"label": "a", "value": "b"},),
        ({"label": None, "value": 1},),
        tuple({"label": "a", "value": 1} for _ in range(9)),
    ],
)
def test_what_is_no_chart_is_a_row_s_error(years):
    with pytest.raises(RowError, match=r"chart\.data"):
        points("{{ years }}", years=years)


def test_faults_of_a_chart_name_their_place():
    chart = ChartFile.model_validate(
        {"chart": "bar", "data": [{"label": "{{ nam }}", "value": "{{ amount"}]}
    )
    compiler = Compiler(Tree("storyboard.yaml"), "it-IT", {"name": "text"})
    compile_points(compiler, chart, lambda *keys: ("scenes", "a", "layers", 0, *keys), 8)
    assert all(isinstance(fault, Fault) for fault in compiler.faults)
    assert {fault.place for fault in compiler.faults} == {
        "scenes.a.layers[0].data[0].label",
        "scenes.a.layers[0].data[0].value",
    }
