from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st
from num2words import CONVERTER_CLASSES

from scenes.values import Money
from scenes.words import date_words, digits_apart, money_words, number_words, spelled


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("187.50", "centottantasette euro e cinquanta centesimi"),
        ("1", "un euro"),
        ("1.01", "un euro e un centesimo"),
        ("0.01", "un centesimo"),
        ("0.99", "novantanove centesimi"),
        ("0", "zero euro"),
        ("3.03", "tre euro e tre centesimi"),
        ("21.21", "ventuno euro e ventuno centesimi"),
        ("23.00", "ventitré euro"),
        ("123.33", "centoventitré euro e trentatré centesimi"),
        ("1000", "mille euro"),
        ("2500.10", "duemilacinquecento euro e dieci centesimi"),
        ("1000000", "un milione di euro"),
        ("3000000.50", "tre milioni di euro e cinquanta centesimi"),
        ("1200000", "un milione duecentomila euro"),
        ("-5.20", "meno cinque euro e venti centesimi"),
    ],
)
def test_amounts_are_said_as_italians_say_them(amount, words):
    assert money_words(Money(amount), "it-IT") == words


@pytest.mark.parametrize(
    ("amount", "locale", "words"),
    [
        ("187.50", "en-GB", "one hundred and eighty-seven euros and fifty cents"),
        ("1", "en-GB", "one euro"),
        ("0.01", "en-GB", "one cent"),
        ("101", "de-DE", "einhundertein Euro"),
        ("1", "de-DE", "ein Euro"),
        ("187.50", "de-DE", "einhundertsiebenundachtzig Euro und fünfzig Cent"),
        ("1000000", "fr-FR", "un million d’euros"),
        ("21", "es-ES", "veintiún euros"),
        ("31.01", "es-ES", "treinta y un euros con un céntimo"),
        ("187.50", "pl-PL", "sto osiemdziesiąt siedem euro, pięćdziesiąt centów"),
    ],
)
def test_amounts_in_other_languages(amount, locale, words):
    assert money_words(Money(amount), locale) == words


def test_a_language_without_numerals_reads_the_written_form():
    assert money_words(Money("187.50"), "sq-AL") == "187,50\u00a0€"
    assert number_words(23, "sq-AL") == "23"
    assert number_words(Decimal("12.5"), "cy-GB") == "12.5"
    assert number_words(12, "ar") == "اثنا عشر"
    assert date_words(date(2026, 9, 30), "sq-AL") == "30 shtator 2026"


@pytest.mark.parametrize(
    ("day", "locale", "words"),
    [
        (date(2026, 9, 30), "it-IT", "trenta settembre duemilaventisei"),
        (date(2026, 10, 1), "it-IT", "primo ottobre duemilaventisei"),
        (date(2023, 4, 8), "it-IT", "otto aprile duemilaventitré"),
        (date(1999, 4, 23), "it-IT", "ventitré aprile millenovecentonovantanove"),
        (date(2026, 9, 30), "en-GB", "the thirtieth of September twenty twenty-six"),
        (date(2026, 9, 30), "en-US", "September thirtieth, twenty twenty-six"),
        (date(2026, 9, 30), "de-DE", "dreißigsten September zweitausendsechsundzwanzig"),
        (date(2026, 10, 1), "fr-FR", "premier octobre deux mille vingt-six"),
        (date(2026, 10, 2), "es-ES", "dos de octubre de dos mil veintiséis"),
    ],
)
def test_dates_in_words(day, locale, words):
    assert date_words(day, locale) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2026, "duemilaventisei"),
        (23, "ventitré"),
        (103, "centotré"),
        (1123, "millecentoventitré"),
        (23_003, "ventitremilatré"),
        (1_234_567, "un milione duecentotrentaquattromilacinquecentosessantasette"),
        (1_000_001, "un milione e uno"),
        (-3, "meno tre"),
        (Decimal("12.5"), "dodici virgola cinque"),
        (Decimal("0.05"), "zero virgola zero cinque"),
        (Decimal("1.25"), "uno virgola venticinque"),
        (Decimal("7.00"), "sette"),
    ],
)
def test_numbers_in_italian_words(number, words):
    assert number_words(number, "it-IT") == words


@given(st.integers(0, 10**11), st.sampled_from(["it-IT", "en-GB", "de-DE", "fr-FR", "es-ES"]))
def test_every_amount_has_words_without_digits(cents, locale):
    words = money_words(Money(cents) / 100, locale)
    assert words
    assert not any(character.isdigit() for character in words)
    assert "  " not in words
    assert not words.endswith("tre") or words == "tre"


def test_codes_are_said_character_by_character():
    assert spelled("fa 123xy") == "F, A, 1, 2, 3, X, Y"
    assert digits_apart("301012345678", 4) == "3 0 1 0, 1 2 3 4, 5 6 7 8"
    assert digits_apart("3010 12", 4) == "3 0 1 0, 1 2"


SPOKEN_BY_NUM2WORDS = sorted(
    {name[:2] for name in CONVERTER_CLASSES} & set(localedata.locale_identifiers())
)


@pytest.mark.parametrize("language", SPOKEN_BY_NUM2WORDS)
def test_no_language_says_another_currency_than_is_meant(language):
    """What num2words says of euros must not be what it says of dollars."""
    in_euros = money_words(Money(Decimal("187.51"), "EUR"), language)
    assert in_euros != money_words(Money(Decimal("187.51"), "USD"), language)
