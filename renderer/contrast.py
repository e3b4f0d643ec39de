"""Contrast of a scene's texts against what lies behind them, as WCAG measures it.

Source: W3C, Web Content Accessibility Guidelines 2.2, success criterion 1.4.3 and the definitions
of *contrast ratio* and *relative luminance* (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from renderer.bases import base_pictures
from renderer.colours import rgb_of
from renderer.composition import empty_planes
from renderer.figures import TextFigure
from renderer.ink import FULL, make_ink
from renderer.layout import lay_out_scene
from renderer.motion import REST, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from renderer.composition import Drawing
    from renderer.h264 import Planes
    from renderer.ink import Sprite
    from renderer.stage import Stage
    from renderer.timing import SceneTiming
    from scenes.bound import Scene

WANTED = 4.5
"""The least contrast of text (level AA). Large letters get by with less; films are small."""

_WORST = 5
"""Per cent of the pixels around the letters that may be worse than what counts."""

_AROUND = 3
"""Pixels of the reference picture around a letter that it is read against."""

_SAMPLES = 4
"""How many pictures of a base that moves are looked at."""

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""What red, green and blue light add to the relative luminance."""

_MOST_PIXELS = 20_000
_SOLID = 128


@dataclass(frozen=True, slots=True)
class Contrast:
    """The worst contrast of a layer's texts at rest.

    ``layer`` is its index in the scene, ``ratio`` 1–21; ``text`` and ``behind`` are ``#rrggbb``,
    the latter the mean of the pixels that are worst to read against. ``over`` is the layer whose
    text stands under this one at the same place, where there is one.
    """

    layer: int
    ratio: float
    text: str
    behind: str
    over: int | None = None


