"""The move from one machine to the engines: everything arrives, and a move cut off goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from campaigns.migrate import upgrade
from campaigns.models import Campaign, Recipient, RecipientStatus
from campaigns.queries import ensure_campaign
from foundation.database import open_database
from foundation.errors import CampaignError, SettingsError, StorageError
from foundation.table_copying import copy_tables, digest_tables
from storage.opening import open_store
from storage.s3 import S3Store
from workers.edition import kept_edition
from workers.moving import LEFT_OUT, move
from workers.running import run_campaign

if TYPE_CHECKING:
    from pathlib import Path

    from tiny_campaign import Tiny

    from foundation.settings import Settings


def moved_settings(tiny: Tiny, many_machines: dict[str, str]) -> Settings:
    return tiny.settings.model_copy(update=many_machines)


def test_everything_arrives_and_goes_on_there(
    tiny: Tiny, many_machines: dict[str, str], tmp_path: Path
) -> None:
    whole, token = tiny.objects(), tiny.token("a1")
    settings = moved_settings(tiny, many_machines)
    report = move(settings)
    assert (report.objects, report.sent, report.campaigns) == (len(whole), len(whole), 1)
    assert report.bytes == sum(map(len, whole.values()))
    assert (report.rows["campaigns"], report.rows["recipients"]) == (1, 3)
    store = open_store(settings.store)
    assert {key: store.get(key) for key in whole} == whole
    again = move(settings)
    assert (again.objects, again.sent, again.rows) == (report.objects, 0, report.rows)
    assert tiny.objects() == whole, "the old place is as it was"
    # Another machine goes on: it has the settings, and nothing in its folder.
    elsewhere = settings.model_copy(update={"out": tmp_path / "elsewhere"})
    database = open_database(elsewhere.database)
    with database.reading() as session:
        row = session.query(Campaign).one()
        assert {r.token for r in session.query(Recipient)} >= {token}
    edition = kept_edition(elsewhere, row, store)
    assert edition.place.folder.is_relative_to(tmp_path / "elsewhere")
    with database.writing() as session:
        other = ensure_campaign(
            session, "other", digest="0", expires_on=None, public_base="", pay_hosts=[]
        )
    assert other.id > row.id, "numbers go on after those that were moved"
    database.close()
    assert run_campaign(tiny.folder, elsewhere).nothing_done, "all stands there already"


def test_a_move_that_was_cut_off_sends_only_the_rest(
    tiny: Tiny, many_machines: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = moved_settings(tiny, many_machines)
    put, left = S3Store.put, [10]

    def cut_off(self: S3Store, *given: object, **named: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise StorageError("The object store could not store an object: gone.")
        put(self, *given, **named)  # type: ignore[arg-type] # handed on as they came

    monkeypatch.setattr(S3Store, "put", cut_off)
    with pytest.raises(StorageError, match="gone"):
        move(settings)
    database = open_database(settings.database)
    upgrade(database.engine)
    assert all(
        table.rows == 0 for table in digest_tables(database.engine, leave_out=LEFT_OUT).values()
    ), "the database comes last"
    database.close()
    monkeypatch.setattr(S3Store, "put", put)
    report = move(settings)
    assert report.objects == len(tiny.objects())
    assert 0 < report.sent < report.objects


def test_what_does_not_come_back_as_it_was_ends_the_move(
    tiny: Tiny, many_machines: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put = S3Store.put

    def spoilt(self: S3Store, key: str, body: Path, **named: str) -> None:
        put(self, key, body.read_bytes()[:-1] + b"?", **named)

    monkeypatch.setattr(S3Store, "put", spoilt)
    with pytest.raises(StorageError, match="not the same in the new store"):
        move(moved_settings(tiny, many_machines))


def test_a_database_that_is_not_empty_is_left_alone(tiny: Tiny, postgres_url: str) -> None:
    target, source = open_database(postgres_url), open_database(tiny.settings.database)
    upgrade(target.engine)
    with target.writing() as session:
        ensure_campaign(session, "x", digest="0", expires_on=None, public_base="", pay_hosts=[])
    before = digest_tables(target.engine, leave_out=LEFT_OUT)
    with pytest.raises(StorageError, match="not empty: 'campaigns' has rows"):
        copy_tables(source.engine, target.engine, leave_out=LEFT_OUT)
    assert digest_tables(target.engine, leave_out=LEFT_OUT) == before
    with target.writing() as session:
        session.execute(text("delete from campaigns"))
        session.execute(text("alter table recipients add column more integer"))
    with pytest.raises(StorageError, match="same shape"):
        copy_tables(source.engine, target.engine, leave_out=LEFT_OUT)
    target.close()
    source.close()


def test_a_place_to_move_to_is_needed(tiny: Tiny, many_machines: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="SOLLECITO_DATABASE_URL"):
        move(tiny.settings)
    itself = moved_settings(tiny, {**many_machines, "store_url": str(tiny.out)})
    with pytest.raises(SettingsError, match="the folder that is to be moved"):
        move(itself)
    nothing = moved_settings(tiny, many_machines).model_copy(update={"out": tiny.out / "p"})
    with pytest.raises(SettingsError, match="no database"):
        move(nothing)


def test_files_that_somebody_changed_in_the_store_are_not_used(
    tiny: Tiny, many_machines: dict[str, str], tmp_path: Path
) -> None:
    settings = moved_settings(tiny, many_machines)
    move(settings)
    database = open_database(settings.database)
    with database.writing() as session:
        row = session.query(Campaign).one()
        assert session.query(Recipient).filter_by(status=RecipientStatus.PUBLISHED).count() == 3
    store = open_store(settings.store)
    (tiny.folder / "media" / "more.txt").write_text("x")
    changed = load_changed(tiny, tmp_path)
    from workers.stored_copies import archive_key, store_copy

    key = archive_key(row)
    store.delete(key)
    store_copy(store, row, changed)
    elsewhere = settings.model_copy(update={"out": tmp_path / "elsewhere"})
    with pytest.raises(CampaignError, match="changed by someone"):
        kept_edition(elsewhere, row, store)
    store.delete(key)
    nowhere = settings.model_copy(update={"out": tmp_path / "nowhere"})
    with pytest.raises(CampaignError, match="No copy"):
        kept_edition(nowhere, row, store)
    database.close()


def load_changed(tiny: Tiny, tmp_path: Path) -> Path:
    from scenes.loading import load_campaign
    from workers.campaign_copies import keep_copy

    return keep_copy(tmp_path / "changed", load_campaign(tiny.folder))
