"""Where a scene's layers stand: anchors, and the flow of layers that stand below others."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from foundation.errors import RenderError
from renderer.digests import changed, file_state
from renderer.drawing_store import DrawingStore
from renderer.layer_files import drawing_key
from renderer.layers import draw_at, prepare
from renderer.still_pictures import picture_file
from scenes.bound import PictureLayer

if TYPE_CHECKING:
    from renderer.composition import Drawing
    from renderer.layers import Prepared
    from renderer.stage import Stage
    from scenes.bound import AnyLayer, Place, Scene


_memory = threading.local()


def lay_out_scene(scene: Scene, stage: Stage) -> list[Drawing]:
    """Draw all layers of a scene at their places, in their order (the first lies lowest).

    Raises RenderError when one cannot be drawn, naming the layer as its author's file has it.
    """
    drawings: list[Drawing] = []
    bottom = 0
    for number, layer in enumerate(scene.layers):
        try:
            drawing = _drawn(layer, stage, bottom)
        except RenderError as error:
            place = f"scenes.{scene.id}.layers[{scene.layer_number(number)}]"
            raise RenderError(f"{place}: {error}") from error
        bottom = drawing.box.bottom
        drawings.append(drawing)
    return drawings


def _drawn(layer: AnyLayer, stage: Stage, bottom: int) -> Drawing:
    if isinstance(layer, PictureLayer):
        # Its file may change while the process lives, even now.
        file = picture_file(stage.kit, layer)
        before = file_state(file)
        drawing = _draw(layer, stage, bottom)
        if file_state(file) != before:
            raise changed()
        return drawing
    below = bottom if layer.place.below is not None else 0
    # Kept for the scenes of other people that show the same.
    return _drawings().get((layer, stage, below), lambda: _draw(layer, stage, below))


def _drawings() -> DrawingStore:
    """Return the thread's own drawings."""
    kept: DrawingStore | None = getattr(_memory, "drawings", None)
    if kept is None:
        kept = _memory.drawings = DrawingStore()
    return kept


def _draw(layer: AnyLayer, stage: Stage, bottom: int) -> Drawing:
    prepared = prepare(layer, stage)
    left, top = _corner(layer.place, prepared, stage, bottom)
    key = drawing_key(layer, left, top, stage)
    return draw_at(prepared, left, top, layer.opacity, key)


def _corner(place: Place, prepared: Prepared, stage: Stage, bottom: int) -> tuple[int, int]:
    """Return the left top corner of a layer's box in pixels."""
    across = {"left": 0.0, "center": 0.5, "right": 1.0}[place.anchor[0]]
    down = {"top": 0.0, "center": 0.5, "bottom": 1.0}[place.anchor[1]]
    left = round(place.x * stage.size[0] - across * prepared.width)
    if place.below is not None:
        return left, bottom + round(place.below * stage.scale)
    return left, round(place.y * stage.size[1] - down * prepared.height)
