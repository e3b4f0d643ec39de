"""Recipients' own pictures reach the workers of other machines through the store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from campaigns.models import Campaign
from campaigns.tokens import new_secret
from foundation.errors import CampaignError, StorageError
from scenes.field_base import DataForm
from scenes.loading import load_campaign
from storage.local_folder import LocalFolder
from workers.campaign_service import open_campaign
from workers.edition import kept_edition, kept_files, make_edition
from workers.stored_pictures import (
    fetch_pictures,
    kept_pictures,
    remove_stored_pictures,
    store_pictures,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tiny_campaign import Tiny
    from work_bench import Bench

    from foundation.settings import Settings


@pytest.fixture
def store(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "store")


@pytest.fixture
def row() -> Campaign:
    return Campaign(name="tiny", secret=new_secret(), public_base="https://p.example/")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "anna.png").write_bytes(b"anna")
    (folder / "bruno.png").write_bytes(b"bruno")
    (folder / ".DS_Store").write_bytes(b"no picture")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_another_machine_gets_the_pictures_as_they_are_now(
    store: LocalFolder, row: Campaign, photos: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    assert fetch_pictures(store, row, there) is None
    store_pictures(store, row, photos)
    kept = fetch_pictures(store, row, there)
    assert kept == kept_pictures(there, "tiny")
    assert names(kept) == ["anna.png", "bruno.png"]
    (photos / "anna.png").write_bytes(b"anna, again")
    store_pictures(store, row, photos)
    assert fetch_pictures(store, row, there) == kept
    assert (kept / "anna.png").read_bytes() == b"anna, again"
    assert len(list(store.keys("campaigns/"))) == 2, "the archive before is gone"
    remove_stored_pictures(store, row)
    assert not list(store.keys())


def test_nothing_is_sent_or_fetched_twice(
    store: LocalFolder, row: Campaign, photos: Path, tmp_path: Path
) -> None:
    store_pictures(store, row, photos)
    (archive,) = (store.path(key) for key in store.keys("campaigns/") if key.endswith(".tar"))
    kept = fetch_pictures(store, row, tmp_path / "there")
    assert kept is not None
    archive.unlink()
    store_pictures(store, row, photos)
    assert not archive.exists()
    assert fetch_pictures(store, row, tmp_path / "there") == kept


def test_names_in_the_store_tell_nothing(store: LocalFolder, row: Campaign, photos: Path) -> None:
    store_pictures(store, row, photos)
    keys = list(store.keys())
    assert all(key.startswith("campaigns/") for key in keys)
    assert not any(word in key for key in keys for word in ("anna", "tiny", "picture"))


def test_a_damaged_note_is_told(store: LocalFolder, row: Campaign, photos: Path) -> None:
    store_pictures(store, row, photos)
    (note,) = (store.path(key) for key in store.keys("campaigns/") if key.endswith(".txt"))
    note.write_bytes(b"?")
    with pytest.raises(StorageError, match="damaged"):
        fetch_pictures(store, row, photos.parent / "there")


def with_pictures(tiny: Tiny, shade: int) -> None:
    """Give the campaign a field of type image, and one person's picture."""
    (tiny.folder / "photos").mkdir(exist_ok=True)
    Image.new("RGB", (60, 60), (shade, 90, 90)).save(tiny.folder / "photos" / "a.png")
    file = tiny.folder / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    if "pictures:" not in text:
        file.write_text(text.replace("data: {", "data: {pictures: photos, "), encoding="utf-8")
        story = tiny.folder / "storyboard.yaml"
        text = story.read_text(encoding="utf-8")
        field = "fields:\n  photo: {type: image, optional: true}\n"
        story.write_text(text.replace("fields:\n", field, 1), encoding="utf-8")


def many(settings: Settings, out: Path) -> Settings:
    return settings.model_copy(update={"out": out, "database_url": settings.database})


def test_workers_elsewhere_bind_and_import_with_a_bundles_pictures(
    bench: Bench, tiny: Tiny, store: LocalFolder, tmp_path: Path
) -> None:
    with_pictures(tiny, 10)
    file = tiny.folder / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name: tiny", "name: with-pictures"), encoding="utf-8")
    here, elsewhere = (many(tiny.settings, tmp_path / name) for name in ("here", "elsewhere"))
    row = open_campaign(here, bench.shop.database, store, tiny.folder)
    edition = kept_edition(elsewhere, row, store)
    assert edition.place.uploads == kept_pictures(elsewhere.private, "with-pictures").resolve()
    field = kept_files(elsewhere, row, store).storyboard.fields["photo"]
    assert field.read("a.png", DataForm("it-IT")) == "a.png"
    assert (edition.place.uploads / "a.png").read_bytes() == (
        tiny.folder / "photos" / "a.png"
    ).read_bytes()
    alone = elsewhere.model_copy(update={"database_url": None, "out": tmp_path / "alone"})
    with pytest.raises(CampaignError, match="own pictures"):
        kept_edition(alone, row, store)


def test_a_folder_of_the_author_is_used_where_it_is(
    tiny: Tiny, store: LocalFolder, row: Campaign, tmp_path: Path
) -> None:
    with_pictures(tiny, 10)
    campaign = load_campaign(tiny.folder)
    row.digest, row.updated_at = campaign.digest, datetime.now(UTC)
    here = many(tiny.settings, tmp_path / "here")
    make_edition(here, row, campaign, store)
    assert kept_edition(here, row, store).place.uploads == (tiny.folder / "photos").resolve()
