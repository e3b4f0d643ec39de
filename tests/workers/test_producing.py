"""One recipient: the order of things, waiting, trouble outside, and what is left of a failure."""

from __future__ import annotations

import dataclasses
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from work_bench import bench_of

from campaigns.claims import POSTPONED, claim_clip, claim_recipient, finish
from campaigns.models import ClipState, Recipient, RecipientStatus
from foundation.clock import utc_now
from foundation.errors import StorageError
from storage.local_folder import LocalFolder
from workers.film_removal import remove_unused_film
from workers.producing import TryAgainError, produce_recipient
from workers.workshop import WorkStoppedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tiny_campaign import Tiny
    from work_bench import Bench

    from storage.objects import NewObject
    from workers.workshop import Workshop


class WatchedFolder(LocalFolder):
    """A store that notes what is put, and refuses the first so many puts."""

    def __init__(self, folder: Path, *, refuse: int = 0) -> None:
        super().__init__(folder)
        self.put_keys: list[str] = []
        self.refuse = refuse

    def put_all(self, objects: Sequence[NewObject]) -> None:
        if self.refuse:
            self.refuse -= 1
            raise StorageError("The object store could not store an object: no space left.")
        self.put_keys += [new.key for new in objects]
        super().put_all(objects)


def watched(bench: Bench, *, refuse: int = 0) -> tuple[Workshop, WatchedFolder]:
    store = WatchedFolder(bench.tiny.out, refuse=refuse)
    return dataclasses.replace(bench.shop, store=store), store


def test_the_page_comes_last_and_its_html_last_of_all(bench: Bench) -> None:
    shop, store = watched(bench)
    token = bench.tiny.token()
    (bench.tiny.out / "p" / token / "of-an-older-page.svg").write_text("<svg/>")
    produce_recipient(shop, bench.edition, bench.plan_again())
    assert store.put_keys[-1] == f"p/{token}/index.html"
    assert {key.split("/")[0] for key in store.put_keys} == {"p"}
    assert not (bench.tiny.out / "p" / token / "of-an-older-page.svg").exists()
    assert bench.recipient().status == RecipientStatus.PUBLISHED


def test_objects_of_a_clip_come_before_its_description(bench: Bench) -> None:
    clip = bench.plan().clips["amount"]
    for file in (bench.tiny.out / "clips").glob(f"{clip}.*"):
        file.unlink()
    shop, store = watched(bench)
    produce_recipient(shop, bench.edition, bench.plan_again())
    of_clip = [key for key in store.put_keys if clip in key]
    assert of_clip[-1] == f"clips/{clip}.json"
    assert set(of_clip) == {
        f"clips/{clip}.{ending}" for ending in ("mp4", "vtt", "jpg", "m4a", "json")
    }
    assert store.put_keys.index(of_clip[-1]) < store.put_keys.index(
        f"p/{bench.tiny.token()}/index.html"
    )


def over(bench: Bench) -> None:
    """Let a delay, or a lease, be over."""
    with bench.shop.database.writing() as session:
        session.execute(update(Recipient).values(lease_until=utc_now() - timedelta(seconds=1)))


class FilmTaker(LocalFolder):
    """A store from which a withdrawal takes a film just after the page of another was put."""

    film = ""

    def put_all(self, objects: Sequence[NewObject]) -> None:
        super().put_all(objects)
        if self.film and any(new.key.endswith("index.html") for new in objects):
            film, self.film = self.film, ""
            for ending in ("mp4", "vtt"):
                self.delete(f"films/{film}.{ending}")


def test_a_film_that_a_withdrawal_removes_at_this_moment_is_joined_again(bench: Bench) -> None:
    store = FilmTaker(bench.tiny.out)
    shop = dataclasses.replace(bench.shop, store=store)
    film = bench.recipient().film
    assert film is not None
    assert shop.standing.film(film), "and it is remembered"
    before = store.get(f"films/{film}.mp4")
    store.film = film
    produce_recipient(shop, bench.edition, bench.plan_again())
    assert not store.film, "it was taken"
    assert bench.recipient().status == RecipientStatus.PUBLISHED
    assert store.get(f"films/{film}.mp4") == before


