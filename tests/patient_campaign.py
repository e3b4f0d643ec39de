"""The tiny campaign with a scene that waits for the test: something can happen to what renders it.

Its base is made by a function of the campaign, which says that it has begun and waits for a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import tiny_campaign
from planned_campaign import AMOUNTS, plan_campaign

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from foundation.settings import Settings

SCENE = "why"
"""The scene that waits; all recipients have it, with the same clip."""

WAITING = """\
import os
import time
from pathlib import Path

from moviepy import ColorClip


def patient(size, fps):
    folder = Path(os.environ["SOLLECITO_TEST_MOMENT"])
    with (folder / "begun").open("a") as file:
        file.write("x")
    while not (folder / "go").exists():
        time.sleep(0.02)
    return ColorClip(size, (40, 90, 160)).with_duration(1)
"""


@dataclass(frozen=True)
class Patience:
    """The folder over which scene and test talk to each other."""

    folder: Path

    @property
    def settings(self) -> dict[str, object]:
        """The settings of processes that render it."""
        return {"allow_functions": "true", "test_moment": self.folder}

    def begun(self) -> str:
        """Return a letter for each time that the scene's base was begun."""
        file = self.folder / "begun"
        return file.read_text() if file.exists() else ""

    def go(self) -> None:
        """Let the scene come to its end, now and whenever it is rendered later."""
        (self.folder / "go").touch()


def clips_of(people: int) -> int:
    """Return how many different clips so many people have: names, amounts, two for all."""
    return people + len(AMOUNTS) + 2


def plan_patiently(
    tmp_path: Path, settings: Settings, people: int, monkeypatch: pytest.MonkeyPatch
) -> Patience:
    """Plan the campaign for so many people."""
    base = 'base: {function: "bases.py:patient"}'
    story = tiny_campaign.STORYBOARD.replace("base: {gradient: [paper, sky]}", base)
    assert base in story
    monkeypatch.setattr(tiny_campaign, "STORYBOARD", story)
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "bases.py").write_text(WAITING)
    plan_campaign(folder, settings, people)
    return Patience(tmp_path)
