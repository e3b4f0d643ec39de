"""From an author's places and times to those of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.bound import FORMATS, Place, Timing, picture_size

if TYPE_CHECKING:
    from scenes.bound import Horizontal, Vertical
    from scenes.layer_file import LayerFile
    from scenes.measures import Spot

REFERENCE: dict[str, tuple[int, int]] = {name: picture_size(name, 720) for name in FORMATS}
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


def timing_of(layer: LayerFile) -> Timing:
    """Return when a layer is seen."""
    return Timing(layer.start, layer.until, layer.with_)
