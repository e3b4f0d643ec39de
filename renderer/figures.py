"""What a sprite was drawn from, in numbers: so that it can be drawn again by other means.

The reference (``renderer.reference``) draws these figures with Pillow in RGB. All numbers are
pixels of the film's picture; ``left`` and ``top`` are a figure's corner there, and may lie between
pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renderer.text_layout import TextBlock
    from scenes.bound import Horizontal, PictureLayer


@dataclass(frozen=True, slots=True)
class TextFigure:
    """A laid-out text, aligned in a box of ``width``; the first ``typed`` share of it is seen."""

    left: float
    top: float
    width: float
    block: TextBlock
    align: Horizontal
    typed: float = 1.0


@dataclass(frozen=True, slots=True)
class PanelFigure:
    """A rectangle with rounded corners: left top, right top, right bottom, left bottom."""

    left: float
    top: float
    width: float
    height: float
    radii: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ShadowFigure:
    """A rounded rectangle under a Gaussian of the standard deviation ``blur``."""

    left: float
    top: float
    width: float
    height: float
    radius: float
    blur: float


@dataclass(frozen=True, slots=True)
class EllipseFigure:
    """An ellipse that fills its box."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class IconFigure:
    """An icon by name, fitted into its box."""

    left: float
    top: float
    width: int
    height: int
    name: str


@dataclass(frozen=True, slots=True)
class PictureFigure:
    """A picture in its box: the layer says which one, and how it is fitted there."""

    left: float
    top: float
    width: int
    height: int
    layer: PictureLayer


@dataclass(frozen=True, slots=True)
class ArcFigure:
    """A part of a ring that fills a square of ``size``: in turns, clockwise from the top."""

    left: float
    top: float
    size: float
    thickness: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class CodeFigure:
    """A QR code's modules, row by row (True is dark), each ``module`` pixels wide and high."""

    left: float
    top: float
    module: int
    modules: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class StrokeFigure:
    """A line through points, ``width`` thick, with round ends and bends."""

    points: tuple[tuple[float, float], ...]
    width: float


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]


Figure = (
    TextFigure
    | PanelFigure
    | ShadowFigure
    | EllipseFigure
    | IconFigure
    | PictureFigure
    | ArcFigure
    | CodeFigure
    | StrokeFigure
    | AreaFigure
)
