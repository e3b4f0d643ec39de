"""Keys that hold for one format only: ``landscape: {…}`` on a layer or a scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from scenes.bound import FORMATS
from scenes.campaign_file import Strict
from scenes.measures import fault

if TYPE_CHECKING:
    from scenes.yaml_tree import Place


class Formatted(Strict):
    """What may be written once for all formats, and differently for some of them.

    A class that can be overridden has fields named as the formats; an override holds the same keys,
    of which only those that are written count.
    """

    @model_validator(mode="after")
    def _sound_everywhere(self) -> Formatted:
        if not FORMATS.keys() & type(self).model_fields:
            return self  # keys of one format make sense only beside those of all
        self.check_sense()
        for name in FORMATS:
            if getattr(self, name, None) is None:
                continue
            try:
                in_format(self, name).check_sense()
            except PydanticCustomError as error:
                context = error.context or {}
                hint, key = str(context.get("hint", "")), str(context.get("key", ""))
                message = f"In {name}: {error.message()}"
                raise fault(message, hint, f"{name}.{key}" if key else name) from None
        return self

    def check_sense(self) -> None:
        """Raise a fault where keys do not go together."""


Written = TypeVar("Written", bound=Formatted)


def in_format(written: Written, name: str) -> Written:
    """Return what is written as a format has it."""
    override = getattr(written, name, None)
    if override is None:
        return written
    fields = type(written).model_fields
    values = {key: getattr(override, key) for key in override.model_fields_set}
    # An empty key takes away what holds elsewhere, but not what must be there.
    changed = {k: v for k, v in values.items() if v is not None or not fields[k].is_required()}
    return written.model_copy(update=changed)


@dataclass(frozen=True, slots=True)
class Variant(Generic[Written]):
    """What is written as one format has it, and where each of its keys stands in the file."""

    written: Written
    place: Place
    format: str = ""
    changed: frozenset[str] = frozenset()

    def at(self, key: str, *rest: str | int) -> Place:
        """Return the place of a key, as authors write it."""
        inner = (self.format,) if key in self.changed else ()
        return (*self.place, *inner, key, *rest)


def variants(written: Written, place: Place) -> dict[str, Variant[Written]]:
    """Return what is written as every format has it, by format.

    Under an empty name stands what is written for all formats; formats without keys of their own
    are left out.
    """
    found = {"": Variant(written, place)}
    for name in FORMATS:
        override = getattr(written, name, None)
        if override is not None:
            fields = type(override).model_fields
            changed = frozenset(fields[key].alias or key for key in override.model_fields_set)
            found[name] = Variant(in_format(written, name), place, name, changed)
    return found
