"""Figures for the reference, drawn by Pillow in RGB: shapes several times larger, then reduced."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from foundation.errors import RenderError
from renderer.figures import (
    ArcFigure,
    AreaFigure,
    CodeFigure,
    EllipseFigure,
    IconFigure,
    PanelFigure,
    PictureFigure,
    ShadowFigure,
    StrokeFigure,
    TextFigure,
)
from renderer.pieces import icon_file
from renderer.reference_text import text_coverage
from renderer.still_pictures import picture_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.figures import Figure
    from renderer.stage import Stage
    from scenes.bound import PictureLayer

Rgb = tuple[int, int, int]

_FINE = 4
"""Shapes are drawn so many times larger."""


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """An RGBA picture whose left top pixel stands at ``left``, ``top`` of the film's picture."""

    image: Image.Image
    left: int
    top: int


def draw_figure(figure: Figure, colour: Rgb, stage: Stage) -> Patch:
    """Draw a figure in a colour (a picture has its own).

    Raises RenderError when a file of it cannot be read.
    """
    if isinstance(figure, PictureFigure):
        return _picture(figure, stage)
    mask, left, top = _coverage(figure)
    image = Image.new("RGBA", mask.size, colour)
    image.putalpha(mask)
    return Patch(image, left, top)


@lru_cache(maxsize=64)
def _coverage(figure: Figure) -> tuple[Image.Image, int, int]:
    match figure:
        case TextFigure():
            letters, left, top = text_coverage(figure)
            return Image.fromarray(letters), left, top
        case PanelFigure():
            corners = (figure.left, figure.top, figure.width, figure.height)
            return _fine(corners, lambda draw, box: _rounded(draw, box, figure.radii))
        case EllipseFigure():
            corners = (figure.left, figure.top, figure.width, figure.height)
            return _fine(corners, lambda draw, box: draw.ellipse(box, fill=255))
        case ShadowFigure():
            return _shadow(figure)
        case IconFigure():
            with icon_file(figure.name).open("rb") as file, Image.open(file) as icon:
                alpha = icon.convert("RGBA").getchannel("A")
            size = figure.width, figure.height
            mask = alpha.resize(size, Image.Resampling.LANCZOS)
            return mask, round(figure.left), round(figure.top)
        case ArcFigure():
            return _arc(figure)
        case CodeFigure():
            dark = np.array(figure.modules, np.uint8) * np.uint8(255)
            side = len(dark) * figure.module
            mask = Image.fromarray(dark).resize((side, side), Image.Resampling.NEAREST)
            return mask, round(figure.left), round(figure.top)
        case StrokeFigure() | AreaFigure():
            return _through(figure)
        case PictureFigure():
            raise RenderError("A picture has colours of its own.")


def _fine(
    box: tuple[float, float, float, float],
    paint: Callable[[ImageDraw.ImageDraw, tuple[float, float, float, float]], None],
) -> tuple[Image.Image, int, int]:
    """Return a mask of what ``paint`` draws, larger, into a box (left, top, width, height)."""
    left, top = math.floor(box[0]), math.floor(box[1])
    size = math.ceil(box[0] + box[2]) - left, math.ceil(box[1] + box[3]) - top
    image = Image.new("L", (max(1, size[0]) * _FINE, max(1, size[1]) * _FINE))
    x, y = (box[0] - left) * _FINE, (box[1] - top) * _FINE
    # Pillow draws the pixel at the right and bottom end as well.
    right, bottom = round(x + box[2] * _FINE) - 1, round(y + box[3] * _FINE) - 1
    if right >= round(x) and bottom >= round(y):
        paint(ImageDraw.Draw(image), (round(x), round(y), right, bottom))
    return image.reduce(_FINE), left, top


def _rounded(
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    radii: tuple[float, float, float, float],
) -> None:
    """Draw a rectangle with a radius of its own at each corner: discs and what is between."""
    left, top, right, bottom = box
    most = min(right - left + 1, bottom - top + 1) / 2
    draw.rectangle(box, fill=255)
    for radius, x, y in zip(
        radii, (left, right, right, left), (top, top, bottom, bottom), strict=True
    ):
        around = min(radius * _FINE, most)
        if around <= 0:
            continue
        inner_x = x + around if x == left else x - around
        inner_y = y + around if y == top else y - around
        draw.rectangle((min(x, inner_x), min(y, inner_y), max(x, inner_x), max(y, inner_y)), fill=0)
        far_x = x + 2 * around - 1 if x == left else x - 2 * around + 1
        far_y = y + 2 * around - 1 if y == top else y - 2 * around + 1
        draw.ellipse((min(x, far_x), min(y, far_y), max(x, far_x), max(y, far_y)), fill=255)


