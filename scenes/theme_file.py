"""A theme as an issuer writes it: colours, font, text styles, pictures and words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Declared

from foundation.faults import nearest
from scenes.bound import Easing
from scenes.campaign_file import Strict
from scenes.measures import AlsoWritten, Duration, MediaFile, fault
from scenes.motion_file import ENTRANCES, AnyMotion, AnyTransition
from scenes.page_look import Shape

FONTS: dict[str, tuple[int, ...]] = {
    "Titillium Web": (200, 300, 400, 600, 700, 900),
    "Noto Sans": (100, 200, 300, 400, 500, 600, 700, 800, 900),
    "Nunito": (200, 300, 400, 500, 600, 700, 800, 900),
}
"""Font families that the project brings, and their weights."""

_Color = Annotated[str, Declared(pattern=r"^#[0-9a-fA-F]{6}$")]
_ONE_TEXT = AlsoWritten({"type": "string"})
_DarkName = Literal[
    "paper",
    "ink",
    "muted",
    "accent",
    "accent_ink",
    "accent_soft",
    "highlight",
    "highlight_soft",
    "line",
    "good",
]


class StyleFile(Strict):
    """A text style as a theme file writes it: size in pixels, line height as a factor."""

    family: str
    weight: int = Declared(ge=100, le=900)
    size: int = Declared(ge=10, le=300)
    line_height: float = Declared(default=1.25, ge=0.8, le=2.5)
    color: str = "ink"


class SpacingFile(Strict):
    """Distances and radii of a theme in pixels; what is left out is the renderer's."""

    panel_padding: int | None = Declared(default=None, ge=0, le=200)
    panel_radius: int | None = Declared(default=None, ge=0, le=200)
    bar_radius: int | None = Declared(default=None, ge=0, le=200)
    gap: int | None = Declared(default=None, ge=0, le=200)


class ThemeMotionFile(Strict):
    """How layers and scenes move where a storyboard does not say."""

    enter: AnyMotion | None = None
    easing: Easing | None = None
    duration: Duration | None = None
    transition: AnyTransition | None = None

    @model_validator(mode="after")
    def _for_all(self) -> ThemeMotionFile:
        if self.enter is not None and self.enter.effect in ENTRANCES:
            message = f"'{self.enter.effect}' does not fit every layer."
            raise fault(message, "Choose one of fade, rise, slide, wipe, pop.", "enter")
        return self


class FontFile(Strict):
    """The page's font: a shipped family, or the issuer's own with its files of ``media/``."""

    family: Annotated[str, Declared(pattern=r"^[A-Za-z][A-Za-z0-9 ]{0,39}$")]
    regular: MediaFile | None = None
    bold: MediaFile | None = None

    @model_validator(mode="after")
    def _files(self) -> FontFile:
        files = (self.regular, self.bold)
        if self.family in FONTS and files != (None, None):
            raise fault(f"'{self.family}' is the name of a shipped font; call yours otherwise.")
        if self.family not in FONTS and None in files:
            message = f"'{self.family}' is none of the shipped fonts, {', '.join(FONTS)}."
            hint = nearest(self.family, FONTS) or "Name its files of media/: regular and bold."
            raise fault(message, hint)
        return self


def _font(raw: Any) -> Any:
    return {"family": raw} if isinstance(raw, str) else raw


class PairFile(Strict):
    """A picture of the page: a file for the light scheme, and one for the dark."""

    light: str
    dark: str | None = None


def _pair(raw: Any) -> Any:
    return {"light": raw} if isinstance(raw, str) else raw


Pair = Annotated[PairFile, BeforeValidator(_pair), _ONE_TEXT]


class ThemeFile(Strict):
    """A theme file; with ``extends`` it holds only what differs from a shipped theme."""

    schema_: Literal["sollecito/theme@1"] = Declared(alias="schema")
    name: str | None = None
    extends: Shape | None = None
    colors: dict[str, _Color] = Declared(default_factory=dict)
    dark: dict[_DarkName, _Color] = Declared(default_factory=dict)
    font: Annotated[FontFile, BeforeValidator(_font), _ONE_TEXT] | None = None
    styles: dict[str, StyleFile] = Declared(default_factory=dict)
    spacing: SpacingFile = SpacingFile()
    motion: ThemeMotionFile = ThemeMotionFile()
    logo: Pair | None = None
    cover: Pair | None = None
    wording: dict[str, dict[str, str]] = Declared(default_factory=dict)
