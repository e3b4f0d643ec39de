from __future__ import annotations

import re

import pytest

from microsite.bundle import PAGE, PLAYER
from microsite.templating import FOLDER
from microsite.wording_files import language_of, languages, wording


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
    used = set(re.findall(r"words\.(\w+)", sources))
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
