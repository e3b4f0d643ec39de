"""Where letters are parted, and where lines may end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.text_breaks import cluster_start, is_cluster_start, stretches


def parts(text):
    return [text[start:end] for start, end in stretches(text)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("una riga di testo", ["una", "riga", "di", "testo"]),
        ("Rossi-Bianchi 12-34", ["Rossi-", "Bianchi", "12-34"]),
        ("importo 187,50 € entro", ["importo", "187,50 €", "entro"]),
        ("187,50\u00a0€ e 5 %", ["187,50\u00a0€", "e", "5 %"]),
        ("漢字、かな。", ["漢", "字、", "か", "な。"]),
        ("「東京」へ", ["「東", "京」", "へ"]),
        ("税額は187円です", ["税", "額", "は", "187円", "で", "す"]),
        ("ちょっとサッカー", ["ちょっ", "と", "サッ", "カー"]),
        ("자동차세 납부", ["자동차세", "납부"]),
        ("สวัสดี\u200bครับ", ["สวัสดี", "ครับ"]),
        ("Rossi 漢字", ["Rossi", "漢", "字"]),
        ("  ", []),
        ("", []),
    ],
)
def test_lines_end_where_readers_expect_it(text, kept):
    assert parts(text) == kept


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("e\u0301a", ["e\u0301", "a"]),
        ("नमस्ते", ["न", "म", "स्ते"]),
        ("👨‍👩‍👧👍🏽", ["👨‍👩‍👧", "👍🏽"]),
        ("🇮🇹🇫🇷", ["🇮🇹", "🇫🇷"]),
        ("1\ufe0f\u20e3x", ["1\ufe0f\u20e3", "x"]),
        ("ที่ปู่", ["ที่", "ปู่"]),
    ],
)
def test_a_letter_keeps_its_marks(text, clusters):
    starts = [index for index in range(len(text)) if is_cluster_start(text, index)]
    ends = [*starts[1:], len(text)]
    assert [text[a:b] for a, b in zip(starts, ends, strict=True)] == clusters


@settings(max_examples=80)
@given(st.text(st.sampled_from("aé -–/漢、。「」かっー1€한\u200b\u0301👍🏽"), max_size=40))
def test_stretches_hold_all_but_spaces_and_part_no_letter(text):
    found = stretches(text)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    outside = set(range(len(text))) - {i for a, b in found for i in range(a, b)}
    assert all(text[index] in " \u200b" for index in outside)
    for start, _ in found:
        assert is_cluster_start(text, start) or text[start - 1] in " \u200b"
        assert cluster_start(text, start) <= start
