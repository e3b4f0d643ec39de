"""Sprites of the things that layers are made of: texts, panels, icons."""

from __future__ import annotations

import importlib.resources
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from foundation.errors import RenderError
from foundation.faults import nearest
from renderer.figures import EllipseFigure, IconFigure, PanelFigure, TextFigure
from renderer.ink import Sprite
from renderer.shapes import ellipse, rounded
from renderer.text_mask import draw_text

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from renderer.colours import Yuv
    from renderer.shapes import Radii
    from renderer.text_layout import TextBlock
    from scenes.bound import Horizontal


def text_sprite(
    block: TextBlock,
    colour: Yuv,
    left: float,
    top: float,
    width: float,
    align: Horizontal,
    typed: float = 1.0,
) -> Sprite:
    """Return a laid-out text whose box of ``width`` pixels stands at ``left``, ``top``.

    Only the share ``typed`` of its letters is seen, from the first on.
    """
    before = block.typed_before(typed) if typed < 1 else None
    mask, x, y = draw_text(block, align, width, left - int(left), before)
    figure = TextFigure(left, top, width, block, align, typed)
    return Sprite(mask, int(left) + x, round(top) + y, colour, figure=figure)


def panel_sprite(
    colour: Yuv, left: int, top: int, width: int, height: int, radius: int | Radii
) -> Sprite:
    """Return a filled rectangle with rounded corners."""
    radii = (radius,) * 4 if isinstance(radius, int) else radius
    figure = PanelFigure(left, top, width, height, radii)
    return Sprite(rounded(width, height, radius), left, top, colour, figure=figure)


def ellipse_sprite(colour: Yuv, left: int, top: int, width: int, height: int) -> Sprite:
    """Return a filled ellipse."""
    figure = EllipseFigure(left, top, width, height)
    return Sprite(ellipse(width, height), left, top, colour, figure=figure)


def icon_sprite(name: str, colour: Yuv, left: int, top: int, size: tuple[int, int]) -> Sprite:
    """Return an icon in one colour, fitted into ``size`` pixels; RenderError when it is unknown."""
    figure = IconFigure(left, top, *size, name)
    return Sprite(_icon_mask(name, size), left, top, colour, figure=figure)


def icon_shape(name: str) -> tuple[int, int]:
    """Return an icon's own width and height in pixels; RenderError when it is unknown."""
    return _icon(name).size


def icon_file(name: str) -> Traversable:
    """Return an icon's file; RenderError when it is unknown, with the nearest name."""
    folder = importlib.resources.files("assets") / "icons"
    file = folder / f"{name}.png"
    if not name.replace("-", "").replace("_", "").isalnum() or not file.is_file():
        known = [entry.name.removesuffix(".png") for entry in folder.iterdir()]
        raise RenderError(f"There is no icon {name!r}. {nearest(name, known)}".strip())
    return file


@lru_cache(maxsize=64)
def _icon(name: str) -> Image.Image:
    with icon_file(name).open("rb") as file, Image.open(file) as image:
        return image.convert("RGBA").getchannel("A")


@lru_cache(maxsize=64)
def _icon_mask(name: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    return np.asarray(_icon(name).resize(size, Image.Resampling.LANCZOS))
