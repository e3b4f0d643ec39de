"""Layers for the reference: MoviePy clips whose pictures Pillow draws from the layout's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from foundation.errors import RenderError
from renderer.clip import FPS
from renderer.colours import rgb, theme_colour
from renderer.easings import eased
from renderer.effects import State
from renderer.ink import Rect
from renderer.reference_figures import Patch, draw_figure
from renderer.reference_motion import PICTURE_MS, REST, course_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renderer.colours import Yuv
    from renderer.composition import Drawing, Part
    from renderer.ink import Sprite
    from renderer.reference_figures import Rgb
    from renderer.reference_motion import Course, Pose
    from renderer.stage import Stage
    from renderer.timing import SceneTiming
    from scenes.bound import AnyLayer

_SOFT_EDGE = 48
"""Width of the soft edge of a wipe in pixels of the reference picture."""

_NOTHING = (np.zeros((1, 1, 3), np.uint8), np.zeros((1, 1)), (0, 0))


def layer_clip(
    layer: AnyLayer,
    drawing: Drawing,
    window: tuple[int, int],
    timing: SceneTiming,
    parts: int,
    stage: Stage,
) -> Any:
    """Return a layer as a clip of MoviePy, with its mask, at its time and place.

    ``parts`` are how many of its parts come one after another where a motion is staggered. Raises
    RenderError, once a picture of it is asked for, when a part does not say what it shows.
    """
    from moviepy import VideoClip

    course = course_of(layer, window, timing, parts)
    pictures = _LayerPictures(layer, drawing, course, stage)
    # From half a picture before, so that rounding never loses or adds one.
    first, gone = -(-course.start // PICTURE_MS), -(-window[1] // PICTURE_MS)
    start, length = (first - 0.5) / FPS, max(1, gone - first) / FPS

    def at(now: float) -> float:
        # A picture stands for the moment it ends: the first one already shows something.
        return (round((now + start) * FPS) + 1) * PICTURE_MS

    clip: Any = VideoClip(lambda now: pictures.shown(at(now))[0], duration=length)
    mask: Any = VideoClip(lambda now: pictures.shown(at(now))[1], is_mask=True, duration=length)
    placed = clip.with_mask(mask).with_position(lambda now: pictures.shown(at(now))[2])
    return placed.with_start(start).with_duration(length)


_Shown = tuple["NDArray[np.uint8]", "NDArray[np.float64]", tuple[int, int]]
"""Colours (rows, columns, 3), alpha (rows, columns; 0–1), left and top."""


class _LayerPictures:
    """A layer's pictures; that of its rest is drawn once, and so is each moving one."""

    def __init__(self, layer: AnyLayer, drawing: Drawing, course: Course, stage: Stage) -> None:
        self._layer, self._drawing = layer, drawing
        self._course, self._stage = course, stage
        self._colours = _known_colours(layer, stage)
        self._rest: _Shown | None = None
        self._last: tuple[float, _Shown] | None = None

    def shown(self, at: float) -> _Shown:
        """Return the layer's picture at a moment (ms of the scene)."""
        poses = self._course.poses(at)
        if poses == [REST]:
            if self._rest is None:
                self._rest = self._draw(poses, at)
            return self._rest
        if self._last is None or self._last[0] != at:
            self._last = (at, self._draw(poses, at))
        return self._last[1]

    def _draw(self, poses: list[Pose | None], at: float) -> _Shown:
        together = len(poses) == 1
        whole = poses[0] if together else REST
        if whole is None:
            return _NOTHING
        patches = []
        for part in self._drawing.parts:
            pose = whole if together else self._own_pose(part, poses, at)
            if pose is not None and (patch := self._patch(part, pose, at, together=together)):
                patches.append(patch)
        patches = [patch for patch in patches if _bounds(patch) & self._stage.picture]
        if not patches:
            return _NOTHING
        around = _bounds(patches[0])
        for patch in patches[1:]:
            around |= _bounds(patch)
        around &= self._stage.picture
        canvas = Image.new("RGBA", (around.right - around.left, around.bottom - around.top))
        for patch in patches:
            # What stands out of the picture is cut by Pillow's crop.
            x, y = patch.left - around.left, patch.top - around.top
            cut = patch.image.crop((max(0, -x), max(0, -y), *patch.image.size))
            canvas.alpha_composite(cut, (max(0, x), max(0, y)))
        pixels = np.asarray(canvas)
        opacity = self._layer.opacity * whole.opacity
        return pixels[:, :, :3], pixels[:, :, 3] * (opacity / 255), (around.left, around.top)

    def _own_pose(self, part: Part, poses: list[Pose | None], at: float) -> Pose | None:
        """Return the pose of a part's turn; the parts of a chart that is drawn know their own."""
        order: int | None = getattr(part, "order", None)
        turns = self._course.clock(at)
        if order is None and turns is not None and turns[0].effect == "draw":
            return REST
        return poses[min(order or 0, len(poses) - 1)]

    def _patch(self, part: Part, pose: Pose, at: float, *, together: bool) -> Patch | None:
        sprite = part.at(self._state(part, pose, at))
        if sprite is None or not sprite.mask.any():
            return None
        if sprite.figure is None:
            raise RenderError(
                f"A part ({type(part).__name__}) does not say what it was drawn from."
            )
        patch = draw_figure(sprite.figure, self._colour(sprite), self._stage)
        box = self._drawing.box if together else _bounds(patch)
        patch = _moved(patch, pose, box, self._stage.scale)
        opacity = sprite.fade * (1.0 if together else pose.opacity)
        return _seen(patch, pose, box, opacity, self._stage.scale)

    def _state(self, part: Part, pose: Pose, at: float) -> State:
        """Return what a part must know to grow: its own time, or that of the whole stagger."""
        turns = self._course.clock(at)
        if turns is None or getattr(part, "order", None) is not None:
            return State(time=pose.time, growth=pose.growth, typed=pose.typed)
        motion, elapsed, out = turns
        share = elapsed / (motion.duration_ms + (self._course.parts - 1) * motion.stagger_ms)
        time = min(max(1 - share if out else share, 0.0), 1.0)
        return State(
            time=time,
            growth=min(max(eased(time, motion.easing), 0.0), 1.0),
            clock=elapsed / motion.duration_ms,
            stagger=motion.stagger_ms / motion.duration_ms,
            parts_by=motion,
            leaving=out,
        )

    def _colour(self, sprite: Sprite) -> Rgb:
        return self._colours.get(sprite.colour) or _as_rgb(sprite.colour)


