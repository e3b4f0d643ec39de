"""What a bound scene's layers are: motion, places, times, and the layers themselves.

Part of the contract of ``scenes.bound``, which explains the units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Easing = Literal[
    "linear",
    "ease-in",
    "ease-out",
    "ease-in-out",
    "ease-in-sine",
    "ease-out-sine",
    "ease-in-out-sine",
    "ease-in-quad",
    "ease-out-quad",
    "ease-in-out-quad",
    "ease-in-cubic",
    "ease-out-cubic",
    "ease-in-out-cubic",
    "ease-in-quart",
    "ease-out-quart",
    "ease-in-out-quart",
    "ease-in-back",
    "ease-out-back",
    "ease-in-out-back",
    "ease-out-bounce",
    "ease-out-elastic",
]
"""The usual names (easings.net); without a curve's name they are cubic."""

Effect = Literal["none", "fade", "rise", "slide", "wipe", "pop", "count_up", "typewriter", "draw"]
Direction = Literal["left", "right", "top", "bottom"]
Horizontal = Literal["left", "center", "right"]
Vertical = Literal["top", "center", "bottom"]


@dataclass(frozen=True, slots=True)
class Motion:
    """How a layer comes in or goes out.

    ``rise`` moves up 40 px while fading, ``slide`` comes from ``direction``, ``wipe`` uncovers from
    ``direction`` on, ``pop`` grows from 80 %, ``count_up`` counts the number in a text from
    ``TextLayer.count_from`` (down, where that is larger), ``typewriter`` shows a text letter by
    letter (by grapheme clusters, the line breaks standing from the start), ``draw`` grows a chart
    or a shape. ``delay_ms`` counts from the moment the layer is due. With ``stagger_ms``, each line
    of a text, row of a table or point of a chart begins so much later than the one before it, and
    ``duration_ms`` is the time of each.
    """

    effect: Effect = "none"
    duration_ms: int = 480
    delay_ms: int = 0
    easing: Easing = "ease-out"
    direction: Direction = "left"
    stagger_ms: int = 0


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A movement in the middle of a hold that asks for attention, and comes back to rest.

    ``pulse`` grows to 106 % and back, ``shake`` goes 10 px to both sides, ``lift`` goes up 14 px
    and back; ``times`` of them, ``duration_ms`` each. Due as a layer's ``Timing`` says.
    """

    effect: Literal["pulse", "shake", "lift"] = "pulse"
    duration_ms: int = 640
    times: int = 1
    start_ms: int = 0
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """How a scene's whole picture comes in (its first pictures) or goes out (its last).

    ``cross-fade`` goes through ``color``, ``slide`` moves the picture over ``color`` (in from
    ``direction``, out to the opposite side), ``cut`` does nothing. It lives inside the scene, so a
    clip does not depend on its neighbours.
    """

    effect: Literal["cut", "cross-fade", "slide"] = "cut"
    duration_ms: int = 320
    color: str = "#ffffff"
    direction: Direction = "right"
    easing: Easing = "ease-in-out"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a layer's box stands.

    ``x`` and ``y`` are the place of the box's anchor point; ``anchor`` names that point. With
    ``below`` set, ``y`` is ignored: the box's top stands ``below`` pixels under the bottom of the
    layer before it (so a name that wraps pushes down what follows).
    """

    x: float = 0.5
    y: float = 0.5
    anchor: tuple[Horizontal, Vertical] = ("center", "top")
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When a layer is seen.

    Due at ``start_ms`` after the scene's start, or, when ``sentence`` is set (1-based), when that
    sentence of the narration begins plus ``start_ms``. Gone at ``end_ms`` (None: stays to the end).
    """

    start_ms: int = 0
    end_ms: int | None = None
    sentence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What all layers share. ``width`` and ``height`` are fractions, None means by content."""

    place: Place = Place()
    timing: Timing = Timing()
    enter: Motion = Motion()
    exit: Motion = Motion()
    emphasis: Emphasis | None = None
    width: float | None = None
    height: float | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLayer(Layer):
    """Text in a style of the theme; wraps in ``width`` (default 0.86), lines balanced.

    Shrinks down to ``shrink`` (a share of the style's size) to stay within ``max_lines`` (and
    ``height``, where given), then ends in an ellipsis. ``color`` overrides the style's: a theme
    colour name already resolved to ``#rrggbb``. ``box`` is a colour drawn as a rounded panel behind
    the text, or None; its padding and radius are the theme's ``panel_padding`` and
    ``panel_radius``. ``count_from`` is where ``count_up`` begins.
    """

    kind: Literal["text"] = "text"
    text: str
    style: str = "body"
    align: Horizontal = "center"
    color: str | None = None
    box: str | None = None
    max_lines: int = 4
    shrink: float = 0.6
    count_from: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLayer(Layer):
    """A picture, PNG, JPEG or WebP, turned as its EXIF says.

    ``source`` is relative to the campaign's ``media/``, or, when ``uploaded``, to the set of
    recipients' own pictures (``RenderKit.uploads``). A box of another shape than the picture's is
    filled (``cover``, kept around ``focus``) or holds all of it (``contain``).
    """

    kind: Literal["picture"] = "picture"
    source: str
    radius: int = 0
    fit: Literal["cover", "contain"] = "cover"
    focus: tuple[float, float] = (0.5, 0.5)
    uploaded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IconLayer(Layer):
    """An icon by name (``assets/icons/NAME.png``, a white silhouette on transparency), coloured."""

    kind: Literal["icon"] = "icon"
    icon: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeLayer(Layer):
    """A filled shape; ``radius`` in pixels rounds a rectangle. A line is a thin rectangle."""

    kind: Literal["shape"] = "shape"
    shape: Literal["rectangle", "ellipse"] = "rectangle"
    color: str
    radius: int = 0


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One value of a chart: its label, its size and how it reads (``187,50 €``)."""

    label: str
    value: float
    text: str
    highlight: bool = False
    icon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLayer(Layer):
    """A chart in the theme's colours.

    Upright ``bar``, ``rows`` (shares of the sum), ``donut``, ``line`` (values over time), and
    ``progress`` (the first point's value as a part of ``maximum``; the further points' are laid
    behind one another on the same bar).
    """

    kind: Literal["chart"] = "chart"
    chart: Literal["bar", "rows", "donut", "line", "progress"] = "bar"
    points: tuple[ChartPoint, ...]
    title: str = ""
    maximum: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLayer(Layer):
    """A small table: rows of texts, as many in each; ``header`` may be empty.

    ``align`` has one entry a column. The last row stands out when ``total``. Column widths follow
    the texts, within ``width`` (default 0.86); texts wrap to two lines, then shrink, then end in an
    ellipsis. ``style`` is the rows' text style, ``box`` the panel behind the table, or None.
    """

    kind: Literal["table"] = "table"
    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    align: tuple[Horizontal, ...] = ()
    total: bool = False
    style: str = "body"
    box: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QrLayer(Layer):
    """A QR code, black on a white panel that includes the quiet zone of 4 modules."""

    kind: Literal["qr"] = "qr"
    data: str
    error_correction: Literal["L", "M", "Q", "H"] = "M"


AnyLayer = TextLayer | PictureLayer | IconLayer | ShapeLayer | ChartLayer | TableLayer | QrLayer
