"""Layers, compiled: what makes a bound layer of each row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.bound import (
    ChartLayer,
    IconLayer,
    PictureLayer,
    Place,
    QrLayer,
    ShapeLayer,
    TextLayer,
)
from scenes.charts import compile_points
from scenes.layer_file import ChartFile, IconFile, PictureFile, QrFile, ShapeFile, TextFile
from scenes.places import motion_of, place_of, timing_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.bound import AnyLayer, Theme
    from scenes.compiled import Compiler, Row, Value
    from scenes.layer_file import AnyLayerFile


@dataclass(frozen=True, slots=True)
class LayerProgram:
    """One layer: whether a row sees it, where it stands, and how it is made.

    ``make`` returns None where nothing is left to show (an empty text, a chart without points).
    """

    when: Value | None
    place: Place
    make: Callable[[Row], AnyLayer | None]


def compile_layer(
    compiler: Compiler,
    layer: AnyLayerFile,
    theme: Theme,
    sides: tuple[int, int],
    *place: str | int,
    first: bool,
) -> LayerProgram:
    """Compile one layer; faults go to the compiler."""
    stand = place_of(layer, sides, first=first)
    common: dict[str, Any] = {
        "place": stand,
        "timing": timing_of(layer),
        "enter": motion_of(layer.enter),
        "exit": motion_of(layer.exit),
        "width": layer.width.share(sides[0]) if layer.width is not None else None,
        "height": layer.height.share(sides[1]) if layer.height is not None else None,
        "opacity": layer.opacity,
    }
    when = compiler.condition(layer.when, *place, "when")
    return LayerProgram(when, stand, _maker(compiler, layer, theme, common, place))


def _maker(
    compiler: Compiler,
    layer: AnyLayerFile,
    theme: Theme,
    common: dict[str, Any],
    place: tuple[str | int, ...],
) -> Callable[[Row], AnyLayer | None]:
    colors = dict(theme.colors)

    def color(name: str | None) -> str | None:
        return None if name is None else colors.get(name, name.lower())

    made: AnyLayer
    match layer:
        case TextFile():
            return _text(compiler, layer, color(layer.color), color(layer.box), common, place)
        case ChartFile():
            return _chart(compiler, layer, common, place)
        case QrFile():
            data = compiler.text(layer.qr, *place, "qr")
            level = layer.error_correction
            return lambda row: _if_any(
                data.of(row), lambda text: QrLayer(**common, data=text, error_correction=level)
            )
        case PictureFile():
            made = PictureLayer(**common, source=layer.picture, radius=layer.radius)
        case IconFile():
            made = IconLayer(**common, icon=layer.icon, color=color(layer.color) or "")
        case ShapeFile():
            shade = color(layer.color) or ""
            made = ShapeLayer(**common, shape=layer.shape, color=shade, radius=layer.radius)
    return lambda _row: made


def _text(
    compiler: Compiler,
    layer: TextFile,
    color: str | None,
    box: str | None,
    common: dict[str, Any],
    place: tuple[str | int, ...],
) -> Callable[[Row], AnyLayer | None]:
    words = compiler.text(layer.text, *place, "text")
    pattern = TextLayer(
        **common,
        text=words.constant or "",
        style=layer.style,
        align=layer.align,
        color=color,
        box=box,
        max_lines=layer.max_lines,
    )
    if words.constant is not None:
        return lambda _row: pattern
    return lambda row: _if_any(words.of(row), lambda text: replace(pattern, text=text))


def _chart(
    compiler: Compiler, layer: ChartFile, common: dict[str, Any], place: tuple[str | int, ...]
) -> Callable[[Row], AnyLayer | None]:
    points = compile_points(compiler, layer, *place)
    title = compiler.text(layer.title, *place, "title")

    def make(row: Row) -> AnyLayer | None:
        found = points(row)
        if not found:
            return None
        return ChartLayer(**common, chart=layer.chart, points=found, title=title.of(row))

    return make


def _if_any(text: str, make: Callable[[str], AnyLayer]) -> AnyLayer | None:
    return make(text) if text else None


def bind_layers(programs: tuple[LayerProgram, ...], row: Row) -> list[AnyLayer]:
    """Return the layers that a row sees.

    A layer that stands below a hidden one takes its place: below the last one that is seen, or,
    where none is seen yet, where the first hidden one would have stood.
    """
    seen: list[AnyLayer] = []
    vacant: Place | None = None
    for program in programs:
        hidden = program.when is not None and not program.when.of(row)
        layer = None if hidden else program.make(row)
        if layer is None:
            if not seen and vacant is None and program.place.below is None:
                vacant = program.place
            continue
        if not seen and layer.place.below is not None and vacant is not None:
            layer = replace(layer, place=vacant)
        seen.append(layer)
    return seen
