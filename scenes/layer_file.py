"""Layers as authors write them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import Discriminator, PlainValidator, Tag, model_validator
from pydantic import Field as Declared

from scenes.bound import Easing, Horizontal, Vertical
from scenes.campaign_file import Strict
from scenes.measures import TAG, At, Color, Duration, Extent, MediaFile, Share, Words, fault

EFFECTS = ("fade", "rise", "slide", "wipe", "pop", "count_up", "draw")
"""The entrances and exits, each a key that holds its duration."""


class MotionFile(Strict):
    """An entrance or exit: one effect with its duration, and when and how it moves."""

    fade: Duration | None = None
    rise: Duration | None = None
    slide: Duration | None = None
    wipe: Duration | None = None
    pop: Duration | None = None
    count_up: Duration | None = None
    draw: Duration | None = None
    delay: Duration = 0
    easing: Easing = "ease-out"

    @model_validator(mode="after")
    def _one_effect(self) -> MotionFile:
        if sum(getattr(self, effect) is not None for effect in EFFECTS) != 1:
            raise fault(f"Expected exactly one of {', '.join(EFFECTS)}, such as fade: 0.4s.")
        return self

    @property
    def effect(self) -> str:
        """The effect's name."""
        return next(effect for effect in EFFECTS if getattr(self, effect) is not None)


class LayerFile(Strict):
    """What all layers share."""

    at: At | None = None
    anchor: tuple[Horizontal, Vertical] | None = None
    width: Extent | None = None
    height: Extent | None = None
    opacity: Share = 1.0
    enter: MotionFile | None = None
    exit: MotionFile | None = None
    start: Duration = 0
    until: Duration | None = None
    with_: int | None = Declared(default=None, alias="with", ge=1)
    when: Words | None = None

    @model_validator(mode="after")
    def _in_order(self) -> LayerFile:
        if self.until is not None and self.until <= self.start:
            raise fault("The layer ends before it starts: until must be later than start.")
        for motion in (self.enter, self.exit):
            self._fits(motion)
        if self.exit is not None and self.exit.effect in {"count_up", "draw"}:
            raise fault(
                f"'{self.exit.effect}' is an entrance; an exit fades, slides, wipes or pops."
            )
        return self

    def _fits(self, motion: MotionFile | None) -> None:
        if motion is None:
            return
        if motion.effect == "count_up" and not isinstance(self, TextFile):
            raise fault("'count_up' counts the number of a text; this layer is not a text.")
        if motion.effect == "draw" and not isinstance(self, (ChartFile, ShapeFile)):
            raise fault("'draw' grows a chart or a shape; this layer is neither.")


class TextFile(LayerFile):
    """A text in a style of the theme."""

    text: Words
    style: str = "body"
    align: Horizontal = "center"
    color: Color | None = None
    box: Color | None = None
    max_lines: int = Declared(default=4, ge=1, le=20)


class PictureFile(LayerFile):
    """A picture of ``media/``."""

    picture: MediaFile
    radius: int = Declared(default=0, ge=0, le=400)


class IconFile(LayerFile):
    """An icon of the project, coloured."""

    icon: str
    color: Color = "ink"


class ShapeFile(LayerFile):
    """A filled rectangle or ellipse."""

    shape: Literal["rectangle", "ellipse"]
    color: Color
    radius: int = Declared(default=0, ge=0, le=400)


def _size(raw: Any) -> float | str:
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return float(raw)
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    raise fault("Expected a number, or an expression in quotes such as '{{ amount }}'.")


class PointFile(Strict):
    """One value of a chart, written in the file."""

    label: Words
    value: Annotated[float | str, PlainValidator(_size)]
    text: Words | None = None
    icon: str | None = None
    highlight: bool = False


def _data(raw: Any) -> str | None:
    return TAG + ("expression" if isinstance(raw, str) else "points")


ChartData = Annotated[
    Union[  # noqa: UP007 # pydantic wants tagged members at run time
        Annotated[Words, Tag("=expression")],
        Annotated[tuple[PointFile, ...], Tag("=points"), Declared(min_length=1)],
    ],
    Discriminator(_data),
]
"""A list field, as ``"{{ years }}"``, or points written in the file."""


class ChartFile(LayerFile):
    """A chart of a list field or of points in the file."""

    chart: Literal["bar", "rows", "donut"]
    data: ChartData
    highlight: Words | None = None
    title: Words | None = None


class QrFile(LayerFile):
    """A QR code."""

    qr: Words
    error_correction: Literal["L", "M", "Q", "H"] = "M"


KINDS: dict[str, type[LayerFile]] = {
    "text": TextFile,
    "picture": PictureFile,
    "icon": IconFile,
    "shape": ShapeFile,
    "chart": ChartFile,
    "qr": QrFile,
}
"""The key that makes a layer what it is, and its type."""


def _kind(raw: Any) -> str | None:
    if isinstance(raw, LayerFile):
        return next(TAG + key for key, model in KINDS.items() if type(raw) is model)
    if isinstance(raw, dict):
        found = [key for key in KINDS if key in raw]
        if len(found) == 1:
            return TAG + found[0]
    return None


AnyLayerFile = Annotated[
    Union[  # noqa: UP007 # pydantic wants tagged members at run time
        Annotated[TextFile, Tag("=text")],
        Annotated[PictureFile, Tag("=picture")],
        Annotated[IconFile, Tag("=icon")],
        Annotated[ShapeFile, Tag("=shape")],
        Annotated[ChartFile, Tag("=chart")],
        Annotated[QrFile, Tag("=qr")],
    ],
    Discriminator(
        _kind,
        custom_error_type="layer_kind",
        custom_error_message="A layer holds exactly one of text, picture, icon, shape, chart, qr.",
    ),
]
