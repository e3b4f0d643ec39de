"""The invented recipient's site in each of the shipped themes."""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from invented_story import bound_story, campaign_file, page_clips, page_input
from served_site import Site, serve, write_site

from scenes.themes import read_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microsite.page_input import PageInput

ISSUERS = {
    "public": ("Regione Valdora", "Servizio Tributi"),
    "utility": ("Acque di Valdoro", "Servizio clienti"),
    "warm": ("Telefonia Amica", "Assistenza clienti"),
}


def themed_input(theme: str, folder: Path = Path()) -> PageInput:
    """Return the page input in a theme: one of the shipped, or a file of ``folder``."""
    read, faults = read_theme(theme, folder, {}, None)
    assert faults == []
    bound = bound_story()
    bound = dataclasses.replace(
        bound,
        look=dataclasses.replace(bound.look, theme=read.theme),
        page_look=read.page_look,
        page=dataclasses.replace(bound.page, cover_text="Le spieghiamo qualcosa in un minuto."),
    )
    name, department = ISSUERS[read.page_look.shape]
    changes = {"name": name, "department": department}
    return page_input(bound, clips=page_clips(ms=960), campaign=campaign_file(**changes))


@contextmanager
def themed_site(folder: Path, theme: str) -> Iterator[Site]:
    """Serve the site in a theme."""
    made = themed_input(theme)
    write_site(folder, made)
    site = Site(folder, made.token, api=True)
    server = serve(site)
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
