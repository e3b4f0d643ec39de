from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest

from microsite.chart import page_chart
from microsite.chart_bars import ROW
from microsite.chart_parts import WIDTH, across
from microsite.chart_words import ChartWords, share
from scenes.bound import ChartPoint, PageChart

WORDS = ChartWords("{share} of all", "{difference} more", "{difference} less", "the same")


def years(*values: float) -> list[ChartPoint]:
    return [ChartPoint(str(2020 + at), value, f"{value:g} €") for at, value in enumerate(values)]


def drawn(points, kind="bar", base="ltr", locale="it-IT"):
    return page_chart(PageChart("Title", "Summary", tuple(points), kind), base, locale, WORDS)


def standing(mark) -> tuple[float, float]:
    """Return where a standing bar begins and how far it reaches upwards (hanging: below zero)."""
    zero = float(re.match(r"M[\d.]+ ([\d.]+)", mark.path)[1])
    end = float(re.search(r"Q[\d.]+ (-?[\d.]+)", mark.path)[1])
    return zero, zero - end


def numbers(chart) -> list[float]:
    paths = [chart.base, chart.line, chart.area]
    paths += [path for mark in chart.marks for path in (mark.path, mark.track)]
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", "".join(paths))]


def test_few_short_labels_stand_upright_in_proportion():
    chart = drawn(years(100, 50, 25))
    assert chart.shape == "upright"
    tall, half, quarter = (standing(mark)[1] for mark in chart.marks)
    assert half / tall == pytest.approx(0.5, abs=0.01)
    assert quarter / tall == pytest.approx(0.25, abs=0.01)
    assert all(0 < mark.value.x < WIDTH and mark.value.y > 15 for mark in chart.marks)


def test_bars_of_values_below_zero_hang_from_it_in_the_same_measure():
    chart = drawn(years(60, -30, 0))
    (zero, up), (same, down), (_, thin) = (standing(mark) for mark in chart.marks)
    assert zero == same
    assert down == pytest.approx(-up / 2, abs=0.2)
    assert 0 < thin < 5
    assert chart.marks[1].value.y > zero - down, "the value stands below a hanging bar"
    assert chart.marks[1].value.y < chart.marks[1].name.y - 10


def test_long_labels_and_many_points_lie_in_rows():
    assert drawn([ChartPoint("Strade e ponti di montagna", 46, "46 €")] * 2).shape == "rows"
    chart = drawn(years(1, 2, 3, 4, 5, 6, 7))
    assert chart.shape == "rows"
    assert chart.height == 7 * ROW - 16
    assert all(mark.track for mark in chart.marks)


def left_and_right(path: str) -> tuple[float, float]:
    start, run, radius = re.match(r"M([\d.]+) [\d.]+h(-?[\d.]+)a([\d.]+)", path).groups()
    return float(start) - float(radius), float(start) + float(run) + float(radius)


@pytest.mark.parametrize("base", ["ltr", "rtl"])
def test_rows_reach_to_both_sides_of_zero_and_mirror(base):
    chart = drawn(
        [ChartPoint("Una voce piuttosto lunga", v, f"{v} €") for v in (30, -10)], base=base
    )
    plus, minus = (left_and_right(mark.path) for mark in chart.marks)
    if base == "ltr":
        assert plus == pytest.approx((WIDTH / 4, WIDTH), abs=0.2)
        assert minus == pytest.approx((0, WIDTH / 4), abs=0.2)
    else:
        assert plus == pytest.approx((0, WIDTH * 3 / 4), abs=0.2)
        assert minus == pytest.approx((WIDTH * 3 / 4, WIDTH), abs=0.2)
    assert chart.base


@pytest.mark.parametrize("kind", ["bar", "line"])
def test_what_comes_first_stands_right_on_pages_read_from_the_right(kind):
    forth = [mark.slot[0] for mark in drawn(years(1, 2, 3), kind).marks]
    back = [mark.slot[0] for mark in drawn(years(1, 2, 3), kind, base="rtl").marks]
    assert forth == sorted(forth)
    assert back == sorted(back, reverse=True)


def test_a_very_long_label_is_shortened_in_the_picture_only():
    (mark,) = drawn([ChartPoint("x" * 300, 1, "9" * 300)]).marks
    assert mark.name.text.endswith("…")
    assert across(mark.name.text) + across(mark.value.text) <= WIDTH
    assert (mark.label, mark.text) == ("x" * 300, "9" * 300)


def test_a_line_starts_at_zero_and_runs_through_all_values():
    chart = drawn(years(180, 190, 185, -20), "line")
    spots = [tuple(map(float, spot.split())) for spot in chart.line[1:].split("L")]
    assert spots == [mark.spot for mark in chart.marks]
    zero = float(re.match(r"M0 ([\d.]+)H", chart.base)[1])
    assert (zero - spots[0][1]) / (zero - spots[1][1]) == pytest.approx(180 / 190, abs=0.01)
    assert spots[3][1] > zero
    steps = [right - left for (left, _), (right, _) in pairwise(spots)]
    assert max(steps) - min(steps) < 0.3


@pytest.mark.parametrize("label", ["{at}", "{at}/2026", "un mese dal nome lungo {at}"])
@pytest.mark.parametrize("count", [2, 5, 12, 24])
def test_words_of_a_line_stay_inside_and_apart(count, label):
    points = [
        ChartPoint(label.format(at=at), at * 7 % 11, f"{at * 7 % 11},00 €") for at in range(count)
    ]
    chart = drawn(points, "line")
    for kind in ("name", "value"):
        boxes = []
        for mark in chart.marks:
            word = getattr(mark, kind)
            if word is None:
                continue
            half = across(word.text) / 2
            assert half - 0.1 <= word.x <= WIDTH - half + 0.1
            boxes.append((word.x - half, word.x + half, word.y))
        assert boxes
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = one[1] < other[0] or other[1] < one[0]
                assert apart or abs(one[2] - other[2]) >= 15
    assert chart.marks[-1].name is not None


