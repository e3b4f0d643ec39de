"""Colours in OKLab (B. Ottosson, 2020), and WCAG's contrast of two of them.

In OKLab mixing and lightening keep the hue, so a colour can be moved until it stands out.
"""

from __future__ import annotations

TEXT_CONTRAST = 4.6
"""WCAG 2.2 success criterion 1.4.3 asks 4.5:1; a little more survives rounding."""

SHAPE_CONTRAST = 3.1
"""WCAG 2.2 success criterion 1.4.11 asks 3:1 for controls and meaningful graphics."""

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
