"""From the places of pydantic's errors to those of the author's file, and to the types there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from scenes.measures import TAG

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from scenes.yaml_tree import Place

Location = tuple[int | str, ...]
"""Where pydantic says an error is: keys and indices, with the tags of unions between them."""


def place_of(location: Location) -> Place:
    """Return an error's place in the author's file."""
    return tuple(
        part
        for part in location
        if part != "[key]" and not (isinstance(part, str) and part.startswith(TAG))
    )


def keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys that the model at a location knows, as authors write them."""
    found = model_at(type_at(model, location))
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def field_at(model: type[BaseModel], location: Location) -> FieldInfo | None:
    """Return the field that a location is, or None where it is no field of a model."""
    parent = model_at(type_at(model, location[:-1]))
    if parent is None:
        return None
    return next(
        (
            field
            for name, field in parent.model_fields.items()
            if (field.alias or name) == location[-1]
        ),
        None,
    )


def type_at(model: type[BaseModel], location: Location) -> Any:
    """Return the type at a location, with its annotations; None where there is none."""
    found: Any = model
    for part in location:
        found = _step(found, part)
    return found


def model_at(annotation: Any) -> type[BaseModel] | None:
    """Return a type as a model, or None when it is not one."""
    found = bare(annotation)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def bare(annotation: Any) -> Any:
    """Take ``Annotated`` and ``| None`` off a type."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
            continue
        members = [member for member in get_args(annotation) if member is not type(None)]
        if origin not in {Union, type(int | None)} or len(members) != 1:
            return annotation
        annotation = members[0]


def annotated(field: FieldInfo) -> Any:
    """Return a field's type together with what pydantic moved from it into ``metadata``."""
    annotation: Any = field.annotation
    for note in field.metadata:
        annotation = Annotated[annotation, note]
    return annotation


def _step(annotation: Any, part: int | str) -> Any:
    """Return the type one step down: a model's key, a list's item, a union's tagged member."""
    if isinstance(part, str) and part.startswith(TAG):
        for member in get_args(bare(annotation)):
            if any(isinstance(note, Tag) and note.tag == part for note in get_args(member)[1:]):
                return member
    found = model_at(annotation)
    if found is not None:
        for name, field in found.model_fields.items():
            if (field.alias or name) == part:
                return annotated(field)
        return None
    container = bare(annotation)
    arguments = get_args(container)
    if get_origin(container) is dict:
        return arguments[0] if part == "[key]" else arguments[1]
    return arguments[0] if arguments else None
