"""Captions of a campaign in Hebrew, as they lie beside its clips and films."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiny_campaign import ROWS, write_campaign

from foundation.settings import load_settings
from workers.running import run_campaign

if TYPE_CHECKING:
    from pathlib import Path

ISOLATED = "\u2066AC-2026-0001\u2069"


def test_captions_of_clips_and_films_isolate_what_is_read_from_the_left(tmp_path: Path) -> None:
    folder = write_campaign(tmp_path / "campaign", ROWS[:1])
    for name, old, new in (
        ("campaign.yaml", "locale: it-IT", "locale: he-IL"),
        ("storyboard.yaml", "language: it", "language: he"),
        ("storyboard.yaml", '"Buongiorno."', '"שלום, קוד AC-2026-0001."'),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    out = tmp_path / "out"
    run_campaign(folder, load_settings(out=out, log_level="warning", jobs=1))
    for kind in ("clips", "films"):
        captions = [file.read_text(encoding="utf-8") for file in (out / kind).glob("*.vtt")]
        assert any(f"קוד {ISOLATED}." in text for text in captions), kind
