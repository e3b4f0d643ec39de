"""Answers to forms, as the server judges them."""

from __future__ import annotations

from datetime import date

import pytest
from form_answer_table import ANSWERS, DAY, FORMS, TODAY

from scenes.form_answers import Days, read_answer, read_form

DAYS = Days(TODAY, TODAY)


@pytest.mark.parametrize(("field", "raw", "value", "problem"), ANSWERS)
def test_each_answer_is_judged_by_its_field(field, raw, value, problem):
    answer = read_answer(field, raw, DAYS)
    assert (answer.value, answer.problem) == (value, problem)


@pytest.mark.parametrize(("form", "sent", "problems"), FORMS)
def test_what_belongs_together_is_judged_together(form, sent, problems):
    answers = read_form(form, sent, DAYS)
    assert list(answers) == [field.id for field in form.fields]
    found = {name: answer.problem for name, answer in answers.items() if answer.problem}
    assert found == problems


def test_today_is_today_somewhere_on_earth():
    around = Days(date(2026, 9, 29), date(2026, 10, 1))
    assert read_answer(DAY, "2026-09-29", around).problem == ""
    assert read_answer(DAY, "2026-09-28", around).problem == "too_early"
    assert read_answer(DAY, "2026-10-31", around).problem == ""


def test_a_problem_tells_the_limit():
    assert read_answer(DAY, "2026-12-31", DAYS).limit == "2026-10-30"
