from __future__ import annotations

import pytest

import renderer
from foundation.errors import RenderError
from renderer.font_files import files_for
from renderer.fonts import FAMILIES, font_files, glyph_advice, typefaces


def test_every_font_is_there():
    files = font_files()
    assert len(files) >= 9
    assert all(path.is_file() for path in files)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_style_asks_its_own_family_first_and_all_others_after(family):
    chain = typefaces(family, 400)
    assert family.split()[0].lower() in chain[0].path.name.lower()
    assert {face.path for face in chain} == {face.path for face in typefaces(FAMILIES[0], 400)}


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
        "محمد עברית \ufdfd",
        "नि สมชาย ქართული Հայ বাংলা தமிழ்",
        "漢字 かな 한국어",
        "😀 187,50\u00a0€",
        "a\u200db\n\ufe0f\u202e",
        "e\u0301",
    ],
)
def test_names_of_europe_and_beyond_can_be_drawn(text):
    assert renderer.missing_glyphs([text]) == set()


def test_what_no_font_has_is_reported_character_by_character():
    assert renderer.missing_glyphs(["𒀀𒀁 Rossi", "\x00\x1b", "Rossi"]) == {
        "𒀀",
        "𒀁",
        "\0",
        "\x1b",
    }


def test_without_the_large_font_ideographs_are_missing_and_the_advice_names_it(monkeypatch):
    chain = tuple(face for face in typefaces(FAMILIES[0], 400) if "CJK" not in face.path.name)
    monkeypatch.setattr("renderer.fonts.typefaces", lambda *_: chain)
    missing = renderer.missing_glyphs(["漢字 Rossi 한"])
    assert missing == {"漢", "字", "한"}
    assert "make fonts" in glyph_advice(missing)
    assert not glyph_advice("𒀀")


def test_the_large_font_may_come_from_the_system(monkeypatch, tmp_path):
    monkeypatch.setattr("renderer.font_files._CJK_PACKAGE", "no_such_package")
    monkeypatch.setattr("renderer.font_files._DEBIAN", tmp_path)
    assert not any("CJK" in file.path.name for file in files_for(FAMILIES[0], 400))
    for name in ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"):
        (tmp_path / name).touch()
    assert files_for(FAMILIES[0], 400)[-1].path.name == "NotoSansCJK-Regular.ttc"
    assert files_for(FAMILIES[0], 700)[-1].path.name == "NotoSansCJK-Bold.ttc"


def test_a_font_package_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr("renderer.font_files._folder", lambda _: None)
    with pytest.raises(RenderError, match="fontpkg_titillium_web is missing"):
        files_for(FAMILIES[0], 400)
