"""What only shows when a page is built is found before anything is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image
from tiny_campaign import CAMPAIGN

from workers.rehearsal import rehearse

if TYPE_CHECKING:
    from pathlib import Path


def test_a_good_campaign_has_nothing_to_mend(tiny_folder: Path) -> None:
    before = sorted(tiny_folder.rglob("*"))
    assert rehearse(tiny_folder) == []
    assert sorted(tiny_folder.rglob("*")) == before, "nothing is made"


def test_what_the_page_cannot_show_is_told(tiny_folder: Path) -> None:
    Image.effect_noise((400, 400), 90).save(tiny_folder / "media" / "logo.png")
    changed = CAMPAIGN.replace("  phone: 800", "  logo: logo.png\n  phone: 800")
    (tiny_folder / "campaign.yaml").write_text(changed, encoding="utf-8")
    (fault,) = rehearse(tiny_folder)
    assert fault.file == "campaign.yaml"
    assert "logo.png" in fault.message


def test_data_without_a_usable_row_is_for_others_to_tell(tiny_folder: Path) -> None:
    (tiny_folder / "debtors.csv").write_text("id;first_name;amount;reference\na;;x;\n")
    assert rehearse(tiny_folder) == []
