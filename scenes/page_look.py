"""What a theme says of the page alone; nothing of it is in a clip, so no clip depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["public", "utility", "warm"]
"""The family a page belongs to: its corners, its order on the first screen, how its parts part."""

LANDSCAPES = ("hills", "lake", "houses")
"""The shipped pictures of the first screen."""

USUAL_LANDSCAPE: dict[Shape, str] = {"public": "hills", "utility": "lake", "warm": "houses"}


@dataclass(frozen=True, slots=True)
class PageFont:
    """The page's font: a shipped family, or files of ``media/`` for regular and bold."""

    family: str
    regular: str = ""
    bold: str = ""


@dataclass(frozen=True, slots=True)
class PageLook:
    """How the page looks besides the theme's colours.

    ``dark`` are the colours that an issuer gave for the dark scheme, name to ``#rrggbb``; all
    others are derived. ``cover`` is one of ``LANDSCAPES`` or a file of ``media/``, ``cover_dark``
    the file for the dark scheme; ``logo`` and ``logo_dark`` are files of ``media/``. ``wording``
    are the words that an issuer puts in place of the page's own: part, key and text. ``documents``
    and ``pictures`` are files of ``media/`` that the page offers and shows.
    """

    shape: Shape = "public"
    font: PageFont = PageFont("Titillium Web")
    dark: tuple[tuple[str, str], ...] = ()
    logo: str | None = None
    logo_dark: str | None = None
    cover: str = "hills"
    cover_dark: str | None = None
    wording: tuple[tuple[str, str, str], ...] = ()
    documents: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


USUAL_LOOK = PageLook()
"""That of a theme which says nothing of the page."""
