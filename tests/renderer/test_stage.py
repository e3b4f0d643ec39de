from __future__ import annotations

import dataclasses
import hashlib
import os

import pytest

from foundation.errors import RenderError
from renderer.digests import file_digest
from renderer.stage import bolder, stage_of


@pytest.mark.parametrize("name", ["portrait", "landscape", "square"])
@pytest.mark.parametrize(("lines", "scale"), [(720, 1), (1080, 1.5)])
def test_pixels_are_those_of_the_reference_picture(name, lines, scale, look, kit):
    stage = stage_of(dataclasses.replace(look, format=name, lines=lines), kit)
    assert stage.scale == scale
    assert stage.px(20) == 20 * scale
    assert (stage.px(0), stage.px(0.1)) == (0, 1)


@pytest.mark.parametrize(("locale", "rtl"), [("it-IT", False), ("ar-EG", True), ("he_IL", True)])
def test_the_language_gives_the_direction(locale, rtl, look, kit):
    assert stage_of(dataclasses.replace(look, locale=locale), kit).rtl is rtl


def test_the_language_is_a_tag(look, kit):
    assert stage_of(dataclasses.replace(look, locale="zh_TW"), kit).language == "zh-TW"


def test_there_is_one_stage_for_a_look_and_a_kit(look, kit):
    assert stage_of(look, kit) is stage_of(look, kit)


def test_a_bolder_style_is_never_lighter(theme):
    assert bolder(theme.style("body"), 600).weight == 600
    assert bolder(theme.style("title"), 600).weight == 700


def test_media_are_found_in_their_folder_only(kit, tmp_path):
    (tmp_path / "outside.png").write_bytes(b"x")
    (kit.media / "link.png").symlink_to(tmp_path / "outside.png")
    (kit.media / "a.png").write_bytes(b"x")
    assert kit.media_file("a.png").name == "a.png"
    for source in ("../outside.png", "link.png", str(tmp_path / "outside.png")):
        with pytest.raises(RenderError, match="outside"):
            kit.media_file(source)
    with pytest.raises(RenderError, match="not found"):
        kit.media_file("b.png")


def test_a_digest_follows_the_file(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"one")
    first = file_digest(file)
    assert file_digest(file) == first
    file.write_bytes(b"other")
    assert file_digest(file) != first


def test_a_digest_follows_a_file_of_the_same_size_and_time(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"one")
    os.utime(file, ns=(10**18, 10**18))
    first = file_digest(file)
    other = tmp_path / "b"
    other.write_bytes(b"two")
    os.utime(other, ns=(10**18, 10**18))
    other.replace(file)
    assert file_digest(file) != first


def test_a_file_that_is_never_the_same_is_refused_without_its_name(tmp_path, monkeypatch):
    file = tmp_path / "rossi.png"
    file.write_bytes(b"one")
    digest = hashlib.file_digest

    def swapping(stream, kind):
        found = digest(stream, kind)
        other = tmp_path / "other"
        other.write_bytes(b"two")
        other.replace(file)
        return found

    monkeypatch.setattr(hashlib, "file_digest", swapping)
    with pytest.raises(RenderError, match="render it again") as caught:
        file_digest(file)
    assert "rossi" not in str(caught.value)
    monkeypatch.undo()
    assert file_digest(file) == hashlib.sha256(b"two").hexdigest()