def _known_colours(layer: AnyLayer, stage: Stage) -> dict[Yuv, Rgb]:
    """Return the red, green and blue of the colours that a layer may have.

    Sprites only know a colour's Y, U and V; what it should look like is known from its name.
    """
    theme = stage.look.theme
    names = [value for _, value in theme.colors] + ["#ffffff", "#000000"]
    names += [value for key in ("color", "box") if (value := getattr(layer, key, None))]
    names += [style.color for _, style in theme.styles]
    return {stage.colour(name): rgb(theme_colour(theme, name)) for name in names}


def _as_rgb(colour: Yuv) -> Rgb:
    """Return red, green and blue of a mixed colour (ITU-R BT.709-6, clause 3, turned round)."""
    y, u, v = (colour[0] - 16) / 219, (colour[1] - 128) / 224, (colour[2] - 128) / 224
    red, blue = y + 2 * (1 - 0.2126) * v, y + 2 * (1 - 0.0722) * u
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    r, g, b = (round(min(max(part, 0.0), 1.0) * 255) for part in (red, green, blue))
    return r, g, b


def _bounds(patch: Patch) -> Rect:
    width, height = patch.image.size
    return Rect(patch.left, patch.top, patch.left + width, patch.top + height)


def _moved(patch: Patch, pose: Pose, box: Rect, scale: float) -> Patch:
    """Return a patch moved and grown round the middle of a box, between pixels too."""
    if (pose.dx, pose.dy, pose.scale) == (0, 0, 1):
        return patch
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    bounds = _bounds(patch)
    left = middle[0] + (bounds.left - middle[0]) * pose.scale + pose.dx * scale
    top = middle[1] + (bounds.top - middle[1]) * pose.scale + pose.dy * scale
    x, y = int(np.floor(left)) - 1, int(np.floor(top)) - 1
    width, height = patch.image.size
    size = int(width * pose.scale) + 4, int(height * pose.scale) + 4
    # From a pixel of the result to where it comes from; a clear rim keeps the edges soft.
    rim = 2
    wide = Image.new("RGBA", (width + 2 * rim, height + 2 * rim))
    wide.paste(patch.image, (rim, rim))
    step = 1 / pose.scale
    way = (step, 0, (x - left) * step + rim, 0, step, (y - top) * step + rim)
    image = wide.transform(size, Image.Transform.AFFINE, way, Image.Resampling.BILINEAR)
    return Patch(image, x, y)


def _seen(patch: Patch, pose: Pose, box: Rect, opacity: float, scale: float) -> Patch:
    """Return a patch with an opacity and the part of it that a wipe has uncovered."""
    if opacity >= 1 and pose.uncovered >= 1:
        return patch
    alpha = np.asarray(patch.image.getchannel("A")) * opacity
    if pose.uncovered < 1:
        rows, columns = alpha.shape
        x = np.arange(columns) + 0.5 + patch.left
        y = np.arange(rows)[:, None] + 0.5 + patch.top
        away, length = {
            "left": (x - box.left, box.right - box.left),
            "right": (box.right - x, box.right - box.left),
            "top": (y - box.top, box.bottom - box.top),
            "bottom": (box.bottom - y, box.bottom - box.top),
        }[pose.edge]
        soft = _SOFT_EDGE * scale
        alpha = alpha * np.clip((pose.uncovered * (length + soft) - away) / soft, 0, 1)
    image = patch.image.copy()
    image.putalpha(Image.fromarray(np.rint(alpha).astype(np.uint8)))
    return Patch(image, patch.left, patch.top)
