"""Layers, compiled: what makes a bound layer of each row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.bound import IconLayer, Place, QrLayer, ShapeLayer, TextLayer
from scenes.charts import compile_chart, compile_size
from scenes.format_keys import variants
from scenes.layer_file import (
    ChartFile,
    IconFile,
    PictureFile,
    QrFile,
    ShapeFile,
    TableFile,
    TextFile,
)
from scenes.layer_times import time_fault
from scenes.motions import emphasis_of, motion_of
from scenes.personal_pictures import compile_picture
from scenes.places import REFERENCE, place_of, timing_of
from scenes.tables import compile_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenes.bound import AnyLayer
    from scenes.compiled import Compiler, Row, Value
    from scenes.format_keys import Variant
    from scenes.layer_file import AnyLayerFile
    from scenes.setting import Setting


@dataclass(frozen=True, slots=True)
class LayerProgram:
    """One layer: whether a row sees it, where it stands, and how it is made.

    ``make`` returns None where nothing is left to show (an empty text, a chart without points).
    """

    when: Value | None
    place: Place
    make: Callable[[Row], AnyLayer | None]


def compile_layer(
    compiler: Compiler, layer: AnyLayerFile, setting: Setting, *place: str | int, first: bool
) -> LayerProgram:
    """Compile one layer; faults go to the compiler, also those of other formats' keys."""
    made = {
        name: _program(compiler, variant, setting, name or setting.format, first=first)
        for name, variant in variants(layer, place).items()
    }
    return made.get(setting.format, made[""])


def _program(
    compiler: Compiler, variant: Variant[Any], setting: Setting, format_: str, *, first: bool
) -> LayerProgram:
    layer = variant.written
    sides = REFERENCE[format_]
    stand = place_of(layer, sides, first=first)
    common: dict[str, Any] = {
        "place": stand,
        "timing": timing_of(layer),
        "enter": motion_of(layer.enter or setting.motion.enter, setting.motion),
        "exit": motion_of(layer.exit, setting.motion),
        "emphasis": emphasis_of(layer.emphasis),
        "width": layer.width.share(sides[0]) if layer.width is not None else None,
        "height": layer.height.share(sides[1]) if layer.height is not None else None,
        "opacity": layer.opacity,
    }
    late = time_fault(layer, common["enter"], common["exit"])
    if late is not None:
        message, hint, key = late
        compiler.fault(variant.at(key), message, hint)
    when = compiler.condition(layer.when, *variant.at("when"))
    return LayerProgram(when, stand, _maker(compiler, variant, setting, common))


def _maker(
    compiler: Compiler, variant: Variant[Any], setting: Setting, common: dict[str, Any]
) -> Callable[[Row], AnyLayer | None]:
    made: AnyLayer
    layer = variant.written
    match layer:
        case TextFile():
            return _text(compiler, variant, setting, common)
        case ChartFile():
            return compile_chart(compiler, variant, common)
        case TableFile():
            box = None if layer.box is None else setting.color(layer.box)
            return compile_table(compiler, variant, {**common, "style": layer.style, "box": box})
        case QrFile():
            data = compiler.text(layer.qr, *variant.at("qr"))
            level = layer.error_correction
            return lambda row: _if_any(
                data.of(row), lambda text: QrLayer(**common, data=text, error_correction=level)
            )
        case PictureFile():
            return compile_picture(compiler, variant, common)
        case IconFile():
            made = IconLayer(**common, icon=layer.icon, color=setting.color(layer.color))
        case ShapeFile():
            color = setting.color(layer.color)
            made = ShapeLayer(**common, shape=layer.shape, color=color, radius=layer.radius)
    return lambda _row: made


def _text(
    compiler: Compiler, variant: Variant[TextFile], setting: Setting, common: dict[str, Any]
) -> Callable[[Row], AnyLayer | None]:
    layer = variant.written
    words = compiler.text(layer.text, *variant.at("text"))
    begin = layer.enter.from_ if layer.enter and layer.enter.effect == "count_up" else None
    keys: dict[str, Any] = {
        **common,
        "style": layer.style,
        "align": layer.align,
        "color": None if layer.color is None else setting.color(layer.color),
        "box": None if layer.box is None else setting.color(layer.box),
        "max_lines": layer.max_lines,
        "shrink": layer.shrink,
        "count_from": begin if isinstance(begin, float) else 0.0,
    }
    if isinstance(begin, str):
        size = compile_size(compiler, begin, *variant.at("enter", "from"))
        return lambda row: _if_any(
            words.of(row), lambda text: TextLayer(**keys | {"text": text, "count_from": size(row)})
        )
    if words.constant is not None:
        made = TextLayer(**keys, text=words.constant) if words.constant else None
        return lambda _row: made
    return lambda row: _if_any(words.of(row), lambda text: TextLayer(**keys, text=text))


def _if_any(text: str, make: Callable[[str], AnyLayer]) -> AnyLayer | None:
    return make(text) if text else None


def bind_layers(
    programs: tuple[LayerProgram, ...], row: Row
) -> tuple[list[AnyLayer], tuple[int, ...]]:
    """Return the layers that a row sees, and their numbers among the authored ones, from 0.

    A layer that stands below a hidden one takes its place: below the last one that is seen, or,
    where none is seen yet, where the first hidden one would have stood.
    """
    seen: list[AnyLayer] = []
    numbers: list[int] = []
    vacant: Place | None = None
    for number, program in enumerate(programs):
        hidden = program.when is not None and not program.when.of(row)
        layer = None if hidden else program.make(row)
        if layer is None:
            if not seen and vacant is None and program.place.below is None:
                vacant = program.place
            continue
        if not seen and layer.place.below is not None and vacant is not None:
            layer = replace(layer, place=vacant)
        seen.append(layer)
        numbers.append(number)
    return seen, tuple(numbers)
