"""A theme of the issuer's own: what it says, and what it leaves to the theme it extends."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from assets import web_fonts
from scenes.page_look import PageFont
from scenes.themes import read_theme
from scenes.yaml_tree import Tree

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def own(tmp_path: Path):
    """Return a function: what a theme file of these lines reads as, and its faults."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "logo.svg").write_text(SVG, encoding="utf-8")
    for weight in ("regular", "bold"):
        body = web_fonts.shipped("Nunito", weight, "core")
        (tmp_path / "media" / f"{weight}.woff2").write_bytes(body)

    def read(text: str):
        whole = f"schema: sollecito/theme@1\n{text}"
        (tmp_path / "theme.yaml").write_text(whole, encoding="utf-8")
        return read_theme("theme.yaml", tmp_path, {}, Tree("storyboard.yaml"))

    read.media = tmp_path / "media"
    return read


def shipped(name: str, folder: Path):
    read, faults = read_theme(name, folder, {}, Tree("storyboard.yaml"))
    assert faults == []
    return read


@pytest.mark.parametrize("name", ["public", "utility", "warm"])
def test_a_theme_that_only_extends_looks_like_what_it_extends(own, tmp_path, name):
    read, faults = own(f"extends: {name}\n")
    assert faults == []
    base = shipped(name, tmp_path)
    assert read.theme.colors == base.theme.colors
    assert read.theme.styles == base.theme.styles
    assert read.theme.spacing == base.theme.spacing
    assert read.motion == base.motion
    assert read.page_look == base.page_look
    assert read.page_look.shape == name


def test_what_is_given_wins_and_the_rest_stays(own, tmp_path):
    read, faults = own(
        'extends: warm\ncolors: {accent: "#0A4684"}\ndark: {paper: "#101820"}\n'
        "font: Noto Sans\nspacing: {gap: 7}\nmotion: {duration: 0.2s}\ncover: hills\n"
        "wording: {cover: {watch: Guardi}}\n"
        "styles: {title: {family: Titillium Web, weight: 900, size: 50}}\n"
    )
    assert faults == []
    base = shipped("warm", tmp_path)
    assert read.theme.color("accent") == "#0a4684"
    assert read.theme.color("ink") == base.theme.color("ink")
    assert read.theme.space("gap", 0) == 7
    assert read.theme.space("panel_radius", 0) == base.theme.space("panel_radius", 1)
    assert (read.motion.duration, read.motion.easing) == (200, base.motion.easing)
    assert read.theme.style("body").family == "Noto Sans"
    assert read.theme.style("body").size == base.theme.style("body").size
    assert (read.theme.style("title").family, read.theme.style("title").weight) == (
        "Titillium Web",
        900,
    )
    look = read.page_look
    assert (look.font, look.cover, look.shape) == (PageFont("Noto Sans"), "hills", "warm")
    assert look.dark == (("paper", "#101820"),)
    assert look.wording == (("cover", "watch", "Guardi"),)


def test_files_of_the_issuer(own):
    read, faults = own(
        "extends: public\nlogo: {light: logo.svg, dark: logo.svg}\ncover: logo.svg\n"
        "font: {family: Valdoro Sans, regular: regular.woff2, bold: bold.woff2}\n"
    )
    assert faults == []
    look = read.page_look
    assert look.font == PageFont("Valdoro Sans", "regular.woff2", "bold.woff2")
    assert (look.logo, look.logo_dark, look.cover) == ("logo.svg", "logo.svg", "logo.svg")
    assert read.theme.style("body").family == "Titillium Web", "the film keeps its own"


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("extends: publik\n", "extends", "public"),
        ("extends: public\nfont: Nunitoo\n", "font", "Did you mean 'Nunito'?"),
        ("extends: public\nfont: {family: Nunito, regular: a.ttf, bold: b.ttf}\n", "font", "ship"),
        ("extends: public\nfont: {family: Own, regular: a.ttf, bold: b.ttf}\n", "font.reg", "no f"),
        ("extends: public\nlogo: none.svg\n", "logo", "has no file 'none.svg'"),
        ("extends: public\nlogo: {light: logo.svg, dark: x.gif}\n", "logo.dark", "kind that fits"),
        ("extends: public\ncover: hils\n", "cover", "Did you mean 'hills'?"),
        ("extends: public\ncover: ../logo.svg\n", "cover", "has no file"),
        ('extends: public\ndark: {sky: "#112233"}\n', "dark", "sky"),
        ("extends: public\ndark: {ink: black}\n", "dark.ink", "'#rrggbb'"),
        ('colors: {paper: "#ffffff"}\n', "colors", "The theme has no colour ink"),
    ],
)
def test_faults_say_where_and_what(own, text, place, told):
    read, faults = own(text)
    assert read is None
    assert any(fault.place.startswith(place) and told in str(fault) for fault in faults), faults
    assert all(fault.file == "theme.yaml" and fault.line for fault in faults)


def test_fonts_that_cannot_be_used(own):
    text = "extends: public\nfont: {family: Own, regular: own.ttf, bold: bold.woff2}\n"
    path = own.media / "own.ttf"
    path.write_bytes(b"no font")
    assert "cannot be read as a font" in str(own(text)[1][0])

    font = TTFont(io.BytesIO(web_fonts.shipped("Nunito", "regular", "core")))
    font["OS/2"].fsType = 2
    font.flavor = None
    font.save(path)
    assert "must not be embedded" in str(own(text)[1][0])

    shutil.copy(web_fonts.FOLDER / "Nunito-regular-latin-ext.woff2", path)
    assert "has no glyph for abc" in str(own(text)[1][0])


def test_a_logo_that_is_no_drawing(own):
    (own.media / "logo.svg").write_text("<html/>", encoding="utf-8")
    assert "is not an SVG picture" in str(own("extends: public\nlogo: logo.svg\n")[1][0])
    (own.media / "logo.svg").write_text(SVG + " " * 70_000, encoding="utf-8")
    assert "at most" in str(own("extends: public\nlogo: logo.svg\n")[1][0])
