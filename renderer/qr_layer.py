"""A QR code as a layer: whole pixels to a module, on a white panel with the quiet zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foundation.errors import RenderError
from renderer.composition import Still
from renderer.figures import CodeFigure, ShadowFigure
from renderer.ink import Sprite
from renderer.pieces import panel_sprite
from renderer.shapes import soft_shadow
from scenes.qr_code import QUIET_ZONE, matrix

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.composition import Part
    from renderer.stage import Stage
    from scenes.bound import QrLayer

_WIDTH = 0.44
_LEAST_MODULE = 3
_RADIUS = 24
_BLUR = 14
_SHADOW = 0.16


def prepare_qr(layer: QrLayer, stage: Stage) -> tuple[int, int, Callable[[int, int], list[Part]]]:
    """Return width, height and drawing of a QR code.

    Raises RenderError when its modules would be too small to be read from a screen.
    """
    pattern = matrix(layer.data, layer.error_correction)
    modules = np.array(pattern, np.uint8)
    size = round((layer.width or _WIDTH) * stage.size[0])
    if layer.height:
        size = min(size, round(layer.height * stage.size[1]))
    count = len(modules) + 2 * QUIET_ZONE
    module = size // count
    if module < stage.px(_LEAST_MODULE):
        raise RenderError(
            f"A QR code of {len(modules)} modules does not fit into {size} pixels; "
            "make the layer wider or its content shorter."
        )
    code = np.kron(modules, np.full((module, module), 255, np.uint8)).astype(np.uint8)
    blur = stage.px(_BLUR)

    def draw(left: int, top: int) -> list[Part]:
        # What the modules leave over widens the quiet zone.
        inset = (size - len(code)) // 2
        radius = stage.px(_RADIUS)
        shadow = Sprite(
            soft_shadow(size, size, radius, blur),
            left - 2 * blur,
            top - 2 * blur + blur // 2,
            stage.colour("ink"),
            figure=ShadowFigure(left, top + blur // 2, size, size, radius, blur),
        )
        left_module, top_module = left + inset, top + inset
        dark = Sprite(
            code,
            left_module,
            top_module,
            stage.colour("#000000"),
            figure=CodeFigure(left_module, top_module, module, pattern),
        )
        return [
            Still(shadow.faded(_SHADOW)),
            Still(panel_sprite(stage.colour("#ffffff"), left, top, size, size, radius)),
            Still(dark),
        ]

    return size, size, draw
