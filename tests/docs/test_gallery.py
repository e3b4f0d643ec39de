"""The gallery shows every feature of the language, and shows it as it is."""

from __future__ import annotations

import typing

import numpy as np
import pytest
from PIL import Image

from docs.gallery_strips import GALLERY, PICTURES, STRIP, entries, prepare, strip
from docs.make_gallery import LARGEST, page
from scenes.base_file import BaseFile
from scenes.bound import FORMATS
from scenes.bound_layers import ChartLayer, Easing
from scenes.layer_file import KINDS
from scenes.motion_file import EFFECTS, EMPHASES, ENTRANCES, TRANSITIONS
from scenes.themes import shipped_themes

SHOWN = {entry.id: entry for entry in entries()}
BASE_KINDS = set(BaseFile.model_fields) - {"fit", "focus", "shade"}
CHARTS = typing.get_args(typing.get_type_hints(ChartLayer)["chart"])
FEATURES = [
    *(f"base-{kind}" for kind in sorted(BASE_KINDS)),
    *(f"layer-{kind}" for kind in KINDS),
    *(f"chart-{kind}" for kind in CHARTS),
    *(f"effect-{effect}" for effect in EFFECTS),
    *(f"exit-{effect}" for effect in EFFECTS if effect not in ENTRANCES),
    *(f"emphasis-{effect}" for effect in EMPHASES),
    *(f"transition-{effect}" for effect in ("cut", *TRANSITIONS)),
    *(f"theme-{theme}" for theme in shipped_themes()),
    *(f"format-{name}" for name in FORMATS),
]


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_has_a_strip(feature):
    assert feature in SHOWN


def test_every_easing_is_seen():
    scenes = [entry.scene for name, entry in SHOWN.items() if name.startswith("easing-")]
    seen = {
        easing for easing in typing.get_args(Easing) for scene in scenes if f"{easing}}}" in scene
    }
    assert seen == set(typing.get_args(Easing))


def test_the_strips_are_those_of_the_entries():
    assert {path.stem for path in GALLERY.glob("*.webp")} == set(SHOWN)


@pytest.mark.parametrize("entry", SHOWN.values(), ids=SHOWN)
def test_a_strip_is_broad_enough_and_small(entry):
    with Image.open(entry.file) as picture:
        # Rounding may leave a pixel of the gaps out; fewer pictures make a narrower strip.
        expected = len(entry.each or entry.moments) / PICTURES * STRIP
        assert abs(picture.width - expected) <= PICTURES + 6
    assert entry.file.stat().st_size <= LARGEST


def test_the_folder_is_small():
    assert sum(path.stat().st_size for path in GALLERY.iterdir()) <= 4_000_000


def test_the_page_is_the_one_of_the_entries():
    assert (GALLERY / "README.md").read_text(encoding="utf-8") == page(list(SHOWN.values()))


@pytest.mark.parametrize("name", ["layer-table", "theme-warm", "effect-wipe", "chart-line"])
def test_a_strip_is_what_its_scene_looks_like(name, tmp_path):
    prepare(tmp_path / "campaign")
    entry = SHOWN[name]
    made = np.asarray(strip(entry, tmp_path / "campaign"), np.int16)
    kept = np.asarray(Image.open(entry.file).convert("RGB"), np.int16)
    assert made.shape == kept.shape
    assert np.abs(made - kept).mean() < 2
