from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_story import TOKEN, bound_story, page, page_input

from foundation.errors import RenderError
from microsite.payload import story, to_script
from scenes.bound import Popup, Timing


def test_the_story_as_the_player_reads_it():
    made = story(page_input(), {"card": "card-1.svg", "unused": "x.svg"})
    assert made["token"] == TOKEN
    assert made["size"] == [720, 1280]
    assert made["start"] == "welcome"
    assert made["defaultPath"] == ["welcome", "roads", "amount", "pay", "goodbye"]
    amount = made["scenes"]["amount"]
    assert "next" not in amount
    assert [option["to"] for option in amount["choice"]["options"]] == [
        "pay",
        "why",
        "more_time",
        "already_paid",
    ]
    assert made["scenes"]["why"]["aside"] is True
    assert made["scenes"]["welcome"]["cues"][0] == [0, 1560, "Buongiorno Giulia."]
    assert made["icons"] == {"card": "card-1.svg"}
    assert made["words"]["pause"] == "Pausa"


def test_what_a_scene_explains_and_shows_in_words():
    scenes = story(page_input(), {})["scenes"]
    assert scenes["amount"]["popups"] == [
        {
            "number": 1,
            "label": "Che cosa sono gli interessi?",
            "title": "Gli interessi",
            "text": [
                "Sono una piccola somma che cresce con i giorni di ritardo.",
                "Qui sono 3,20 €.",
            ],
            "from": 200,
            "to": 600,
        }
    ]
    assert scenes["pay"]["popups"] == [{"number": 1, "label": "Paga ora", "from": 0, "pay": True}]
    assert scenes["more_time"]["popups"] == [
        {"number": 1, "label": "Chiedo le rate", "from": 0, "form": "more_time"}
    ]
    assert scenes["welcome"]["description"] == "Un piccolo paese tra le colline, al mattino."
    assert not {"popups", "description", "sentences", "bytes"} & set(scenes["roads"])


def test_a_popup_comes_with_its_sentence():
    bound = bound_story()
    popup = Popup(3, "Quando?", "Quando", "Presto.", Timing(100, None, 2))
    with_popup = tuple(
        dataclasses.replace(scene, popups=(popup,)) if scene.id == "amount" else scene
        for scene in bound.scenes
    )
    told = story(page_input(dataclasses.replace(bound, scenes=with_popup)), {})
    shown = told["scenes"]["amount"]["popups"][0]
    assert shown["from"] == told["scenes"]["amount"]["cues"][1][0] + 100
    assert "to" not in shown
    assert shown["number"] == 3


def test_the_bytes_of_clips_are_told_where_they_are_known():
    whole = page_input()
    clips = {name: dataclasses.replace(clip, bytes=4711) for name, clip in whole.clips.items()}
    told = story(dataclasses.replace(whole, clips=clips), {})
    assert {scene["bytes"] for scene in told["scenes"].values()} == {4711}


def test_a_scene_without_a_clip_is_an_error():
    whole = page_input()
    clips = {name: clip for name, clip in whole.clips.items() if name != "why"}
    with pytest.raises(KeyError, match="why"):
        story(dataclasses.replace(whole, clips=clips), {})


def test_the_pay_address_must_be_one():
    bad = dataclasses.replace(page().payment, address="javascript:alert(1)")
    with pytest.raises(RenderError, match="pay address"):
        story(page_input(bound_story(payment=bad)), {})


@given(st.recursive(st.text() | st.integers(), st.lists))
def test_a_script_block_never_ends_early_and_reads_back(value):
    text = to_script(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value
