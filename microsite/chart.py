"""The page's chart as a picture that is text: an SVG whose words are read out, beside its table.

Bars, a line or a donut (``PageChart.kind``). What a kind cannot show honestly is shown as bars in
rows, which show everything: a line of one point, a donut of negative values, of nothing or of more
parts than can be told apart. Geometry is computed here, in SVG units that are about CSS pixels on a
phone 320 pixels wide; ``templates/chart.svg.jinja`` draws it and the page's stylesheet colours it.
On pages that run from right to left bars and lines are mirrored; a donut turns as a clock does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microsite.chart_bars import rows, upright
from microsite.chart_donut import MOST_PARTS, donut
from microsite.chart_line import line
from microsite.chart_parts import plain_value, stands_upright
from microsite.chart_words import told

if TYPE_CHECKING:
    from microsite.chart_parts import Chart
    from microsite.chart_words import ChartWords
    from scenes.bound import PageChart


def page_chart(chart: PageChart, base: str, locale: str, words: ChartWords) -> Chart | None:
    """Return the drawing of a page's chart, None where it has no points.

    ``base`` is the page's direction (``ltr`` or ``rtl``); shares and differences are written in
    the ``locale`` with ``words``.
    """
    if not chart.points:
        return None
    sizes = [plain_value(point.value) for point in chart.points]
    whole = sum(sizes)
    share = chart.kind == "donut" and min(sizes) >= 0 and whole > 0
    more = told(chart.points, sizes, words, locale, whole=whole if share else None)
    mirrored = base == "rtl"
    if share and len(sizes) <= MOST_PARTS:
        return donut(chart.points, sizes, more, locale)
    if chart.kind == "line" and len(sizes) > 1:
        return line(chart.points, sizes, more, mirrored=mirrored)
    if chart.kind != "donut" and stands_upright(chart.points):
        return upright(chart.points, sizes, more, mirrored=mirrored)
    return rows(chart.points, sizes, more, mirrored=mirrored)
