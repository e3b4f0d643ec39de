"""Layers as authors write them.

Each kind is a pair of classes: its keys, which a format may override, and the whole layer with the
key that makes it what it is.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal, Union

from pydantic import Discriminator, Tag
from pydantic import Field as Declared

from scenes.bound import Horizontal, Vertical
from scenes.format_keys import Formatted
from scenes.measures import (
    TAG,
    At,
    Color,
    Duration,
    Extent,
    MediaFile,
    Name,
    Number,
    Share,
    Words,
    fault,
)
from scenes.motion_file import ENTRANCES, LEAST_MS, AnyEmphasis, AnyMotion, MotionFile
from scenes.point_file import ChartData
from scenes.table_file import MOST_COLUMNS, TableData


class LayerFile(Formatted):
    """What all layers share."""

    own_effects: ClassVar[tuple[str, ...]] = ()
    """Entrances that not every kind of layer has."""
    has_parts: ClassVar[bool] = False
    """Whether its parts can come in one after the other."""

    at: At | None = None
    anchor: tuple[Horizontal, Vertical] | None = None
    width: Extent | None = None
    height: Extent | None = None
    opacity: Share = 1.0
    enter: AnyMotion | None = None
    exit: AnyMotion | None = None
    emphasis: AnyEmphasis | None = None
    start: Duration = 0
    until: Duration | None = None
    with_: int | None = Declared(default=None, alias="with", ge=1)
    when: Words | None = None

    def check_sense(self) -> None:
        """Raise a fault where times or motions do not go together."""
        if self.until is not None and self.until <= self.start:
            raise fault("The layer ends before it starts: until must be later than start.")
        if self.until is not None and self.until - self.start < LEAST_MS:
            message = "The layer is seen for less than 0.34s: what comes and goes so fast flashes."
            raise fault(message, "Let it stay longer.", "until")
        if self.exit is not None and self.exit.effect != "none" and self.until is None:
            message = "An exit needs 'until': the time at which the layer is gone."
            raise fault(message, "Write until: 4s, or take the exit out.", "exit")
        for key, motion in (("enter", self.enter), ("exit", self.exit)):
            if motion is not None:
                self._check_motion(key, motion)

    def _check_motion(self, key: str, motion: MotionFile) -> None:
        effect = motion.effect
        if key == "exit" and effect in ENTRANCES:
            message = f"'{effect}' is an entrance; an exit fades, rises, slides, wipes or pops."
            raise fault(message, "", key)
        if effect in ENTRANCES and effect not in self.own_effects:
            reasons = {
                "count_up": "'count_up' counts the number of a text; this layer is not a text.",
                "typewriter": "'typewriter' writes a text; this layer is not a text.",
                "draw": "'draw' grows a chart or a shape; this layer is neither.",
            }
            raise fault(reasons[effect], "", key)
        if motion.stagger and (key == "exit" or not self.has_parts):
            message = "'stagger' is for the entrance of a text, a table or a chart."
            raise fault(message, "", f"{key}.stagger")


class TextKeys(LayerFile):
    """What a text has besides its words."""

    own_effects = ("count_up", "typewriter")
    has_parts = True

    style: str = "body"
    align: Horizontal = "center"
    color: Color | None = None
    box: Color | None = None
    max_lines: int = Declared(default=4, ge=1, le=20)
    shrink: Share = 0.6

    def check_sense(self) -> None:
        """Raise a fault also where a text would shrink to nothing."""
        if self.shrink < _LEAST_SHRINK:
            raise fault("Expected a share from 30% to 100%.", "", "shrink")
        super().check_sense()


_LEAST_SHRINK = 0.3


class TextFile(TextKeys):
    """A text in a style of the theme."""

    text: Words
    portrait: TextKeys | None = None
    landscape: TextKeys | None = None
    square: TextKeys | None = None

    def check_sense(self) -> None:
        """Raise a fault also where nothing could be counted."""
        counts = self.enter is not None and self.enter.effect == "count_up"
        if counts and not _COUNTABLE.search(self.text):
            message = "'count_up' counts the number of a text; this text has none."
            raise fault(message, "", "enter")
        super().check_sense()


_COUNTABLE = re.compile(r"\d|\{[{%]")
"""A digit, or an expression that may bring one."""


class PictureKeys(LayerFile):
    """What a picture has besides its file."""

    radius: int = Declared(default=0, ge=0, le=400)
    fit: Literal["cover", "contain"] = "cover"
    focus: tuple[Share, Share] = (0.5, 0.5)


class PictureFile(PictureKeys):
    """A picture of ``media/``, or a recipient's own, ``"{{ photo }}"``."""

    picture: MediaFile
    portrait: PictureKeys | None = None
    landscape: PictureKeys | None = None
    square: PictureKeys | None = None


