"""Charts: points from a list field or from the file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from foundation.errors import RowError
from scenes.bound import ChartLayer, ChartPoint
from scenes.values import Money
from scenes.wording import ExpressionError, Wording
from scenes.yaml_tree import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.bound import AnyLayer
    from scenes.compiled import Compiler, Row
    from scenes.format_keys import Variant
    from scenes.layer_file import ChartFile
    from scenes.point_file import PointFile
    from scenes.yaml_tree import Place

MOST_POINTS = {"bar": 8, "rows": 8, "donut": 8, "line": 12, "progress": 6}
"""How many points of each kind of chart can be told apart and named on a phone."""

MOST_ON_PAGE = 24
"""Points of the page's chart, which is as long as it has to be."""

_OF_A_WHOLE = ("rows", "donut", "progress")
_NEGATIVE = "shows parts of a whole: values must not be negative"


class HasData(Protocol):
    """A chart of a scene or of the page."""

    @property
    def data(self) -> str | tuple[PointFile, ...]:
        """A list expression, or points."""

    @property
    def highlight(self) -> str | None:
        """Which point counts most: first, last, max, min, or a label."""


def compile_chart(
    compiler: Compiler, variant: Variant[ChartFile], common: dict[str, Any]
) -> Callable[[Row], AnyLayer | None]:
    """Return what makes a chart layer for a row, None where it has no points."""
    layer = variant.written
    points = compile_points(compiler, layer, variant.at, MOST_POINTS[layer.chart])
    _check_parts(compiler, variant)
    title = compiler.text(layer.title, *variant.at("title"))
    maximum = None
    if layer.maximum is not None:
        maximum = compile_size(compiler, layer.maximum, *variant.at("maximum"))

    def make(row: Row) -> AnyLayer | None:
        found = points(row)
        if not found:
            return None
        whole = maximum(row) if maximum is not None else None
        if whole is not None and whole <= 0:
            raise RowError("", f"{written(variant.at('maximum'))}: is not greater than 0")
        _refuse_parts(layer.chart, [point.value for point in found], whole, variant.at)
        return ChartLayer(
            **common, chart=layer.chart, points=found, title=title.of(row), maximum=whole
        )

    return make


def _check_parts(compiler: Compiler, variant: Variant[ChartFile]) -> None:
    """Note a fault where numbers of the file cannot be parts of a whole."""
    layer = variant.written
    if isinstance(layer.data, str) or layer.chart not in _OF_A_WHOLE:
        return
    sizes = [point.value for point in layer.data if isinstance(point.value, float)]
    for index, point in enumerate(layer.data):
        if isinstance(point.value, float) and point.value < 0:
            place = variant.at("data", index, "value")
            compiler.fault(place, f"'{layer.chart}' {_NEGATIVE}.")
    if not isinstance(layer.maximum, float) or any(size < 0 for size in sizes):
        return
    if _exceeds(sizes, layer.maximum):
        message = f"The values are {sum(sizes):g} together, more than the whole bar's 'maximum'."
        compiler.fault(variant.at("maximum"), message)


def _refuse_parts(
    kind: str, sizes: list[float], whole: float | None, at: Callable[..., Place]
) -> None:
    """Raise RowError where a row's values cannot be parts of a whole."""
    if kind in _OF_A_WHOLE and any(size < 0 for size in sizes):
        raise RowError("", f"{written(at('data'))}: '{kind}' {_NEGATIVE}")
    if whole is not None and _exceeds(sizes, whole):
        reason = "the values together are more than 'maximum', the whole bar"
        raise RowError("", f"{written(at('data'))}: {reason}")


def _exceeds(sizes: list[float], whole: float) -> bool:
    return round(sum(sizes) - whole, 6) > 0


def compile_size(
    compiler: Compiler, source: float | str, *place: str | int
) -> Callable[[Row], float]:
    """Return what makes a number, or an expression's number, for a row."""
    if isinstance(source, float):
        return lambda _row: source
    value = compiler.value(source, *place)

    def size(row: Row) -> float:
        try:
            return _size(value.of(row) if value is not None else 0)
        except ExpressionError:
            raise RowError("", f"{written(place)}: is not a number") from None

    return size


