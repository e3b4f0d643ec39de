"""What of a scene has no room: layers that leave the picture, texts cut short or grown too small.

Measured on the drawings of the layers at rest; pictures and shapes may bleed over the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from renderer.figures import TextFigure
from renderer.layout import lay_out_scene
from renderer.motion import REST
from scenes.bound import PictureLayer, ShapeLayer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renderer.ink import Sprite
    from renderer.stage import Stage
    from scenes.bound import Scene

SMALLEST = 20
"""Texts smaller than so many pixels of the reference picture cannot be read on a telephone."""

MOST_OUTSIDE = 4
"""Pixels of the reference picture by which ink may stand over the picture's edge."""

Kind = Literal["outside", "shortened", "small"]


@dataclass(frozen=True, slots=True)
class Misfit:
    """What has no room in a layer, which is given by its index in the scene.

    ``pixels`` of the reference picture: how far it is ``outside`` beyond ``edge``, or the size of
    its ``small`` text; 0 where a text is ``shortened``.
    """

    layer: int
    kind: Kind
    pixels: float = 0.0
    edge: str = ""


def misfits(scene: Scene, stage: Stage) -> list[Misfit]:
    """Return what has no room in a scene, of each kind the worst of each layer.

    Raises RenderError when a layer cannot be drawn.
    """
    found: list[Misfit] = []
    drawings = lay_out_scene(scene, stage)
    for index, (layer, drawing) in enumerate(zip(scene.layers, drawings, strict=True)):
        sprites = [sprite for part in drawing.parts if (sprite := part.at(REST)) is not None]
        if not isinstance(layer, PictureLayer | ShapeLayer):
            found.extend(_outside(index, sprites, stage))
        found.extend(_cramped(index, sprites, stage))
    return found


def _outside(index: int, sprites: Sequence[Sprite], stage: Stage) -> Iterator[Misfit]:
    width, height = stage.size
    beyond = {"left": 0, "top": 0, "right": 0, "bottom": 0}
    for sprite in sprites:
        bounds = sprite.bounds
        over = (-bounds.left, -bounds.top, bounds.right - width, bounds.bottom - height)
        for edge, pixels in zip(beyond, over, strict=True):
            beyond[edge] = max(beyond[edge], pixels)
    edge, most = max(beyond.items(), key=lambda item: item[1])
    if most > MOST_OUTSIDE * stage.scale:
        yield Misfit(index, "outside", most / stage.scale, edge)


def _cramped(index: int, sprites: Sequence[Sprite], stage: Stage) -> Iterator[Misfit]:
    blocks = [s.figure.block for s in sprites if isinstance(s.figure, TextFigure)]
    if any(block.shortened for block in blocks):
        yield Misfit(index, "shortened")
    # A style that is small in itself is its designer's choice.
    shrunk = [block.size for block in blocks if block.size < block.full * 0.99]
    if shrunk and min(shrunk) < SMALLEST * stage.scale * 0.99:
        yield Misfit(index, "small", min(shrunk) / stage.scale)
