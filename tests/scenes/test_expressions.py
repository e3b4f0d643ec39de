from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError

from scenes import expressions
from scenes.expressions import PlainEnvironment
from scenes.values import Money
from scenes.wording import ExpressionError, Wording

ENVIRONMENT = PlainEnvironment(Wording("it-IT", aloud=False))
VALUES = {
    "name": "Nicolò",
    "amount": Money("187.50"),
    "count": 3,
    "due": date(2026, 9, 30),
    "empty": None,
    "yes": True,
    "years": (
        {"label": "2024", "value": Money(150)},
        {"label": "2025", "value": Money("187.50")},
    ),
}


def text(source: str, **values) -> str:
    tree = expressions.parse_text(ENVIRONMENT, source)
    assert not list(expressions.unwelcome(tree))
    template = expressions.compile_text(ENVIRONMENT, tree)
    return expressions.text_of(template, expressions.context_of(ENVIRONMENT, VALUES | values))


def value(source: str, **values):
    tree = expressions.parse_expression(ENVIRONMENT, source)
    assert not list(expressions.unwelcome(tree))
    template = expressions.compile_expression(ENVIRONMENT, tree)
    return expressions.result_of(template, expressions.context_of(ENVIRONMENT, VALUES | values))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("amount >= 100", True),
        ("amount > 187.5", False),
        ("amount == 187.5", True),
        ("amount / 3 > 62.4 and not empty", True),
        ("amount / 3", Money("62.50")),
        ("3 / 2", Decimal("1.5")),
        ("0.1 + 0.2 == 0.3", True),
        ("7 // 2 + 7 % 2", 4),
        ("name in ['Nicolò', 'Anna']", True),
        ("years | length > 1", True),
        ("years[0].label", "2024"),
        ("years[-1]['value']", Money("187.50")),
        ("years | sum('value')", Money("337.50")),
        ("(years | last).label", "2025"),
        ("due.year", 2026),
        ("amount.currency", "EUR"),
        ("'a' if yes else 'b'", "a"),
        ("empty is none", True),
        ("name[:2]", "Ni"),
        ("name + '!'", "Nicolò!"),
        ("empty | default('—')", "—"),
        ("-count", -3),
    ],
)
def test_expressions_calculate_exactly(source, expected):
    found = value(source)
    assert found == expected
    assert isinstance(found, type(expected))


def test_decimals_of_an_expression_are_exact():
    assert value("amount <= 99.99", amount=Money("99.99")) is True
    assert value("amount < 99.99", amount=Money("99.99")) is False


def test_texts_with_conditions_and_loops():
    source = (
        "{% for year in years %}{{ year.label }}: {{ year.value | money }}"
        "{% if not loop.last %}, {% endif %}{% endfor %}"
    )
    assert text(source) == "2024: 150,00\u00a0€, 2025: 187,50\u00a0€"
    assert text("{% if amount >= 100 %}Rate{% else %}Una{% endif %}") == "Rate"


@pytest.mark.parametrize(
    "hostile",
    [
        "{{7*7}}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{{ ''.__class__.__mro__ }}",
        "{# hidden #}",
        "<script>alert(1)</script>",
        "%(x)s {0} ${x}",
        "'}}{{ 1 }}",
    ],
)
def test_data_is_never_read_as_a_template(hostile):
    assert text("Buongiorno {{ name }}!", name=hostile) == f"Buongiorno {hostile}!"
    assert value("name", name=hostile) == hostile


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ name.upper() }}", "cannot be called"),
        ("{{ range(10) }}", "cannot be called"),
        ("{{ 2 ** 3 }}", "'**' is not part"),
        ("{{ name ~ name }}", "'~'"),
        ("{% set x = 1 %}", "only {% if %} and {% for %}"),
        ("{% include 'x' %}", "only {% if %} and {% for %}"),
        ("{% macro m() %}{% endmacro %}", "only {% if %} and {% for %}"),
        ("{{ {'a': 1} }}", "'Dict' is not part"),
        ("{% for a, b in years %}{% endfor %}", "for item in list"),
        (
            "{% for a in b %}{% for c in b %}{% for d in b %}x{% endfor %}{% endfor %}{% endfor %}",
            "at most 2 deep",
        ),
    ],
)
def test_what_the_language_does_not_have(source, message):
    tree = expressions.parse_text(ENVIRONMENT, source)
    assert any(message in found for found in expressions.unwelcome(tree))


