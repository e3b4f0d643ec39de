from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaigns.checking import check
from campaigns.example_parts import example_warnings
from campaigns.templates import FOLDER, SMALLEST, begin_campaign, template_names
from foundation.errors import SettingsError
from scenes.loading import load_campaign

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("template", template_names())
def test_every_template_begins_a_campaign_without_faults(tmp_path: Path, template: str) -> None:
    folder = tmp_path / "my-first"
    begin_campaign(folder, template)
    assert load_campaign(folder).file.name == "my-first"
    assert all(fault.warning for fault in check(folder))
    assert check(folder) == example_warnings(load_campaign(folder))
    assert not list(folder.glob("generate_*"))
    assert not (folder / "README.md").exists()


def test_the_smallest_is_small_and_explained() -> None:
    board = (FOLDER / SMALLEST / "storyboard.yaml").read_text(encoding="utf-8")
    campaign = load_campaign(FOLDER / SMALLEST)
    assert len(campaign.storyboard.scenes) == 3
    rows = (FOLDER / SMALLEST / "debtors.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 3
    assert board.count("#") >= 10


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "debtors.csv").write_text("real people", encoding="utf-8")
    with pytest.raises(SettingsError, match="not empty"):
        begin_campaign(folder)
    assert (folder / "debtors.csv").read_text(encoding="utf-8") == "real people"


@pytest.mark.parametrize("name", ["Bad Name", "-x", "x" * 64, "è"])
def test_a_name_that_no_campaign_may_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="cannot be called"):
        begin_campaign(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_template_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Did you mean 'minimal'"):
        begin_campaign(tmp_path / "mine", "minmal")
