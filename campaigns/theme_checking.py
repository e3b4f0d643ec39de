"""What only ``sollecito check`` finds in an issuer's theme: colours that cannot be read, and words.

Every text colour that a theme file gives is measured on every ground that it stands on, as the film
and the page's light scheme have them, and as the page's dark scheme does. The page moves such a
colour by itself, so that it can be read, but the film does not, and neither looks as written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.errors import RenderError
from microsite.palette import dark_palette
from microsite.wording_files import wording_fault
from scenes.color_contrast import TEXT_CONTRAST, contrast, readable
from scenes.themes import theme_path
from scenes.yaml_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from foundation.faults import Fault
    from scenes.campaign import Campaign
    from scenes.yaml_tree import Tree

LEAST = 4.5
"""WCAG 2.2 success criterion 1.4.3."""

LIGHT = (
    ("ink", ("paper", "paper_deep", "white", "accent_soft", "highlight_soft", "good_soft")),
    ("muted", ("paper", "paper_deep", "white", "accent_soft")),
    ("accent", ("paper", "paper_deep", "white", "accent_soft")),
    ("highlight", ("paper", "white", "highlight_soft")),
    ("good", ("paper", "white", "good_soft")),
    ("accent_ink", ("accent",)),
    ("highlight_ink", ("highlight",)),
)
"""Text colours of film and page, and what they stand on."""

DARK = (
    ("ink", ("paper", "card", "accent_soft", "highlight_soft")),
    ("muted", ("paper", "card", "accent_soft", "highlight_soft")),
    ("accent", ("paper", "card", "accent_soft")),
    ("good", ("paper", "card")),
    ("accent_ink", ("accent",)),
)
"""The same for the page's dark scheme."""


def theme_faults(campaign: Campaign) -> Iterator[Fault]:
    """Yield what is wrong in the campaign's own theme file; nothing for a shipped theme."""
    name = campaign.storyboard.theme
    path = theme_path(name, campaign.folder)
    if path is None or "." not in name:
        return
    tree = read_tree(path, name)
    light = dict(campaign.theme.colors)
    yield from _unreadable(tree, "colors", light, LIGHT, "the light scheme and the film")
    try:
        derived = dark_palette(campaign.theme, campaign.page_look)
    except RenderError as error:
        yield tree.fault(("colors",), str(error))
        return
    dark = {key.replace("-", "_"): value for key, value in derived.items()}
    given = dict(campaign.page_look.dark)
    yield from _unreadable(tree, "dark", dark | given, DARK, "the dark scheme")
    for part, key, text in campaign.page_look.wording:
        if why := wording_fault(part, key, text):
            yield tree.fault(("wording", part, key), why)


def _unreadable(
    tree: Tree,
    place: str,
    colors: Mapping[str, str],
    pairs: tuple[tuple[str, tuple[str, ...]], ...],
    where: str,
) -> Iterator[Fault]:
    """Yield one fault for each text colour that is too near to what it stands on.

    It stands at the colour of the pair that the file gives: the text's, else the ground's.
    """
    for text, grounds in pairs:
        standing = {name: colors[name] for name in grounds if name in colors}
        if text not in colors or not standing:
            continue
        worst = min(standing, key=lambda name: contrast(colors[text], standing[name]))
        reached = contrast(colors[text], standing[worst])
        if reached >= LEAST:
            continue
        named = next((name for name in (text, worst) if tree.at((place, name)) is not None), None)
        if named is None:
            continue
        message = (
            f"'{text}' ({colors[text]}) on '{worst}' ({standing[worst]}) has a contrast of "
            f"{reached:.1f} to 1 in {where}; text needs {LEAST:g} to 1."
        )
        beside = _beside(named, colors, pairs)
        hint = _proposal(named, text, worst, colors, standing, beside)
        yield tree.fault((place, named), message, hint)


def _beside(
    named: str, colors: Mapping[str, str], pairs: tuple[tuple[str, tuple[str, ...]], ...]
) -> list[str]:
    """Return all colours that a colour is read on, or that are read on it."""
    names = [ground for text, grounds in pairs if text == named for ground in grounds]
    names += [text for text, grounds in pairs if named in grounds]
    return [colors[name] for name in names if name in colors]


def _proposal(
    named: str,
    text: str,
    ground: str,
    colors: Mapping[str, str],
    standing: Mapping[str, str],
    beside: list[str],
) -> str:
    """Return the nearest colour of the same hue that can be read.

    That is one that goes with all that it stands beside, where there is one: then every fault of a
    colour proposes the same.
    """
    whole = readable(colors[named], *beside, least=TEXT_CONTRAST)
    if min(contrast(whole, other) for other in beside) >= LEAST:
        kind = "colour that can be read" if named == text else "ground on which it can be read"
        return f'The nearest {kind} is "{whole}".'
    if named == text:
        better = readable(colors[text], *standing.values(), least=TEXT_CONTRAST)
        if min(contrast(better, other) for other in standing.values()) >= LEAST:
            return f'The nearest colour that can be read is "{better}".'
        better = readable(colors[text], colors[ground], least=TEXT_CONTRAST)
        others = ", ".join(f"'{name}'" for name in standing if name != ground)
        return f"On '{ground}' \"{better}\" can be read, but not on {others}: move these as well."
    better = readable(colors[ground], colors[text], least=TEXT_CONTRAST)
    return f'The nearest ground on which it can be read is "{better}".'
