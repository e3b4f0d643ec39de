from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.text_layout import SMALLEST, lay_out, natural_widths, one_line
from renderer.text_mask import draw_text
from scenes.bound import TextStyle

STYLE = TextStyle("Titillium Web", 700, 62, 1.1, "#000000")


def laid(text, width=620, max_lines=4, **more):
    return lay_out(text, STYLE, width, max_lines, STYLE.size, STYLE.size, **more)


def test_a_short_text_keeps_its_size_and_stands_in_one_line():
    block = laid("Buongiorno Anna")
    assert (block.size, len(block.lines)) == (62, 1)
    assert block.height == pytest.approx(62 * 1.1)


def test_lines_are_balanced():
    block = laid("La tassa automobilistica torna sul territorio", width=800)
    assert len(block.lines) == 2
    long, short = sorted((line.width for line in block.lines), reverse=True)
    assert short > long * 0.75


def test_a_long_double_surname_shrinks_instead_of_losing_a_letter():
    name = "Maria Antonietta Querciagrossa della Scala Rampazzo Montefusco"
    block = laid(name, max_lines=2)
    assert SMALLEST * 62 <= block.size < 62
    assert len(block.lines) <= 2
    assert glyph_count(block) == len(name) - name.count(" ") + spaces_kept(block, name)


def glyph_count(block):
    return sum(len(run.glyphs) for line in block.lines for run in line.runs)


def spaces_kept(block, name):
    return name.count(" ") - (len(block.lines) - 1)


def test_a_text_beyond_all_measure_ends_in_an_ellipsis():
    block = laid("Rossi " * 60, max_lines=3)
    assert block.size == pytest.approx(62 * SMALLEST)
    assert len(block.lines) == 3
    last = block.lines[-1].runs[-1]
    assert last.glyphs[-1].index == last.face.font.get_nominal_glyph(ord("…"))


def test_a_word_wider_than_the_line_is_broken_only_at_the_smallest_size():
    block = laid("Pneumonoultramicroscopicsilicovolcanoconiosis")
    assert block.size == pytest.approx(62 * SMALLEST)
    assert len(block.lines) == 2


def test_line_breaks_of_the_author_are_kept():
    assert len(laid("uno\ndue\ntre").lines) == 3


def test_a_no_break_space_holds_an_amount_together():
    block = laid("Deve pagare in tutto soltanto 1.187,50\u00a0€", width=400)
    widths = [laid(text, width=9999).width for text in ("€", "1.187,50\u00a0€")]
    assert min(line.width for line in block.lines) > widths[0] * 1.5


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.sampled_from("abcdefàè'’-/ .WMil"), min_size=1, max_size=120),
    st.integers(120, 640),
    st.integers(1, 4),
)
def test_no_line_is_ever_wider_than_asked_nor_are_there_more(text, width, most):
    block = laid(text, width=width, max_lines=most)
    assert len(block.lines) <= most
    assert all(line.width <= width + 0.01 for line in block.lines)


WORDS = [
    "Buongiorno", "Nicolò", "187,50 €", "محمد", "عبد الله", "דוד", "नमस्ते", "क्षि", "สมชาย",
    "漢字、", "かな。", "자동차세", "👨‍👩‍👧", "Łukasz", "Ђорђе", "(3)", "\n",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14),
    st.integers(240, 640),
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from([None, 90.0, 160.0]),
)
def test_texts_of_all_scripts_stay_in_their_width_lines_and_height(words, width, most, rtl, tall):
    block = laid(" ".join(words), width=width, max_lines=most, rtl=rtl, height=tall)
    assert 1 <= len(block.lines) <= most
    assert all(line.width <= width + 0.02 for line in block.lines)
    assert tall is None or len(block.lines) == 1 or block.height <= tall + 0.02
    assert all(line.places == () or len(line.places) == len(line.runs) for line in block.lines)


def test_a_text_without_room_for_its_ellipsis_is_still_laid_out():
    assert len(laid("Buongiorno Anna", width=3, max_lines=1).lines) == 1


def test_typing_shows_whole_letters_rounded_up():
    block = laid("Anna")
    assert [block.typed_before(share) for share in (0.0, 0.01, 0.25, 0.5, 0.76, 1.0)] == [
        0, 1, 1, 2, None, None,
    ]  # fmt: skip


def test_natural_widths_are_those_of_one_line_and_of_two():
    narrow, wide = natural_widths("Regione Valdoro", STYLE)
    assert wide * 62 == pytest.approx(laid("Regione Valdoro", width=9999).width)
    words = [laid(word, width=9999).width for word in ("Regione", "Valdoro")]
    assert narrow * 62 == pytest.approx(max(words), rel=0.01)
    assert natural_widths("", STYLE) == (0, 0)


def test_one_line_takes_the_size_of_another_text():
    small = laid("Maria Antonietta Querciagrossa della Scala", max_lines=1)
    assert one_line("12,00 €", STYLE, small).size == small.size


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_the_mask_is_aligned_and_clips_nothing(align):
    block = laid("fjÅg", width=500)
    mask, x, y = draw_text(block, align, 500)
    # Its outermost pixels are ink, so nothing was cut off and nothing is left empty.
    assert mask[0].any()
    assert mask[-1].any()
    assert mask[:, 0].any()
    assert mask[:, -1].any()
    middle = {"left": block.width / 2, "center": 250, "right": 500 - block.width / 2}[align]
    assert x + mask.shape[1] / 2 == pytest.approx(middle, abs=6)
    assert -20 < y < block.height


def test_an_empty_text_has_an_empty_mask():
    mask, _, _ = draw_text(laid(""), "left", 100)
    assert not mask.any()


def test_the_same_text_gives_the_same_mask():
    block = laid("Nicolò")
    assert (draw_text(block, "left", 500)[0] == draw_text(block, "left", 500)[0]).all()


@pytest.mark.parametrize("amount", ["1.287,05\u00a0€", "1\u202f287,05\u00a0€", "1.287,05 €"])
@pytest.mark.parametrize("shrink", [0.6, 1.0])
def test_an_amount_shrinks_below_the_floor_rather_than_losing_its_currency(amount, shrink):
    natural = laid(amount, width=10_000)
    block = laid(amount, width=natural.width * 0.45, max_lines=2, shrink=shrink)
    assert len(block.lines) == 1
    assert 0.4 * 62 <= block.size < 0.46 * 62
    assert glyph_count(block) == glyph_count(natural)


def test_words_beside_an_amount_break_where_the_amount_has_room():
    block = laid("Sopramonte 1.287,05\u00a0€", width=150, max_lines=3)
    assert block.lines[-1].places == (11,)
    assert glyph_count(dataclasses.replace(block, lines=block.lines[-1:])) == 10
    assert block.size < 0.6 * 62


def test_not_even_far_too_narrow_a_line_ends_at_a_no_break_space():
    text = "1.287,05\u00a0€"
    block = laid(text, width=70, max_lines=6)
    assert len(block.lines) > 1
    starts = [
        min(p + c for r, p in zip(x.runs, x.places, strict=True) for c in r.clusters)
        for x in block.lines
    ]
    assert all("\u00a0" not in text[max(start - 1, 0) : start + 1] for start in starts)
