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


def drawn(text):
    """Return a text from the right as it stands on the picture, from left to right (rule L2)."""
    levels = embedding_levels(text, rtl=True)
    order = list(range(len(text)))
    for level in range(max(levels), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    mirror = str.maketrans("()", ")(")
    return "".join(text[at].translate(mirror) if levels[at] % 2 else text[at] for at in order)


@pytest.mark.parametrize(
    "part",
    [
        "AC-2026-0001",
        "TARI-2026-17",
        "AC/2026/0001",
        "2026-0001",
        "+39 0123-456-789",
        "https://a.example/x-1",
        "maria.rossi_1@a.example",
        "8:30–17:00",
        "21/11/2026",
        "20%",
        "187,50 EUR",
        "(75 kW)",
    ],
)
@pytest.mark.parametrize("letter", ["ج", "ג"])
def test_in_a_text_from_the_right_what_is_joined_keeps_its_order(part, letter):
    assert drawn(f"{letter} {part} {letter}") == f"{letter} {part} {letter}"
    assert drawn(f"{letter} {part}") == f"{part} {letter}"


def test_in_a_text_from_the_right_brackets_stay_around_what_they_hold():
    assert drawn("ג IT60 X054 456 (IBAN) ג") == "ג (IBAN) IT60 X054 456 ג"
    assert drawn("ג 0123 456 (IBAN)") == "(IBAN) 0123 456 ג"
