"""Campaigns that come with Sollecito, to begin from: one place for the command and the service."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import campaigns
from foundation.errors import SettingsError
from foundation.faults import nearest
from scenes.loading import CAMPAIGN_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(campaigns.__file__).resolve().parent.parent / "examples"
"""The examples; they come with the source, not with a wheel."""

SMALLEST = "minimal"
"""The template that a first campaign begins from."""

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""What a campaign may be called."""

_NAMED = re.compile(r"^name: *[a-z0-9-]+", re.MULTILINE)


def template_names() -> list[str]:
    """Return the names of the templates, sorted."""
    return sorted(file.parent.name for file in FOLDER.glob(f"*/{CAMPAIGN_FILE}"))


def parts_of(template: str) -> Iterator[Path]:
    """Yield the files and folders of a template that a campaign takes besides its two YAML files.

    Scripts that made its data and pictures, and what is said about it, stay behind.
    """
    for entry in sorted((FOLDER / template).iterdir()):
        if entry.is_dir():
            if not entry.name.startswith((".", "__")):
                yield entry
        elif entry.suffix == ".py" and not entry.name.startswith("generate_"):
            yield entry


def begin_campaign(folder: Path, template: str = SMALLEST) -> None:
    """Make a folder with a copy of a template, invented data included; its name is the campaign's.

    Raises SettingsError for a name that no campaign may have, an unknown template, and a folder
    that is there already and not empty.
    """
    if not NAME.fullmatch(folder.name):
        raise SettingsError(
            f"A campaign cannot be called '{folder.name}': use small letters, digits and hyphens,"
            " such as water-2026."
        )
    names = template_names()
    if template not in names:
        hint = nearest(template, names)
        raise SettingsError(
            f"There is no template '{template}'. There are: {', '.join(names)}. {hint}".rstrip()
        )
    try:
        if folder.exists() and any(folder.iterdir()):
            raise SettingsError(f"{folder} is there already and not empty; choose another name.")
        folder.mkdir(parents=True, exist_ok=True)
        for part in parts_of(template):
            copy = shutil.copytree if part.is_dir() else shutil.copyfile
            copy(part, folder / part.name)
        for file in sorted((FOLDER / template).glob("*.*")):
            if file.suffix in {".yaml", ".csv"}:
                shutil.copyfile(file, folder / file.name)
        (folder / "media").mkdir(exist_ok=True)
        campaign = folder / CAMPAIGN_FILE
        text = campaign.read_text(encoding="utf-8")
        campaign.write_text(_NAMED.sub(f"name: {folder.name}", text, count=1), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written: {error.strerror}.") from error
