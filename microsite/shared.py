"""The files that all pages of a campaign share, under names made from their content.

They go below ``static/`` of the store and may be cached forever. The same theme, logo and program
always give the same names, so ``build_page`` and ``shared_files`` agree without talking.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import assets
from foundation.errors import RenderError
from microsite.bundle import page_script, page_style, player_script, player_style
from microsite.palette import dark_palette, light_palette, stylesheet
from microsite.templating import environment

if TYPE_CHECKING:
    from scenes.bound import Theme
    from scenes.campaign_file import CampaignFile

FONTS = Path(assets.__file__).parent / "fonts"
ICONS = Path(assets.__file__).parent / "icons"

LATIN = (
    "U+20-7E,U+A0-FF,U+131,U+152-153,U+2C6,U+2DA,U+2DC,U+2013-2014,U+2018-201A,U+201C-201E,"
    "U+2020-2022,U+2026,U+2030,U+2039-203A,U+2044,U+20AC,U+2122,U+2212"
)
"""What the first font file of each weight holds; all that Italian, English, German… need."""

LATIN_EXTENDED = (
    "U+100-130,U+132-151,U+154-2C5,U+2C7-2D9,U+2DB,U+2DD,U+300-36F,U+3A9,U+3C0,U+1E00-1EFF,"
    "U+2070-208E,U+2126,U+2202-2211,U+2215-22FF,U+25CA"
)
"""What the second file holds; a browser loads it only when a name needs it (Polish, Turkish…)."""

WEIGHTS = (("Regular", 400), ("SemiBold", 600))
SUBSETS = (("latin", LATIN), ("latin-ext", LATIN_EXTENDED))

MOST_LOGO_BYTES = 40_000
LOGO_TYPES = (".svg", ".png", ".webp", ".jpg", ".jpeg")


@dataclass(frozen=True)
class SharedAssets:
    """File names below ``static/`` by what they are for, and ``files`` with their bytes.

    ``icons`` are those of the options, white silhouettes, by the name a storyboard gives them.
    """

    script: str
    style: str
    player_script: str
    player_style: str
    icon: str
    landscape_light: str
    landscape_dark: str
    logo: str | None
    icons: dict[str, str]
    files: dict[str, bytes]


def shared_files(theme: Theme, campaign: CampaignFile, media: Path) -> dict[str, bytes]:
    """Return the shared files of a campaign: name below ``static/`` to bytes.

    Args:
        theme: the theme of the campaign's look.
        campaign: the campaign file; its issuer names the logo.
        media: the campaign's ``media/`` folder.

    Raises RenderError when the theme lacks a colour or the logo cannot be used.
    """
    return dict(shared_assets(theme, campaign, media).files)


def shared_assets(theme: Theme, campaign: CampaignFile, media: Path) -> SharedAssets:
    """Return the shared files and what each is for; arguments and errors as ``shared_files``."""
    logo = None
    changed = 0
    if campaign.issuer.logo is not None:
        logo = media / campaign.issuer.logo
        try:
            changed = logo.stat().st_mtime_ns
        except OSError as error:
            raise RenderError(
                f"The issuer's logo media/{campaign.issuer.logo} cannot be read."
            ) from error
    return _made(theme, logo, changed)


def hashed(name: str, body: bytes) -> str:
    """Return ``page.css`` as ``page-0123456789abcdef.css``, by the file's content."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(body).hexdigest()[:16]}{dot}{ending}"


@lru_cache(maxsize=32)
def _made(theme: Theme, logo: Path | None, _changed: int) -> SharedAssets:
    files: dict[str, bytes] = {}

    def add(name: str, body: bytes) -> str:
        stored = hashed(name, body)
        files[stored] = body
        return stored

    faces = []
    for weight_name, weight in WEIGHTS:
        for subset, characters in SUBSETS:
            body = (FONTS / f"TitilliumWeb-{weight_name}-{subset}.woff2").read_bytes()
            stored = add(f"titillium-{weight}-{subset}.woff2", body)
            faces.append(
                f'@font-face{{font-family:"Titillium Web";font-weight:{weight};font-display:swap;'
                f'src:url({stored}) format("woff2");unicode-range:{characters}}}'
            )
    css = "\n".join([*faces, stylesheet(theme) + page_style()])
    return SharedAssets(
        script=add("page.js", page_script()),
        style=add("page.css", css.encode()),
        player_script=add("film.js", player_script()),
        player_style=add("film.css", player_style().encode()),
        icon=add("icon.svg", _picture("favicon.svg.jinja", light_palette(theme))),
        landscape_light=add("cover.svg", _picture("landscape.svg.jinja", light_palette(theme))),
        landscape_dark=add("cover.svg", _picture("landscape.svg.jinja", dark_palette(theme))),
        logo=add(f"logo{logo.suffix.lower()}", _logo(logo)) if logo is not None else None,
        icons={
            file.stem: add(f"{file.stem}.svg", file.read_bytes())
            for file in sorted(ICONS.glob("*.svg"))
        },
        files=files,
    )


def _picture(template: str, colors: dict[str, str]) -> bytes:
    return environment().get_template(template).render(c=colors).encode()


def _logo(path: Path) -> bytes:
    if path.suffix.lower() not in LOGO_TYPES:
        raise RenderError(f"The issuer's logo {path.name} must be one of {', '.join(LOGO_TYPES)}.")
    body = path.read_bytes()
    if len(body) > MOST_LOGO_BYTES:
        raise RenderError(
            f"The issuer's logo {path.name} has {len(body):,} bytes; every page loads it, "
            f"so it may have {MOST_LOGO_BYTES:,} at most."
        )
    return body
