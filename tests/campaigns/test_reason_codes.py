"""Every reason that a row can be refused for has a code: found in the sources, and by refusing."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaigns.data_rows import DataRow, FaultyCell, ListCell
from campaigns.importing import repeated
from campaigns.reason_codes import EXPECTED, FORMS, ORDERS, reason_code
from campaigns.row_checking import RowChecker
from scenes.campaign_file import DataFormat
from scenes.fields import FIELD_TYPES, ListField
from scenes.image_field import ImageField
from scenes.plain_fields import ChoiceField, DateField, IntegerField, TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes.field_base import AnyField

ROOT = Path(__file__).resolve().parents[2]

RAISED = {"TextError", "_UnreadableCellError", "_RowFaultError"}
"""Errors whose message is a reason."""

RETURNED = {
    "campaigns/row_checking.py": {"_id_fault"},
    "campaigns/data_rows.py": {"damage"},
    "campaigns/csv_tables.py": {"_mixed", "_wrong_width", "_explained"},
    "campaigns/json_lines_tables.py": {"_decoded", "_records"},
    "scenes/pictures.py": {"picture_fault", "_fault"},
}
"""Functions that return reasons, alone or among other values."""

SAMPLES = {
    "error": "is not a whole number",
    "self.expected": "an amount",
    "field.expected": "a list",
    "order": "month/day/year",
    "last": ".",
    "mark": ",",
    "meaning": "thousands or decimals",
    "self.min": "-12.50",
    "self.max": "1000",
    "self.pattern": "[A-Z]{2}|x",
    "', '.join(self.of)": "casa, auto",
    "shape": "label=value",
    "text": "NaN",
    "name": "value",
    "'cell' if cells == 1 else 'cells'": "cells",
    "', '.join(points)": "U+4E00, U+1F600",
    "f'. {advice}' if advice else ''": ". Chinese needs one more font",
    "LONGEST_CELL": "1,048,576",
    "reason": "cannot be read as a picture: expected a whole PNG, JPEG or WebP file",
    "raw.reason": None,  # of a cell that is faulty already
}
"""What may stand in the place of an expression; numbers everywhere else."""


def written(node: ast.expr, constants: dict[str, ast.expr]) -> str | None:
    """Return the text of an expression that makes one, with samples for what it is told."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and node.id in constants:
        return written(constants[node.id], constants)
    if isinstance(node, ast.BinOp):
        left, right = written(node.left, constants), written(node.right, constants)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.IfExp):
        return written(node.body, constants)
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        assert isinstance(part, ast.FormattedValue)
        sample = SAMPLES.get(ast.unparse(part.value), "7")
        if parts and parts[-1] in {"is before ", "is after "}:
            sample = "2026-09-30"
        assert sample is not None
        parts.append(sample)
    return "".join(parts)


