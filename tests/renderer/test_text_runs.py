"""Runs of several scripts, in the order in which they are seen."""

from __future__ import annotations

import pytest

from foundation.errors import RenderError
from renderer.fonts import typefaces
from renderer.text_runs import clean, itemise, line_runs, shape_run, visual_order

FACES = typefaces("Titillium Web", 400)


def face_of(name):
    return next(face for face in FACES if face.path.name.startswith(name))


def shape_line(text, runs, start, end):
    return [shape_run(text, run) for run in line_runs(runs, start, end)]


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
    hebrew = face_of("NotoSansHebrew")
    assert glyphs("דוד") == [nominal(hebrew, c) for c in reversed("דוד")]


def test_arabic_letters_are_joined_and_come_from_right_to_left():
    arabic = face_of("NotoSansArabic")
    word = "محمد"
    runs = itemise(word, FACES)
    (shaped,) = shape_line(word, runs, 0, len(word))
    assert shaped.face is arabic
    assert [g.index for g in shaped.glyphs] != [nominal(arabic, c) for c in reversed(word)]
    # The last letter stands leftmost; joined, it is another glyph than alone.
    alone = glyphs("د")
    assert shaped.glyphs[0].index != alone[0]
    assert shaped.glyphs[0].x < shaped.glyphs[-1].x


def test_a_name_from_right_to_left_stays_in_its_sentence():
    assert seen("Gentile דוד כהן, benvenuto") == ["Gentile ", "דוד כהן", ", benvenuto"]


AMOUNT = "187,50 €"


@pytest.mark.parametrize("name", ["محمد", "דוד כהן", "محمد عبد الله"])
def test_an_amount_after_a_name_from_right_to_left_does_not_jump_before_it(name):
    assert seen(f"{name} {AMOUNT}") == [name, " ", AMOUNT]
    assert seen(f"Gentile {name} {AMOUNT}") == ["Gentile ", name, " ", AMOUNT]
    assert "".join(seen(f"{name} {AMOUNT} {name}")) == f"{name} {AMOUNT} {name}"
    assert seen(f"{name} 21/11/2026")[0] == name


def test_a_text_in_arabic_alone_is_read_from_the_right_in_any_campaign():
    assert seen("١٢٣ يورو!") == ["!", " يورو", "١٢٣"]
    assert seen("مرحبا، ١٢٣") == ["١٢٣", "مرحبا، "]


def test_a_house_number_stays_within_an_arabic_address():
    assert [part.strip() for part in seen("Via شارع 5 الملك, Milano")] == [
        "Via",
        "الملك",
        "",
        "5",
        "شارع",
        ", Milano",
    ]


def test_an_amount_after_a_latin_name_stands_left_of_it_in_a_language_from_right_to_left():
    order = "".join(seen(f"שלום Mario {AMOUNT}", rtl=True))
    assert order.index(AMOUNT[:6]) < order.index("Mario") < order.index("שלום")
    assert "Fiat 500" in seen("רכב Fiat 500 שלך", rtl=True)


@pytest.mark.parametrize(
    "number",
    ["3010 0000 43", "800 000 000", "+39 02 1234 567", "IT60 X054 2811 1010 0000 0123 456"],
)
def test_groups_of_a_number_keep_their_order_in_a_language_from_right_to_left(number):
    assert number in "".join(seen(f"מספר {number} שלך", rtl=True))
    assert number in "".join(seen(f"رقم {number}", rtl=True))
    assert "".join(seen(number, rtl=True)) == number


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
    [
        ("Rossi", "Titillium"),
        ("Ђорђе", "NotoSans["),
        ("محمد", "NotoSansArabic"),
        ("דוד", "NotoSansHebrew"),
        ("नि", "NotoSansDevanagari"),
        ("สมชาย", "NotoSansThai"),
        ("😀", "NotoEmoji"),
        ("→", "DejaVu"),
        ("漢", "NotoSansCJK"),
    ],
)
def test_each_script_finds_its_font(text, font):
    (run,) = itemise(text, FACES)
    assert run.face.path.name.startswith(font)


def test_a_name_with_one_rare_letter_is_set_in_one_font():
    fonts = [run.face.path.name[:4] for run in itemise("Buongiorno Hương!", FACES)]
    assert fonts == ["Titi", "Noto", "Titi"]


def test_letters_that_no_font_has_together_find_their_own():
    fonts = [run.face.path.name for run in itemise("Ꟶمحمد", FACES)]
    assert fonts == ["NotoSans[wght].ttf", "NotoSansArabic[wght].ttf"]


def test_a_letter_keeps_its_mark_and_a_space_its_word():
    names = [run.face.path.name for run in itemise("x\u0331 Rossi", FACES)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("text", "code"), [("Rossi 𒀀", "U+12000"), ("a\0b", "U+0000")])
def test_a_character_without_a_glyph_is_named_by_its_code_and_the_text_is_not(text, code):
    with pytest.raises(RenderError) as caught:
        itemise(text, FACES)
    assert code in str(caught.value)
    assert "Rossi" not in str(caught.value)


def test_a_missing_ideograph_says_which_fonts_bring_it():
    latin = tuple(face for face in FACES if "CJK" not in face.path.name)
    with pytest.raises(RenderError, match=r"U\+6F22.*make fonts"):
        itemise("漢", latin)


def test_letters_that_belong_together_are_drawn_as_one_glyph():
    noto = typefaces("DejaVu Sans", 400)
    runs = itemise("fi", noto)
    (shaped,) = shape_line("fi", runs, 0, 2)
    assert len(shaped.indices) == 1, "a ligature"


def test_a_vowel_sign_of_devanagari_stands_before_its_consonant():
    (run,) = itemise("नि", FACES)
    (shaped,) = shape_line("नि", (run,), 0, 2)
    assert shaped.indices[-1] == nominal(run.face, "न")
    assert set(shaped.clusters) == {0}


@pytest.mark.parametrize("text", ["👨‍👩‍👧", "👍🏽", "🇮🇹"])
def test_a_sequence_of_emoji_is_one_picture(text):
    (run,) = itemise(text, FACES)
    (shaped,) = shape_line(text, (run,), 0, len(text))
    assert len(shaped.indices) == 1


def test_ideographs_have_the_forms_of_their_country():
    def drawn(text, language):
        runs = itemise(text, FACES, language=language)
        return shape_line(text, runs, 0, len(text))[0].indices[0]

    assert drawn("骨", "it") == drawn("骨", "zh-Hans")
    assert drawn("骨", "zh-Hans") != drawn("骨", "ja")
    assert drawn("骨の", "it") == drawn("骨", "ja")
