"""People of earlier data, people who were withdrawn, and folders that are not a run's own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tiny_campaign import CAMPAIGN, ROWS, write_data

from foundation.errors import SettingsError
from workers.running import run_campaign
from workers.withdrawal import withdraw_recipients

if TYPE_CHECKING:
    from pathlib import Path

    from tiny_campaign import Tiny


def test_who_has_paid_gets_no_letter(tiny: Tiny) -> None:
    write_data(tiny.folder / "debtors.csv", ROWS[:2])
    report = run_campaign(tiny.folder, tiny.settings)
    assert list(tiny.handed_over()) == ["a1", "b2"], "with what stood unchanged"
    assert report.unchanged == 2
    assert report.not_in_data == ("c3",)
    assert len(list((tiny.out / "p").iterdir())) == 3, "the link still opens"
    write_data(tiny.folder / "debtors.csv", ROWS)
    report = run_campaign(tiny.folder, tiny.settings)
    assert list(tiny.handed_over()) == ["a1", "b2", "c3"]
    assert report.not_in_data == ()


def test_only_the_first_rows_are_handed_over(tiny: Tiny) -> None:
    report = run_campaign(tiny.folder, tiny.settings, limit=1)
    assert list(tiny.handed_over()) == ["a1"]
    assert report.not_in_data == (), "the others may well be in the file"


def test_nothing_is_left_of_who_was_withdrawn(tiny: Tiny) -> None:
    row = tiny.handed_over()["c3"]
    token = tiny.token("c3")
    assert (tiny.out / row["film"]).exists()
    for already in (False, True):
        done = withdraw_recipients(tiny.settings, 1, ["c3", "nobody"])
        assert ("c3" in done.already) == already
        assert ("c3" in done.withdrawn) != already
        assert done.unknown == ("nobody",)
        assert not [key for key in tiny.objects() if token in key or key == row["film"]]
        assert tiny.handed_over()["c3"]["status"] == "withdrawn"
        assert tiny.handed_over()["c3"]["link"] == ""
    changed = [*ROWS[:2], ("c3", "Chiara", "99,90", "R003")]
    for rows in (ROWS, changed):
        write_data(tiny.folder / "debtors.csv", rows)
        report = run_campaign(tiny.folder, tiny.settings)
        assert (report.published, report.not_in_data) == (2, ())
        assert not [key for key in tiny.objects() if token in key or key == row["film"]]


def test_a_film_that_two_people_have_stays_with_the_other(tiny: Tiny) -> None:
    write_data(tiny.folder / "debtors.csv", [*ROWS, ("d4", "Chiara", "12,50", "R004")])
    run_campaign(tiny.folder, tiny.settings)
    film = tiny.handed_over()["c3"]["film"]
    assert tiny.handed_over()["d4"]["film"] == film
    withdraw_recipients(tiny.settings, 1, ["c3"])
    assert (tiny.out / film).exists()
    withdraw_recipients(tiny.settings, 1, ["d4"])
    assert not (tiny.out / film).exists()
    assert not (tiny.out / film).with_suffix(".vtt").exists()


def test_two_campaigns_do_not_share_a_folder(tiny: Tiny, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(tiny.folder, other)
    (other / "campaign.yaml").write_text(CAMPAIGN.replace("name: tiny", "name: second"))
    before = (tiny.out / "recipients.csv").read_bytes()
    with pytest.raises(SettingsError, match="holds the campaign 'tiny'; give 'second' a folder"):
        run_campaign(other, tiny.settings)
    assert (tiny.out / "recipients.csv").read_bytes() == before
    assert run_campaign(tiny.folder, tiny.settings).nothing_done


@pytest.mark.parametrize("place", ["", "media", "media/out"])
def test_the_campaigns_own_folder_is_not_written_to(tiny: Tiny, place: str) -> None:
    before = sorted(tiny.folder.rglob("*"))
    settings = tiny.settings.model_copy(update={"out": tiny.folder / place})
    with pytest.raises(SettingsError, match="the campaign's own files"):
        run_campaign(tiny.folder, settings)
    assert sorted(tiny.folder.rglob("*")) == before
