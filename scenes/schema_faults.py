"""Checking a file against its model, and saying its errors so that a person can mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from foundation.faults import Fault, nearest
from scenes.bound import FORMATS
from scenes.layer_file import KINDS
from scenes.model_places import keys_at, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from scenes.yaml_tree import Place, Tree

Model = TypeVar("Model", bound=BaseModel)

_MOST_FAULTS = 200
_MANY = 8
"""More valid words than these are not told where one of them is near."""
_QUOTES = "Text that holds ': ', or a comma between braces, belongs in quotes."
_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "date_type": "a date such as 2026-09-30",
    "date_parsing": "a date such as 2026-09-30",
    "date_from_datetime_parsing": "a date such as 2026-09-30",
    "date_from_datetime_inexact": "a date such as 2026-09-30",
    "dict_type": "keys with their values",
    "mapping_type": "keys with their values",
    "model_type": "keys with their values",
    "model_attributes_type": "keys with their values",
    "tuple_type": "a list",
    "list_type": "a list",
}
_BY_COLUMN = ("cells", "columns", "header", "align")
"""Keys of a table that hold one entry for each column."""

_PATTERNS = {
    "name": "lower-case letters, digits and hyphens, such as vehicle-tax-2026",
    "family": "the name of a font: letters, digits and spaces",
    "currency": "a currency of three letters, such as EUR",
}


def validated(model: type[Model], tree: Tree) -> tuple[Model | None, list[Fault]]:
    """Return a file as its model, or None and every fault found in one go."""
    faults = list(tree.faults)
    if tree.value is None:
        return None, faults
    if not isinstance(tree.value, dict):
        return None, [
            *faults,
            tree.fault((), "The file holds keys with their values, as 'title: …'."),
        ]
    try:
        file = model.model_validate(tree.value)
    except ValidationError as error:
        details = _own(error.errors(include_url=False)[:_MOST_FAULTS])
        told = {fault.place for fault in tree.faults if fault.place}
        found = (_fault(detail, model, tree) for detail in details)
        faults.extend(fault for fault in found if fault.place not in told)
        return None, faults
    return (None, faults) if faults else (file, [])


def _own(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out the lists that are too short only because their items have errors of their own."""
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(
            len(place) > len(detail["loc"]) and place[: len(detail["loc"])] == detail["loc"]
            for place in places
        )
    ]


def _fault(detail: ErrorDetails, model: type[BaseModel], tree: Tree) -> Fault:
    place = place_of(detail["loc"])
    kind = detail["type"]
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "missing" and isinstance(place[-1], int):
        return tree.fault(place[:-1], f"Expected at least {place[-1] + 1} entries.")
    if kind == "missing":
        return tree.fault(place[:-1], f"The key '{place[-1]}' is missing.", _expectation(place))
    if kind == "extra_forbidden":
        valid = keys_at(model, detail["loc"][:-1])
        present = tree.at(place[:-1])
        left = [key for key in valid if not isinstance(present, dict) or key not in present]
        key = str(place[-1])
        if len(place) > 1 and place[-2] in FORMATS and key in keys_at(model, detail["loc"][:-2]):
            what = f"What makes the layer, '{key}'," if key in KINDS else f"'{key}'"
            return tree.fault(place, f"{what} cannot change by format.")
        return tree.unknown(place, "key", key, left or valid, _QUOTES * (" " in key))
    if kind in {"layer_kind", "field_type"}:
        return tree.fault(place, detail["msg"], _near_kind(tree.at(place), detail["msg"]))
    if kind == "author":
        parts = str(context.get("key", "")).split(".")
        place = (*place, *(int(part) if part.isdigit() else part for part in parts if part))
        return tree.fault(place, detail["msg"], context.get("hint", ""))
    if kind == "literal_error":
        valid = [str(item) for item in _literals(str(context["expected"]))]
        if len(valid) == 1:
            return tree.fault(place, f"Expected '{valid[0]}'.")
        if len(valid) > _MANY:
            return tree.unknown(place, str(place[-1]), str(detail["input"]), valid)
        message = f"Expected one of {', '.join(valid)}."
        return tree.fault(place, message, nearest(str(detail["input"]), valid))
    if kind == "too_long" and place[-1] in _BY_COLUMN:
        message = f"A table has at most {context['max_length']} columns, here are {{}}."
        row = place[:-1] if isinstance(tree.at(place[:-1]), list) else place
        return tree.fault(row, message.format(len(detail["input"])))
    if kind == "string_pattern_mismatch":
        return tree.fault(place, _pattern(place, detail["loc"]))
    hint = ""
    if kind == "string_type" and not isinstance(detail["input"], list):
        hint = _QUOTES if isinstance(detail["input"], dict) else "Put it in quotes."
    return tree.fault(place, _sentence(kind, context, detail["msg"]), hint)


def _sentence(kind: str, context: Mapping[str, Any], message: str) -> str:
    if kind in _KINDS:
        return f"Expected {_KINDS[kind]}."
    bounds = {
        "greater_than_equal": ("Expected at least {}.", "ge"),
        "less_than_equal": ("Expected at most {}.", "le"),
        "string_too_short": ("Expected text of at least {} characters.", "min_length"),
        "string_too_long": ("Expected text of at most {} characters.", "max_length"),
        "too_short": ("Expected at least {} entries.", "min_length"),
        "too_long": ("Expected at most {} entries.", "max_length"),
    }
    if kind in bounds:
        sentence, key = bounds[kind]
        limit = context[key]
        return (
            sentence.format(f"{limit:g}" if isinstance(limit, float) else limit)
            .replace("1 entries", "one entry")
            .replace("1 characters", "one character")
        )
    return f"{message}."


def _pattern(place: Place, loc: tuple[int | str, ...]) -> str:
    last = place[-1]
    if loc[-1] == "[key]":
        return (
            f"'{last}' cannot be a name here: use lower-case letters, digits and underscores, "
            "beginning with a letter."
        )
    if last in _PATTERNS:
        return f"Expected {_PATTERNS[str(last)]}."
    if last == "id":
        return "Expected lower-case letters, digits and underscores, beginning with a letter."
    if place[:1] in {("colors",), ("dark",)}:
        return "Expected a colour '#rrggbb' in quotes."
    return "Expected an address that begins with https://."


def _expectation(place: Place) -> str:
    if place[-1] == "schema":
        return "It says which language the file is written in, such as sollecito/storyboard@1."
    return ""


def _near_kind(value: Any, message: str) -> str:
    """Return a hint for a layer without a kind or a field of an unknown type."""
    if not isinstance(value, dict):
        return ""
    valid = message.rpartition("of ")[2].rpartition(": ")[2].rstrip(".").split(", ")
    if "type" in value:
        return nearest(str(value["type"]), valid)
    return next((hint for key in value if (hint := nearest(str(key), valid))), "")


def _literals(expected: str) -> list[str]:
    return [part.strip("' ") for part in expected.replace(" or ", ", ").split(", ")]
