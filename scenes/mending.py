"""Mending a faulty file in memory, so that what stands beside a fault is checked in the same go.

Whatever the schema refuses is left out, or takes a neutral value where something must stand. The
result is never bound: it only carries the checks that need a whole model.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, PlainValidator, StringConstraints, ValidationError

from scenes.base_file import BaseFile, parse_function
from scenes.form_file import FormFieldFile, FormFile
from scenes.measures import (
    parse_color,
    parse_duration,
    parse_length,
    parse_number,
    parse_share,
    parse_spot,
)
from scenes.model_places import annotated, bare, field_at, model_at, place_of, type_at
from scenes.motion_file import EmphasisFile, MotionFile, TransitionFile
from scenes.page_file import PaymentFile
from scenes.storyboard_file import OptionFile

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from scenes.yaml_tree import Place, Tree

Model = TypeVar("Model", bound=BaseModel)

_MOST_ROUNDS = 12
_NEUTRAL_TEXTS = ("…", "x", "https://example.invalid", "EUR", "#000000")
_NEUTRAL_MEASURES: dict[Any, Any] = {
    parse_color: "#000000",
    parse_duration: "1s",
    parse_function: "x.py:x",
    parse_length: "50%",
    parse_number: 1,
    parse_share: "50%",
    parse_spot: ["center", "center"],
}
_NEUTRAL_MODELS: dict[type[BaseModel], dict[str, Any]] = {
    BaseFile: {"color": "#000000"},
    FormFieldFile: {"id": "x", "type": "text", "label": "…"},
    FormFile: {
        "id": "mended",
        "title": "…",
        "fields": [{"id": "x", "type": "text", "label": "…"}],
    },
    EmphasisFile: {"pulse": "1s"},
    MotionFile: {"fade": "1s"},
    OptionFile: {"label": "…", "pay": True},
    PaymentFile: {"amount": "{{ 1 }}", "due": "…"},
    TransitionFile: {"slide": "1s"},
}


def mended(model: type[Model], tree: Tree) -> tuple[Model | None, set[Place]]:
    """Return a file's model without its faulty places, and these places.

    None when it cannot be mended; the author then sees the rest after mending it by hand.
    """
    value = copy.deepcopy(tree.value) if isinstance(tree.value, dict) else {}
    places: set[Place] = set()
    for _ in range(_MOST_ROUNDS):
        try:
            return model.model_validate(value), places
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                places.add(place_of(detail["loc"]))
                _mend(value, detail, model)
    return None, places


def _mend(value: Any, detail: ErrorDetails, model: type[BaseModel]) -> None:
    location = detail["loc"]
    if not location:
        return
    *way, last = place_of(location)
    holder: Any = value
    for part in way:
        if isinstance(holder, list) and isinstance(part, str):
            continue  # a row of a table may be written as the list of its cells
        try:
            holder = holder[part]
        except (KeyError, IndexError, TypeError):
            return  # a fault further up has been mended already
    if detail["type"] == "extra_forbidden" or location[-1] == "[key]":
        if isinstance(holder, dict):
            holder.pop(last, None)
        return
    field = field_at(model, location)
    if isinstance(holder, dict) and field is not None and not field.is_required():
        holder.pop(last, None)
    elif isinstance(holder, list) and isinstance(last, str):
        holder[:] = _neutral(type_at(model, location))
    elif isinstance(holder, list) and isinstance(last, int) and last >= len(holder):
        holder.append(_neutral(type_at(model, location)))
    elif isinstance(holder, (dict, list)):
        there: Any = holder
        there[last] = _neutral(type_at(model, location))


def _neutral(annotation: Any) -> Any:
    """Return a value that a type accepts and that says nothing."""
    found = model_at(annotation)
    if found is not None:
        return _NEUTRAL_MODELS.get(found) or {
            field.alias or name: _neutral(annotated(field))
            for name, field in found.model_fields.items()
            if field.is_required()
        }
    notes = _notes(annotation)
    for note in notes:
        if isinstance(note, PlainValidator) and note.func in _NEUTRAL_MEASURES:
            return copy.copy(_NEUTRAL_MEASURES[note.func])
    kind = bare(annotation)
    origin = get_origin(kind)
    arguments = get_args(kind)
    if origin is Literal:
        return arguments[0]
    if origin is tuple:
        return [_neutral(arguments[0])]
    if origin is dict:
        return {"x": _neutral(arguments[1])}
    if arguments:
        return _neutral(arguments[0])
    return {int: 1, float: 1.0, bool: False}.get(kind) or _text(notes)


def _text(notes: list[Any]) -> str:
    patterns = [
        note.pattern
        for note in notes
        if isinstance(note, StringConstraints) and isinstance(note.pattern, str)
    ]
    fitting = (
        text for text in _NEUTRAL_TEXTS if all(re.search(pattern, text) for pattern in patterns)
    )
    return next(fitting, _NEUTRAL_TEXTS[0])


def _notes(annotation: Any) -> list[Any]:
    if get_origin(annotation) is not Annotated:
        return []
    inner, *notes = get_args(annotation)
    return [*_notes(inner), *notes]
