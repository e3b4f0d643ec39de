"""The JSON Schema of storyboard.yaml, for editors; ``python -m scenes.editor_schema FILE``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from scenes.storyboard_file import Storyboard

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOISE = frozenset({"default", "title"})
"""Made from Python's names and inner units, which no author writes."""


def storyboard_schema() -> str:
    """Return the schema as JSON text."""
    schema = {"$schema": _DIALECT, **_quiet(Storyboard.model_json_schema())}
    schema["title"] = "A Sollecito storyboard"
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _quiet(part: Any, *, names: bool = False) -> Any:
    """Take the noise out of a schema; below ``properties`` keys are the author's names."""
    if isinstance(part, list):
        return [_quiet(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _quiet(value, names=key in {"properties", "$defs"} and not names)
        for key, value in part.items()
        if names or key not in _NOISE
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(storyboard_schema(), encoding="utf-8")