def compile_points(
    compiler: Compiler, chart: HasData, at: Callable[..., Place], most: int
) -> Callable[[Row], tuple[ChartPoint, ...]]:
    """Return what makes a chart's points for a row; faults go to the compiler.

    ``at`` returns the place of a key of the chart, ``most`` is how many points it can show.
    """
    make = (
        _from_list(compiler, chart.data, at("data"), most)
        if isinstance(chart.data, str)
        else _from_file(compiler, chart.data, at("data"))
    )
    if not isinstance(chart.data, str) and len(chart.data) > most:
        message = f"This chart shows at most {most} values, here are {len(chart.data)}."
        compiler.fault(at("data"), message, "Put the small ones together.")
    wish = compiler.text(chart.highlight, *at("highlight"))

    def points(row: Row) -> tuple[ChartPoint, ...]:
        return _highlighted(make(row), wish.of(row))

    return points


def _from_list(
    compiler: Compiler, source: str, place: Place, most: int
) -> Callable[[Row], list[ChartPoint]]:
    value = compiler.value(source, *place)
    wording = compiler.writing.wording
    parts = compiler.lists.get(source.strip("{} "))
    if parts is not None and not {"label", "value"} <= set(parts):
        message = "A chart takes a list whose items have a label and a value."
        compiler.fault(place, message, f"These have {', '.join(parts)}.")

    def points(row: Row) -> list[ChartPoint]:
        items = value.of(row) if value is not None else ()
        if not isinstance(items, (tuple, list)):
            raise RowError("", f"{written(place)}: a chart takes a list")
        if len(items) > most:
            raise RowError("", f"{written(place)}: this chart shows at most {most} values")
        return [_point(item, wording, place) for item in items]

    return points


def _point(item: Any, wording: Wording, place: Place) -> ChartPoint:
    if not isinstance(item, dict) or not {"label", "value"} <= item.keys():
        raise RowError("", f"{written(place)}: a chart's items have a label and a value")
    try:
        label = wording.show(item["label"])
        text = wording.show(item.get("text", item["value"]))
        return ChartPoint(label, _size(item["value"]), text, icon=item.get("icon"))
    except ExpressionError as error:
        raise RowError("", f"{written(place)}: {error}") from None


def _from_file(
    compiler: Compiler, file: tuple[PointFile, ...], place: Place
) -> Callable[[Row], list[ChartPoint]]:
    wording = compiler.writing.wording
    parts = []
    for index, point in enumerate(file):
        where = (*place, index)
        value = (
            compiler.value(point.value, *where, "value") if isinstance(point.value, str) else None
        )
        label = compiler.text(point.label, *where, "label")
        text = compiler.text(point.text, *where, "text") if point.text is not None else None
        parts.append((point, label, value, text))

    def points(row: Row) -> list[ChartPoint]:
        made = []
        for point, label, value, text in parts:
            size = value.of(row) if value is not None else Decimal(str(point.value))
            try:
                shown = text.of(row) if text is not None else wording.show(size)
                made.append(
                    ChartPoint(label.of(row), _size(size), shown, point.highlight, point.icon)
                )
            except ExpressionError as error:
                raise RowError("", f"{written(place)}: {error}") from None
        return made

    return points


def _size(value: Any) -> float:
    if isinstance(value, Money):
        return float(value.rounded())
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return round(float(value), 6)
    raise ExpressionError("the value of a chart's point is a number")


def _highlighted(points: list[ChartPoint], wish: str) -> tuple[ChartPoint, ...]:
    if not wish or not points:
        return tuple(points)
    sizes = [point.value for point in points]
    chosen = {
        "first": 0,
        "last": len(points) - 1,
        "max": sizes.index(max(sizes)),
        "min": sizes.index(min(sizes)),
    }.get(wish)
    return tuple(
        ChartPoint(
            point.label,
            point.value,
            point.text,
            point.highlight or (index == chosen if chosen is not None else point.label == wish),
            point.icon,
        )
        for index, point in enumerate(points)
    )