def reasons_in(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the reasons that a module raises or returns: their lines and texts."""
    tree = ast.parse(file.read_text("utf-8"))
    place = file.relative_to(ROOT).as_posix()
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        if place == "scenes/payment_codes.py" and function.name != "check_notice":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = ast.unparse(node.exc.func)
                first = {"RowError": 1}.get(name, 0)
                of_a_cell = name in RAISED or (
                    name == "RowError" and place == "campaigns/row_checking.py"
                )
                if of_a_cell and ast.unparse(node.exc.args[first]) not in {
                    "str(error)",
                    "raw.reason",
                }:
                    text = written(node.exc.args[first], constants)
                    assert text is not None, (place, node.lineno)
                    yield node.lineno, text
            if function.name in RETURNED.get(place, ()):
                yield from returned(node, constants)


def returned(node: ast.AST, constants: dict[str, ast.expr]) -> Iterator[tuple[int, str]]:
    value = node.value if isinstance(node, (ast.Return, ast.Yield)) else None
    for each in value.elts if isinstance(value, ast.Tuple) else [value]:
        text = None if each is None else written(each, constants)
        if text and " " in text:
            yield each.lineno, text


def sources() -> list[Path]:
    files = [file for room in ("scenes", "campaigns") for file in (ROOT / room).glob("*.py")]
    return sorted(file for file in files if file.name != "page_program.py")


FOUND = [
    (f"{file.relative_to(ROOT)}:{line}", text)
    for file in sources()
    for line, text in reasons_in(file)
]


def test_the_sources_were_read() -> None:
    """So many reasons there are at least; one that is written in another way must be told here."""
    assert len(FOUND) >= 60
    texts = {text for _, text in FOUND}
    for one in (
        "is empty; expected an amount",
        "is empty; every row needs an id of its own",
        "the row holds a NUL byte, which no text has",
        "a number has too many digits",
        "holds a number beyond all bounds",
        "an item of the array is no object",
        "cannot be read as a picture: expected a whole PNG, JPEG or WebP file",
        "the object is nested too deeply",
    ):
        assert one in texts


@pytest.mark.parametrize(("place", "reason"), FOUND, ids=[place for place, _ in FOUND])
def test_every_reason_has_a_code(place: str, reason: str) -> None:
    if place.startswith("scenes/pictures.py"):
        reason = f"names a file that {reason}"
    found = reason_code(reason)
    assert found is not None, f"{place}: {reason}"
    again = next(form for code, form in FORMS if code == found.code)
    assert set(found.parameters) >= {name for name in ("line", "item") if f"{{{name}}}" in again}


def test_codes_have_parameters() -> None:
    def told(reason: str) -> tuple[str, dict[str, str]]:
        found = reason_code(reason)
        assert found is not None, reason
        return found.code, dict(found.parameters)

    assert told("is empty; expected an amount") == ("empty", {"expected": "money"})
    assert told("is empty; every row needs an id of its own") == ("id-empty", {})
    assert told("a cell has more than 1,048,576 characters") == (
        "cell-endless",
        {"most": "1048576"},
    )
    assert told("is not a date; expected day/month/year or year-month-day") == (
        "not-date",
        {"order": "day-first"},
    )
    assert told("is less than -0.5") == ("less-than", {"least": "-0.5"})
    assert told("is none of: casa, auto") == ("not-choice", {"choices": "casa, auto"})
    assert told("holds characters that no installed font can draw: U+4E00, U+AC00. Help") == (
        "no-glyph",
        {"characters": "U+4E00, U+AC00", "advice": "Help"},
    )
    assert told("item 2: its value is not a number; expected digits alone, such as 187,50") == (
        "item-part",
        {"item": "2", "part": "value", "reason": "not-number", "mark": ","},
    )
    assert told(repeated(7, 3).reason) == ("id-repeated", {"line": "3"})
    assert reason_code("item 2: its value glows") is None
    assert reason_code("is odd") is None


def test_all_types_and_orders_are_known() -> None:
    assert set(EXPECTED.values()) == set(FIELD_TYPES)
    assert len(ORDERS) == 2


def checked(field: AnyField, cell: str, external_id: str = "a1") -> list[str]:
    checker = RowChecker({"x": field}, DataFormat(id="id"), "it-IT", lambda text: set(text) & {"☃"})
    checker.use_header(["id", "x"])
    outcome = checker.check(DataRow(1, [external_id, cell]))
    assert isinstance(outcome, list), (field, cell)
    return [each.reason for each in outcome]


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        (TextField(type="text", max=3), "lungo", "too-long"),
        (TextField(type="text", pattern="[a-z]+"), "A", "pattern"),
        (TextField(type="text"), "☃", "no-glyph"),
        (TextField(type="text"), "a\u202eb", "bidi-control"),
        (
            TextField(type="text"),
            FaultyCell("", "holds a number beyond all bounds"),
            "sheet-bounds",
        ),
        (TextField(type="text"), ListCell("[]"), "nested-value"),
        (IntegerField(type="integer"), "1,5", "not-whole"),
        (DateField(type="date"), "31/02/2026", "no-such-date"),
        (ChoiceField(type="choice", of=("casa", "auto")), "barca", "not-choice"),
        (ImageField(type="image"), "a.png", "image-missing"),
        (ListField(type="list", of={"a": "text", "b": "money"}), "x=molto", "item-part"),
    ],
)
def test_reasons_of_real_rows_have_codes(field: AnyField, cell: str, code: str) -> None:
    (reason,) = checked(field, cell)
    found = reason_code(reason)
    assert found is not None
    assert found.code == code
