"""What every layer is drawn with: the look in pixels of the film's picture."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from foundation.errors import RenderError
from renderer.colours import theme_colour, yuv
from renderer.ink import Rect
from renderer.text_layout import SMALLEST, TextBlock, lay_out

if TYPE_CHECKING:
    from renderer.colours import Yuv
    from renderer.kit import RenderKit
    from scenes.bound import Look, TextStyle

_REFERENCE = 720

SPACING = {"panel_padding": 24, "panel_radius": 28, "bar_radius": 14, "gap": 24}
"""Spacings of a theme that names none, in pixels of the reference picture."""

_RIGHT_TO_LEFT_LANGUAGES = {"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """The look and the kit, with what is asked of them again and again.

    There is one for each look and kit (``stage_of``), so drawings can be kept by it.
    ``scale`` is the number of pixels to a pixel of the reference picture (720 on the short side).
    ``language`` is the campaign's, as a BCP 47 tag, and ``rtl`` whether it is read from the right.
    """

    look: Look
    kit: RenderKit
    scale: float
    rtl: bool
    language: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels."""
        return self.look.size

    @property
    def picture(self) -> Rect:
        """The whole picture."""
        return Rect(0, 0, *self.size)

    def px(self, reference: float) -> int:
        """Return pixels of the picture for pixels of the reference picture, at least one."""
        return max(1, round(reference * self.scale)) if reference else 0

    def space(self, name: str) -> int:
        """Return a spacing of the theme in pixels of the picture, or the usual one."""
        return self.px(self.look.theme.space(name, SPACING[name]))

    def box(
        self,
        width: float | None,
        height: float | None,
        shape: tuple[int, int],
        otherwise: float,
    ) -> tuple[int, int]:
        """Return a box in pixels for fractions of the picture.

        A side that is not given follows from the content's shape, ``otherwise`` is the width where
        none is given.
        """
        if width is None and height is None:
            width = otherwise
        across = None if width is None else max(1, round(width * self.size[0]))
        down = None if height is None else max(1, round(height * self.size[1]))
        if across is None:
            across = max(1, round((down or 1) * shape[0] / shape[1]))
        if down is None:
            down = max(1, round(across * shape[1] / shape[0]))
        return across, down

    def colour(self, name: str) -> Yuv:
        """Return a colour of the theme, or ``#rrggbb``, in the film's space."""
        return yuv(theme_colour(self.look.theme, name))

    def style(self, name: str) -> TextStyle:
        """Return a text style of the theme; RenderError when it has none so named."""
        try:
            return self.look.theme.style(name)
        except KeyError:
            raise RenderError(
                f"The theme {self.look.theme.name!r} has no text style {name!r}."
            ) from None

    def text(
        self,
        text: str,
        style: TextStyle,
        width: float,
        max_lines: int = 1,
        largest: float | None = None,
        *,
        shrink: float = SMALLEST,
        height: float | None = None,
    ) -> TextBlock:
        """Lay a text out in ``width`` pixels, in the style's size or at most ``largest`` pixels.

        It shrinks down to the share ``shrink`` of its style's size to stay within ``max_lines`` and
        ``height`` pixels.
        """
        size = style.size * self.scale
        return lay_out(
            text,
            style,
            width,
            max_lines,
            size,
            largest or size,
            shrink=shrink,
            height=height,
            rtl=self.rtl,
            language=self.language,
        )


@lru_cache(maxsize=8)
def stage_of(look: Look, kit: RenderKit) -> Stage:
    """Return the stage for a look and a kit."""
    tag = look.locale.replace("_", "-")
    return Stage(look, kit, min(look.size) / _REFERENCE, read_from_right(look), tag)


def read_from_right(look: Look) -> bool:
    """Return whether the look's language is read from right to left."""
    language = look.locale.replace("_", "-").split("-", maxsplit=1)[0]
    return language.lower() in _RIGHT_TO_LEFT_LANGUAGES


def bolder(style: TextStyle, weight: int) -> TextStyle:
    """Return a style at least as heavy as ``weight``."""
    return dataclasses.replace(style, weight=max(style.weight, weight))
