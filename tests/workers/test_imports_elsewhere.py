"""On many machines an import is done where its file is, and left alone everywhere else."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from tiny_campaign import write_data

from campaigns.models import Import, ImportMode, ImportState
from campaigns.queued_imports import queue_import
from workers.background import working_in_background
from workers.import_work import do_import
from workers.uploads import new_upload
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from pathlib import Path

    from tiny_campaign import Tiny
    from work_bench import Bench


def test_an_import_is_done_where_its_file_is(bench: Bench, tiny: Tiny, tmp_path: Path) -> None:
    here = tiny.settings.model_copy(
        update={"database_url": tiny.settings.database, "broker_url": "redis://127.0.0.1:1/0"}
    )
    upload, folder = new_upload(here)
    write_data(folder / "more.csv", [("z9", "Zeno", "12,50", "R900")])
    with bench.shop.database.writing() as session:
        queued = queue_import(
            session,
            bench.edition.campaign_id,
            file="more.csv",
            upload=upload,
            format_name="csv",
            mode=ImportMode.BEST_EFFORT,
            dry_run=False,
        ).id

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
