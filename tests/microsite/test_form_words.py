"""Every word of the forms is used, and every problem has one."""

from __future__ import annotations

import re

from form_answer_table import ANSWERS, TODAY

from microsite.bundle import PAGE
from microsite.form_words import currency_sign, problem_words
from microsite.templating import FOLDER
from microsite.wording_files import wording
from scenes.form_answers import Days, read_answer

PROBLEMS = {
    *("required", "required_choice", "required_box", "nothing", "too_short", "too_long"),
    *("email", "phone", "date", "too_early", "too_late", "number", "money", "places", "whole"),
    *("too_small", "too_large", "choice"),
}
NOT_SENT = {"offline", "busy", "too_many", "gone"}


def test_every_word_is_used():
    templates = "".join(
        (FOLDER / name).read_text(encoding="utf-8")
        for name in ("forms.html.jinja", "form_fields.jinja", "form_reply.html.jinja")
    )
    scripts = "".join(file.read_text(encoding="utf-8") for file in PAGE.glob("form*.js"))
    used = set(re.findall(r"words\.(?:forms\.)?(\w+)", templates + scripts)) - {"forms", "page"}
    used -= {"js", "py", "privacy"}
    assert used | PROBLEMS | NOT_SENT == set(wording("it-IT")["forms"])


def test_every_problem_is_said_with_its_limit():
    days = Days(TODAY, TODAY)
    said = {
        problem_words(field, read_answer(field, raw, days), "it-IT")
        for field, raw, _, problem in ANSWERS
        if problem
    }
    assert "Il valore più basso possibile è 0,01." in said
    assert "Scelga un giorno dal 30/09/2026 in poi." in said
    assert "Scriva un numero intero, senza virgola." in said
    assert not [words for words in said if "{" in words]


def test_currencies_are_written_as_people_do():
    assert (currency_sign("EUR"), currency_sign("CHF")) == ("€", "CHF")
