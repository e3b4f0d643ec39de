"""Levels of embedding: even ones are read from the left, odd ones from the right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.text_bidi import embedding_levels

NAMES = st.sampled_from(["محمد", "דוד כהן", "محمد عبد الله", "עמית בן-דוד"])
AMOUNTS = st.sampled_from(["187,50 €", "€ 12", "3 rate", "21/11/2026", "1.187,50\u00a0€", "50 %"])
ITALIAN = st.sampled_from(["Gentile", "deve", "entro il", "a", "Via Roma 5,"])


@settings(max_examples=80)
@given(st.lists(st.one_of(NAMES, AMOUNTS, ITALIAN), min_size=1, max_size=6), ITALIAN)
def test_in_an_italian_sentence_names_turn_round_alone(parts, first):
    """All that is no right-to-left letter (or between two) keeps its place in the sentence."""
    text = " ".join([first, *parts])
    levels = embedding_levels(text, rtl=False)
    place = len(first) + 1
    for number, part in enumerate(parts):
        inside = levels[place : place + len(part)]
        if any("\u0590" <= character <= "\u06ff" for character in part):
            assert set(inside) == {1}
        else:
            assert all(level % 2 == 0 for level in inside), (number, part)
        place += len(part) + 1


@pytest.mark.parametrize(
    ("text", "rtl", "levels"),
    [
        ("abc 1", False, "00000"),
        ("אב 1", False, "1100"),
        ("אב", False, "11"),
        ("אב!", False, "111"),
        ("abc", True, "000"),
        ("אב 1", True, "1112"),
        ("אב a 1,5", True, "11121222"),
        ("אב A 5 ג", True, "11122211"),
        ("", True, ""),
        ("אב 3010 0000 43", True, "111222222222222"),
        ("אב +39 02 1234", True, "11122222222222"),
        ("+39 02 אב", True, "222222111"),
        ("3010 0000 43", True, "222222222222"),
        ("אב IT60 X054 2811 1010 ג", True, "111222222222222222222211"),
        ("אב 3 5,50 ₪", True, "11121222211"),
        ("אב 12 50 €", True, "1112212211"),
        ("אב 30 21/11/2026", True, "1112212222222222"),
        ("ab 3010 0000 43", False, "000000000000000"),
    ],
)
def test_levels(text, rtl, levels):
    assert "".join(map(str, embedding_levels(text, rtl=rtl))) == levels
