"""MoviePy's film and ours show and say the same."""

import dataclasses
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from coded_clips import decoded

from renderer import reference
from renderer.scene_renderer import SceneRenderer
from scenes.bound import (
    Base,
    BoundStoryboard,
    ChartLayer,
    ChartPoint,
    Motion,
    Page,
    Payment,
    PictureLayer,
    Place,
    QrLayer,
    Sentence,
    ShapeLayer,
    TextLayer,
    Timing,
)


@pytest.fixture
def bound(look, kit, scene_of):
    Image.new("RGB", (300, 200), "#7a9e5f").save(kit.media / "field.png")
    first = scene_of(
        ShapeLayer(color="accent_soft", width=0.8, height=0.2, place=Place(0.5, 0.05)),
        TextLayer(
            text="Buongiorno Maria", style="title", place=Place(0.5, 0.1), enter=Motion("rise")
        ),
        PictureLayer(source="field.png", width=0.5, place=Place(0.5, 0.3), enter=Motion("pop")),
        ChartLayer(
            points=(ChartPoint("2025", 100, "100\xa0€"), ChartPoint("2026", 187.5, "187,50\xa0€")),
            width=0.8,
            height=0.3,
            place=Place(0.5, 0.55),
            enter=Motion("draw"),
        ),
        base=Base(gradient=("#ffffff", "#cfe6f5")),
        say=(Sentence("Buongiorno Maria.", "Buongiorno Maria."),),
    )
    second = scene_of(
        QrLayer(data="PAGOPA|002|prova", width=0.5, place=Place(0.5, 0.3), enter=Motion("fade")),
        TextLayer(
            text="Pochi istanti",
            box="accent_soft",
            place=Place(0.5, 0.8),
            timing=Timing(end_ms=800),
            exit=Motion("fade", 200),
        ),
        base=Base(picture="field.png", shade=0.2),
    )
    scenes = (
        dataclasses.replace(first, id="first"),
        dataclasses.replace(second, id="second"),
    )
    page = Page("", "", "", "", (), (), Payment("", "", ""))
    return BoundStoryboard("", "it-IT", look, "first", scenes, ("first", "second"), page)


def test_both_films_show_and_say_the_same(bound, kit, tmp_path):
    path = tmp_path / "reference.mp4"
    reference.render(bound, kit, path)
    with SceneRenderer(bound.look, kit) as renderer:
        clips = [renderer.render(scene) for scene in bound.scenes]
        ours, our_sound = decoded(renderer.join([clip.mp4 for clip in clips]))
    with av.open(str(path)) as container:
        theirs = [frame.to_ndarray() for frame in container.decode(video=0)]
    with av.open(str(path)) as container:
        their_sound = np.concatenate([f.to_ndarray()[0] for f in container.decode(audio=0)])
    assert abs(len(ours) - len(theirs)) <= 1
    height = bound.look.size[1]
    end_of_first = clips[0].pictures - 3
    for number in (end_of_first, len(ours) - 3):
        difference = np.abs(ours[number][:height].astype(int) - theirs[number][:height])
        # Text is set by other means, so its edges differ; everything stands at the same place.
        assert difference.mean() < 4
        assert (difference > 60).mean() < 0.03
    length = min(len(our_sound), len(their_sound))
    assert np.corrcoef(our_sound[:length], their_sound[:length])[0, 1] > 0.98
