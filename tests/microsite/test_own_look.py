"""What an issuer brings for the page: fonts, logos, covers, words."""

from __future__ import annotations

import dataclasses
import io
import re

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from invented_story import bound_story, campaign_file, page_input, public_theme
from PIL import Image

from assets import web_fonts
from foundation.errors import RenderError
from microsite.own_pictures import COVER_WIDTH, MOST_COVER_BYTES, cover_file
from microsite.page import build_page
from microsite.shared import shared_assets
from microsite.wording_files import wording
from scenes.page_look import PageFont, PageLook

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h{}v9z"/></svg>'


@pytest.fixture
def media(tmp_path):
    for name, width in (("logo.svg", 9), ("logo_dark.svg", 8)):
        (tmp_path / name).write_text(SVG.format(width), encoding="utf-8")
    return tmp_path


def html(look: PageLook, media) -> str:
    bound = dataclasses.replace(bound_story(), page_look=look)
    return build_page(page_input(bound, media=media))["index.html"].decode()


def noise(width: int, height: int) -> Image.Image:
    pixels = np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def test_a_logo_for_each_scheme(media):
    look = PageLook(logo="logo.svg", logo_dark="logo_dark.svg")
    shared = shared_assets(public_theme(), campaign_file(), media, look)
    text = html(look, media)
    assert f'<img class="logo own-dark" src="../../static/{shared.logo}"' in text
    assert f'srcset="../../static/{shared.logo_dark}"' in text
    assert shared.logo != shared.logo_dark


def test_the_themes_logo_wins_over_the_campaigns(media):
    shared = shared_assets(
        public_theme(), campaign_file(logo="logo_dark.svg"), media, PageLook(logo="logo.svg")
    )
    assert b"h9" in shared.files[shared.logo]


def test_a_photograph_is_made_small_and_tells_nothing(media):
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    photo = Image.linear_gradient("L").resize((3000, 1000)).convert("RGB")
    photo.save(media / "valley.jpg", exif=exif)
    look = PageLook(cover="valley.jpg")
    shared = shared_assets(public_theme(), campaign_file(), media, look)
    body = shared.files[shared.landscape_light]
    assert len(body) <= MOST_COVER_BYTES
    assert b"Secret" not in body
    with Image.open(io.BytesIO(body)) as made:
        assert (made.format, made.width) == ("WEBP", COVER_WIDTH)
    assert shared.landscape_dark == shared.landscape_light
    assert 'class="landscape same"' in html(look, media), "dimmed in the dark"


def test_a_cover_of_an_svg_is_cleaned(media):
    (media / "cover.svg").write_text(
        SVG.format(9).replace("<path", "<script>1</script><path"), encoding="utf-8"
    )
    ending, body = cover_file(media / "cover.svg")
    assert ending == ".svg"
    assert b"script" not in body


def test_a_cover_that_stays_too_large_is_refused(media):
    noise(1440, 400).save(media / "noise.png")
    with pytest.raises(RenderError, match="fewer details"):
        cover_file(media / "noise.png")


def test_an_own_font_is_cut_and_stood_in_for(media):
    for weight in ("regular", "bold"):
        font = TTFont(io.BytesIO(web_fonts.shipped("Noto Sans", weight, "core")))
        font.flavor = None
        font.save(media / f"{weight}.ttf")
    look = PageLook(font=PageFont("Valdoro Sans", "regular.ttf", "bold.ttf"))
    shared = shared_assets(public_theme(), campaign_file(), media, look)
    css = shared.files[shared.style].decode()
    named = re.findall(r"url\(([^)]+)\)", css)
    assert len(named) == 2, "the font has none of the other Latin letters"
    assert all(shared.files[name][:4] == b"wOF2" for name in named)
    assert '--font:"Valdoro Sans","Valdoro Sans a"' in css
    assert 'font-family:"Valdoro Sans r"' in css


def test_a_font_that_is_none_is_refused(media):
    (media / "bad.ttf").write_bytes(b"nothing")
    look = PageLook(font=PageFont("Bad", "bad.ttf", "bad.ttf"))
    with pytest.raises(RenderError, match=r"bad\.ttf cannot be cut"):
        shared_assets(public_theme(), campaign_file(), media, look)


def test_the_issuers_words_stand_on_page_and_player(media):
    look = PageLook(
        wording=(
            ("cover", "read", "Leggo da me"),
            ("page", "code_alternative", "Codice per {amount}"),
            ("player", "chapters", "Le parti"),
        )
    )
    text = html(look, media)
    assert "Leggo da me" in text
    assert 'alt="Codice per 187,50 €"' in text
    assert '"chapters":"Le parti"' in text
    assert "Preferisco leggere" not in text
    assert wording("it-IT")["cover"]["read"] == "Preferisco leggere", "others keep theirs"


def test_words_that_fit_no_place_stop_the_page(media):
    with pytest.raises(RenderError, match=r"page\.code_alternative cannot be used"):
        html(PageLook(wording=(("page", "code_alternative", "Codice"),)), media)
