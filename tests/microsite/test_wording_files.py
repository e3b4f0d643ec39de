from __future__ import annotations

import re

import pytest

from microsite.bundle import PAGE, PLAYER
from microsite.templating import FOLDER
from microsite.wording_files import language_of, languages, wording
from scenes.ready_forms import form_languages

BUTTONS = {
    "cover": {"watch": 26, "read": 26},
    "page": {
        "pay": 22,
        "copy": 14,
        "copied": 14,
        "call": 22,
        "map": 26,
        "wrong_action": 26,
        "film_download": 30,
        "list_search": 16,
        "list_all": 16,
    },
    "forms": {"forget": 14, "choose": 18, "optional": 18, "another": 30, "back": 26},
    "player": {
        "play": 16,
        "pause": 18,
        "back": 14,
        "captions": 20,
        "sound": 14,
        "chapters": 14,
        "larger": 16,
        "smaller": 16,
        "close": 14,
        "again": 24,
        "restart": 20,
        "read": 22,
        "pay": 22,
        "retry": 22,
        "go_on": 16,
        "text_key": 12,
        "more": 12,
        "describe": 16,
        "popup_close": 24,
        "resume_on": 24,
        "light": 24,
    },
}
"""The most characters of what stands on buttons and keys, so that a narrow phone has room."""


def test_every_language_of_the_page_has_forms_too():
    assert languages() == form_languages()
    assert {"ar", "de", "en", "es", "fr", "it", "ro", "sq", "uk"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_what_stands_on_buttons_is_short(language: str):
    words = wording(language)
    long = [
        f"{part}.{key}: {words[part][key]}"
        for part, keys in BUTTONS.items()
        for key, most in keys.items()
        if len(words[part][key]) > most
    ]
    assert long == []


@pytest.mark.parametrize("language", languages())
def test_texts_are_in_the_letters_of_their_language(language: str):
    """No text was left in another language: Arabic and Ukrainian have letters of their own."""
    letters = {"ar": "\u0600-\u06ff", "uk": "\u0400-\u04ff"}.get(language)
    for part, entries in wording(language).items():
        for key, text in entries.items():
            if letters and key != "document_file":
                assert re.search(f"[{letters}]", text), f"{part}.{key}"
            if language != "en" and len(text) > 24:
                assert text != wording("en")[part][key], f"{part}.{key}"


def test_french_keeps_its_marks_beside_their_words():
    for entries in wording("fr").values():
        for text in entries.values():
            assert not re.search(r" [?!:;»]|« ", text), text


def test_the_locale_finds_its_language_or_english():
    assert language_of("it-IT") == "it"
    assert language_of("en_GB") == "en"
    assert language_of("fi-FI") == "en"


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_words_with_the_same_blanks(language: str):
    def blanks(words):
        return {
            (part, key): sorted(re.findall(r"\{(\w+)\}", text))
            for part, entries in words.items()
            for key, text in entries.items()
        }

    assert blanks(wording(language)) == blanks(wording("en"))


def test_no_word_is_empty():
    for language in languages():
        assert all(text.strip() for part in wording(language).values() for text in part.values())


def test_every_word_of_the_player_is_there():
    sources = "".join(
        file.read_text(encoding="utf-8")
        for room in (PLAYER, PAGE)
        for file in room.glob("*.js")
        if not file.name.startswith("form")  # these have words of their own
    )
    used = set(re.findall(r"\bwords\.(\w+)", sources))
    used |= {"smaller", "larger"} & set(re.findall(r"\w+", sources))
    assert used == set(wording("en")["player"])


BY_CHARTS = {"chart_share", "chart_more", "chart_less", "chart_same"}
"""Words that microsite/page.py hands to the chart."""


def test_every_word_of_the_page_is_used():
    templates = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.jinja"))
    for part in ("cover", "page"):
        for key in wording("en")[part]:
            if key not in {"amount", "until", "label_scan", "label_type", *BY_CHARTS}:
                assert f"words.{part}.{key}" in templates, key


@pytest.mark.parametrize("language", languages())
def test_apostrophes_are_typographic(language: str):
    straight = [
        text for part in wording(language).values() for text in part.values() if "'" in text
    ]
    assert straight == []
