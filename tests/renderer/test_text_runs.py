"""Runs of several scripts, in the order in which they are seen."""

from __future__ import annotations

import pytest

from foundation.errors import RenderError
from renderer.fonts import typefaces
from renderer.text_runs import clean, itemise, shape_line, visual_order

FACES = typefaces("Titillium Web", 400)


def seen(text, *, rtl=False):
    """Return the stretches of a text from left to right."""
    return [text[run.start : run.end] for run in visual_order(itemise(text, FACES, rtl=rtl))]


def glyphs(text, *, rtl=False):
    runs = itemise(text, FACES, rtl=rtl)
    return [glyph.index for run in shape_line(text, runs, 0, len(text)) for glyph in run.glyphs]


def nominal(face, character):
    return face.font.get_nominal_glyph(ord(character))


def test_latin_is_one_run_with_kerning():
    (run,) = itemise("AVATAR", FACES)
    (shaped,) = shape_line("AVATAR", (run,), 0, 6)
    apart = sum(FACES[0].font.get_glyph_h_advance(nominal(FACES[0], c)) for c in "AVATAR")
    assert shaped.ems * FACES[0].upem < apart


def test_hebrew_glyphs_come_from_right_to_left():
    dejavu = FACES[2]
    assert glyphs("דוד") == [nominal(dejavu, c) for c in reversed("דוד")]


def test_arabic_letters_are_joined_and_come_from_right_to_left():
    dejavu = FACES[2]
    word = "محمد"
    runs = itemise(word, FACES)
    (shaped,) = shape_line(word, runs, 0, len(word))
    assert shaped.face is dejavu
    assert [g.index for g in shaped.glyphs] != [nominal(dejavu, c) for c in reversed(word)]
    # The last letter stands leftmost; joined, it is another glyph than alone.
    alone = glyphs("د")
    assert shaped.glyphs[0].index != alone[0]
    assert shaped.glyphs[0].x < shaped.glyphs[-1].x


def test_a_name_from_right_to_left_stays_in_its_sentence():
    assert seen("Gentile דוד כהן, benvenuto") == ["Gentile ", "דוד כהן", ", benvenuto"]


def test_a_sentence_that_begins_with_such_a_name_keeps_its_direction():
    assert seen("דוד, deve 187,50 €")[0] == "דוד"
    assert seen("דוד, deve 187,50 €")[-1].endswith("€")


def test_in_a_language_from_right_to_left_the_first_word_stands_rightmost():
    assert seen("שלום Mario", rtl=True)[0] == "Mario"


def test_an_override_in_a_name_does_not_turn_the_amount_round():
    assert clean("\u202eRossi\u202c 187,50 \u2066€\u2069") == "Rossi 187,50 €"


def test_text_is_composed_so_that_accents_are_one_glyph():
    assert clean("Nicolo\u0300") == "Nicolò"


@pytest.mark.parametrize(
    ("text", "font"),
    [("Rossi", "Titillium"), ("Ђорђе", "NotoSans"), ("محمد", "DejaVu"), ("😀", "DejaVu")],
)
def test_each_script_finds_its_font(text, font):
    (run,) = itemise(text, FACES)
    assert run.face.path.name.startswith(font)


def test_a_name_with_one_rare_letter_is_set_in_one_font():
    fonts = [run.face.path.name[:4] for run in itemise("Buongiorno Hương!", FACES)]
    assert fonts == ["Titi", "Noto", "Titi"]


def test_letters_that_no_font_has_together_find_their_own():
    fonts = {run.face.path.name[:4] for run in itemise("Ꟶمحمد", FACES)}
    assert fonts == {"Noto", "Deja"}


def test_a_letter_keeps_its_mark_and_a_space_its_word():
    names = [run.face.path.name for run in itemise("x\u0331 Rossi", FACES)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("text", "code"), [("Rossi 漢", "U+6F22"), ("a\0b", "U+0000")])
def test_a_character_without_a_glyph_is_named_by_its_code_and_the_text_is_not(text, code):
    with pytest.raises(RenderError) as caught:
        itemise(text, FACES)
    assert code in str(caught.value)
    assert "Rossi" not in str(caught.value)
