"""Measures as authors write them: times, shares of the picture, pixels, colours, places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

from babel.core import get_global
from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

from foundation.faults import nearest

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)(s|ms)")
_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%")
_BELOW = re.compile(r"\+([0-9]+)")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}|[a-z][a-z0-9_]*")
_LONGEST_MS = 600_000


TAG = "="
"""Begins the tags of unions in pydantic's error places, which authors never see."""


@dataclass(frozen=True, slots=True, eq=False)
class AlsoWritten:
    """Tells the JSON Schema of a type in which shorter way it may be written too."""

    schema: dict[str, Any]

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the type's schema, or the shorter way's."""
        return {"anyOf": [self.schema, handler(core)]}


class Length(NamedTuple):
    """A length along one side of the picture: a share of it (``%``, 0…1) or pixels (``px``)."""

    value: float
    unit: Literal["%", "px"]

    def share(self, side: int) -> float:
        """Return the length as a fraction of a side of ``side`` reference pixels."""
        return self.value if self.unit == "%" else round(self.value / side, 6)


class Spot(NamedTuple):
    """A place as written: each side a word or a length; down also pixels below the last layer."""

    x: Literal["left", "center", "right"] | Length
    y: Literal["top", "center", "bottom"] | Length | int


def fault(message: str, hint: str = "", key: str = "") -> PydanticCustomError:
    """Return the error that a validator raises; ``message`` is a sentence for the author.

    ``key`` names the key below the checked place that is meant.
    """
    text = message.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError("author", text, {"hint": hint, "key": key})


def is_currency(code: str) -> bool:
    """Return whether a code is a currency of ISO 4217 with which people pay today."""
    return code in _currencies()


@cache
def _currencies() -> frozenset[str]:
    """Return the currencies that some country uses today, as CLDR knows them."""
    used = get_global("territory_currencies")
    return frozenset(
        code for spans in used.values() for code, _, end, tender in spans if end is None and tender
    )


def _currency(code: str) -> str:
    if not is_currency(code):
        near = nearest(code, _currencies())
        raise fault(f"There is no currency '{code}' (ISO 4217).", near or "Such as EUR or CHF.")
    return code


def parse_duration(raw: Any) -> int:
    """Return milliseconds of ``0.5s`` or ``480ms``."""
    found = _DURATION.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        raise fault("Expected a time with its unit, such as 0.5s or 480ms.")
    ms = round(float(found[1]) * (1000 if found[2] == "s" else 1))
    if ms > _LONGEST_MS:
        raise fault("Expected a time of at most 600s.")
    return ms


def parse_share(raw: Any) -> float:
    """Return the fraction that ``30%`` says, 0 to 1."""
    found = _SHARE.fullmatch(raw) if isinstance(raw, str) else None
    if found is None or float(found[1]) > 100:
        raise fault("Expected a share from 0% to 100%, such as 30%.")
    return round(float(found[1]) / 100, 6)


def parse_length(raw: Any) -> Length:
    """Return the length that ``30%`` or ``24`` (pixels) says."""
    found = _SHARE.fullmatch(raw) if isinstance(raw, str) else None
    if found is not None and float(found[1]) <= 200:
        return Length(round(float(found[1]) / 100, 6), "%")
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 4000:
        return Length(float(raw), "px")
    raise fault("Expected a length such as 30% (of the picture) or 24 (pixels).")


def parse_spot(raw: Any) -> Spot:
    """Return the place that ``[center, 30%]`` or ``[center, +24]`` says."""
    if not isinstance(raw, (list, tuple)) or len(raw) != 2:
        raise fault("Expected a place of two parts: [across, down], such as [center, 30%].")
    across, down = raw
    below = _BELOW.fullmatch(down) if isinstance(down, str) else None
    try:
        x = across if across in {"left", "center", "right"} else parse_length(across)
        if below is not None:
            return Spot(x, int(below[1]))
        y = down if down in {"top", "center", "bottom"} else parse_length(down)
    except (PydanticCustomError, TypeError):
        raise fault(
            "Expected [across, down]: across is left, center, right, 30% or 24 (pixels); down is "
            "top, center, bottom, 30%, 24 (pixels) or +24 (pixels below the layer before)."
        ) from None
    return Spot(x, y)


def parse_number(raw: Any) -> float | str:
    """Return a number, or an expression as it is written."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return float(raw)
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    raise fault("Expected a number, or an expression in quotes such as '{{ amount }}'.")


def parse_color(raw: Any) -> str:
    """Return the colour as written: ``#rrggbb``, or a name that the theme must know."""
    if isinstance(raw, str) and _COLOR.fullmatch(raw):
        return raw
    raise fault("Expected a colour of the theme, such as accent, or '#rrggbb' in quotes.")


def _as_text(raw: Any) -> Any:
    # A year or a number as a label needs no quotes: the author means its text.
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    if raw is not None and not isinstance(raw, (str, list, dict)):
        raise fault("Expected text; put it in quotes.")
    return raw


_LENGTH = {"anyOf": [{"type": "string", "pattern": "%$"}, {"type": "integer", "minimum": 0}]}


def _words(*words: str) -> dict[str, Any]:
    return {"anyOf": [{"enum": list(words)}, _LENGTH]}


Duration = Annotated[
    int,
    PlainValidator(parse_duration),
    WithJsonSchema({"type": "string", "pattern": f"^{_DURATION.pattern}$"}),
]
"""Milliseconds, written ``0.5s`` or ``480ms``."""
Share = Annotated[
    float,
    PlainValidator(parse_share),
    WithJsonSchema({"type": "string", "pattern": f"^{_SHARE.pattern}$"}),
]
"""0 to 1, written ``30%``."""
Extent = Annotated[Length, PlainValidator(parse_length), WithJsonSchema(_LENGTH)]
"""A :class:`Length`, written ``30%`` or ``24``."""
At = Annotated[
    Spot,
    PlainValidator(parse_spot),
    WithJsonSchema(
        {
            "type": "array",
            "prefixItems": [
                _words("left", "center", "right"),
                {
                    "anyOf": [
                        _words("top", "center", "bottom"),
                        {"type": "string", "pattern": f"^{_BELOW.pattern}$"},
                    ]
                },
            ],
            "minItems": 2,
            "maxItems": 2,
        }
    ),
]
"""A :class:`Spot`, written ``[center, 30%]``."""
Number = Annotated[
    float | str, PlainValidator(parse_number), WithJsonSchema({"type": ["number", "string"]})
]
"""A number, or an expression that makes one."""
Color = Annotated[
    str,
    PlainValidator(parse_color),
    WithJsonSchema({"type": "string", "pattern": f"^({_COLOR.pattern})$"}),
]
"""A colour name of the theme or ``#rrggbb``."""
Words = Annotated[
    str,
    BeforeValidator(_as_text, json_schema_input_type=str | int),
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
]
"""Text that may hold ``{{ expressions }}``."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A name that authors give: lower-case letters, digits and underscores."""
Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$"), AfterValidator(_currency)]
"""A currency by its code (ISO 4217)."""
MediaFile = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A file of the campaign's ``media/``, relative to it."""
