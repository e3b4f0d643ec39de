"""A text as a layer: on a panel or not, line by line, typed letter by letter, or counted up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.composition import Still
from renderer.counting import CountedText, counted
from renderer.pieces import panel_sprite, text_sprite

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.colours import Yuv
    from renderer.composition import Part
    from renderer.ink import Sprite
    from renderer.motion import State
    from renderer.stage import Stage
    from renderer.text_layout import TextBlock
    from scenes.bound import Horizontal, TextLayer

TEXT_WIDTH = 0.86
"""Share of the picture's width that a text fills at most, unless it says otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class TypedText:
    """A text that is typed letter by letter where it stands in the end."""

    block: TextBlock
    final: Sprite
    left: float
    top: float
    width: float
    align: Horizontal
    order: int | None = None

    def at(self, state: State) -> Sprite | None:
        """Return the share ``state.typed`` of the text."""
        if state.typed >= 1:
            return self.final
        if state.typed <= 0:
            return None
        place = self.left, self.top, self.width
        return text_sprite(self.block, self.final.colour, *place, self.align, state.typed)


def prepare_text(
    layer: TextLayer, stage: Stage
) -> tuple[int, int, Callable[[int, int], list[Part]]]:
    """Return width, height and drawing of a text.

    Raises RenderError for a style or colour that the theme lacks, and for missing glyphs.
    """
    style = stage.style(layer.style)
    padding = stage.space("panel_padding") if layer.box else 0
    most = max(1, round((layer.width or TEXT_WIDTH) * stage.size[0]) - 2 * padding)
    tall = round(layer.height * stage.size[1]) if layer.height else None
    block = stage.text(
        layer.text,
        style,
        most,
        layer.max_lines,
        shrink=layer.shrink,
        height=None if tall is None else tall - 2 * padding,
    )
    # With a width of its own the box is that wide, else as wide as its longest line.
    inner = most if layer.width else math.ceil(block.width)
    width = inner + 2 * padding
    height = max(round(block.height) + 2 * padding, tall or 0)
    colour = stage.colour(layer.color or style.color)

    def draw(left: int, top: int) -> list[Part]:
        parts: list[Part] = []
        if layer.box:
            radius = stage.space("panel_radius")
            panel = panel_sprite(stage.colour(layer.box), left, top, width, height, radius)
            parts.append(Still(panel))
        place = left + padding, top + (height - block.height) / 2, inner
        parts.extend(_parts(layer, stage, block, colour, place))
        return parts

    return width, height, draw


def _parts(
    layer: TextLayer,
    stage: Stage,
    block: TextBlock,
    colour: Yuv,
    place: tuple[int, float, int],
) -> list[Part]:
    """Return the text in the parts that its motion needs; ``place`` is left, top, width."""
    if layer.enter.stagger_ms or layer.exit.stagger_ms:
        return [
            _line(line, text_sprite(line, colour, *place, layer.align), place, layer, order)
            for order, line in enumerate(block.single_lines())
        ]
    sprite = text_sprite(block, colour, *place, layer.align)
    number = counted(layer.text) if layer.enter.effect == "count_up" else None
    if number is not None and len(block.lines) == 1:
        return [
            CountedText(
                stage=stage,
                number=number.counted_from(layer.count_from, stage.look.locale),
                style=stage.style(layer.style),
                block=block,
                final=sprite,
                left=place[0],
                top=place[1],
                width=place[2],
                align=layer.align,
            )
        ]
    return [_line(block, sprite, place, layer, None)]


def _line(
    block: TextBlock,
    sprite: Sprite,
    place: tuple[int, float, int],
    layer: TextLayer,
    order: int | None,
) -> Part:
    if "typewriter" in {layer.enter.effect, layer.exit.effect}:
        return TypedText(block, sprite, *place, layer.align, order)
    return Still(sprite, order)
