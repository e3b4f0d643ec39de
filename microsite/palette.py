"""The page's colours, light and dark, made from a theme and held to AA contrast.

A theme is authored once, for the film, on light paper. The page also needs a dark scheme, a deep
stage behind the video and, for those who ask for more contrast, a stronger set of each. All are
derived here, and every pair of text and ground is moved apart until WCAG 2.2's contrast (1.4.3:
4.5:1, 1.4.11: 3:1) is reached. What an issuer gives for the dark scheme is taken before it is
derived (``PageLook.dark``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from foundation.errors import RenderError
from scenes.color_contrast import SHAPE_CONTRAST, at_lightness, contrast, mix, readable
from scenes.page_look import USUAL_LOOK

if TYPE_CHECKING:
    from scenes.bound import Theme
    from scenes.page_look import PageLook

NEEDED = ("paper", "ink", "muted", "accent", "accent_soft", "highlight", "line", "good")

MORE = 7.1
"""Contrast of text for those who ask for more: WCAG 2.2 success criterion 1.4.6 asks 7:1."""

TEXT = (
    ("ink", ("paper", "card", "accent-soft", "highlight-soft")),
    ("muted", ("paper", "card", "accent-soft", "highlight-soft")),
    ("accent", ("paper", "card", "accent-soft")),
    ("good", ("paper", "card")),
    ("on-accent", ("accent", "accent-deep")),
    ("on-stage", ("stage", "stage-panel")),
    ("on-stage-muted", ("stage", "stage-panel")),
    ("on-stage-button", ("stage-button",)),
)
"""Every text colour of the page and what it stands on."""

SHAPES = (
    ("edge", ("paper", "card")),
    ("accent", ("paper", "card", "accent-soft", "highlight-soft")),
    ("highlight", ("card", "highlight-soft")),
    ("bar", ("card",)),
    ("stage-line", ("stage",)),
    ("on-stage", ("stage", "stage-panel")),
)
"""What must be told from its ground to understand or to use the page: bars, edges, the focus."""


def own_colors(theme: Theme) -> dict[str, str]:
    """Return a theme's colours by name.

    Raises RenderError when the theme lacks one of the colours in ``NEEDED``.
    """
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
    own = own_colors(theme)
    paper = own["paper"]
    card = mix(paper, "#ffffff", 0.85)
    soft = own["accent_soft"]
    highlight_soft = own.get("highlight_soft", mix(own["highlight"], paper, 0.8))
    accent = readable(own["accent"], paper, card, soft)
    return {
        "paper": paper,
        "card": card,
        "ink": readable(own["ink"], paper, card, soft, highlight_soft, least=7.1),
        "muted": readable(own["muted"], paper, card, soft, highlight_soft),
        "line": own["line"],
        "edge": readable(own["line"], paper, card, least=SHAPE_CONTRAST),
        "accent": accent,
        "accent-deep": mix(accent, "#000000", 0.16),
        "on-accent": readable(
            own.get("accent_ink", "#ffffff"), accent, mix(accent, "#000000", 0.16)
        ),
        "accent-soft": soft,
        "highlight": readable(own["highlight"], card, highlight_soft, least=SHAPE_CONTRAST),
        "highlight-soft": highlight_soft,
        "bar": readable(own["accent"], card, least=SHAPE_CONTRAST),
        "good": readable(own["good"], card, paper),
        "veil": mix(card, "#ffffff", 0.4) + "cc",
        "sky": own.get("sky", mix(soft, paper, 0.35)),
        "glow": mix(highlight_soft, "#ffffff", 0.1),
        **_stage(own["accent"]),
    }


@lru_cache(maxsize=16)
def dark_palette(theme: Theme, look: PageLook = USUAL_LOOK) -> dict[str, str]:
    """Return the same properties for the dark scheme.

    Raises RenderError when the theme lacks one of the colours in ``NEEDED``.
    """
    own, given = own_colors(theme), dict(look.dark)
    ground = own["accent"]
    paper = given.get("paper", at_lightness(ground, 0.2, 0.25))
    card = mix(paper, at_lightness(ground, 0.5, 0.45), 0.18)
    if "paper" not in given:
        card = at_lightness(ground, 0.255, 0.3)
    soft = given.get("accent_soft", at_lightness(ground, 0.32, 0.45))
    highlight_soft = given.get("highlight_soft", at_lightness(own["highlight"], 0.31, 0.32))
    action = given.get("accent", at_lightness(ground, 0.82, 0.8))
    accent = readable(action, paper, card, soft)
    deep = mix(accent, "#ffffff", 0.25)
    return {
        "paper": paper,
        "card": card,
        "ink": readable(
            given.get("ink", at_lightness(own["paper"], 0.95)),
            paper,
            card,
            soft,
            highlight_soft,
            least=7.1,
        ),
        "muted": readable(
            given.get("muted", at_lightness(own["muted"], 0.78)), paper, card, soft, highlight_soft
        ),
        "line": given.get("line", at_lightness(ground, 0.38, 0.35)),
        "edge": readable(
            given.get("line", at_lightness(ground, 0.6, 0.4)), paper, card, least=SHAPE_CONTRAST
        ),
        "accent": accent,
        "accent-deep": deep,
        "on-accent": readable(given.get("accent_ink", paper), accent, deep),
        "accent-soft": soft,
        "highlight": readable(
            given.get("highlight", at_lightness(own["highlight"], 0.74)),
            card,
            highlight_soft,
            least=SHAPE_CONTRAST,
        ),
        "highlight-soft": highlight_soft,
        "bar": readable(
            given.get("accent", at_lightness(ground, 0.6, 0.9)), card, least=SHAPE_CONTRAST
        ),
        "good": readable(given.get("good", at_lightness(own["good"], 0.8)), card, paper),
        "veil": soft + "e6",
        "sky": at_lightness(ground, 0.31, 0.55),
        "glow": at_lightness(ground, 0.46, 0.6),
        **_stage(ground),
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


def stronger(palette: dict[str, str]) -> dict[str, str]:
    """Return what changes of a palette for those who ask for more contrast."""
    grounds = [palette[name] for name in ("paper", "card", "accent-soft", "highlight-soft")]
    far = max("#000000", "#ffffff", key=lambda end: contrast(end, palette["paper"]))
    accent = readable(palette["accent"], *grounds[:3], least=MORE)
    edge = readable(palette["edge"], *grounds[:2])
    return {
        "ink": mix(palette["ink"], far, 0.6),
        "muted": readable(palette["muted"], *grounds, least=MORE),
        "line": edge,
        "edge": edge,
        "accent": accent,
        "accent-deep": mix(accent, far, 0.3),
        "on-accent": readable(palette["on-accent"], accent, least=MORE),
        "highlight": readable(palette["highlight"], palette["card"], palette["highlight-soft"]),
        "bar": readable(palette["bar"], palette["card"]),
        "good": readable(palette["good"], *grounds[:2], least=MORE),
        "veil": palette["card"],
        "on-stage-muted": palette["on-stage"],
        "stage-line": palette["on-stage"],
        "caption": palette["caption"][:7],
    }


def stylesheet(theme: Theme, look: PageLook = USUAL_LOOK) -> str:
    """Return the CSS that sets the custom properties of both schemes, plain and stronger.

    Raises RenderError when the theme lacks one of the colours in ``NEEDED``.
    """
    light, dark = light_palette(theme), dark_palette(theme, look)
    night, more = "(prefers-color-scheme:dark)", "(prefers-contrast:more)"

    def block(colors: dict[str, str]) -> str:
        return f":root{{{''.join(f'--{name}:{value};' for name, value in colors.items())}}}"

    return "\n".join(
        (
            f":root{{color-scheme:light dark}}{block(light)}",
            f"@media {night}{{{block(dark)}}}",
            f"@media {more}{{{block(stronger(light))}}}",
            f"@media {more} and {night}{{{block(stronger(dark))}}}\n",
        )
    )