def test_a_film_stays_as_long_as_somebody_has_it(bench: Bench) -> None:
    film = bench.recipient().film
    assert film is not None
    remove_unused_film(bench.shop.database, bench.shop.store, film)
    assert bench.shop.standing.film_now(film)
    with bench.shop.database.writing() as session:
        session.execute(update(Recipient).values(status=RecipientStatus.WITHDRAWN))
    remove_unused_film(bench.shop.database, bench.shop.store, film)
    assert not bench.shop.standing.film_now(film)


def test_trouble_with_the_store_is_tried_again_and_then_over(bench: Bench) -> None:
    shop, _ = watched(bench, refuse=2)
    recipient = bench.plan_again()
    for delay in (2.0, 4.0):
        with pytest.raises(TryAgainError) as again:
            produce_recipient(shop, bench.edition, recipient)
        assert delay * 0.5 <= again.value.delay_s <= delay * 1.5
        row = bench.recipient()
        assert (row.status, row.lease_owner) == (RecipientStatus.PLANNED, POSTPONED)
        produce_recipient(shop, bench.edition, recipient)
        assert bench.recipient().attempts == row.attempts, "not before the delay is over"
        over(bench)
    produce_recipient(shop, bench.edition, recipient)
    assert bench.recipient().status == RecipientStatus.PUBLISHED


def test_trouble_that_stays_is_given_up_with_its_reason(bench: Bench) -> None:
    shop, _ = watched(bench, refuse=99)
    recipient = bench.plan_again()
    for _ in range(bench.shop.settings.attempts - 1):
        with pytest.raises(TryAgainError):
            produce_recipient(shop, bench.edition, recipient)
        over(bench)
    produce_recipient(shop, bench.edition, recipient)
    row = bench.recipient()
    assert (row.status, row.lease_owner) == (RecipientStatus.FAILED, None)
    assert row.error == "The object store could not store an object: no space left."
    assert row.published_at is not None, "the page of before stays open"


def test_a_clip_of_another_worker_is_waited_for(bench: Bench) -> None:
    clip = bench.plan().clips["why"]
    record = bench.clips()[clip]
    bench.set_clip(clip, state=ClipState.RENDERING)
    with bench.shop.database.writing() as session:
        claim = claim_clip(session, record.campaign_id, clip, seconds=60, max_attempts=9)
    work = threading.Thread(
        target=produce_recipient, args=(bench.shop, bench.edition, bench.plan_again())
    )
    work.start()
    time.sleep(0.5)
    assert bench.recipient().status == RecipientStatus.PLANNED
    with bench.shop.database.writing() as session:
        assert finish(session, claim, state=ClipState.DONE)
    work.join(20)
    assert bench.recipient().status == RecipientStatus.PUBLISHED


def test_work_that_others_do_is_left_alone(bench: Bench) -> None:
    recipient = bench.plan_again()
    with bench.shop.database.writing() as session:
        assert claim_recipient(session, recipient, seconds=60)
    shop, store = watched(bench)
    produce_recipient(shop, bench.edition, recipient)
    assert store.put_keys == []


def test_stopping_leaves_the_row_free_and_no_attempt_counted(bench: Bench) -> None:
    recipient = bench.plan_again()
    bench.shop.stopping.set()
    with pytest.raises(WorkStoppedError):
        produce_recipient(bench.shop, bench.edition, recipient)
    row = bench.recipient()
    assert (row.status, row.attempts, row.lease_owner) == (RecipientStatus.PLANNED, 0, None)


def test_a_scene_that_hangs_costs_one_recipient_its_time_and_no_more(tiny: Tiny) -> None:
    with bench_of(tiny, clip_seconds=0.001) as bench:
        produce_recipient(bench.shop, bench.edition, bench.plan_again())
        row = bench.recipient()
    assert row.status == RecipientStatus.FAILED
    assert row.error == "Rendering was given up: twice the process took longer than 0.001 s."
