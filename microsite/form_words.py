"""What is wrong with an answer, in words; ``page_script/form_words.js`` says the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from babel import Locale
from babel.numbers import get_currency_symbol

from microsite.wording_files import wording
from scenes.wording import written_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.bound_forms import Form, FormField
    from scenes.form_answers import Answer

_NEVER_WRITTEN = {
    "choice": "required_choice",
    "rating": "required_choice",
    "checkbox": "required_box",
}


def problem_words(
    field: FormField,
    answer: Answer,
    locale: str,
    own: tuple[tuple[str, str, str], ...] = (),
) -> str:
    """Return the sentence for an answer with a problem; ``own`` are an issuer's words."""
    words = wording(locale, own)["forms"]
    return words[_word(field, answer)].format(limit=_shown(field, answer.limit, locale))


def problems_in_words(
    form: Form,
    answers: Mapping[str, Answer],
    locale: str,
    own: tuple[tuple[str, str, str], ...] = (),
) -> dict[str, str]:
    """Return what is wrong with a form's answers, by field, in the form's order."""
    return {
        field.id: problem_words(field, answers[field.id], locale, own)
        for field in form.fields
        if answers[field.id].problem
    }


def currency_sign(currency: str, locale: str = "it") -> str:
    """Return how people write a currency: ``€`` for ``EUR``."""
    return str(get_currency_symbol(currency, locale=Locale.parse(locale.replace("-", "_"))))


def _word(field: FormField, answer: Answer) -> str:
    if answer.problem == "required":
        return _NEVER_WRITTEN.get(field.kind, "required")
    if answer.problem == "number" and field.kind == "money":
        return "money"
    if answer.problem == "places" and answer.limit == "0":
        return "whole"
    return answer.problem


def _shown(field: FormField, limit: str, locale: str) -> str:
    if field.kind == "date" and limit:
        return written_date(date.fromisoformat(limit), "short", locale)
    if field.kind in {"number", "money"}:
        return limit.replace(".", field.marks[:1])
    return limit
