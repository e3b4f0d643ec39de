"""The dashboard's files as they are served: read once, named by a digest of them all.

Modules import each other by relative addresses, so all stand below one folder whose name is the
digest: they can be kept for ever, and a new version is a new folder. Styles are joined, with the
theme's colours and fonts before them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader

from microsite.page_fonts import page_faces
from microsite.palette import stylesheet
from scenes.page_look import PageFont
from scenes.themes import load_theme, theme_path
from scenes.yaml_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes.bound import Theme

FOLDER = Path(__file__).parent / "site"
THEME = "public"
FONT = "Titillium Web"
LANGUAGES = ("en", "it")
"""Languages that the dashboard speaks, the first for whoever wants another."""


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """All files of the dashboard.

    ``digest`` (16 hex digits) names the folder of ``files`` (path below it to bytes); ``page`` is
    the HTML that names it.
    """

    digest: str
    files: dict[str, bytes]
    page: bytes


@cache
def site_files() -> SiteFiles:
    """Return the dashboard's files. Raises OSError when the installation lacks some."""
    files = dict(_files())
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path} {hashlib.sha256(files[path]).hexdigest()}\n".encode())
    digest = whole.hexdigest()[:16]
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.get_template("index.html.jinja").render(
        folder=digest,
        modules=[path for path in sorted(files) if path.endswith(".js")],
    )
    return SiteFiles(digest, files, page.encode())


def _files() -> Iterator[tuple[str, bytes]]:
    faces = page_faces(PageFont(FONT), FOLDER)
    styles = [stylesheet(_theme()), faces.css]
    styles += [file.read_text("utf-8") for file in sorted((FOLDER / "style").glob("*.css"))]
    yield "style.css", "\n".join(styles).encode()
    yield from faces.files.items()
    for file in sorted((FOLDER / "script").rglob("*.js")):
        yield file.relative_to(FOLDER).as_posix(), file.read_bytes()
    for language in LANGUAGES:
        words = json.loads((FOLDER / "wording" / f"{language}.json").read_text("utf-8"))
        yield f"wording/{language}.json", json.dumps(words, ensure_ascii=False).encode()
    yield "mark.svg", (FOLDER / "mark.svg").read_bytes()


def _theme() -> Theme:
    path = theme_path(THEME, FOLDER)
    theme = None
    if path is not None:
        theme, _ = load_theme(THEME, FOLDER, {}, read_tree(path, path.name))
    if theme is None:
        raise FileNotFoundError(f"The theme '{THEME}' is missing.")
    return theme
