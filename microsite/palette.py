"""The page's colours, light and dark, made from a theme and held to AA contrast.

A theme is authored once, for the film, on light paper. The page also needs a dark scheme, a deep
stage behind the video and tints for the cover's landscape. All are derived here in OKLab
(B. Ottosson, 2020), where mixing and lightening keep the hue, and every pair of text and ground is
moved apart until WCAG 2.2's contrast (1.4.3: 4.5:1, 1.4.11: 3:1) is reached.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from foundation.errors import RenderError

if TYPE_CHECKING:
    from scenes.bound import Theme

TEXT_CONTRAST = 4.6
"""WCAG 2.2 success criterion 1.4.3 asks 4.5:1; a little more survives rounding."""

SHAPE_CONTRAST = 3.1
"""WCAG 2.2 success criterion 1.4.11 asks 3:1 for controls and meaningful graphics."""

NEEDED = ("paper", "ink", "muted", "accent", "accent_soft", "highlight", "line", "good")

Lab = tuple[float, float, float]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    channel = min(1.0, max(0.0, channel))
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _rgb(color: str) -> tuple[float, float, float]:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def to_oklab(color: str) -> Lab:
    """Return lightness (0…1) and the two colour axes of ``#rrggbb``."""
    red, green, blue = _rgb(color)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def from_oklab(lab: Lab) -> str:
    """Return ``#rrggbb``; what lies outside sRGB is clipped."""
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(_gamma(channel) * 255):02x}" for channel in channels)


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast ratio of two colours, 1…21."""
    lights = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in map(_rgb, (one, other))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return ``one`` with ``share`` (0…1) of ``other``."""
    first, second = to_oklab(one), to_oklab(other)
    light, a, b = (x + (y - x) * share for x, y in zip(first, second, strict=True))
    return from_oklab((light, a, b))


def at_lightness(color: str, light: float, chroma: float = 1.0) -> str:
    """Return the colour's hue at another lightness, its chroma multiplied by ``chroma``."""
    _, a, b = to_oklab(color)
    return from_oklab((light, a * chroma, b * chroma))


def readable(color: str, *grounds: str, least: float = TEXT_CONTRAST) -> str:
    """Return the colour, darkened or lightened until it stands out from all the grounds.

    Both ways are tried a step at a time and the nearer one taken, so a colour that is good already
    stays as it is. Where no lightness will do, black or white, whichever is better, is returned.
    """

    def worst(candidate: str) -> float:
        return min(contrast(candidate, ground) for ground in grounds)

    light, a, b = to_oklab(color)
    for step in range(101):
        for direction in (-0.01, 0.01):
            candidate = from_oklab((min(1.0, max(0.0, light + direction * step)), a, b))
            if worst(candidate) >= least:
                return candidate
    return max("#000000", "#ffffff", key=worst)


def _check(theme: Theme) -> dict[str, str]:
    colors = dict(theme.colors)
    missing = [name for name in NEEDED if name not in colors]
    if missing:
        raise RenderError(
            f"The theme '{theme.name}' has no colour {', '.join(missing)}; the page needs it."
        )
    return colors


@lru_cache(maxsize=16)
def light_palette(theme: Theme) -> dict[str, str]:
    """Return custom property names (without ``--``) and colours of the light scheme.

    Raises RenderError when the theme lacks one of the colours in ``NEEDED``.
    """
    own = _check(theme)
    paper = own["paper"]
    card = mix(paper, "#ffffff", 0.85)
    soft = own["accent_soft"]
    accent = readable(own["accent"], paper, card, soft)
    highlight_soft = own.get("highlight_soft", mix(own["highlight"], paper, 0.8))
    wall = mix(paper, "#ffffff", 0.5)
    return {
        "paper": paper,
        "card": card,
        "ink": readable(own["ink"], paper, card, soft, highlight_soft, least=7.1),
        "muted": readable(own["muted"], paper, card, soft, highlight_soft),
        "line": own["line"],
        "edge": readable(own["line"], paper, card, least=SHAPE_CONTRAST),
        "accent": accent,
        "on-accent": readable(own.get("accent_ink", "#ffffff"), accent),
        "accent-deep": mix(accent, "#000000", 0.16),
        "accent-soft": soft,
        "highlight": readable(own["highlight"], card, highlight_soft, least=SHAPE_CONTRAST),
        "highlight-soft": highlight_soft,
        "bar": accent,
        "good": readable(own["good"], card, paper),
        "veil": mix(card, "#ffffff", 0.4) + "cc",
        **_landscape(
            sky=own.get("sky", mix(soft, paper, 0.35)),
            ground=mix(own["good"], accent, 0.28),
            glow=mix(highlight_soft, "#ffffff", 0.1),
            sun=own.get("gold", mix(own["highlight"], "#ffffff", 0.3)),
            wall=wall,
            roof=own["highlight"],
            window=mix(own["ink"], wall, 0.25),
            cloud=mix(paper, "#ffffff", 0.7),
        ),
        **_stage(accent),
    }


