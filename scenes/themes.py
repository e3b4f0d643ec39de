"""Themes: the colours and text styles of a look, from ``assets/themes`` or the campaign folder."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field as Declared
from pydantic import model_validator

from scenes.bound import Easing, TextStyle, Theme
from scenes.campaign_file import Strict
from scenes.measures import Duration, fault
from scenes.media_files import inside
from scenes.motion_file import ENTRANCES, AnyMotion, AnyTransition
from scenes.motions import ThemeMotion
from scenes.schema_faults import validated
from scenes.yaml_tree import Tree, read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foundation.faults import Fault

FONTS: dict[str, tuple[int, ...]] = {
    "Titillium Web": (200, 300, 400, 600, 700, 900),
    "Noto Sans": (100, 200, 300, 400, 500, 600, 700, 800, 900),
    "Nunito": (200, 300, 400, 500, 600, 700, 800, 900),
}
"""Font families that the project brings, and their weights."""

NEEDED_COLORS = (
    "paper",
    "ink",
    "muted",
    "accent",
    "accent_soft",
    "highlight",
    "highlight_soft",
    "line",
    "good",
)
"""Colours that the page and charts are drawn with, whatever a storyboard uses."""

NEEDED_STYLES = ("body", "heading", "label", "chart_label")
"""Styles that texts without one, tables and charts are drawn with."""

_Color = Annotated[str, Declared(pattern=r"^#[0-9a-fA-F]{6}$")]


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


class ThemeFile(Strict):
    """A theme file."""

    schema_: Literal["sollecito/theme@1"] = Declared(alias="schema")
    name: str | None = None
    colors: dict[str, _Color] = Declared(min_length=1)
    styles: dict[str, StyleFile] = Declared(min_length=1)
    spacing: SpacingFile = SpacingFile()
    motion: ThemeMotionFile = ThemeMotionFile()


def themes_folder() -> Path:
    """Return the folder of the project's own themes."""
    return Path(str(resources.files("assets"))) / "themes"


def shipped_themes() -> list[str]:
    """Return the names of the project's own themes."""
    return sorted(path.stem for path in themes_folder().glob("*.yaml"))


def load_theme(
    name: str, folder: Path, colors: Mapping[str, str], storyboard: Tree
) -> tuple[Theme | None, list[Fault]]:
    """Return a theme with the storyboard's own colours, or its faults; see :func:`read_theme`."""
    theme, _, faults = read_theme(name, folder, colors, storyboard)
    return theme, faults


def read_theme(
    name: str, folder: Path, colors: Mapping[str, str], storyboard: Tree
) -> tuple[Theme | None, ThemeMotion, list[Fault]]:
    """Return a theme with the storyboard's own colours, how it moves, and its faults.

    ``name`` is one of the shipped themes, or a YAML file of the campaign folder. Without a theme
    there is at least one fault.
    """
    place = ("theme",)
    if name.endswith((".yaml", ".yml")):
        path = inside(folder, name)
        if path is None:
            return (
                None,
                ThemeMotion(),
                [storyboard.fault(place, f"The campaign folder has no file '{name}'.")],
            )
    else:
        path = themes_folder() / f"{name}.yaml"
        if name not in shipped_themes():
            return None, ThemeMotion(), [storyboard.unknown(place, "theme", name, shipped_themes())]
    tree = read_tree(path, name if "." in name else f"themes/{name}.yaml")
    file, faults = validated(ThemeFile, tree)
    if file is None:
        return None, ThemeMotion(), faults
    mixed = dict(file.colors)
    for color, value in colors.items():
        if value.startswith("#"):
            mixed[color] = value.lower()
        elif value in file.colors:
            mixed[color] = file.colors[value]
        else:
            faults.append(storyboard.unknown(("colors", color), "colour", value, file.colors))
    motion = ThemeMotion(**{key: getattr(file.motion, key) for key in ThemeMotionFile.model_fields})
    return _theme(name, file, mixed, tree, faults), motion, faults


def _theme(
    name: str, file: ThemeFile, colors: dict[str, str], tree: Tree, faults: list[Fault]
) -> Theme | None:
    for part, kind, needed, given in (
        ("colors", "colour", NEEDED_COLORS, colors),
        ("styles", "style", NEEDED_STYLES, file.styles),
    ):
        if missing := ", ".join(key for key in needed if key not in given):
            message = f"The theme has no {kind} {missing}; the page, texts and charts need it."
            faults.append(tree.fault((part,), message))
    styles: dict[str, TextStyle] = {}
    for key, style in file.styles.items():
        if style.color not in colors:
            faults.append(tree.unknown(("styles", key, "color"), "colour", style.color, colors))
        if style.family not in FONTS:
            faults.append(tree.unknown(("styles", key, "family"), "font", style.family, FONTS))
        elif style.weight not in FONTS[style.family]:
            weights = ", ".join(map(str, FONTS[style.family]))
            message = f"{style.family} has no weight {style.weight}; it has {weights}."
            faults.append(tree.fault(("styles", key, "weight"), message))
        color = colors.get(style.color, "#000000").lower()
        styles[key] = TextStyle(style.family, style.weight, style.size, style.line_height, color)
    transition = file.motion.transition
    through = transition.color if transition is not None else None
    if through is not None and not through.startswith("#") and through not in colors:
        place = ("motion", "transition", "color")
        faults.append(tree.unknown(place, "colour", through, colors))
    if faults:
        return None
    lower = {key: value.lower() for key, value in colors.items()}
    spacing = file.spacing.model_dump(exclude_none=True)
    return Theme(
        Path(name).stem,
        tuple(sorted(lower.items())),
        tuple(sorted(styles.items())),
        tuple(sorted(spacing.items())),
    )
