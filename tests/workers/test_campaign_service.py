"""Campaigns of the service when several are at them at once, on servers with one database."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from tiny_campaign import CAMPAIGN, STORYBOARD, write_data

from campaigns.migrate import upgrade
from campaigns.models import Campaign, Import, ImportState
from foundation.database import open_database
from foundation.errors import CampaignError
from foundation.settings import load_settings
from storage.local_folder import LocalFolder
from workers import campaign_service
from workers.campaign_service import CampaignGoneError, NameTakenError, bring_to, open_campaign
from workers.edition import kept_files
from workers.import_work import do_import
from workers.stored_copies import archive_key
from workers.uploads import new_upload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tiny_campaign import Tiny
    from work_bench import Bench

    from foundation.database import Database
    from foundation.settings import Settings


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Return settings of one of many machines, on each kind of database in turn."""
    return load_settings(out=tmp_path / "out", database_url=database_url, log_level="warning")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database)
    upgrade(database.engine)
    yield database
    database.close()


@pytest.fixture
def store(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "store")


def files(tmp_path: Path, word: str) -> Path:
    """Return a folder of the campaign's files; each word makes other ones."""
    folder = tmp_path / word
    if not folder.is_dir():
        folder.mkdir()
        (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
        story = STORYBOARD.replace("Strade e scuole", f"Strade e {word}")
        (folder / "storyboard.yaml").write_text(story, encoding="utf-8")
    return folder


def archives(store: LocalFolder) -> list[str]:
    return list(store.keys("campaigns/"))


def campaign_row(database: Database) -> Campaign:
    with database.reading() as session:
        return session.scalars(select(Campaign)).one()


def test_files_that_come_back_at_once_stay_in_the_store(
    settings: Settings,
    database: Database,
    store: LocalFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = open_campaign(settings, database, store, files(tmp_path, "parchi"))
    original = campaign_service.make_edition
    overtaken = False

    def slow(*given, **more):
        nonlocal overtaken
        made = original(*given, **more)
        if not overtaken:
            overtaken = True
            # Another server brings other files between keeping these and writing the row.
            bring_to(settings, database, store, row, files(tmp_path, "musei"))
        return made

    monkeypatch.setattr(campaign_service, "make_edition", slow)
    again = bring_to(settings, database, store, row, files(tmp_path, "parchi"))
    assert overtaken
    assert again.campaign.digest == row.digest
    assert again.campaign.version == 3
    assert archives(store) == [archive_key(row)]
    elsewhere = settings.model_copy(update={"out": tmp_path / "elsewhere"})
    assert kept_files(elsewhere, again.campaign, store).digest == row.digest


def test_versions_at_once_leave_the_archive_of_one(
    settings: Settings, database: Database, store: LocalFolder, tmp_path: Path
) -> None:
    words = ("parchi", "musei", "ponti", "parchi")
    folders = [files(tmp_path, word) for word in words]
    row = open_campaign(settings, database, store, folders[0])
    for _ in range(3):
        together = threading.Barrier(len(folders))

        def send(folder: Path, together: threading.Barrier = together) -> None:
            together.wait(60)
            bring_to(settings, database, store, row, folder)

        with ThreadPoolExecutor(len(folders)) as pool:
            list(pool.map(send, folders))
        assert archives(store) == [archive_key(campaign_row(database))]


def test_a_version_that_is_refused_leaves_nothing(
    settings: Settings, database: Database, store: LocalFolder, tmp_path: Path
) -> None:
    row = open_campaign(settings, database, store, files(tmp_path, "parchi"))

    class RefusedError(Exception):
        pass

    def refuse(_row: Campaign) -> None:
        raise RefusedError

    for word in ("musei", "parchi"):
        with pytest.raises(RefusedError):
            bring_to(settings, database, store, row, files(tmp_path, word), check=refuse)
        assert archives(store) == [archive_key(row)]
        assert campaign_row(database).version == 1
    with database.writing() as session:
        session.delete(session.get_one(Campaign, row.id))
    with pytest.raises(CampaignGoneError):
        bring_to(settings, database, store, row, files(tmp_path, "ponti"))
    assert archives(store) == [archive_key(row)]


def test_who_loses_a_name_leaves_nothing(
    settings: Settings,
    database: Database,
    store: LocalFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # All have looked whether the name is free before the first one takes it.
    monkeypatch.setattr(campaign_service, "find_campaign", lambda *_: None)
    folders = [files(tmp_path, word) for word in ("parchi", "musei", "ponti", "fiumi")]
    together = threading.Barrier(len(folders))

    def make(folder: Path) -> bool:
        together.wait(60)
        try:
            open_campaign(settings, database, store, folder)
        except NameTakenError:
            return False
        return True

    with ThreadPoolExecutor(len(folders)) as pool:
        assert sorted(pool.map(make, folders)) == [False, False, False, True]
    row = campaign_row(database)
    assert archives(store) == [archive_key(row)]
    copies = settings.private / "campaigns" / "tiny"
    assert [copy.name for copy in copies.iterdir()] == [row.digest]


def test_files_that_cannot_be_kept_make_no_campaign(
    settings: Settings,
    database: Database,
    tmp_path: Path,
) -> None:
    class Full(LocalFolder):
        def put(self, *_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        open_campaign(settings, database, Full(tmp_path / "full"), files(tmp_path, "parchi"))
    with database.reading() as session:
        assert session.scalars(select(Campaign)).all() == []
    assert not (settings.private / "campaigns" / "tiny").exists()


def test_an_import_without_the_campaigns_files_says_so(bench: Bench, tiny: Tiny) -> None:
    upload, folder = new_upload(tiny.settings)
    write_data(folder / "more.csv", [("z9", "Zeno", "12,50", "R900")])
    number = bench.queue(upload)
    shutil.rmtree(tiny.settings.private / "campaigns" / "tiny")
    for _ in range(tiny.settings.attempts):
        assert folder.exists()
        with pytest.raises(CampaignError):
            do_import(bench.shop, bench.edition.campaign_id, number)
    with bench.shop.database.reading() as session:
        row = session.get_one(Import, number)
    assert row.state == ImportState.FAILED
    assert "No copy of the files of 'tiny' is kept." in (row.error or "")
    assert row.finished_at is not None
    assert not folder.exists()
    do_import(bench.shop, bench.edition.campaign_id, number)  # a late message changes nothing
