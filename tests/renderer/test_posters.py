from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from renderer.pictures import paint
from renderer.posters import poster_jpeg
from scenes.bound import Look, Motion, Place, ShapeLayer, Transition, Voice

ACCENT, PAPER = (15, 96, 114), (251, 246, 236)


@pytest.mark.parametrize(
    ("format_", "lines", "size"),
    [
        ("portrait", 720, (360, 640)),
        ("portrait", 1080, (360, 640)),
        ("landscape", 720, (640, 360)),
        ("square", 1080, (360, 360)),
    ],
)
def test_it_is_small_and_shows_the_scene_as_it_is_left(
    format_, lines, size, theme, kit, scene_of, timed
):
    look = Look(format_, theme, Voice(), "it-IT", lines=lines)
    layer = ShapeLayer(
        color="accent", place=Place(0.5, 0.5), width=0.5, height=0.3, enter=Motion("fade", 400)
    )
    scene = scene_of(layer, closing=Transition("cross-fade", color="#000000"))
    jpeg = poster_jpeg(paint(scene, look, kit, timed(scene)))
    poster = Image.open(io.BytesIO(jpeg))
    assert (poster.format, poster.size) == ("JPEG", size)
    assert not poster.getexif()
    pixels = np.asarray(poster).astype(int)
    for place, wanted in (((0.6, 0.5), ACCENT), ((0.1, 0.1), PAPER)):
        row, column = round(place[0] * size[1]), round(place[1] * size[0])
        assert np.abs(pixels[row, column] - wanted).max() <= 4