def _shadow(figure: ShadowFigure) -> tuple[Image.Image, int, int]:
    panel = PanelFigure(figure.left, figure.top, figure.width, figure.height, (figure.radius,) * 4)
    mask, left, top = _coverage(panel)
    margin = math.ceil(2 * figure.blur)
    wide = ImageOps.expand(mask, margin, 0)
    return wide.filter(ImageFilter.GaussianBlur(figure.blur)), left - margin, top - margin


def _arc(figure: ArcFigure) -> tuple[Image.Image, int, int]:
    def paint(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float]) -> None:
        # Pillow counts degrees from the right, clockwise.
        start, end = figure.start * 360 - 90, figure.end * 360 - 90
        if figure.end - figure.start >= 1:
            draw.ellipse(box, fill=255)
        else:
            draw.pieslice(box, start, end, fill=255)
        inset = figure.thickness * _FINE
        left, top, right, bottom = box
        draw.ellipse((left + inset, top + inset, right - inset, bottom - inset), fill=0)

    return _fine((figure.left, figure.top, figure.size, figure.size), paint)


def _through(figure: StrokeFigure | AreaFigure) -> tuple[Image.Image, int, int]:
    half = figure.width / 2 if isinstance(figure, StrokeFigure) else 0.0
    across, down = zip(*figure.points, strict=True)
    left, top = math.floor(min(across) - half) - 1, math.floor(min(down) - half) - 1
    size = math.ceil(max(across) + half) - left + 1, math.ceil(max(down) + half) - top + 1
    image = Image.new("L", (size[0] * _FINE, size[1] * _FINE))
    draw = ImageDraw.Draw(image)
    points = [((x - left) * _FINE, (y - top) * _FINE) for x, y in figure.points]
    if isinstance(figure, StrokeFigure):
        draw.line(points, fill=255, width=round(figure.width * _FINE))
        for x, y in points:
            draw.circle((x, y), half * _FINE, fill=255)
    else:
        draw.polygon(points, fill=255)
    return image.reduce(_FINE), left, top


def _picture(figure: PictureFigure, stage: Stage) -> Patch:
    """Return a picture, fitted by Pillow, upright as its EXIF says, with round corners."""
    layer = figure.layer
    size = figure.width, figure.height
    with Image.open(picture_file(stage.kit, layer)) as file:
        # Premultiplied, or the colour of transparent pixels would bleed into the edge.
        image = ImageOps.exif_transpose(file).convert("RGBA").convert("RGBa")
    if layer.fit == "cover":
        crop = covering_crop(image.size, size, layer.focus)
        fitted = image.resize(size, Image.Resampling.LANCZOS, box=crop)
        return Patch(_rounded_off(fitted, layer, stage), round(figure.left), round(figure.top))
    whole = ImageOps.contain(image, size, Image.Resampling.LANCZOS)
    left = round(figure.left) + (size[0] - whole.width) // 2
    top = round(figure.top) + (size[1] - whole.height) // 2
    return Patch(_rounded_off(whole, layer, stage), left, top)


def covering_crop(
    own: tuple[int, int], size: tuple[int, int], focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return the part of a picture that covers ``size``: left, top, right, bottom.

    ``focus`` (fractions of the picture) is as near its middle as can be.
    """
    factor = max(size[0] / own[0], size[1] / own[1])
    across, down = min(size[0] / factor, own[0]), min(size[1] / factor, own[1])
    left = min(max(focus[0] * own[0] - across / 2, 0), own[0] - across)
    top = min(max(focus[1] * own[1] - down / 2, 0), own[1] - down)
    return left, top, left + across, top + down


def _rounded_off(picture: Image.Image, layer: PictureLayer, stage: Stage) -> Image.Image:
    """Return a premultiplied picture as it is, with the corners that its layer asks for."""
    plain = picture.convert("RGBA")
    if layer.radius:
        radii = (float(stage.px(layer.radius)),) * 4
        corners, _, _ = _coverage(PanelFigure(0, 0, *plain.size, radii))
        alpha = np.asarray(plain.getchannel("A")).astype(np.uint16) * np.asarray(corners)
        plain.putalpha(Image.fromarray((alpha // 255).astype(np.uint8)))
    return plain
