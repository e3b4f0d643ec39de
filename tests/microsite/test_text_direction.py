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


def test_in_a_page_from_right_to_left_a_run_ends_where_the_list_goes_on():
    assert runs("30/09/2027، 8:30–17:00", "rtl") == [
        (True, "30/09/2027"),
        (False, "، "),
        (True, "8:30–17:00"),
    ]
    assert isolate_html("رقم AC-2026-0001, B", "rtl") == (
        "رقم <bdi>AC-2026-0001</bdi>, <bdi>B</bdi>"
    )


def test_a_run_holds_no_half_pair_of_brackets():
    assert isolate_html("20% (75 kW)", "rtl") == "<bdi>20%</bdi> (<bdi>75 kW</bdi>)"
    assert isolate_html("0123 456 (IBAN)", "rtl") == "<bdi>0123 456</bdi> (<bdi>IBAN</bdi>)"
    assert isolate_html("Ciao محمد (علي).") == "Ciao <bdi>محمد</bdi> (<bdi>علي</bdi>)."


def test_each_line_has_its_own_isolates():
    assert isolate_plain("חשבון IT60 X054\n2811 1010", "rtl") == (
        "חשבון \u2068IT60 X054\u2069\n\u20682811 1010\u2069"
    )


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
