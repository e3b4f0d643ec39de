"""Every film of the example: its streams, its sound, and what can be read in it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from streams import decode, longest_silence, picture_at, top_boxes

from renderer.clip import SAMPLE_RATE

if TYPE_CHECKING:
    from rendered_example import Person, Rendered

PEOPLE = range(40)


@pytest.fixture(params=PEOPLE, ids=lambda number: f"debtor{number + 1}")
def person(request: pytest.FixtureRequest, vehicle_tax: Rendered) -> Person:
    return vehicle_tax.people[request.param]


def test_all_forty_are_published(vehicle_tax: Rendered) -> None:
    assert len(vehicle_tax.people) == len(PEOPLE)
    assert {person.handover["status"] for person in vehicle_tax.people} == {"published"}


def test_film_streams_and_sound(person: Person) -> None:
    film = decode(person.film)
    assert top_boxes(person.film).index("moov") < top_boxes(person.film).index("mdat")
    assert (film.codec, film.profile, film.pixel_format) == ("h264", "High", "yuv420p")
    assert film.size == (720, 1280)
    assert film.audio == ("aac", SAMPLE_RATE)
    steps = np.diff(film.times) * film.time_base
    assert np.allclose(steps, 1 / 25), "25 pictures a second, constant"
    assert abs(film.video_s - film.audio_s) <= 1 / 25
    assert abs(len(film.sound) / SAMPLE_RATE - len(film.times) / 25) <= 1 / 25
    assert 55 <= film.video_s <= 75, "about a minute on the default path"
    assert np.abs(film.sound).max() < 1.0, "no clipped sample"
    # The sound bed lies under -30 dBFS: what is louder is the voice.
    assert longest_silence(film.sound, SAMPLE_RATE, -34) <= 2.0


def plain(text: str) -> str:
    """Return letters and digits only, without accents, in lower case (what OCR can be held to)."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = bare.replace("ł", "l").replace("Ł", "L").replace("đ", "d").replace("Đ", "D")
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def alike(wanted: str, seen: str) -> float:
    """Return the best share of ``wanted`` found in order in a window of ``seen`` (0…1)."""
    from difflib import SequenceMatcher

    if wanted in seen:
        return 1.0
    width = len(wanted)
    windows = (seen[at : at + width] for at in range(max(1, len(seen) - width + 1)))
    return max(SequenceMatcher(None, wanted, window, autojunk=False).ratio() for window in windows)


@cache
def reader():
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)


def read_text(picture: np.ndarray) -> str:
    """Return all text of an RGB picture, top to bottom."""
    lines, _ = reader()(np.ascontiguousarray(picture[:, :, ::-1]), use_cls=False)
    return " ".join(text for _, text, _ in lines or [])


def scene_end(person: Person, scene: str) -> float:
    """Return the film's second just before the end of a scene of the default path."""
    at = 0
    for name in person.payload()["defaultPath"]:
        at += person.clip(name)["duration_ms"]
        if name == scene:
            return at / 1000 - 0.2
    raise AssertionError(f"{scene} is not on the default path")


def test_name_and_amount_can_be_read_at_their_time(person: Person) -> None:
    welcome = plain(read_text(picture_at(person.film, scene_end(person, "welcome"))))
    name = plain(person.row["Nome"])
    if name:  # a name in Cyrillic or Greek is beyond the reader's alphabet
        assert alike(name, welcome) >= 0.8, "the name stands in the welcome scene"
    amount = plain(read_text(picture_at(person.film, scene_end(person, "amount"))))
    assert plain(person.row["Totale"]) in amount, "the amount stands in the amount scene"
