from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.plain_text import BIDI_CONTROLS, TextError, clean


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Nicolò  ", "Nicolò"),
        ("Nicolo\u0300", "Nicolò"),
        ("Anna\nMaria", "Anna Maria"),
        ("Anna \r\n\t Maria", "Anna Maria"),
        ("\ufeffAnna", "Anna"),
        ("An\u200bna", "Anna"),
        ("\u200b\u200d", ""),
        (" \u200e \u00ad\ufeff", ""),
        ("D'Angelo\u00a0Rossi", "D'Angelo Rossi"),
        ("محمد", "محمد"),
        ("שרה כהן", "שרה כהן"),
        ("👩\u200d👧 Rossi", "👩\u200d👧 Rossi"),
        ("{{7*7}} <script>%{pts}", "{{7*7}} <script>%{pts}"),
        ("x',drawtext=textfile=/etc/passwd", "x',drawtext=textfile=/etc/passwd"),
    ],
)
def test_text_is_made_clean(raw, expected):
    assert clean(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "Mario\x00Rossi",
        "Mario\x1b[31m",
        "Mario\x7f",
        "Mario\x80",
        "Mario\ufffd",
        "Mario" + chr(0xD800),
        "Mario\U000e0041",
        "Mario\ue000",
        "Z" + "\u0335" * 9,
        *(f"Mario{control}isoR" for control in sorted(BIDI_CONTROLS)),
    ],
)
def test_what_would_change_how_a_text_reads_is_refused(raw):
    with pytest.raises(TextError) as caught:
        clean(raw)
    assert "Mario" not in str(caught.value)


@given(st.text(max_size=60))
def test_clean_text_stays_as_it_is_and_holds_nothing_hidden(raw):
    try:
        text = clean(raw)
    except TextError:
        return
    assert clean(text) == text
    assert text == text.strip()
    assert not any(unicodedata.category(character) == "Cc" for character in text)
    assert not BIDI_CONTROLS & set(text)
