"""What is an outage and what is a row's own trouble; what waits, what ends, what counts."""

from __future__ import annotations

import dataclasses
import errno
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DataError, OperationalError
from tiny_campaign import write_data

from campaigns.claims import Claim, claim_recipient
from campaigns.models import ClipState, Import, ImportState, RecipientStatus
from foundation.errors import RenderError, StorageError
from foundation.refusals import FULL
from storage.local_folder import LocalFolder
from workers import import_work, outages
from workers.import_work import do_import
from workers.outages import full_disk, outage
from workers.producing import TryAgainError, produce_recipient
from workers.uploads import new_upload, upload_folder
from workers.workshop import WorkStoppedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from work_bench import Bench

    from storage.objects import NewObject
    from workers.workshop import Workshop

REFUSED = "The object store refused to store an object: 503."


class AwayStore(LocalFolder):
    """A store that refuses whatever is put, until so many requests were refused."""

    refusals = 10_000

    def _refuse(self) -> None:
        if self.refusals:
            self.refusals -= 1
            raise StorageError(REFUSED)

    def put(self, *given: Any, **more: Any) -> None:
        self._refuse()
        super().put(*given, **more)

    def put_all(self, objects: Sequence[NewObject]) -> None:
        self._refuse()
        super().put_all(objects)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "LOOK_S", 0.01)
    monkeypatch.setattr(import_work, "LOOK_S", 0.01)


def away(bench: Bench, refusals: int = 10_000) -> Workshop:
    store = AwayStore(bench.tiny.out)
    store.refusals = refusals
    return dataclasses.replace(bench.shop, store=store)


def untouched(bench: Bench) -> bool:
    row = bench.recipient()
    return (row.status, row.attempts, row.lease_owner) == (RecipientStatus.PLANNED, 0, None)


def test_a_row_waits_for_the_store_and_loses_no_attempt(bench: Bench) -> None:
    shop, recipient = away(bench, 5), bench.plan_again()
    with pytest.raises(TryAgainError):
        produce_recipient(shop, bench.edition, recipient)
    assert untouched(bench)
    assert not shop.stopping.is_set()
    produce_recipient(shop, bench.edition, recipient)
    assert (bench.recipient().status, bench.recipient().attempts) == ("published", 1)


def test_a_store_that_stays_away_ends_the_work_with_its_reason(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages, "PATIENCE_S", 0.1)
    shop, recipient = away(bench), bench.plan_again()
    with pytest.raises(WorkStoppedError):
        produce_recipient(shop, bench.edition, recipient)
    assert untouched(bench)
    with pytest.raises(StorageError, match="503"):
        shop.check_trouble()


def test_who_is_asked_to_stop_waits_for_no_store(bench: Bench) -> None:
    shop, recipient = away(bench), bench.plan_again()
    threading.Timer(0.2, shop.stopping.set).start()
    with pytest.raises(WorkStoppedError):
        produce_recipient(shop, bench.edition, recipient)
    assert untouched(bench)
    shop.check_trouble()


def test_a_clip_that_could_not_be_stored_loses_no_attempt(bench: Bench) -> None:
    clip = bench.plan().clips["why"]
    for file in (bench.tiny.out / "clips").glob(f"{clip}.*"):
        file.unlink()
    bench.set_clip(clip, state=ClipState.RENDERING, attempts=0)
    for _ in range(bench.shop.settings.attempts + 1):
        with pytest.raises(TryAgainError):
            produce_recipient(away(bench, 2), bench.edition, bench.plan_again())
    record = bench.clips()[clip]
    assert (record.state, record.attempts, record.lease_owner) == (ClipState.RENDERING, 0, None)
    produce_recipient(bench.shop, bench.edition, bench.recipient().id)
    assert bench.clips()[clip].state == ClipState.DONE


