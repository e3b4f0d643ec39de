"""JSON Schemas for editors, of storyboard.yaml and theme.yaml.

``python -m scenes.editor_schema FOLDER`` writes them into a folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.storyboard_file import Storyboard
from scenes.theme_file import ThemeFile

if TYPE_CHECKING:
    from scenes.campaign_file import Strict

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOISE = frozenset({"default", "title"})
"""Made from Python's names and inner units, which no author writes."""


def storyboard_schema() -> str:
    """Return the schema of storyboards as JSON text."""
    return _schema(Storyboard, "A Sollecito storyboard")


def theme_schema() -> str:
    """Return the schema of theme files as JSON text."""
    return _schema(ThemeFile, "A Sollecito theme")


SCHEMAS = {"storyboard.schema.json": storyboard_schema, "theme.schema.json": theme_schema}
"""File name to what makes it."""


def _schema(model: type[Strict], title: str) -> str:
    schema = {"$schema": _DIALECT, **_quiet(model.model_json_schema())}
    schema["title"] = title
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
    for name, make in SCHEMAS.items():
        Path(sys.argv[1], name).write_text(make(), encoding="utf-8")
