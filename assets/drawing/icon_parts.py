"""What an icon is made of: what is solid, what is cut out of it, and what is drawn over the cut."""

from __future__ import annotations

from dataclasses import dataclass

from assets.drawing.canvas import circle, element, group, rect, stroke

SIZE = 256
LINE = 20.0
W = "#ffffff"
CUT = "#000000"


@dataclass(frozen=True)
class Icon:
    """Elements in white; those of ``cut`` are in black and leave holes."""

    solid: tuple[str, ...]
    cut: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    def svg(self, name: str) -> str:
        """Return the icon's SVG."""
        inside = group(*self.solid, *self.cut, *self.over)
        mask = element(
            "mask",
            inside,
            id="shape",
            maskUnits="userSpaceOnUse",
            x=0,
            y=0,
            width=SIZE,
            height=SIZE,
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
            f'viewBox="0 0 {SIZE} {SIZE}">\n<title>{name}</title>\n<defs>{mask}</defs>\n'
            f"{rect(0, 0, SIZE, SIZE, W, mask='url(#shape)')}\n</svg>\n"
        )


def line(d: str, width: float = LINE) -> str:
    """Return a white line along SVG path data."""
    return stroke(d, W, width)


def cut(d: str, width: float = LINE) -> str:
    """Return a line that is cut out."""
    return stroke(d, CUT, width)


def ring(r: float, width: float = LINE) -> str:
    """Return a ring around the middle."""
    return circle(128, 128, r, "none", stroke=W, stroke_width=width)