class IconKeys(LayerFile):
    """What an icon has besides its name."""

    color: Color = "ink"


class IconFile(IconKeys):
    """An icon of the project, coloured."""

    icon: str
    portrait: IconKeys | None = None
    landscape: IconKeys | None = None
    square: IconKeys | None = None


class ShapeKeys(LayerFile):
    """What a shape has besides its form."""

    own_effects = ("draw",)

    color: Color | None = None
    radius: int = Declared(default=0, ge=0, le=400)


class ShapeFile(ShapeKeys):
    """A filled rectangle or ellipse."""

    shape: Literal["rectangle", "ellipse"]
    color: Color
    portrait: ShapeKeys | None = None
    landscape: ShapeKeys | None = None
    square: ShapeKeys | None = None


class ChartKeys(LayerFile):
    """What a chart has besides its kind."""

    own_effects = ("draw",)
    has_parts = True

    data: ChartData | None = None
    highlight: Words | None = None
    title: Words | None = None
    maximum: Number | None = None


class ChartFile(ChartKeys):
    """A chart of a list field or of points in the file."""

    chart: Literal["bar", "rows", "donut", "line", "progress"]
    data: ChartData
    portrait: ChartKeys | None = None
    landscape: ChartKeys | None = None
    square: ChartKeys | None = None

    def check_sense(self) -> None:
        """Raise a fault also for progress without its whole."""
        if self.chart == "progress" and self.maximum is None:
            raise fault("'progress' needs 'maximum', the value of the whole bar.")
        if self.chart != "progress" and self.maximum is not None:
            raise fault("Only 'progress' has a maximum.", "", "maximum")
        if isinstance(self.maximum, float) and self.maximum <= 0:
            raise fault("Expected a number greater than 0.", "", "maximum")
        super().check_sense()


class TableKeys(LayerFile):
    """What a table has besides its rows."""

    has_parts = True

    columns: tuple[Name, ...] = Declared(default=(), max_length=MOST_COLUMNS)
    header: tuple[Words, ...] = Declared(default=(), max_length=MOST_COLUMNS)
    align: tuple[Horizontal, ...] = Declared(default=(), max_length=MOST_COLUMNS)
    total: bool = False
    style: str = "body"
    box: Color | None = None


class TableFile(TableKeys):
    """A table of a list field or of rows in the file."""

    table: TableData
    portrait: TableKeys | None = None
    landscape: TableKeys | None = None
    square: TableKeys | None = None

    def check_sense(self) -> None:
        """Raise a fault also where rows, header and columns differ in number."""
        if isinstance(self.table, str):
            count = len(self.columns)
        elif self.columns:
            raise fault("'columns' chooses the parts of a list field.", "Remove it.", "columns")
        else:
            count = len(self.table[0].cells)
            for index, row in enumerate(self.table):
                if len(row.cells) != count:
                    message = f"The first row has {count} cells, this one {len(row.cells)}."
                    raise fault(message, "", f"table.{index}")
        for key, given in (("header", self.header), ("align", self.align)):
            if count and given and len(given) != count:
                raise fault(f"The table has {count} columns, here are {len(given)}.", "", key)
        super().check_sense()


class QrKeys(LayerFile):
    """What a QR code has besides what it holds."""

    error_correction: Literal["L", "M", "Q", "H"] = "M"


class QrFile(QrKeys):
    """A QR code."""

    qr: Words
    portrait: QrKeys | None = None
    landscape: QrKeys | None = None
    square: QrKeys | None = None


KINDS: dict[str, type[LayerFile]] = {
    "text": TextFile,
    "picture": PictureFile,
    "icon": IconFile,
    "shape": ShapeFile,
    "chart": ChartFile,
    "table": TableFile,
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
        Annotated[TableFile, Tag("=table")],
        Annotated[QrFile, Tag("=qr")],
    ],
    Discriminator(
        _kind,
        custom_error_type="layer_kind",
        custom_error_message=f"A layer holds exactly one of {', '.join(KINDS)}.",
    ),
]