@lru_cache(maxsize=16)
def dark_palette(theme: Theme) -> dict[str, str]:
    """Return the same properties for the dark scheme.

    Raises RenderError when the theme lacks one of the colours in ``NEEDED``.
    """
    own = _check(theme)
    ground = own["accent"]
    paper = at_lightness(ground, 0.2, 0.25)
    card = at_lightness(ground, 0.255, 0.3)
    soft = at_lightness(ground, 0.32, 0.45)
    accent = readable(at_lightness(ground, 0.82, 0.8), paper, card, soft)
    highlight_soft = at_lightness(own["highlight"], 0.31, 0.32)
    return {
        "paper": paper,
        "card": card,
        "ink": readable(
            at_lightness(own["paper"], 0.95), paper, card, soft, highlight_soft, least=7.1
        ),
        "muted": readable(at_lightness(own["muted"], 0.78), paper, card, soft, highlight_soft),
        "line": at_lightness(ground, 0.38, 0.35),
        "edge": readable(at_lightness(ground, 0.6, 0.4), paper, card, least=SHAPE_CONTRAST),
        "accent": accent,
        "on-accent": readable(paper, accent),
        "accent-deep": mix(accent, "#ffffff", 0.25),
        "accent-soft": soft,
        "highlight": readable(
            at_lightness(own["highlight"], 0.74), card, highlight_soft, least=SHAPE_CONTRAST
        ),
        "highlight-soft": highlight_soft,
        "bar": readable(at_lightness(ground, 0.6, 0.9), card, least=SHAPE_CONTRAST),
        "veil": soft + "e6",
        "good": readable(at_lightness(own["good"], 0.8), card, paper),
        **_landscape(
            sky=at_lightness(ground, 0.31, 0.55),
            ground=at_lightness(mix(own["good"], ground, 0.5), 0.3, 0.7),
            glow=at_lightness(ground, 0.46, 0.6),
            sun=at_lightness(own.get("gold", own["highlight"]), 0.93, 0.4),
            wall=at_lightness(ground, 0.5, 0.3),
            roof=at_lightness(own["highlight"], 0.38, 0.55),
            window=at_lightness(own.get("gold", own["highlight"]), 0.86),
            cloud=at_lightness(ground, 0.42, 0.45),
        ),
        **_stage(ground),
    }


def _landscape(
    *, sky: str, ground: str, glow: str, sun: str, wall: str, roof: str, window: str, cloud: str
) -> dict[str, str]:
    """Return the colours of the cover's picture: hills fade into the sky with distance."""
    return {
        "sky": sky,
        "glow": glow,
        "hill-4": mix(mix(sky, glow, 0.3), ground, 0.22),
        "hill-3": mix(mix(sky, sun, 0.12), ground, 0.42),
        "hill-2": mix(mix(sky, sun, 0.25), ground, 0.64),
        "hill-1": mix(mix(sky, sun, 0.2), ground, 0.86),
        "field": mix(mix(sky, sun, 0.55), ground, 0.45),
        "tree": mix(ground, "#000000", 0.2),
        "sun": sun,
        "wall": wall,
        "wall-shade": mix(wall, roof, 0.2),
        "roof": roof,
        "window": window,
        "cloud": cloud,
        "path": mix(wall, sun, 0.18),
    }


def _stage(accent: str) -> dict[str, str]:
    """Return the colours around the video: the accent's hue, deep, the same in both schemes."""
    stage = at_lightness(accent, 0.28, 0.75)
    panel = at_lightness(accent, 0.36, 0.75)
    return {
        "stage": stage,
        "stage-panel": panel,
        "stage-line": readable(at_lightness(accent, 0.55, 0.6), stage, least=SHAPE_CONTRAST),
        "on-stage": readable("#ffffff", stage, panel, least=7.1),
        "on-stage-muted": readable(at_lightness(accent, 0.84, 0.3), stage, panel),
        "caption": at_lightness(accent, 0.2, 0.5) + "e0",
        "stage-button": at_lightness(accent, 0.94, 0.25),
        "on-stage-button": readable(
            at_lightness(accent, 0.28, 0.7), at_lightness(accent, 0.94, 0.25), least=7.1
        ),
    }


def stylesheet(theme: Theme) -> str:
    """Return the CSS that sets the custom properties of both schemes.

    Raises RenderError when the theme lacks one of the colours in ``NEEDED``.
    """
    dark = dark_palette(theme)
    light = light_palette(theme)

    def block(colors: dict[str, str]) -> str:
        return "".join(f"--{name}:{value};" for name, value in colors.items())

    return (
        f":root{{color-scheme:light dark;{block(light)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{block(dark)}}}}}\n"
    )
