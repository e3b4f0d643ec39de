"""A clip's name changes with what decides its bytes, and with nothing else."""

from __future__ import annotations

import dataclasses
import re

import pytest
from PIL import Image

from foundation.errors import RenderError
from renderer import naming
from renderer.naming import clip_name
from scenes.bound import (
    Base,
    ChartLayer,
    ChartPoint,
    Choice,
    IconLayer,
    Motion,
    Option,
    PictureLayer,
    Popup,
    Sentence,
    TextLayer,
    Timing,
    Voice,
)


@pytest.fixture
def scene(scene_of, kit):
    Image.new("RGB", (8, 8), "red").save(kit.media / "p.png")
    Image.new("RGB", (8, 8), "blue").save(kit.media / "base.png")
    return scene_of(
        TextLayer(text="Buongiorno Anna", enter=Motion("fade")),
        PictureLayer(source="p.png"),
        IconLayer(icon="car", color="accent"),
        ChartLayer(points=(ChartPoint("a", 1.0, "1 €", icon="bus"),)),
        base=Base(picture="base.png"),
        say=[Sentence("Buongiorno Anna", "Buongiorno Anna")],
    )


def test_a_name_is_160_bits_in_lower_case(scene, look, kit):
    assert re.fullmatch("[a-z2-7]{32}", clip_name(scene, look, kit))


def test_the_same_scene_has_the_same_name(scene, look, kit):
    assert clip_name(scene, look, kit) == clip_name(scene, look, kit)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "other"},
        {"title": "Other"},
        {"next": "pay"},
        {"aside": True},
        {"description": "Other"},
        {"popups": (Popup(1, "Why?", "Why", "Because.", Timing()),)},
        {"choice": Choice("E ora?", (Option("Pago", pay=True),))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_leads_on_or_is_only_read_does_not_count(change, scene, look, kit):
    assert clip_name(dataclasses.replace(scene, **change), look, kit) == clip_name(scene, look, kit)


@pytest.mark.parametrize(
    "change",
    [
        {"layers": (TextLayer(text="Buongiorno Mario"),)},
        {"layers": (TextLayer(text="Buongiorno Anna", enter=Motion("fade", 481)),)},
        {"layers": ()},
        {"base": Base(color="paper")},
        {"say": (Sentence("Buongiorno Mario", "Buongiorno Anna"),)},
        {"say": (Sentence("Buongiorno Anna", "Buongiorno Mario"),)},
        {"say": ()},
        {"min_ms": 1},
    ],
    ids=["text", "motion", "no layers", "base", "spoken", "written", "silent", "length"],
)
def test_what_is_seen_or_heard_counts(change, scene, look, kit):
    assert clip_name(dataclasses.replace(scene, **change), look, kit) != clip_name(scene, look, kit)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "square"},
        {"voice": Voice(rate=151)},
        {"locale": "de-DE"},
        {"music_level": -30.0},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_look_counts(change, scene, look, kit):
    assert clip_name(scene, dataclasses.replace(look, **change), kit) != clip_name(scene, look, kit)


@pytest.mark.parametrize("file", ["p.png", "base.png"])
def test_the_content_of_a_file_counts_and_its_name_alone_does_not_hide_it(file, scene, look, kit):
    before = clip_name(scene, look, kit)
    Image.new("RGB", (9, 9), "green").save(kit.media / file)
    assert clip_name(scene, look, kit) != before


def test_the_music_counts(scene, look, kit):
    (kit.media / "bed.flac").write_bytes(b"one")
    with_music = dataclasses.replace(look, music="bed.flac")
    before = clip_name(scene, with_music, kit)
    (kit.media / "bed.flac").write_bytes(b"other")
    assert clip_name(scene, with_music, kit) != before


def test_the_voice_counts_where_something_is_said(scene, look, kit, tmp_path, monkeypatch):
    silent = dataclasses.replace(scene, say=())
    before = [clip_name(each, look, kit) for each in (scene, silent)]
    (tmp_path / "voice").write_text("another")
    monkeypatch.setattr(naming, "VOICES", tmp_path)
    assert clip_name(scene, look, kit) != before[0]
    assert clip_name(silent, look, kit) == before[1]


def test_another_campaign_has_other_names(scene, look, kit):
    other = dataclasses.replace(kit, secret=b"another secret 16")
    assert clip_name(scene, look, other) != clip_name(scene, look, kit)


def test_where_files_lie_does_not_count(scene, look, kit, tmp_path):
    moved = tmp_path / "elsewhere"
    kit.media.rename(moved)
    elsewhere = dataclasses.replace(kit, media=moved, cache=tmp_path / "other cache")
    name = clip_name(scene, look, elsewhere)
    moved.rename(kit.media)
    assert clip_name(scene, look, kit) == name


def test_a_new_renderer_names_anew(scene, look, kit, monkeypatch):
    before = clip_name(scene, look, kit)
    monkeypatch.setattr(naming, "RENDERER_VERSION", naming.RENDERER_VERSION + 1)
    assert clip_name(scene, look, kit) != before


@pytest.mark.parametrize(("locale", "other"), [("it-IT", False), ("he-IL", True)])
def test_another_order_of_what_is_read_from_the_right_names_only_that_anew(
    scene, look, kit, monkeypatch, locale, other
):
    look = dataclasses.replace(look, locale=locale)
    before = clip_name(scene, look, kit)
    monkeypatch.setattr(naming, "RIGHT_TO_LEFT_VERSION", naming.RIGHT_TO_LEFT_VERSION + 1)
    assert (clip_name(scene, look, kit) != before) is other


def test_a_missing_file_is_an_error_that_names_it(scene, look, kit):
    (kit.media / "p.png").unlink()
    with pytest.raises(RenderError, match=r"p\.png"):
        clip_name(scene, look, kit)


def test_the_secret_is_never_shown(kit):
    assert "secret of" not in repr(kit)
