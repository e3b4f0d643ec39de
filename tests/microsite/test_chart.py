from __future__ import annotations

import re

import pytest

from microsite.chart import WIDTH, bar_chart
from scenes.bound import ChartPoint


def years(*values: float) -> list[ChartPoint]:
    return [ChartPoint(str(2020 + at), value, f"{value:g} €") for at, value in enumerate(values)]


def heights(chart) -> list[float]:
    tops = [float(re.match(r"M[\d.]+ [\d.]+V([\d.]+)", bar.path)[1]) - 7 for bar in chart.bars]
    return [chart.baseline - top for top in tops]


def test_few_short_labels_stand_upright_in_proportion():
    chart = bar_chart(years(100, 50, 25))
    assert chart.shape == "upright"
    tall, half, quarter = heights(chart)
    assert half / tall == pytest.approx(0.5, abs=0.01)
    assert quarter / tall == pytest.approx(0.25, abs=0.01)
    assert all(0 < bar.text_x < WIDTH and bar.text_y > 0 for bar in chart.bars)


def test_long_labels_and_many_points_lie_in_rows():
    assert bar_chart([ChartPoint("Strade e ponti", 46, "46 €")]).shape == "rows"
    chart = bar_chart(years(1, 2, 3, 4, 5, 6))
    assert chart.shape == "rows"
    assert chart.height == 6 * 58 - 16
    assert all(bar.track for bar in chart.bars)


def test_a_very_long_label_is_shortened_in_the_picture_only():
    (bar,) = bar_chart([ChartPoint("x" * 300, 1, "1 €")]).bars
    assert len(bar.label) == 30
    assert bar.label.endswith("…")


@pytest.mark.parametrize("values", [(0, 0), (-5, 10), (0,), ()])
def test_nothing_negative_is_drawn(values: tuple[float, ...]):
    chart = bar_chart(years(*values))
    assert "nan" not in "".join(bar.path for bar in chart.bars)
    assert all(height >= -7 for height in heights(chart))


def test_the_highlight_is_kept():
    chart = bar_chart([ChartPoint("2025", 1, "1 €"), ChartPoint("2026", 2, "2 €", highlight=True)])
    assert [bar.highlight for bar in chart.bars] == [False, True]
