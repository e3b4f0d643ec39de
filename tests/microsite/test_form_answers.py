"""The browser's script judges answers exactly as the server does."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from form_answer_table import ANSWERS, ASK, FORMS, NAME, TODAY

from microsite.bundle import PAGE
from microsite.form_words import problem_words
from microsite.payload import field_declaration
from microsite.wording_files import languages, wording
from scenes.date_text import month_first
from scenes.form_answers import Days, read_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def run(chromium: Browser) -> Iterator[Callable[..., Any]]:
    """Run an expression with the script's functions, in the browser's own engine."""
    page = chromium.new_page()
    source = "".join(
        (PAGE.parent / name)
        .read_text(encoding="utf-8")
        .replace("export ", "")
        .replace('import { fill } from "../player/dom.js";', "")
        for name in ("player/dom.js", "page_script/form_answers.js", "page_script/form_words.js")
    )

    def ran(expression: str, **values: Any) -> Any:
        return page.evaluate(
            f"values => {{ {source}\n const {{ {', '.join(values)} }} = values;"
            f" return ({expression}); }}",
            json.loads(json.dumps(values)),
        )

    yield ran
    page.close()


def test_both_judge_every_answer_of_the_table_alike(run):
    days = Days(TODAY, TODAY)
    asked = [(field_declaration(field), raw) for field, raw, _, _ in ANSWERS]
    told = run(
        "asked.map(([field, raw]) => readAnswer(field, raw, today))",
        asked=asked,
        today=TODAY.isoformat(),
    )
    for (field, raw, value, problem), answer in zip(ANSWERS, told, strict=True):
        assert (answer["value"], answer["problem"]) == (value, problem), (field.id, raw)
        server = read_answer(field, raw, days)
        assert answer == {"value": server.value, "problem": server.problem, "limit": server.limit}


def test_both_judge_what_belongs_together_alike(run):
    for form, sent, problems in FORMS:
        answers = run(
            "readAnswers(form, sent, today)",
            form={"fields": [field_declaration(field) for field in form.fields]},
            sent=sent,
            today=TODAY.isoformat(),
        )
        found = {name: answer["problem"] for name, answer in answers.items() if answer["problem"]}
        assert found == problems, sent


def test_more_than_the_table_is_judged_alike(run):
    from hypothesis import given, settings
    from hypothesis import strategies as st

    fields = {field.id: field for field, *_ in ANSWERS}
    pieces = st.sampled_from([*"0123456789.,-+/ @abè€’\u200b\u00a0\n", "2026", "it", "00"])
    texts = st.lists(pieces, max_size=12).map("".join)
    days = Days(TODAY, TODAY)

    @settings(max_examples=60)
    @given(st.lists(st.tuples(st.sampled_from(sorted(fields)), texts), min_size=20, max_size=40))
    def alike(asked):
        told = run(
            "asked.map(([field, raw]) => readAnswer(field, raw, today))",
            asked=[(field_declaration(fields[name]), raw) for name, raw in asked],
            today=TODAY.isoformat(),
        )
        for (name, raw), answer in zip(asked, told, strict=True):
            server = read_answer(fields[name], raw, days)
            assert (answer["value"], answer["problem"]) == (server.value, server.problem), (
                name,
                raw,
            )

    alike()


@pytest.mark.parametrize("language", languages())
def test_both_say_the_same_words(run, language):
    locale = {"it": "it-IT", "en": "en-GB"}.get(language, language)
    words = wording(locale)["forms"]
    days = Days(TODAY, TODAY)
    for declared, raw, _, problem in ANSWERS:
        field = declared
        if problem:
            answer = read_answer(field, raw, days)
            if field.kind == "date":
                field = replace(field, marks="mdy" if month_first(locale) else "dmy")
            said = run(
                "problemWords(field, answer, words, locale)",
                field=field_declaration(field),
                answer={"problem": answer.problem, "limit": answer.limit},
                words=words,
                locale=locale,
            )
            assert _days_alike(said) == _days_alike(problem_words(field, answer, locale))
            assert "{" not in said


def _days_alike(text):
    """Return a text with its days as one form: 1.9.2026, 01/09/2026 and their like are the same."""
    return re.sub(r"\b0?(\d{1,2})\W{1,2}0?(\d{1,2})\W{1,2}(\d{4})\b", r"\1/\2/\3", text)


def test_the_declaration_of_the_page_holds_only_what_is_judged():
    assert field_declaration(NAME) == {
        "id": "name",
        "kind": "text",
        "label": "Nome",
        "required": True,
        "least": "2",
        "most": "10",
        "places": 0,
    }
    assert field_declaration(ASK.fields[1])["requiredFor"] == ("reply", "email")
