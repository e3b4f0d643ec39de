from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from scenes.bound import Motion, Place, Timing
from scenes.layer_file import AnyLayerFile
from scenes.measures import Length, parse_duration, parse_length, parse_share, parse_spot
from scenes.motions import ThemeMotion, motion_of
from scenes.places import REFERENCE, place_of, timing_of

LAYER: TypeAdapter[AnyLayerFile] = TypeAdapter(AnyLayerFile)


USUAL = ThemeMotion()


def layer(**written):
    return LAYER.validate_python({"text": "x", **written})


@pytest.mark.parametrize(
    ("written", "first", "place"),
    [
        ({"at": ["center", "30%"]}, True, Place(0.5, 0.3, ("center", "top"))),
        ({"at": ["left", "top"]}, True, Place(0.07, 0.06, ("left", "top"))),
        ({"at": ["right", "bottom"]}, True, Place(0.93, 0.94, ("right", "bottom"))),
        ({"at": ["center", "center"]}, True, Place(0.5, 0.5, ("center", "center"))),
        ({"at": [72, 128]}, True, Place(0.1, 0.1, ("center", "top"))),
        ({"at": ["center", "+24"]}, False, Place(0.5, 0.5, ("center", "top"), 24)),
        (
            {"at": ["20%", "40%"], "anchor": ["left", "bottom"]},
            True,
            Place(0.2, 0.4, ("left", "bottom")),
        ),
        ({}, True, Place(0.5, 0.5, ("center", "center"))),
        ({}, False, Place(0.5, 0.5, ("center", "top"), 24)),
    ],
)
def test_places_in_the_picture(written, first, place):
    assert place_of(layer(**written), REFERENCE["portrait"], first=first) == place


def test_pixels_are_those_of_the_reference_picture():
    assert place_of(layer(at=[64, 72]), REFERENCE["landscape"], first=True).x == 0.05
    assert place_of(layer(at=[72, 72]), REFERENCE["square"], first=True).x == 0.1


def test_motions_and_times():
    written = layer(
        enter={"fade": "0.4s", "delay": "200ms", "easing": "ease-in"},
        exit={"slide": "300ms"},
        start="1.2s",
        until="6s",
        **{"with": 2},
    )
    assert motion_of(written.enter, USUAL) == Motion("fade", 400, 200, "ease-in")
    assert motion_of(written.exit, USUAL) == Motion("slide", 300)
    assert motion_of(None, USUAL) == Motion()
    assert timing_of(written) == Timing(1200, 6000, 2)


@pytest.mark.parametrize(
    "written",
    [
        {"enter": {"fade": "1s", "pop": "1s"}},
        {"enter": {"delay": "1s"}},
        {"exit": {"count_up": "1s"}},
        {"enter": {"draw": "1s"}},
        {"start": "2s", "until": "2s"},
        {"opacity": "120%"},
        {"width": -3},
        {"width": "12em"},
        {"with": 0},
        {"picture": "also.png"},
    ],
)
def test_layers_that_make_no_sense_are_refused(written):
    with pytest.raises(ValidationError):
        layer(**written)


def test_measures():
    assert parse_duration("0.5s") == 500
    assert parse_duration("480ms") == 480
    assert parse_share("30%") == 0.3
    assert parse_length("12.5 %") == Length(0.125, "%")
    assert parse_length(24) == Length(24, "px")
    assert parse_spot(["center", "+8"]).y == 8
    for parse, wrong in (
        (parse_duration, 3),
        (parse_duration, "3"),
        (parse_duration, "1000s"),
        (parse_share, "101%"),
        (parse_share, 0.3),
        (parse_length, True),
        (parse_length, "-3%"),
        (parse_spot, ["+8", "center"]),
        (parse_spot, [["a"], "center"]),
    ):
        with pytest.raises(Exception, match="Expected"):
            parse(wrong)
