from __future__ import annotations

import pytest

from renderer.counting import counted


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("187,50\u00a0€", "93,75\u00a0€"),
        ("€ 1.250,00", "€ 625,00"),
        ("12.000", "6.000"),
        ("1\u202f000\u202f000 km", "500\u202f000 km"),
        ("7 giorni", "3 giorni"),
        ("99.5%", "49.7%"),
        ("1'234.50 CHF", "617.25 CHF"),
    ],
)
def test_a_share_is_written_as_the_whole(text, half):
    number = counted(text)
    assert number.text(1) == text
    assert number.text(0.5) == half


@pytest.mark.parametrize("text", ["Buongiorno", "1 di 3", "9" * 16, ""])
def test_without_one_number_nothing_counts(text):
    assert counted(text) is None


def test_no_step_is_above_the_whole():
    number = counted("0,03 €")
    assert [number.text(share) for share in (0, 0.4, 0.99)] == ["0,00 €", "0,01 €", "0,02 €"]


def test_a_number_counts_down_to_itself():
    number = counted("7 giorni").counted_from(30, "it-IT")
    assert [number.text(share) for share in (0, 0.5, 0.99, 1)] == [
        "30 giorni",
        "19 giorni",
        "8 giorni",
        "7 giorni",
    ]


@pytest.mark.parametrize(
    ("text", "locale", "first"),
    [
        ("187,50 €", "it-IT", "1.500,00 €"),
        ("CHF 187.50", "de-CH", "CHF 1’500.00"),
        ("1250 km", "it-IT", "1500 km"),
    ],
)
def test_thousands_that_only_the_beginning_has_are_grouped_as_the_locale_does(text, locale, first):
    assert counted(text).counted_from(1500, locale).text(0) == first
