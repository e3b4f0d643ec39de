"""Corners of the page from a theme's spacing, so that film and page are of one hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenes.bound import Theme

_PANEL = 28
"""Radius of panels in a theme that says none, as in the film: pixels of the 720-wide picture."""
_REM = 18
"""Pixels of the page's text size on phones."""


def measures(theme: Theme) -> str:
    """Return the CSS that sets ``--radius-…``: of cards, parts of cards, fields, and buttons.

    The film's picture is 720 wide and is seen about half that wide on a phone; the page's cards
    take three quarters of its radius, which looks the same beside it.
    """
    card = theme.space("panel_radius", _PANEL) * 0.75 / _REM
    part, field = card * 0.7, card * 0.5
    button = 1.9 if card > 1 else card * 1.1
    sizes = {"card": card, "part": part, "field": field, "button": button}
    return (
        ":root{" + "".join(f"--radius-{key}:{size:.3g}rem;" for key, size in sizes.items()) + "}\n"
    )
