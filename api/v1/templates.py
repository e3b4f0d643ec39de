"""``/v1/templates``: campaigns that come with Sollecito, to begin one's own from."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

import api
from api.v1.authentication import needs
from api.v1.problems import NOT_FOUND, Problem, invalid_field
from campaigns.api_keys import Scope
from scenes.loading import CAMPAIGN_FILE, STORYBOARD_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(prefix="/templates", tags=["campaigns"])

FOLDER = Path(api.__file__).resolve().parent.parent / "examples"
"""The examples; they come with the source, not with a wheel."""

MOST_DEPTH = 12


class TemplateOut(BaseModel):
    """A campaign that one's own may begin from."""

    name: str = Field(examples=["vehicle-tax"])
    title: str = Field(examples=["Promemoria tassa automobilistica 2026"])
    locale: str = Field(examples=["it-IT"])


class TemplatesOut(BaseModel):
    """All templates."""

    templates: list[TemplateOut]


@router.get("", summary="List the templates", dependencies=[needs(Scope.READ)])
def list_templates() -> TemplatesOut:
    """Return the campaigns that come with Sollecito, by name."""
    found = []
    for name in template_names():
        file = YAML(typ="safe").load(FOLDER / name / CAMPAIGN_FILE)
        found.append(TemplateOut(name=name, title=file["title"], locale=file["locale"]))
    return TemplatesOut(templates=found)


def template_names() -> list[str]:
    """Return the names of the templates, sorted."""
    return sorted(file.parent.name for file in FOLDER.glob(f"*/{CAMPAIGN_FILE}"))


def fill_in(
    template: str,
    folder: Path,
    campaign: Mapping[str, Any],
    storyboard: Mapping[str, Any],
) -> None:
    """Write a template's files into an empty folder, with settings laid over them.

    Objects are merged key by key, everything else replaces what was there, null removes it. Raises
    the problem of an unknown template or of settings that cannot be laid over it.
    """
    names = template_names()
    if template not in names:
        raise Problem(NOT_FOUND, f"There is no such template. There are: {', '.join(names)}.")
    source = FOLDER / template
    for entry in sorted(source.iterdir()):
        if entry.is_dir() and not entry.name.startswith((".", "__")):
            shutil.copytree(entry, folder / entry.name)
        elif entry.suffix == ".py" and not entry.name.startswith("generate_"):
            shutil.copyfile(entry, folder / entry.name)
    for name, settings in ((CAMPAIGN_FILE, campaign), (STORYBOARD_FILE, storyboard)):
        place = name.removesuffix(".yaml")
        yaml = YAML()
        document = yaml.load(source / name)
        _lay_over(document, settings, place)
        text = io.StringIO()
        try:
            yaml.dump(document, text)
        except (YAMLError, ValueError):
            raise invalid_field(place, "It holds what no such file can hold.") from None
        (folder / name).write_text(text.getvalue(), encoding="utf-8")


def _lay_over(document: Any, settings: Mapping[str, Any], place: str) -> None:
    if place.count(".") > MOST_DEPTH:
        raise invalid_field(place, "It is nested too deeply.")
    for key, value in settings.items():
        if value is None:
            document.pop(key, None)
        elif isinstance(value, dict) and isinstance(document.get(key), dict):
            _lay_over(document[key], value, f"{place}.{key}")
        else:
            document[key] = value
