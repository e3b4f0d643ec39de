"""Copies of a campaign's files: those that nobody needs go, those that are on their way stay."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

from tiny_campaign import CAMPAIGN, STORYBOARD

from campaigns.migrate import upgrade
from campaigns.queries import find_campaign
from foundation.settings import load_settings
from scenes.loading import load_campaign
from workers import background, campaign_copies
from workers.campaign_copies import YOUNG_S, keep_copy, remove_others
from workers.campaign_service import bring_to, open_campaign
from workers.edition import kept_files
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def files(tmp_path: Path, word: str) -> Path:
    folder = tmp_path / word
    folder.mkdir()
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    story = STORYBOARD.replace("Strade e scuole", f"Strade e {word}")
    (folder / "storyboard.yaml").write_text(story, encoding="utf-8")
    return folder


def age(place: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(place, (then, then))


def test_a_version_that_comes_while_old_copies_are_removed_keeps_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(out=tmp_path / "out", log_level="error")
    with open_workshop(settings) as shop:
        upgrade(shop.database.engine)
        row = open_campaign(settings, shop.database, shop.store, files(tmp_path, "parchi"))
        original = background.remove_others

        def later(*given, **more):
            bring_to(settings, shop.database, shop.store, row, files(tmp_path, "musei"))
            original(*given, **more)

        monkeypatch.setattr(background, "remove_others", later)
        background._remove_old_copies(shop)
        with shop.database.reading() as session:
            now = find_campaign(session, row.name)
        assert now is not None
        assert now.digest != row.digest
        assert kept_files(settings, now, shop.store).digest == now.digest


def test_old_copies_go_and_what_is_asked_for_again_is_young(tmp_path: Path) -> None:
    first, second, third = (
        load_campaign(files(tmp_path, word)) for word in ("parchi", "musei", "ponti")
    )
    private = tmp_path / "private"
    copies = [keep_copy(private, each, at_work=True) for each in (first, second, third)]
    for copy in copies:
        age(copy, 2 * YOUNG_S)
    keep_copy(private, second, at_work=True)
    remove_others(private, first.file.name, first.digest, young_s=YOUNG_S)
    assert [copy.is_dir() for copy in copies] == [True, True, False]
    keep_copy(private, first)
    assert [copy.is_dir() for copy in copies] == [True, False, False], "nobody else is at work"


def test_a_copy_that_is_being_written_stays_for_an_hour(tmp_path: Path) -> None:
    campaign = load_campaign(files(tmp_path, "parchi"))
    place = keep_copy(tmp_path / "private", campaign).parent
    written, left = place / ".part-a", place / ".part-b"
    written.mkdir()
    left.mkdir()
    age(left, 2 * YOUNG_S)
    remove_others(tmp_path / "private", campaign.file.name, campaign.digest)
    assert (written.is_dir(), left.is_dir()) == (True, False)


def test_a_copy_that_is_removed_while_it_is_asked_for_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = load_campaign(files(tmp_path, "parchi"))
    place = keep_copy(tmp_path / "private", campaign)
    original = campaign_copies.copy_of

    def removed_meanwhile(*given):
        found = original(*given)
        shutil.rmtree(found)
        return found

    monkeypatch.setattr(campaign_copies, "copy_of", removed_meanwhile)
    assert keep_copy(tmp_path / "private", campaign) == place
    assert load_campaign(place).digest == campaign.digest
