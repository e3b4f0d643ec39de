"""The files that all pages of a campaign share, under names made from their content.

They go below ``static/`` of the store and may be cached forever. The same theme, logo and program
always give the same names, so ``build_page`` and ``shared_files`` agree without talking.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import assets
from foundation.errors import RenderError
from microsite.bundle import page_script, page_style, player_script, player_style, section_script
from microsite.landscape import landscape
from microsite.naming import hashed
from microsite.own_files import OwnDocument, OwnPicture, document, picture
from microsite.own_pictures import cover_file, logo_file
from microsite.page_fonts import page_faces
from microsite.palette import light_palette, stylesheet
from microsite.shape import measures
from microsite.templating import environment
from microsite.wording_files import languages, script_words
from scenes.page_look import LANDSCAPES, USUAL_LOOK

if TYPE_CHECKING:
    from scenes.bound import Theme
    from scenes.campaign_file import CampaignFile
    from scenes.page_look import PageLook

_Own = TypeVar("_Own", OwnDocument, OwnPicture)

ICONS = Path(assets.__file__).parent / "icons"


@dataclass(frozen=True)
class SharedAssets:
    """File names below ``static/`` by what they are for, and ``files`` with their bytes.

    ``script`` and ``style`` hold the player's, too.
    ``sections`` are the scripts of what stands below the first screen, by language.
    ``icons`` are those of the options, white silhouettes, by the name a storyboard gives them.
    ``documents`` and ``pictures`` are the page's own files by their names in ``media/``.
    ``cover_same`` says that one picture serves both schemes: the dark one dims it.
    """

    script: str
    sections: dict[str, str]
    style: str
    icon: str
    landscape_light: str
    landscape_dark: str
    cover_same: bool
    logo: str | None
    logo_dark: str | None
    icons: dict[str, str]
    documents: dict[str, OwnDocument]
    pictures: dict[str, OwnPicture]
    files: dict[str, bytes]


def shared_files(
    theme: Theme, campaign: CampaignFile, media: Path, look: PageLook = USUAL_LOOK
) -> dict[str, bytes]:
    """Return the shared files of a campaign: name below ``static/`` to bytes.

    Args:
        theme: the theme of the campaign's look.
        campaign: the campaign file; its issuer names the logo.
        media: the campaign's ``media/`` folder.
        look: what the theme says of the page alone.

    Raises RenderError when the theme lacks a colour, or a logo, cover or font cannot be used.
    """
    return dict(shared_assets(theme, campaign, media, look).files)


def shared_assets(
    theme: Theme, campaign: CampaignFile, media: Path, look: PageLook = USUAL_LOOK
) -> SharedAssets:
    """Return the shared files and what each is for; arguments and errors as ``shared_files``."""
    logo = look.logo or campaign.issuer.logo
    named = (
        *(logo, look.logo_dark, look.cover_dark, look.font.regular or None, look.font.bold or None),
        None if look.cover in LANDSCAPES else look.cover,
        *look.documents,
        *look.pictures,
    )
    changed = []
    for name in named:
        try:
            changed.append((media / name).stat().st_mtime_ns if name is not None else 0)
        except OSError as error:
            what = "issuer's logo" if name == logo else "file"
            raise RenderError(f"The {what} media/{name} cannot be read.") from error
    return _made(theme, look, logo, media, tuple(changed))


@lru_cache(maxsize=32)
def _made(
    theme: Theme, look: PageLook, logo: str | None, media: Path, _changed: tuple[int, ...]
) -> SharedAssets:
    files: dict[str, bytes] = {}

    def add(name: str, body: bytes) -> str:
        stored = hashed(name, body)
        files[stored] = body
        return stored

    def keep(own: tuple[_Own, bytes]) -> _Own:
        files[own[0].stored] = own[1]
        return own[0]

    def add_logo(name: str | None) -> str | None:
        if name is None:
            return None
        ending, body = logo_file(media / name)
        return add(f"logo{ending}", body)

    faces = page_faces(look.font, media)
    files |= faces.files
    light, dark = _covers(theme, look, media)
    css = (
        faces.css,
        stylesheet(theme, look) + measures(theme),
        page_style(look.shape),
        player_style(),
    )
    # For portals (docs/player.md); the page has the player in its own files: fewer round trips.
    add("film.js", player_script())
    add("film.css", player_style().encode())
    icon = environment().get_template("favicon.svg.jinja").render(c=light_palette(theme))
    return SharedAssets(
        script=add("page.js", player_script() + page_script()),
        sections={
            language: add(
                f"sections-{language}.js", section_script(script_words(language, look.wording))
            )
            for language in languages()
        },
        style=add("page.css", "\n".join(css).encode()),
        icon=add("icon.svg", icon.encode()),
        landscape_light=add(f"cover{light[0]}", light[1]),
        landscape_dark=add(f"cover{dark[0]}", dark[1]),
        cover_same=look.cover not in LANDSCAPES and look.cover_dark is None,
        logo=add_logo(logo),
        logo_dark=add_logo(look.logo_dark),
        icons={
            file.stem: add(f"{file.stem}.svg", file.read_bytes())
            for file in sorted(ICONS.glob("*.svg"))
        },
        documents={name: keep(document(media / name)) for name in look.documents},
        pictures={name: keep(picture(media / name)) for name in look.pictures},
        files=files,
    )


def _covers(
    theme: Theme, look: PageLook, media: Path
) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    """Return the first screen's picture for the light and the dark scheme: ending and bytes."""
    if look.cover in LANDSCAPES:
        light = landscape(look.cover, theme, dark=False)
        return (".svg", light), (".svg", landscape(look.cover, theme, dark=True))
    light_file = cover_file(media / look.cover)
    dark = look.cover_dark
    return light_file, light_file if dark is None else cover_file(media / dark)
