"""From an author's places and motions to those of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scenes.bound import Motion, Place, Timing

if TYPE_CHECKING:
    from scenes.bound import Effect, Horizontal, Vertical
    from scenes.layer_file import LayerFile, MotionFile
    from scenes.measures import Spot

REFERENCE: dict[str, tuple[int, int]] = {
    "portrait": (720, 1280),
    "landscape": (1280, 720),
    "square": (720, 720),
}
"""Format to the width and height that an author's pixels count in."""

DEFAULT_BELOW = 24
"""Pixels between a layer without a place and the layer before it."""

_ACROSS = {"left": 0.07, "center": 0.5, "right": 0.93}
_DOWN = {"top": 0.06, "center": 0.5, "bottom": 0.94}


def place_of(layer: LayerFile, sides: tuple[int, int], *, first: bool) -> Place:
    """Return a layer's place.

    A word is also the anchor: ``right`` puts the right edge on the margin. A length is the place of
    the box's middle across and of its top down, unless ``anchor`` says otherwise. Without ``at``
    the layer stands 24 px below the one before it; the first one in the middle.
    """
    if layer.at is None:
        if first:
            return Place(0.5, 0.5, layer.anchor or ("center", "center"))
        return Place(0.5, 0.5, layer.anchor or ("center", "top"), DEFAULT_BELOW)
    x, across = _across(layer.at, sides[0])
    y, down, below = _down(layer.at, sides[1])
    return Place(x, y, layer.anchor or (across, down), below)


def _across(spot: Spot, side: int) -> tuple[float, Horizontal]:
    if isinstance(spot.x, str):
        return _ACROSS[spot.x], spot.x
    return spot.x.share(side), "center"


def _down(spot: Spot, side: int) -> tuple[float, Vertical, int | None]:
    if isinstance(spot.y, int):
        return 0.5, "top", spot.y
    if isinstance(spot.y, str):
        return _DOWN[spot.y], spot.y, None
    return spot.y.share(side), "top", None


def motion_of(motion: MotionFile | None) -> Motion:
    """Return an entrance or exit; none where the author wrote none."""
    if motion is None:
        return Motion()
    duration = getattr(motion, motion.effect)
    return Motion(cast("Effect", motion.effect), duration, motion.delay, motion.easing)


def timing_of(layer: LayerFile) -> Timing:
    """Return when a layer is seen."""
    return Timing(layer.start, layer.until, layer.with_)
