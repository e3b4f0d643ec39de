from __future__ import annotations

import dataclasses
import hashlib
import re

import pytest
from invented_story import MEDIA, campaign_file, public_theme

from foundation.errors import RenderError
from microsite.shared import shared_assets, shared_files


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


def test_everything_the_stylesheet_names_is_there():
    files = shared_files(public_theme(), campaign_file(), MEDIA)
    css = next(body for name, body in files.items() if name.endswith(".css")).decode()
    named = re.findall(r"url\(([^)]+)\)", css)
    assert len(named) == 4
    assert set(named) <= set(files)
    assert all(len(files[name]) <= 25_000 for name in named)


def test_fonts_hold_what_their_ranges_promise():
    import uharfbuzz

    from microsite.shared import FONTS, LATIN, LATIN_EXTENDED, WEIGHTS

    def characters(ranges: str) -> set[int]:
        found = set()
        for part in ranges.replace("U+", "").split(","):
            first, _, last = part.partition("-")
            found |= set(range(int(first, 16), int(last or first, 16) + 1))
        return found

    assert not characters(LATIN) & characters(LATIN_EXTENDED)
    import fontpkg_titillium_web

    for weight, _ in WEIGHTS:
        whole = uharfbuzz.Face(
            uharfbuzz.Blob.from_file_path(
                f"{fontpkg_titillium_web.ROOT}/files/TitilliumWeb-{weight}.ttf"
            )
        )
        covered = characters(LATIN) | characters(LATIN_EXTENDED)
        missing = {code for code in whole.unicodes if code >= 0x20} - covered
        assert all(0xE000 <= code < 0xF900 for code in missing), "private use only"
        for subset in ("latin", "latin-ext"):
            assert (FONTS / f"TitilliumWeb-{weight}-{subset}.woff2").read_bytes()[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE" in (FONTS / "TitilliumWeb-OFL.txt").read_text(encoding="utf-8")


def test_a_logo_is_shared_and_a_changed_one_gets_a_new_name(tmp_path):
    logo = tmp_path / "logo.svg"
    campaign = campaign_file(logo="logo.svg")
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    first = shared_assets(public_theme(), campaign, tmp_path)
    assert first.files[first.logo] == logo.read_bytes()
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9'/>", encoding="utf-8")
    second = shared_assets(public_theme(), campaign, tmp_path)
    assert second.logo != first.logo


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("logo.gif", b"GIF89a", "must be one of"),
        ("logo.png", b"x" * 50_000, "may have 40,000 at most"),
        (None, b"", "cannot be read"),
    ],
)
def test_logos_that_cannot_be_used(tmp_path, name, body, reason):
    if name:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(RenderError, match=reason):
        shared_files(public_theme(), campaign_file(logo=name or "none.png"), tmp_path)