def angle(path: str) -> tuple[float, float]:
    """Return where a piece of the ring begins and ends, in turns from the top, clockwise."""
    begin = tuple(map(float, re.match(r"M([\d.]+) ([\d.]+)", path).groups()))
    end = tuple(map(float, re.search(r"[01] 1 ([\d.]+) ([\d.]+)L", path).groups()))
    return tuple(math.atan2(x - 120, 120 - y) / (2 * math.pi) % 1 for x, y in (begin, end))


def test_the_pieces_of_a_donut_are_the_shares():
    points = [ChartPoint(str(value), value, f"{value} €", value == 30) for value in (60, 30, 10)]
    chart = drawn(points, "donut")
    turns = [angle(mark.path) for mark in chart.marks]
    assert turns[0] == pytest.approx((0, 0.6), abs=0.001)
    assert turns[1] == pytest.approx((0.6, 0.9), abs=0.001)
    assert [mark.share for mark in chart.marks] == ["60%", "30%", "10%"]
    assert chart.marks[0].more == "60% of all"
    assert chart.center == "30%", "the part that counts"
    assert [mark.part for mark in chart.marks] == [2, 1, 3]


def test_every_part_of_a_donut_has_a_texture_of_its_own():
    points = [ChartPoint(str(at), 1, "1 €", highlight=True) for at in range(8)]
    assert sorted(mark.part for mark in drawn(points, "donut").marks) == list(range(1, 9))
    assert sorted(mark.part for mark in drawn(years(*[1] * 8), "donut").marks) == list(range(1, 9))


def test_a_donut_of_one_part_is_a_whole_ring_and_nothing_is_no_piece():
    chart = drawn(years(5, 0), "donut")
    assert chart.marks[0].path.count("a108") == 2
    assert chart.marks[1].path == ""
    assert chart.marks[1].share == "0%"


@pytest.mark.parametrize(
    ("kind", "values"),
    [("donut", (5, -1)), ("donut", (0, 0)), ("donut", (1,) * 9), ("line", (5,)), ("line", (0,))],
)
def test_what_a_kind_cannot_show_is_shown_as_bars(kind, values):
    assert drawn(years(*values), kind).shape in {"rows", "upright"}


@pytest.mark.parametrize("kind", ["bar", "line", "donut"])
def test_no_points_are_no_chart(kind):
    assert drawn([], kind) is None


@pytest.mark.parametrize("kind", ["bar", "line", "donut"])
@pytest.mark.parametrize(
    "values",
    [
        (0,),
        (0, 0),
        (-5, 10),
        (-5, -5),
        (1e300, 1e-300, -1e300),
        (1e308, 1e308, 1e308),
        (float("inf"), 1),
        (float("nan"), 1),
        tuple(range(24)),
    ],
)
def test_hostile_values_stay_inside_the_drawing(kind, values):
    chart = drawn([ChartPoint(f"Voce {at}", value, "? €") for at, value in enumerate(values)], kind)
    found = numbers(chart)
    assert all(math.isfinite(number) for number in found)
    assert all(abs(number) <= max(chart.width, chart.height) + 1 for number in found)
    for mark in chart.marks:
        left, top, width, height = mark.slot
        assert 0 <= left <= left + width <= 100.1
        assert 0 <= top <= top + height <= 100.1


def test_the_highlight_is_kept():
    chart = drawn([ChartPoint("2025", 1, "1 €"), ChartPoint("2026", 2, "2 €", highlight=True)])
    assert [mark.highlight for mark in chart.marks] == [False, True]


def differences(*points: tuple[float, str], locale="it-IT") -> list[str]:
    chart = drawn([ChartPoint("x", value, text) for value, text in points], locale=locale)
    return [mark.more for mark in chart.marks]


def test_the_difference_is_written_as_the_values_are():
    assert differences((1181.2, "1.181,20 €"), (1184.3, "1.184,30 €"), (184.3, "184,30 €")) == [
        "",
        "3,10 € more",
        "1.000,00 € less",
    ]
    assert differences((3, "3 m³"), (3, "3 m³"), (-2, "-2 m³")) == ["", "the same", "5 m³ less"]
    assert differences((0.1, "£0.10"), (0.3, "£0.30"), locale="en-GB") == ["", "£0.20 more"]


def test_the_difference_is_that_of_what_is_written_not_of_what_was_rounded_away():
    assert differences((0.4, "0 €"), (1.4, "1 €"), (1.6, "2 €")) == ["", "1 € more", "1 € more"]


@pytest.mark.parametrize(
    "texts",
    [("un giorno", "3 giorni"), ("1 giorno", "3 giorni"), ("poco", "molto"), ("10 €", "30 €")],
)
def test_no_difference_where_the_words_do_not_show_how_it_is_written(texts):
    assert differences((1, texts[0]), (3, texts[1])) == ["", ""]


def test_shares_that_are_not_quite_nothing_or_all_say_so():
    assert share(0, 10, "it-IT") == "0%"
    assert share(0.001, 10, "it-IT") == "< 1%"
    assert share(9.999, 10, "it-IT") == "> 99%"
    assert share(10, 10, "it-IT") == "100%"
    assert share(1, 3, "de-DE") == "33\u00a0%"
