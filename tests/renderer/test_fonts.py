from __future__ import annotations

import pytest

import renderer
from foundation.errors import RenderError
from renderer.fonts import FAMILIES, font_files, typefaces


def test_every_font_is_there():
    files = font_files()
    assert len(files) >= 9
    assert all(path.is_file() for path in files)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_style_asks_its_own_family_first_and_all_others_after(family):
    chain = typefaces(family, 400)
    assert family.split()[0].lower() in chain[0].path.name.lower()
    assert len({face.path for face in chain}) == 3


def test_weights_go_to_the_nearest_file_and_along_the_axis():
    assert typefaces("Titillium Web", 650)[0].path.name == "TitilliumWeb-Bold.ttf"
    assert typefaces("Titillium Web", 400)[0].path.name == "TitilliumWeb-Regular.ttf"
    light, heavy = (typefaces("Noto Sans", weight)[0] for weight in (300, 800))
    glyph = light.font.get_nominal_glyph(ord("m"))
    assert light.font.get_glyph_h_advance(glyph) < heavy.font.get_glyph_h_advance(glyph)


def test_an_unknown_family_is_named_with_those_there_are():
    with pytest.raises(RenderError, match=r"Comic Sans.*Titillium Web"):
        typefaces("Comic Sans", 400)


@pytest.mark.parametrize(
    "text",
    [
        "Nicolò D’Alessandro",
        "Łukasz Żółć, Nguyễn Thị Ánh, Ünlü",
        "Ђорђе, Ελένη",
        "محمد עברית",
        "😀 187,50\u00a0€",
        "a\u200db\n\ufe0f\u202e",
        "e\u0301",
    ],
)
def test_names_of_europe_and_beyond_can_be_drawn(text):
    assert renderer.missing_glyphs([text]) == set()


def test_what_no_font_has_is_reported_character_by_character():
    assert renderer.missing_glyphs(["漢字 Rossi", "\x00\x1b", "Rossi"]) == {
        "漢",
        "字",
        "\0",
        "\x1b",
    }
