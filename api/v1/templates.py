"""``/v1/templates``: campaigns that come with Sollecito, to begin one's own from."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from api.v1.authentication import needs
from api.v1.problems import NOT_FOUND, Problem, invalid_field
from campaigns.api_keys import Scope
from campaigns.templates import FOLDER, parts_of, template_names
from scenes.loading import CAMPAIGN_FILE, STORYBOARD_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

router = APIRouter(prefix="/templates", tags=["campaigns"])

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
    for part in parts_of(template):
        copy = shutil.copytree if part.is_dir() else shutil.copyfile
        copy(part, folder / part.name)
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