def test_a_rendering_without_room_is_no_fault_of_the_clip(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = bench.plan().clips["why"]
    for file in (bench.tiny.out / "clips").glob(f"{clip}.*"):
        file.unlink()
    bench.set_clip(clip, state=ClipState.RENDERING, attempts=0)

    def unreadable(*_: object) -> None:
        raise RenderError("The pictures of a base cannot be kept.")

    monkeypatch.setattr("workers.clip_production._render", unreadable)
    with monkeypatch.context() as full:
        full.setattr(outages, "ROOM_BYTES", 1 << 60)
        recipient = bench.plan_again()
        with pytest.raises(WorkStoppedError):
            produce_recipient(bench.shop, bench.edition, recipient)
        with pytest.raises(StorageError, match="The disk is full"):
            bench.shop.check_trouble()
    assert untouched(bench)
    record = bench.clips()[clip]
    assert (record.state, record.attempts, record.error) == (ClipState.RENDERING, 0, None)


def test_a_disk_that_takes_nothing_is_told_in_words(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full_disk(bench.shop.settings) is None

    def read_only(**_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", "/p/TOKEN")

    monkeypatch.setattr("workers.outages.tempfile.TemporaryFile", read_only)
    assert full_disk(bench.shop.settings) == "The system refused: Read-only file system."
    monkeypatch.setattr(
        "workers.outages.shutil.disk_usage", lambda _: SimpleNamespace(free=1 << 20)
    )
    assert full_disk(bench.shop.settings) == FULL


def test_a_database_that_breaks_off_is_an_outage_and_one_that_refuses_a_value_is_none(
    bench: Bench,
) -> None:
    broken = OperationalError("", {}, Exception("server closed the connection"))
    assert outage(bench.shop, broken) == "The database refused: server closed the connection."
    assert outage(bench.shop, DataError("", {}, Exception("Mario"))) is None
    assert outage(bench.shop) is None
    assert list(bench.shop.store.keys("probe/")) == []


def test_what_cannot_be_given_back_is_owed_until_the_database_answers(bench: Bench) -> None:
    recipient = bench.plan_again()
    with bench.shop.database.writing() as session:
        claim = claim_recipient(session, recipient, seconds=600)
    assert claim is not None
    gone = True

    def refuse(*_: object) -> None:
        if gone:
            raise OperationalError("", {}, Exception("server closed the connection"))

    engine = bench.shop.database.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        with pytest.raises(WorkStoppedError):
            bench.shop.give_back(claim)
        with pytest.raises(OperationalError):
            bench.shop.owed.give_back(bench.shop.database)
    finally:
        event.remove(engine, "before_cursor_execute", refuse)
    assert bench.recipient().lease_owner == claim.owner
    assert bench.shop.owed.give_back(bench.shop.database) == 1
    assert untouched(bench)
    assert bench.shop.owed.give_back(bench.shop.database) == 0


def test_what_somebody_took_over_meanwhile_is_not_taken_back(bench: Bench) -> None:
    recipient = bench.plan_again()
    with bench.shop.database.writing() as session:
        mine = claim_recipient(session, recipient, seconds=-1)
        theirs = claim_recipient(session, recipient, seconds=600)
    assert isinstance(mine, Claim)
    assert isinstance(theirs, Claim)
    bench.shop.owed.add([mine])
    assert bench.shop.owed.give_back(bench.shop.database) == 0
    assert (bench.recipient().lease_owner, bench.recipient().attempts) == (theirs.owner, 2)


def queued(bench: Bench) -> tuple[int, str]:
    upload, folder = new_upload(bench.shop.settings)
    write_data(folder / "rows.csv", [("z9", "Zeno", "12,50", "R900")])
    return bench.queue(upload), upload


def import_row(bench: Bench, import_id: int) -> Import:
    with bench.shop.database.reading() as session:
        return session.get_one(Import, import_id)


@pytest.mark.parametrize("store_is_away", [True, False])
def test_an_import_counts_what_is_its_own_trouble_only(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, store_is_away: bool
) -> None:
    import_id, upload = queued(bench)
    shop = away(bench) if store_is_away else bench.shop

    def refuse(*_: object) -> None:
        raise StorageError(REFUSED)

    with monkeypatch.context() as refusing:
        refusing.setattr(import_work, "fetch_upload", refuse)
        with pytest.raises(StorageError):
            do_import(shop, bench.edition.campaign_id, import_id)
    row = import_row(bench, import_id)
    assert (row.attempts, row.lease_owner) == (0 if store_is_away else 1, None)
    assert upload_folder(bench.shop.settings, upload).is_dir()
    do_import(bench.shop, bench.edition.campaign_id, import_id)
    assert import_row(bench, import_id).state == ImportState.DONE
    assert bench.recipient("z9").values["first_name"] == "Zeno"


def test_an_import_that_the_database_breaks_off_is_given_back_when_it_answers(
    bench: Bench,
) -> None:
    import_id, _ = queued(bench)
    left = 4

    def break_off(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal left
        if left and ("recipients" in statement or left < 4):
            left -= 1
            raise OperationalError("", {}, Exception("server closed the connection"))

    engine = bench.shop.database.engine
    event.listen(engine, "before_cursor_execute", break_off)
    try:
        with pytest.raises(OperationalError):
            do_import(bench.shop, bench.edition.campaign_id, import_id)
    finally:
        event.remove(engine, "before_cursor_execute", break_off)
    assert left == 0
    row = import_row(bench, import_id)
    assert (row.state, row.attempts, row.lease_owner) == (ImportState.RUNNING, 0, None)
    do_import(bench.shop, bench.edition.campaign_id, import_id)
    assert import_row(bench, import_id).state == ImportState.DONE
