from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.text_direction import direction, isolate_html, isolate_plain, runs


@pytest.mark.parametrize(
    ("locale", "expected"), [("it-IT", "ltr"), ("ar", "rtl"), ("he_IL", "rtl"), ("en", "ltr")]
)
def test_direction(locale: str, expected: str):
    assert direction(locale) == expected


def test_a_name_against_the_page_is_wrapped_whole():
    assert isolate_html("Buongiorno محمد علي 2, grazie.") == (
        "Buongiorno <bdi>محمد علي</bdi> 2, grazie."
    )


def test_in_a_page_from_right_to_left_latin_is_wrapped():
    assert isolate_html("مرحبا Giulia Rossi.", "rtl") == "مرحبا <bdi>Giulia Rossi</bdi>."


def test_in_a_page_from_right_to_left_groups_of_digits_keep_their_order():
    assert isolate_html("رقم 3010 0000 43 هنا", "rtl") == "رقم <bdi>3010 0000 43</bdi> هنا"
    assert isolate_plain("3010 0000 43", "rtl") == "\u20683010 0000 43\u2069"
    assert isolate_plain("טל +39 02 12", "rtl") == "טל \u2068+39 02 12\u2069"


def test_markup_in_a_name_is_text():
    assert isolate_html("<b>שלום</b>") == "&lt;b&gt;<bdi>שלום</bdi>&lt;/b&gt;"


def test_plain_text_gets_isolates():
    assert isolate_plain("Ciao שלום!") == "Ciao \u2068שלום\u2069!"


def test_vowel_signs_stay_with_their_letter():
    assert isolate_html("ciao שָׁ!") == "ciao <bdi>שָׁ</bdi>!"


@given(st.text())
def test_nothing_is_lost_but_direction_controls(text: str):
    kept = "".join(part for _, part in runs(text, "ltr"))
    controls = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    expected = "".join(
        character
        for character in text
        if unicodedata.bidirectional(character) not in controls and character not in "\u200e\u200f"
    )
    assert kept == expected
