"""The example of thirty scenes: all of them render, join and decode as one film."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from filelock import FileLock
from streams import decode

from renderer.kit import RenderKit
from renderer.scene_renderer import SceneRenderer
from scenes.bind import bind
from scenes.loading import load_campaign

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "showcase"
PICTURE_S = 1 / 25
ROWS = (1, 3)
"""Between them these two people see every scene: a photograph and works; an estimate and a leak."""


@pytest.fixture(scope="module")
def campaign():
    return load_campaign(FOLDER)


@pytest.fixture(scope="module")
def stories(campaign):
    file = campaign.file
    with (FOLDER / file.data.file).open(encoding="utf-8", newline="") as data:
        rows = list(csv.DictReader(data, delimiter=";"))
    columns, fields = file.data.columns, campaign.storyboard.fields
    return [
        bind(
            campaign,
            {
                name: field.parse(rows[row][columns[name]], file.locale, file.data.decimal)
                for name, field in fields.items()
            },
        )
        for row in ROWS
    ]


@pytest.fixture(scope="session")
def work(tmp_path_factory):
    shared = tmp_path_factory.getbasetemp()
    folder = (shared.parent if shared.name.startswith("popen-") else shared) / "showcase"
    with FileLock(f"{folder}.lock"):
        folder.mkdir(exist_ok=True)
        yield folder


@pytest.fixture(scope="module")
def clips(campaign, stories, work):
    """Every scene once, in the storyboard's order, rendered once for all tests."""
    kit = RenderKit(
        campaign.media,
        b"an invented key!",
        work / "cache",
        uploads=FOLDER / campaign.file.data.pictures,
        functions=FOLDER,
    )
    scenes = {scene.id: scene for story in stories for scene in story.scenes}
    with SceneRenderer(campaign.look, kit) as renderer:
        return [renderer.render(scenes[name]) for name in campaign.storyboard.scenes]


@pytest.fixture(scope="module")
def film(clips, campaign, work):
    with SceneRenderer(campaign.look, RenderKit(FOLDER, b"an invented key!", work)) as renderer:
        path = work / "film.mp4"
        path.write_bytes(renderer.join([clip.mp4 for clip in clips]))
    return path


def test_two_people_see_all_thirty_scenes(campaign, stories):
    seen = {scene.id for story in stories for scene in story.scenes}
    assert seen == set(campaign.storyboard.scenes)
    assert len(seen) == 30


def test_every_clip_has_a_picture_for_each_25th_of_a_second(clips):
    for clip in clips:
        assert clip.pictures == clip.duration_ms // 40
        assert clip.encoded_pictures <= clip.pictures


def test_the_film_decodes_without_any_error_and_ends_together(clips, film):
    seen = decode(film)
    total = sum(clip.duration_ms for clip in clips) / 1000
    assert len(seen.times) == sum(clip.pictures for clip in clips)
    steps = {later - earlier for earlier, later in zip(seen.times, seen.times[1:], strict=False)}
    assert [step * seen.time_base for step in steps] == [pytest.approx(PICTURE_S)]
    assert seen.video_s == pytest.approx(total, abs=1e-3)
    assert abs(seen.video_s - seen.audio_s) <= PICTURE_S
    assert abs(len(seen.sound) / seen.audio[1] - total) <= PICTURE_S
