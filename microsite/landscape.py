"""The first screen's picture: one of three shipped landscapes, in a theme's colours.

Hills for public bodies, a lake with its dam for utilities, a street for those who are near; each in
the morning (light) and in the evening (dark). It reveals nothing but the issuer's colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microsite.palette import own_colors
from microsite.templating import environment
from scenes.color_contrast import at_lightness, mix

if TYPE_CHECKING:
    from scenes.bound import Theme


def landscape(name: str, theme: Theme, *, dark: bool) -> bytes:
    """Return a landscape of ``scenes.page_look.LANDSCAPES`` as SVG.

    Raises RenderError when the theme lacks a colour that pages need.
    """
    colors = _evening(theme) if dark else _morning(theme)
    template = environment().get_template(f"landscape/{name}.svg.jinja")
    return template.render(c=colors, dark=dark).encode()


def _morning(theme: Theme) -> dict[str, str]:
    own = own_colors(theme)
    paper, accent, highlight = own["paper"], own["accent"], own["highlight"]
    soft = own["accent_soft"]
    sun = own.get("gold", mix(highlight, "#ffffff", 0.3))
    highlight_soft = own.get("highlight_soft", mix(highlight, paper, 0.8))
    wall = mix(paper, "#ffffff", 0.5)
    water = mix(accent, "#ffffff", 0.45)
    return {
        **_hills(
            sky=own.get("sky", mix(soft, paper, 0.35)),
            ground=mix(own["good"], accent, 0.28),
            glow=mix(highlight_soft, "#ffffff", 0.1),
            sun=sun,
        ),
        "wall": wall,
        "wall-shade": mix(wall, highlight, 0.2),
        "stone": mix(wall, accent, 0.06),
        "stone-shade": mix(wall, accent, 0.22),
        "roof": highlight,
        "roof-2": mix(accent, highlight, 0.3),
        "window": mix(own["ink"], wall, 0.25),
        "pane": mix(accent, wall, 0.3),
        "shutter": mix(own["ink"], wall, 0.35),
        "door": mix(accent, own["ink"], 0.3),
        "awning": highlight,
        "cloud": mix(paper, "#ffffff", 0.7),
        "snow": "#ffffff",
        "steel": mix("#ffffff", own["ink"], 0.3),
        "peak": mix(own.get("sky", soft), accent, 0.3),
        "water-far": mix(water, "#ffffff", 0.5),
        "water": water,
        "water-deep": mix(accent, "#ffffff", 0.12),
        "glint": "#ffffff",
        "trunk": mix(own["ink"], highlight, 0.25),
        "tree-1": at_lightness(own["good"], 0.55),
        "tree-2": at_lightness(own["good"], 0.68, 0.9),
        "lawn": at_lightness(own["good"], 0.74, 0.7),
        "street": mix(paper, own["muted"], 0.24),
        "kerb": mix(paper, own["muted"], 0.42),
        "facade-1": mix(highlight_soft, highlight, 0.12),
        "facade-2": mix(paper, sun, 0.45),
        "facade-3": mix(soft, accent, 0.16),
        "facade-4": mix(wall, "#ffffff", 0.4),
        "far": mix(mix(own.get("sky", soft), highlight, 0.16), accent, 0.1),
    }


def _evening(theme: Theme) -> dict[str, str]:
    own = own_colors(theme)
    ground, highlight = own["accent"], own["highlight"]
    gold = own.get("gold", highlight)
    lamp = at_lightness(gold, 0.86)
    wall = at_lightness(ground, 0.5, 0.3)
    return {
        **_hills(
            sky=at_lightness(ground, 0.31, 0.55),
            ground=at_lightness(mix(own["good"], ground, 0.5), 0.3, 0.7),
            glow=at_lightness(ground, 0.46, 0.6),
            sun=at_lightness(gold, 0.93, 0.4),
        ),
        "wall": wall,
        "wall-shade": mix(wall, at_lightness(highlight, 0.38, 0.55), 0.2),
        "stone": at_lightness(ground, 0.55, 0.22),
        "stone-shade": at_lightness(ground, 0.42, 0.3),
        "roof": at_lightness(highlight, 0.38, 0.55),
        "roof-2": at_lightness(ground, 0.33, 0.5),
        "window": lamp,
        "pane": lamp,
        "shutter": at_lightness(ground, 0.3, 0.4),
        "door": at_lightness(ground, 0.27, 0.4),
        "awning": at_lightness(highlight, 0.5, 0.7),
        "cloud": at_lightness(ground, 0.42, 0.45),
        "snow": at_lightness(ground, 0.66, 0.2),
        "steel": at_lightness(ground, 0.74, 0.15),
        "peak": at_lightness(ground, 0.4, 0.55),
        "water-far": at_lightness(ground, 0.5, 0.55),
        "water": at_lightness(ground, 0.38, 0.65),
        "water-deep": at_lightness(ground, 0.26, 0.6),
        "glint": at_lightness(gold, 0.85, 0.35),
        "trunk": at_lightness(ground, 0.2, 0.4),
        "tree-1": at_lightness(own["good"], 0.27, 0.6),
        "tree-2": at_lightness(own["good"], 0.34, 0.6),
        "lawn": at_lightness(own["good"], 0.3, 0.4),
        "street": at_lightness(ground, 0.27, 0.3),
        "kerb": at_lightness(ground, 0.35, 0.3),
        "facade-1": at_lightness(highlight, 0.44, 0.42),
        "facade-2": at_lightness(mix(highlight, gold, 0.5), 0.47, 0.45),
        "facade-3": at_lightness(ground, 0.45, 0.55),
        "facade-4": at_lightness(own["paper"], 0.52, 1.4),
        "far": at_lightness(ground, 0.37, 0.55),
    }


def _hills(*, sky: str, ground: str, glow: str, sun: str) -> dict[str, str]:
    """Return the colours of the land: hills fade into the sky with distance."""
    return {
        "sky": sky,
        "hill-4": mix(mix(sky, glow, 0.3), ground, 0.22),
        "hill-3": mix(mix(sky, sun, 0.12), ground, 0.42),
        "hill-2": mix(mix(sky, sun, 0.25), ground, 0.64),
        "hill-1": mix(mix(sky, sun, 0.2), ground, 0.86),
        "field": mix(mix(sky, sun, 0.55), ground, 0.45),
        "tree": mix(ground, "#000000", 0.2),
        "sun": sun,
        "path": mix(mix(sky, "#ffffff", 0.5), sun, 0.3),
    }
