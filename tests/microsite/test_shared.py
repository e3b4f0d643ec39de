from __future__ import annotations

import dataclasses
import hashlib
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from invented_story import MEDIA, campaign_file, public_theme
from PIL import Image

from assets import web_fonts
from assets.web_fonts import characters
from foundation.errors import RenderError
from microsite.shared import shared_assets, shared_files
from microsite.wording_files import languages, wording
from scenes.page_files import LETTERS
from scenes.themes import read_theme, shipped_themes


def test_names_are_made_from_the_content():
    for name, body in shared_files(public_theme(), campaign_file(), MEDIA).items():
        stem, _ = name.rsplit(".", 1)
        assert stem.endswith("-" + hashlib.sha256(body).hexdigest()[:16])


def test_the_same_theme_gives_the_same_files_and_another_theme_others():
    first = shared_assets(public_theme(), campaign_file(), MEDIA)
    again = shared_assets(public_theme(), campaign_file(), MEDIA)
    assert first == again
    colors = tuple(sorted({**dict(public_theme().colors), "accent": "#7a1f6b"}.items()))
    other = shared_assets(
        dataclasses.replace(public_theme(), colors=colors), campaign_file(), MEDIA
    )
    assert other.style != first.style
    assert other.icon != first.icon
    assert other.script == first.script


@pytest.mark.parametrize("name", shipped_themes())
def test_everything_the_stylesheet_names_is_there(name: str):
    read, _ = read_theme(name, MEDIA, {}, None)
    files = shared_files(read.theme, campaign_file(), MEDIA, read.page_look)
    css = next(body for file, body in files.items() if re.match(r"page-.*css", file)).decode()
    named = re.findall(r"url\(([^)]+)\)", css)
    assert len(named) == 6
    assert set(named) <= set(files)
    assert f'"{read.page_look.font.family}"' in css
    assert css.count("ascent-override:") == 2 * len(web_fonts.STAND_INS)
    for file in named:
        assert len(files[file]) <= (7_500 if "core" in file else 40_000)


@pytest.mark.parametrize("family", web_fonts.SHIPPED)
def test_fonts_hold_what_their_ranges_promise(family: str):
    ranges = [characters(ranges) for _, ranges in web_fonts.SUBSETS]
    assert sum(map(len, ranges)) == len(set.union(*ranges)), "each letter is in one file"
    for weight, _ in web_fonts.WEIGHTS:
        for subset, ranges in web_fonts.SUBSETS:
            with TTFont(io.BytesIO(web_fonts.shipped(family, weight, subset))) as font:
                held = set(font.getBestCmap())
            assert held <= characters(ranges)
            if subset == "core":
                assert set(map(ord, LETTERS)) <= held
    licences = [file.name for file in web_fonts.FOLDER.glob("*-OFL.txt")]
    assert f"{family.replace(' ', '')}-OFL.txt" in licences


def test_the_shipped_fonts_are_what_the_packages_hold(capsys, monkeypatch, tmp_path):
    kept = {file.name: file.read_bytes() for file in web_fonts.FOLDER.glob("*.woff2")}
    monkeypatch.setattr(web_fonts, "FOLDER", tmp_path)
    web_fonts.main()
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made.keys() == kept.keys()
    for name, body in made.items():
        with TTFont(io.BytesIO(body)) as new, TTFont(io.BytesIO(kept[name])) as old:
            assert new.getBestCmap() == old.getBestCmap(), name
    assert "NotoSans-bold-core.woff2" in capsys.readouterr().out


@pytest.mark.parametrize("language", sorted({*languages()} - {"ar", "uk"}))
def test_the_first_file_has_the_letters_of_the_shipped_wordings(language):
    texts = [text for part in wording(language).values() for text in part.values()]
    forms = Path(web_fonts.FOLDER.parent / "forms" / f"{language}.yaml").read_text(encoding="utf-8")
    texts += re.findall(r"[^\W\d_]", forms)
    letters = {ord(letter) for letter in "".join(texts) if letter.isalpha()}
    assert not letters - characters(web_fonts.CORE)


def test_stand_ins_take_the_room_of_the_font():
    measured = web_fonts.measures(web_fonts.shipped("Nunito", "bold", "core"))
    (rule, *_) = web_fonts.stand_ins("Nunito", "bold", 600, measured)
    scale = float(re.search(r"size-adjust:([\d.]+)%", rule)[1]) / 100
    assert scale * 0.4705 == pytest.approx(measured.width, abs=0.001)
    ascent = float(re.search(r"ascent-override:([\d.]+)%", rule)[1]) / 100
    assert ascent * scale == pytest.approx(measured.ascent, abs=0.001)


def test_a_logo_is_shared_and_a_changed_one_gets_a_new_name(tmp_path):
    logo = tmp_path / "logo.svg"
    campaign = campaign_file(logo="logo.svg")
    logo.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>1</script></svg>",
        encoding="utf-8",
    )
    first = shared_assets(public_theme(), campaign, tmp_path)
    assert b"svg" in first.files[first.logo]
    assert b"script" not in first.files[first.logo]
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'/>", encoding="utf-8")
    second = shared_assets(public_theme(), campaign, tmp_path)
    assert second.logo != first.logo


def noise(width: int, height: int) -> bytes:
    """Return a PNG that cannot be made small."""
    written = io.BytesIO()
    Image.effect_noise((width, height), 90).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("logo.gif", b"GIF89a", "must be one of"),
        ("logo.png", b"x" * 50_000, "cannot be read as a picture"),
        ("logo.png", noise(6000, 88), "may have 40,000 at most"),
        (None, b"", "cannot be read"),
    ],
)
def test_logos_that_cannot_be_used(tmp_path, name, body, reason):
    if name:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(RenderError, match=reason):
        shared_files(public_theme(), campaign_file(logo=name or "none.png"), tmp_path)