@pytest.mark.parametrize("source", ["{{ name", "{{ }}", "{% if x %}", "{{ a b }}"])
def test_what_is_not_complete_is_no_template(source):
    with pytest.raises(TemplateSyntaxError):
        expressions.parse_text(ENVIRONMENT, source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ name * 1000 }}",
        "{{ 'a' * 100000000 }}",
        "{{ years * 2 }}",
        "{{ name % 3 }}",
        "{{ '%1000000000d' % count }}",
        "{{ amount + empty }}",
        "{{ amount / 0 }}",
        "{{ count // 0 }}",
        "{{ yes + 1 }}",
        "{{ amount + name }}",
        "{{ empty }}",
        "{{ yes }}",
        "{{ years }}",
        "{{ unknown }}",
        "{{ years[9].label }}",
        "{{ years[0].size }}",
        "{{ name.__class__ }}",
        "{{ name['__class__'] }}",
        "{{ amount.as_tuple }}",
        "{{ years[0].items }}",
        "{{ due.today }}",
        "{{ amount > name }}",
        "{% for letter in name %}x{% endfor %}",
        "{% for year in years %}{% if loop.changed %}x{% endif %}{% endfor %}",
    ],
)
def test_what_cannot_be_worked_out_is_refused_without_values(source):
    with pytest.raises(ExpressionError) as caught:
        text(source)
    assert "Nicolò" not in str(caught.value)
    assert "187" not in str(caught.value)


def test_texts_and_numbers_cannot_be_blown_up():
    begin = time.perf_counter()
    with pytest.raises(ExpressionError, match="longer than"):
        text("{{ name + name + name }}", name="x" * 2000)
    with pytest.raises(ExpressionError, match="longer than"):
        text("{{ name }}{{ name }}{{ name }}", name="x" * 2000)
    with pytest.raises(ExpressionError, match="too large"):
        text("{{ " + " * ".join(["count"] * 60) + " }}", count=10**9)
    long = tuple({"label": "x" * 200, "value": Money(1)} for _ in range(500))
    with pytest.raises(ExpressionError, match="longer than"):
        text(
            "{% for a in years %}{% for b in years %}{{ b.label }}{% endfor %}{% endfor %}",
            years=long,
        )
    assert time.perf_counter() - begin < 2


def test_the_names_that_a_text_reads():
    def names(source):
        return expressions.names(expressions.parse_text(ENVIRONMENT, source))

    assert names("{{ a }} {{ b | default(c) }}") == {"a", "b", "c"}
    assert names("{% for y in years if y.x > low %}{{ y.z }} {{ loop.index }}{% endfor %}") == {
        "years",
        "low",
    }
    assert names("{% for y in y %}{{ y }}{% endfor %}{{ y }} {{ loop }}") == {"y", "loop"}


@given(st.text(max_size=60))
def test_any_value_comes_out_as_it_went_in(name):
    assert text("[{{ name }}]", name=name) == f"[{name}]"


@pytest.mark.parametrize("source", ["-" * 3000 + "1", "(" * 3000, "1" + " + 1" * 3000])
def test_what_is_nested_too_deeply_is_an_ordinary_fault(source):
    with pytest.raises(TemplateSyntaxError, match="nested too deeply"):
        expressions.parse_text(ENVIRONMENT, f"{{{{ {source} }}}}")
    with pytest.raises(TemplateSyntaxError, match="nested too deeply"):
        expressions.parse_expression(ENVIRONMENT, source)
