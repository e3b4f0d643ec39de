"""What is one isolate in a text from the right: whole, and no more than belongs together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.left_to_right import left_to_right_spans, whole_brackets


def parts(text):
    return [text[start:end] for start, end in left_to_right_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("رقم AC-2026-0001 هنا", ["AC-2026-0001"]),
        ("ל-AC/2026/0001.", ["AC/2026/0001"]),
        ("+39 0123-456-789", ["+39 0123-456-789"]),
        ("هاتف 0123 456-789،", ["0123 456-789"]),
        ("في https://a.example/x-1?a=1.", ["https://a.example/x-1?a=1"]),
        ("30/09/2027، 8:30–17:00", ["30/09/2027", "8:30–17:00"]),
        ("Via Roma 5, Milano; Bari", ["Via Roma 5", "Milano", "Bari"]),
        ("خصم 20% (75 kW", ["20%", "75 kW"]),
        ("رقم 0123 456 (IBAN)", ["0123 456", "IBAN"]),
        ("A (b) c", ["A (b) c"]),
        ("Giulia Rossi 187,50\u00a0€", ["Giulia Rossi", "187,50"]),
        ("1\u00a0187,50 €", ["1\u00a0187,50"]),
        ("ב-5 30 21/11/2026", ["5", "30", "21/11/2026"]),
        ("IT60 X054 2811 1010", ["IT60 X054 2811 1010"]),
        ("", []),
    ],
)
def test_what_belongs_together(text, expected):
    assert parts(text) == expected


@given(st.text("A1(b)[2] -–/:.,;،+%€ جג"))
def test_spans_follow_each_other_and_hold_whole_pairs(text):
    last = 0
    for start, end in left_to_right_spans(text):
        assert last <= start < end <= len(text)
        assert whole_brackets(text, start, end) == [(start, end)]
        assert not any(letter in text[start:end] for letter in "جג،")
        last = end
