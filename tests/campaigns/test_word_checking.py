from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from campaigns.checking import check
from campaigns.debt_words import DEBT_WORDS, debt_words
from campaigns.word_checking import word_warnings
from microsite.wording_files import languages, wording
from scenes.loading import load_campaign
from scenes.ready_forms import ready_forms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from foundation.faults import Fault


@pytest.fixture
def warnings_of(folder: Path, tmp_path: Path) -> Callable[..., list[Fault]]:
    """Return a function: the warnings of a campaign with texts of its files changed."""
    copy = tmp_path / "campaign"
    shutil.copytree(folder, copy)

    def found(*changes: tuple[str, str, str], theme: str = "") -> list[Fault]:
        for name, old, new in changes:
            path = copy / name
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        if theme:
            (copy / "theme.yaml").write_text(theme, encoding="utf-8")
        return word_warnings(load_campaign(copy))

    return found


LOCALE = ("campaign.yaml", "locale: it-IT", "locale: fi-FI")
OWN_THEME = ("storyboard.yaml", "theme: public", "theme: theme.yaml")


def test_a_language_without_words_is_a_warning(warnings_of) -> None:
    (told,) = warnings_of(LOCALE)
    assert told.warning
    assert (told.file, told.line, told.place) == ("campaign.yaml", 4, "locale")
    assert "no words in Finnish (fi) of their own" in told.message
    assert "wording:" in told.hint


def test_own_words_are_counted_off(warnings_of) -> None:
    theme = "schema: sollecito/theme@1\nextends: public\nwording: {page: {pay: Maksa nyt}}\n"
    (told,) = warnings_of(LOCALE, OWN_THEME, theme=theme)
    every = sum(len(entries) for entries in wording("en").values())
    assert f"{every - 1} texts stay English" in told.message


def test_shipped_forms_without_words_are_named(warnings_of) -> None:
    forms = ("storyboard.yaml", "start: welcome", "forms: [{use: question}]\nstart: welcome")
    told = warnings_of(LOCALE, forms)
    assert [fault.place for fault in told] == ["locale", "locale"]
    assert "(question)" in told[1].message


@pytest.mark.parametrize("language", languages())
def test_languages_with_words_are_no_warning(warnings_of, language: str) -> None:
    assert warnings_of(("campaign.yaml", "locale: it-IT", f"locale: {language}")) == []


@pytest.mark.parametrize(
    ("change", "place", "told"),
    [
        (
            ("storyboard.yaml", "title: Un messaggio", "title: Il suo debito"),
            "page.cover.title",
            "'debito'",
        ),
        (
            ("storyboard.yaml", "text: Un breve", 'text: "{{ amount | money }}: un breve'),
            "page.cover.text",
            "the field 'amount'",
        ),
        (
            ("campaign.yaml", "  phone:", "  department: Recupero crediti\n  phone:"),
            "issuer.department",
            "'recupero crediti'",
        ),
        (
            ("storyboard.yaml", '"Buongiorno {{ first_name }}", at', '"Tassa scaduta", at'),
            "scenes.welcome.layers[0].text",
            "'scaduta'",
        ),
    ],
)
def test_a_first_screen_that_tells_a_debt_is_a_warning(warnings_of, change, place, told) -> None:
    if "{{ amount" in change[2]:
        change = (change[0], "text: Un breve video per Lei.", 'text: "Sono {{ amount | money }}."')
    (found,) = warnings_of(change)
    assert found.warning
    assert found.place == place
    assert told in found.message
    assert found.line is not None


def test_warnings_alone_do_not_hide_what_else_is_looked_for(warnings_of, tmp_path: Path) -> None:
    warnings_of(("storyboard.yaml", "title: Un messaggio", "title: Il suo debito"))
    folder = tmp_path / "campaign"
    (folder / "debtors.csv").write_text(
        "id;Nome;amount;parts;due_on;id_code;note\na1;Anna;x;3;30/09/2026;AB12;\n",
        encoding="utf-8",
    )
    found = check(folder, public_base="https://avvisi.comune.it")
    assert [(fault.file, fault.warning) for fault in found] == [
        ("storyboard.yaml", True),
        ("campaign.yaml", True),  # pay_link leads nowhere
        ("campaign.yaml", True),  # nor do the contacts
        ("debtors.csv", False),
    ]


def test_every_language_has_words_of_debt() -> None:
    assert set(DEBT_WORDS) == set(languages())


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("it", "Il SOLLECITO è scaduto, la mora no", ["sollecito", "scaduto", "mora"]),
        ("it", "Una dimora amorosa, morale e memore", []),
        ("en", "An overdue payment reminder", ["overdue", "payment reminder"]),
        ("de", "Mahnung: Ihre Schulden", ["mahnung", "schulden"]),
        ("fr", "Une dette impayée", ["dette", "impayée"]),
        ("uk", "Ваша заборгованість", ["заборгованість"]),
        ("ar", "عليكم متأخرات", ["متأخرات"]),
        ("fi", "debt", []),
    ],
)
def test_words_of_debt_are_whole_words(language: str, text: str, found: list[str]) -> None:
    assert debt_words(text, language) == found


@pytest.mark.parametrize("language", languages())
def test_the_pages_own_first_screen_tells_nothing(language: str) -> None:
    for text in wording(language)["cover"].values():
        assert debt_words(text, language) == []
    assert ready_forms(language)
