"""The forms that are shipped: ``assets/forms/LANGUAGE.yaml``, English where a language has none."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from scenes.form_file import FormFile

FALLBACK = "en"


def form_languages() -> tuple[str, ...]:
    """Return the languages that have forms of their own, sorted."""
    return tuple(sorted(file.stem for file in _folder().glob("*.yaml")))


def ready_forms(locale: str) -> dict[str, FormFile]:
    """Return the shipped forms in the language of a locale such as ``it-IT``, by name."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return _read(language if language in form_languages() else FALLBACK)


@lru_cache
def _read(language: str) -> dict[str, FormFile]:
    plain: dict[str, Any] = YAML(typ="safe", pure=True).load(_folder() / f"{language}.yaml")
    return {
        name: FormFile.model_validate({"id": name, **entries}) for name, entries in plain.items()
    }


def _folder() -> Path:
    return Path(str(resources.files("assets"))) / "forms"
