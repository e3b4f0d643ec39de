"""Themes: the look of films and pages, from ``assets/themes`` or a file of the campaign folder."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.errors import CampaignError
from scenes.bound import TextStyle, Theme
from scenes.media_files import inside
from scenes.motions import ThemeMotion
from scenes.page_files import DRAWINGS, drawing_fault, font_fault
from scenes.page_files import FONTS as FONT_FILES
from scenes.page_look import LANDSCAPES, USUAL_LANDSCAPE, PageFont, PageLook, Shape
from scenes.schema_faults import validated
from scenes.theme_file import (
    FONTS,
    PairFile,
    SpacingFile,
    StyleFile,
    ThemeFile,
    ThemeMotionFile,
)
from scenes.yaml_tree import Place, Tree, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from foundation.faults import Fault

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


@dataclass(frozen=True, slots=True)
class ReadTheme:
    """What a theme decides: the film's look, how it moves, the page's look."""

    theme: Theme
    motion: ThemeMotion
    page_look: PageLook


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
    read, faults = read_theme(name, folder, colors, storyboard)
    return (read.theme if read is not None else None), faults


def theme_path(name: str, folder: Path) -> Path | None:
    """Return the file of a theme: shipped, or of the campaign folder; None where there is none."""
    if name.endswith((".yaml", ".yml")):
        return inside(folder, name)
    return themes_folder() / f"{name}.yaml" if name in shipped_themes() else None


def read_theme(
    name: str, folder: Path, colors: Mapping[str, str], storyboard: Tree
) -> tuple[ReadTheme | None, list[Fault]]:
    """Return a theme with the storyboard's own colours, or its faults.

    ``name`` is one of the shipped themes, or a YAML file of the campaign folder. Without a theme
    there is at least one fault.
    """
    place = ("theme",)
    path = theme_path(name, folder)
    if path is None and name.endswith((".yaml", ".yml")):
        return None, [storyboard.fault(place, f"The campaign folder has no file '{name}'.")]
    if path is None:
        return None, [storyboard.unknown(place, "theme", name, shipped_themes())]
    tree = read_tree(path, name if "." in name else f"themes/{name}.yaml")
    file, faults = validated(ThemeFile, tree)
    if file is None:
        return None, faults
    whole = _extended(file)
    mixed = dict(whole.colors)
    for color, value in colors.items():
        if value.startswith("#"):
            mixed[color] = value.lower()
        elif value in whole.colors:
            mixed[color] = whole.colors[value]
        else:
            faults.append(storyboard.unknown(("colors", color), "colour", value, whole.colors))
    motion = ThemeMotion(
        **{key: getattr(whole.motion, key) for key in ThemeMotionFile.model_fields}
    )
    theme = _theme(name, whole, mixed, tree, faults)
    look = _page_look(file, folder / "media", tree, faults, _shape(name, file), whole)
    if theme is None or faults:
        return None, faults
    return ReadTheme(theme, motion, look), []


def _shape(name: str, file: ThemeFile) -> Shape:
    """Return the family of a page: that of ``extends``, a shipped theme's own, else public."""
    shipped: dict[str, Shape] = {"public": "public", "utility": "utility", "warm": "warm"}
    return file.extends or shipped.get(name, "public")


def _extended(file: ThemeFile) -> ThemeFile:
    """Return a theme file with everything that it leaves to the theme it extends."""
    if file.extends is None:
        return file
    name = f"{file.extends}.yaml"
    base, faults = validated(ThemeFile, read_tree(themes_folder() / name, name))
    if base is None:  # pragma: no cover # the shipped themes are tested
        raise CampaignError(faults)
    styles = base.styles
    if file.font is not None and file.font.family in FONTS:
        styles = {key: _in_family(style, file.font.family) for key, style in styles.items()}
    return file.model_copy(
        update={
            "colors": base.colors | file.colors,
            "styles": styles | file.styles,
            "spacing": SpacingFile(
                **{
                    **base.spacing.model_dump(exclude_none=True),
                    **file.spacing.model_dump(exclude_none=True),
                }
            ),
            "motion": base.motion.model_copy(
                update={
                    key: getattr(file.motion, key)
                    for key in ThemeMotionFile.model_fields
                    if getattr(file.motion, key) is not None
                }
            ),
        }
    )


def _in_family(style: StyleFile, family: str) -> StyleFile:
    """Return a style in another family, at the nearest weight that it has."""
    weight = min(FONTS[family], key=lambda known: (abs(known - style.weight), -known))
    return style.model_copy(update={"family": family, "weight": weight})


def _page_look(
    file: ThemeFile, media: Path, tree: Tree, faults: list[Fault], shape: Shape, whole: ThemeFile
) -> PageLook:
    check = _Files(media, tree, faults)
    font = PageFont(whole.styles["body"].family if "body" in whole.styles else "Titillium Web")
    if file.font is not None:
        font = PageFont(file.font.family, file.font.regular or "", file.font.bold or "")
        for key, name in (("regular", file.font.regular), ("bold", file.font.bold)):
            if name is not None:
                check.file(name, FONT_FILES, font_fault, "font", key)
    if file.logo is not None:
        check.pair(file.logo, "logo")
    cover = file.cover or PairFile(light=USUAL_LANDSCAPE[shape])
    if cover.light not in LANDSCAPES and "." not in cover.light:
        faults.append(tree.unknown(("cover",), "landscape", cover.light, LANDSCAPES))
    elif file.cover is not None and cover.light not in LANDSCAPES:
        check.pair(file.cover, "cover")
    return PageLook(
        shape=shape,
        font=font,
        dark=tuple(sorted((name, value.lower()) for name, value in file.dark.items())),
        logo=file.logo.light if file.logo is not None else None,
        logo_dark=file.logo.dark if file.logo is not None else None,
        cover=cover.light,
        cover_dark=cover.dark,
        wording=tuple(
            (part, key, text)
            for part, entries in sorted(file.wording.items())
            for key, text in sorted(entries.items())
        ),
    )


@dataclass(frozen=True, slots=True)
class _Files:
    """Checks the files that a theme names."""

    media: Path
    tree: Tree
    faults: list[Fault]

    def pair(self, pair: PairFile, key: str) -> None:
        short = isinstance(self.tree.at((key,)), str)
        self.file(pair.light, DRAWINGS, drawing_fault, *((key,) if short else (key, "light")))
        if pair.dark is not None:
            self.file(pair.dark, DRAWINGS, drawing_fault, key, "dark")

    def file(
        self, name: str, kinds: tuple[str, ...], why: Callable[[Path], str], *place: str | int
    ) -> None:
        where: Place = place
        path = inside(self.media, name)
        if not name.lower().endswith(kinds):
            message = f"'{name}' is not a file of a kind that fits here: {', '.join(kinds)}."
            self.faults.append(self.tree.fault(where, message))
        elif path is None:
            self.faults.append(self.tree.fault(where, f"The folder media/ has no file '{name}'."))
        elif reason := why(path):
            self.faults.append(self.tree.fault(where, f"The file '{name}' {reason}."))


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
