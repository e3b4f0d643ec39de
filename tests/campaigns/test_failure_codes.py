"""Why films fail has codes: what rows give the storyboard, what machines refuse, and where."""

from __future__ import annotations

import ast
import errno
from pathlib import Path

import pytest

from campaigns.failure_codes import FAILURES, failure_code
from foundation.refusals import worded

ROOT = Path(__file__).resolve().parents[2]

EMPTY = "the field is empty in this row; give it a default, or hide the place with 'when'"


def told(reason: str) -> tuple[str, dict[str, str]]:
    found = failure_code(reason)
    assert found is not None, reason
    return found.code, dict(found.parameters)


def test_where_it_is_stands_around_what_it_is() -> None:
    assert told("amount: is empty; expected an amount") == (
        "field-fault",
        {"field": "amount", "reason": "empty", "expected": "money"},
    )
    place = "scenes.amount.layers[2].text"
    assert told(f"{place}: {EMPTY}") == ("place-fault", {"place": place, "reason": "empty-in-row"})
    assert told(f"Scene 'amount': {place}: {EMPTY}") == (
        "scene-fault",
        {"scene": "amount", "place": place, "reason": "place-fault/empty-in-row"},
    )
    deep = "years: item 2: its value has more than two decimals"
    assert told(deep) == (
        "field-fault",
        {"field": "years", "item": "2", "part": "value", "reason": "item-part/cents"},
    )


def test_what_has_no_code_stays_as_it_is() -> None:
    assert told("Scene 'amount': The voice gave no sound.") == (
        "scene-failed",
        {"scene": "amount", "detail": "The voice gave no sound."},
    )
    assert told("scenes.amount.layers[0]: There is no icon 'x'.") == (
        "place-failed",
        {"place": "scenes.amount.layers[0]", "detail": "There is no icon 'x'."},
    )
    assert told("sun.png: the picture is damaged and cannot be read.") == (
        "file-failed",
        {"file": "sun.png", "detail": "the picture is damaged and cannot be read."},
    )
    assert told("amount: glows") == ("field-failed", {"field": "amount", "detail": "glows"})
    assert failure_code("It glows.") is None
    assert failure_code("") is None


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk-full"), (errno.EACCES, "system-refused")]
)
def test_what_a_machine_refuses(number: int, code: str) -> None:
    assert told(worded(OSError(number, "words of the system")))[0] == code


def sentences() -> list[tuple[str, str]]:
    """Return what workers write down by themselves, by place; "7" stands for what they fill in."""
    found = []
    for name in ("producing", "clip_production", "rendering_process", "rendering_work"):
        file = ROOT / "workers" / f"{name}.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if ast.unparse(node.func) not in {"RenderError", "_fail"}:
                continue
            parts = [part for part in ast.walk(node.args[-1]) if isinstance(part, ast.JoinedStr)]
            plain = [node.args[-1]] if isinstance(node.args[-1], ast.Constant) else []
            place = f"{name}.py:{node.lineno}"
            found += [(place, written(part)) for part in parts + plain]
    return found


def written(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values
        )
    assert isinstance(node, ast.Constant)
    return str(node.value)


SEEN_BY_NOBODY = {
    "Rendering was stopped.",  # the work ends, and the person stays planned
    "A film needs the file of each of its clips.",  # a mistake of the program's author
}

FOUND = sentences()


def test_the_sources_were_read() -> None:
    assert len(FOUND) >= 8
    assert "Set aside: 7 attempts ended without a result." in {text for _, text in FOUND}


@pytest.mark.parametrize(("place", "sentence"), FOUND, ids=[place for place, _ in FOUND])
def test_every_sentence_of_workers_has_a_code(place: str, sentence: str) -> None:
    if sentence.startswith("7. ") or sentence in SEEN_BY_NOBODY:
        sentence = sentence.replace("7", "Unexpected ValueError at bind.py:7", 1)
        assert sentence in SEEN_BY_NOBODY or failure_code(sentence) is not None
        return
    assert failure_code(sentence) is not None, f"{place}: {sentence}"


BOUND = ("bind", "charts", "compiled", "expressions", "page_lists", "page_program", "program")


def bound_reasons() -> list[tuple[str, str]]:
    """Return what binding a row says in plain sentences, by place."""
    found = []
    for name in (*BOUND, "form_program", "personal_pictures", "tables"):
        file = ROOT / "scenes" / f"{name}.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                at = {"RowError": 1, "ExpressionError": 0}.get(ast.unparse(node.exc.func))
                if at is not None and not ast.unparse(node.exc.args[at]).endswith("str(error)"):
                    argument = node.exc.args[at]
                    if isinstance(argument, ast.Constant | ast.JoinedStr):
                        found.append((f"{name}.py:{node.lineno}", written(argument)))
    return found


OF_THE_AUTHOR = (
    "takes",  # a filter of the wrong kind: the check of the files tells it before
    "was not compiled",
    "have a label and a value",
    "needs a column of numbers",
    "a chart's point is a number",
    "7 (7)",
    "7: 7",
)


@pytest.mark.parametrize(
    ("place", "reason"), bound_reasons(), ids=[place for place, _ in bound_reasons()]
)
def test_what_a_row_gives_the_storyboard_has_a_code(place: str, reason: str) -> None:
    if any(words in reason for words in OF_THE_AUTHOR):
        return
    bare = reason.removeprefix("7: ")
    if bare == "'7' 7":
        bare = "'donut' shows parts of a whole: values must not be negative"
    assert FAILURES.code_of(bare) or failure_code(bare), f"{place}: {reason}"