def text_contrasts(scene: Scene, stage: Stage, timing: SceneTiming) -> list[Contrast]:
    """Return the contrast of each layer that holds text: texts, charts, tables.

    Measured at rest, over all that lies below at any time the layer stands there: the base (some
    of its pictures, where it moves), the layers below, the layer's own panel. A text's pixels are
    compared with those under and around its letters; the 5th percentile counts, so that single
    pixels do not.

    Raises RenderError when something of the scene cannot be drawn.
    """
    drawings = lay_out_scene(scene, stage)
    bases = base_pictures(scene.base, stage)
    step = max(1, len(bases) // _SAMPLES)
    worst: dict[int, Contrast] = {}
    for seen, wanted in _settings(scene, timing, drawings):
        for base in bases[::step][:_SAMPLES]:
            for found in _measured(drawings, seen, wanted, base, stage):
                if found.layer not in worst or found.ratio < worst[found.layer].ratio:
                    worst[found.layer] = found
    return [worst[index] for index in sorted(worst)]


def _settings(
    scene: Scene, timing: SceneTiming, drawings: Sequence[Drawing]
) -> list[tuple[tuple[bool, ...], list[int]]]:
    """Return which layers are seen together, and which of them stand still on these for once."""
    texts = [index for index, drawing in enumerate(drawings) if _holds_text(drawing)]
    done: set[tuple[int, tuple[bool, ...]]] = set()
    settings: dict[tuple[bool, ...], list[int]] = {}
    turns = [drawing.staggered for drawing in drawings]
    for states in dict.fromkeys(timeline(scene, timing, turns)):
        seen = tuple(state is not None for state in states)
        for index in texts:
            if states[index] == REST and (index, seen[:index]) not in done:
                done.add((index, seen[:index]))
                settings.setdefault(seen, []).append(index)
    return list(settings.items())


def _holds_text(drawing: Drawing) -> bool:
    sprites = (part.at(REST) for part in drawing.parts)
    return any(sprite is not None and _is_text(sprite) for sprite in sprites)


def _is_text(sprite: Sprite) -> bool:
    """Return whether a sprite is letters in one colour (emoji bring their own)."""
    return isinstance(sprite.figure, TextFigure) and sprite.planes is None


def _measured(
    drawings: Sequence[Drawing],
    seen: Sequence[bool],
    wanted: Sequence[int],
    base: Planes,
    stage: Stage,
) -> list[Contrast]:
    """Lay the layers over each other, and measure those wanted when all below them lies."""
    planes = empty_planes(stage.size)
    for plane, target in zip(base, planes, strict=True):
        np.copyto(target, plane)
    found: list[Contrast] = []
    texts: list[tuple[int, Sprite]] = []
    for index in range(max(wanted) + 1):
        if not seen[index]:
            continue
        drawing = drawings[index]
        for part in drawing.parts:
            sprite = part.at(REST)
            if sprite is None:
                continue
            if index in wanted and _is_text(sprite):
                measured = _contrast(index, sprite, drawing.opacity / FULL, planes, stage)
                if measured is not None:
                    over = _text_under(sprite, (text for text in texts if text[0] != index))
                    found.append(dataclasses.replace(measured, over=over))
            if _is_text(sprite):
                texts.append((index, sprite))
            ink = make_ink(sprite, stage.picture, opacity=drawing.opacity)
            if ink is not None:
                ink.lay(planes, stage.picture)
    return found


def _contrast(
    index: int, sprite: Sprite, opacity: float, planes: Planes, stage: Stage
) -> Contrast | None:
    """Return the contrast of one text; None when nothing of it is in the picture."""
    reach = stage.px(_AROUND)
    letters = np.pad(sprite.mask >= _SOLID, reach)
    around = _spread(letters, reach)
    left, top = sprite.x - reach, sprite.y - reach
    rows, columns = np.nonzero(around)
    inside = (rows + top >= 0) & (rows + top < stage.size[1])
    inside &= (columns + left >= 0) & (columns + left < stage.size[0])
    rows, columns = rows[inside] + top, columns[inside] + left
    if not len(rows):
        return None
    thin = max(1, len(rows) // _MOST_PIXELS)
    rows, columns = rows[::thin], columns[::thin]
    luma, u, v = planes
    behind = rgb_of(luma[rows, columns], u[rows // 2, columns // 2], v[rows // 2, columns // 2])
    own = rgb_of(*(np.array([value]) for value in sprite.colour))
    shown = own * opacity + behind * (1 - opacity)
    ratios = contrast_ratio(shown, behind)
    ratio = float(np.percentile(ratios, _WORST))
    worst = behind[ratios <= ratio].mean(axis=0)
    return Contrast(index, ratio, _hex(own[0]), _hex(worst))


def _text_under(sprite: Sprite, texts: Iterable[tuple[int, Sprite]]) -> int | None:
    """Return the layer of the first text whose letters cross those of another."""
    bounds = sprite.bounds
    for layer, other in texts:
        both = bounds & other.bounds
        if not both:
            continue
        crossing = [
            one.mask[both.top - one.y : both.bottom - one.y, both.left - one.x : both.right - one.x]
            >= _SOLID
            for one in (sprite, other)
        ]
        if np.logical_and(*crossing).any():
            return layer
    return None


def contrast_ratio(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the contrast ratios, 1 to 21, of colours (…, 3; RGB, 0–255) with others."""
    first, second = relative_luminance(one), relative_luminance(other)
    lighter, darker = np.maximum(first, second), np.minimum(first, second)
    result: NDArray[np.float64] = (lighter + 0.05) / (darker + 0.05)
    return result


def relative_luminance(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the relative luminance, 0 to 1, of sRGB colours (…, 3; 0–255)."""
    result: NDArray[np.float64] = linear(colours) @ LUMINANCE
    return result


def linear(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the amounts of light, 0 to 1, of sRGB values (0–255)."""
    share = np.asarray(colours, np.float64) / 255
    result: NDArray[np.float64] = np.where(
        share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4
    )
    return result


def _spread(letters: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Return the pixels of letters and those around them, up to ``reach`` away each way."""
    spread = letters
    for axis in (0, 1):
        grown = spread.copy()
        for step in range(1, reach + 1):
            ahead, back = _ends(axis, step)
            grown[ahead] |= spread[back]
            grown[back] |= spread[ahead]
        spread = grown
    return spread


def _ends(axis: int, step: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    whole = slice(None)
    ahead, back = slice(step, None), slice(None, -step)
    return ((ahead, whole), (back, whole)) if axis == 0 else ((whole, ahead), (whole, back))


def _hex(colour: NDArray[np.float64]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)
