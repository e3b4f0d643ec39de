"""On many machines an import is done by any that can have its file: here, or from the store."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from tiny_campaign import write_data

from campaigns.held_imports import cancel
from campaigns.models import Campaign, Import, ImportState
from foundation.errors import StorageError
from scenes.loading import load_campaign
from storage.local_folder import LocalFolder
from storage.opening import open_store
from workers.background import working_in_background
from workers.edition import make_edition
from workers.import_work import do_import
from workers.uploads import (
    is_shared,
    new_upload,
    share_upload,
    tidy_uploads,
    upload_bytes,
    upload_folder,
)
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from tiny_campaign import Tiny
    from work_bench import Bench


def campaign_row(bench: Bench) -> Campaign:
    with bench.shop.database.reading() as session:
        return session.scalars(select(Campaign)).one()


def test_an_import_is_done_where_its_file_is(bench: Bench, tiny: Tiny, tmp_path: Path) -> None:
    here = tiny.settings.model_copy(
        update={"database_url": tiny.settings.database, "broker_url": "redis://127.0.0.1:1/0"}
    )
    upload, folder = new_upload(here)
    write_data(folder / "more.csv", [("z9", "Zeno", "12,50", "R900")])
    queued = bench.queue(upload)

    def state() -> tuple[ImportState, int]:
        with bench.shop.database.reading() as session:
            row = session.get_one(Import, queued)
            return row.state, row.attempts

    elsewhere = here.model_copy(update={"out": tmp_path / "elsewhere"})
    with open_workshop(elsewhere, stopping=threading.Event()) as shop:
        do_import(shop, bench.edition.campaign_id, queued)
    assert state() == (ImportState.WAITING, 0), "left alone, and no attempt counted"
    with working_in_background(here):  # as a server does that the file was sent to
        until = time.monotonic() + 60
        while state()[0] != ImportState.DONE:
            assert time.monotonic() < until
            time.sleep(0.1)
    assert not folder.exists()
    assert bench.recipient("z9").values["first_name"] == "Zeno"


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_any_machine_does_an_import_that_is_in_the_store(
    bench: Bench, tiny: Tiny, tmp_path: Path, bucket: str, s3_endpoint: str, state: str
) -> None:
    here = tiny.settings.model_copy(
        update={
            "database_url": tiny.settings.database,
            "broker_url": "redis://127.0.0.1:1/0",
            "store_url": f"s3://{bucket}/films?endpoint={s3_endpoint}",
        }
    )
    store = open_store(here.store)
    make_edition(here, campaign_row(bench), load_campaign(tiny.folder), store)
    upload, folder = new_upload(here)
    write_data(folder / "rows.csv", [("z9", "Zeno", "12,50", "R900")])
    queued = bench.queue(upload)
    share_upload(here, store, upload)
    assert not folder.exists(), "it is in one place only"
    assert list(store.keys("imports/")) == [f"imports/{upload}/rows.csv"]
    assert upload_bytes(here, store, upload) == store.size(f"imports/{upload}/rows.csv"), (
        "a large one is known before it is fetched"
    )
    tidy_uploads(bench.shop.database, here, store)
    assert is_shared(store, upload), "it has still to be read"
    if state == "cancelled":
        with bench.shop.database.writing() as session:
            assert cancel(session, queued)
        tidy_uploads(bench.shop.database, here, store)
        assert not is_shared(store, upload)
        return
    elsewhere = here.model_copy(update={"out": tmp_path / "elsewhere"})
    with open_workshop(elsewhere, stopping=threading.Event()) as shop:
        do_import(shop, bench.edition.campaign_id, queued)
    with bench.shop.database.reading() as session:
        assert session.get_one(Import, queued).state == ImportState.DONE
    assert bench.recipient("z9").values["first_name"] == "Zeno"
    assert not list(store.keys("imports/")), "and nothing of it stays"
    assert not list((elsewhere.private / "uploads").iterdir())


def test_a_store_that_refuses_leaves_the_file_to_this_machine(tiny: Tiny) -> None:
    here = tiny.settings.model_copy(
        update={"database_url": tiny.settings.database, "store_url": tiny.settings.store}
    )
    upload, folder = new_upload(here)
    write_data(folder / "rows.csv", [("z9", "Zeno", "12,50", "R900")])

    class Refusing(LocalFolder):
        def put(self, *_: object, **__: object) -> None:
            raise StorageError("The object store refused.")

    with pytest.raises(StorageError):
        share_upload(here, Refusing(tiny.out), upload)
    assert not folder.exists()
    assert (upload_folder(here, upload) / "rows.csv").is_file()
