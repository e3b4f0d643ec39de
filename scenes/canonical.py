"""The one JSON text of a bound value, which names are made from."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import Any


def canonical_json(value: Any) -> str:
    """Return the one JSON text of a bound value: keys sorted, no spaces, plain UTF-8."""
    return _ENCODER.encode(value)


def _fields(value: Any) -> dict[str, Any]:
    """Return a dataclass as what the encoder knows (tuples it knows by itself)."""
    kind: Any = type(value)
    return {name: getattr(value, name) for name in _field_names(kind)}


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    """Return the names of a dataclass's fields; TypeError for other types."""
    return tuple(field.name for field in dataclasses.fields(kind))


_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_fields
)
