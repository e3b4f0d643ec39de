from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_story import TOKEN, bound_story, page, page_input

from foundation.errors import RenderError
from microsite.payload import story, to_script


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
