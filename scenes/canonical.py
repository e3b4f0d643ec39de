"""The one JSON text of a bound value, which names are made from."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import Any


def canonical_json(value: Any) -> str:
    """Return the one JSON text of a bound value: keys sorted, no spaces, plain UTF-8."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(part: Any) -> Any:
    if isinstance(part, (tuple, list)):
        return [_plain(item) for item in part]
    names = _field_names(part.__class__)
    return {name: _plain(getattr(part, name)) for name in names} if names is not None else part


@cache
def _field_names(kind: type[object]) -> tuple[str, ...] | None:
    """Return the names of a dataclass's fields, None for other types (asked for every value)."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple(field.name for field in dataclasses.fields(kind))
