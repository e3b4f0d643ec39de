"""Workers that come back from the dead: whoever has lost a row publishes nothing."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from campaigns.claims import Claim, claim_recipient, finish
from campaigns.models import Recipient, RecipientStatus
from campaigns.queries import withdraw
from foundation.clock import utc_now
from storage.local_folder import LocalFolder
from workers.producing import produce_recipient

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from work_bench import Bench

    from storage.objects import NewObject
    from workers.workshop import Workshop


class Interrupted(LocalFolder):
    """A store in which something happens to the row when an object of this name was put."""

    def __init__(self, bench: Bench, at: str, happens: Callable[[], object]) -> None:
        super().__init__(bench.tiny.out)
        self.put_keys: list[str] = []
        self._at, self._happens = at, happens

    def put_all(self, objects: Sequence[NewObject]) -> None:
        super().put_all(objects)
        keys = [new.key for new in objects]
        self.put_keys += keys
        if any(key.endswith(self._at) for key in keys):
            self._happens()


def interrupted(
    bench: Bench, at: str, happens: Callable[[], object]
) -> tuple[Workshop, Interrupted]:
    store = Interrupted(bench, at, happens)
    return dataclasses.replace(bench.shop, store=store), store


def lease_is_over(bench: Bench) -> None:
    with bench.shop.database.writing() as session:
        session.execute(update(Recipient).values(lease_until=utc_now() - timedelta(seconds=1)))


def take_over(bench: Bench) -> Claim:
    lease_is_over(bench)
    with bench.shop.database.writing() as session:
        claim = claim_recipient(session, bench.recipient().id, seconds=60)
    assert claim is not None
    return claim


def test_a_worker_that_lost_its_lease_cannot_publish(bench: Bench) -> None:
    claims: list[Claim] = []
    shop, store = interrupted(bench, "link.svg", lambda: claims.append(take_over(bench)))
    produce_recipient(shop, bench.edition, bench.plan_again())
    assert not [key for key in store.put_keys if key.endswith("index.html")]
    row = bench.recipient()
    assert (row.status, row.lease_owner) == (RecipientStatus.PLANNED, claims[0].owner)
    assert shop.tally["published"] == 0


def test_a_page_that_was_written_over_too_late_is_made_again(bench: Bench) -> None:
    def finished_by_another() -> None:
        claim = take_over(bench)
        with bench.shop.database.writing() as session:
            assert finish(session, claim, status=RecipientStatus.PUBLISHED)

    shop, _ = interrupted(bench, "index.html", finished_by_another)
    produce_recipient(shop, bench.edition, bench.plan_again())
    row = bench.recipient()
    assert (row.status, row.publication) == (RecipientStatus.PLANNED, None)
    produce_recipient(bench.shop, bench.edition, row.id)
    row = bench.recipient()
    assert row.status == RecipientStatus.PUBLISHED
    assert row.publication is not None


def test_nothing_stays_of_who_was_withdrawn_at_the_last_moment(bench: Bench) -> None:
    recipient = bench.plan_again()

    def taken_back() -> None:
        with bench.shop.database.writing() as session:
            assert withdraw(session, recipient)

    shop, _ = interrupted(bench, "index.html", taken_back)
    token = bench.recipient().token
    produce_recipient(shop, bench.edition, recipient)
    assert bench.recipient().status == RecipientStatus.WITHDRAWN
    assert list(bench.shop.store.keys(f"p/{token}/")) == []


def test_a_row_whose_attempts_all_end_without_a_word_is_set_aside(bench: Bench) -> None:
    recipient = bench.plan_again()
    for _ in range(bench.shop.settings.attempts):
        take_over(bench)  # by a worker that is killed at once
        lease_is_over(bench)
    produce_recipient(bench.shop, bench.edition, recipient)
    row = bench.recipient()
    assert (row.status, row.lease_owner) == (RecipientStatus.FAILED, None)
    assert row.error == "Set aside: 3 attempts ended without a result."
