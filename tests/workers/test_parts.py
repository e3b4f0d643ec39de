"""Broker, leases, copies, editions, the lock and the hand-over files."""

from __future__ import annotations

import csv
import dataclasses
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import dramatiq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from work_bench import bench_of

from campaigns.claims import claim_recipient, release
from foundation.clock import utc_now
from foundation.errors import CampaignError, SettingsError
from foundation.settings import load_settings
from foundation.spreadsheets import harmless
from scenes.loading import load_campaign
from workers.actors import declare_actors
from workers.broker import open_broker
from workers.campaign_copies import copy_of, keep_copy, uploads_of
from workers.crew import hire
from workers.edition import kept_edition, publication_digest
from workers.hand_over import write_recipients
from workers.out_folder import RUNNING, OutFolderBusyError, locked
from workers.planning import shared_clips
from workers.producing import TryAgainError
from workers.rendering_work import film_name

if TYPE_CHECKING:
    from pathlib import Path

    from tiny_campaign import Tiny
    from work_bench import Bench


def test_pending_counts_retries_until_they_are_settled() -> None:
    broker, pending = open_broker(load_settings())
    tries: list[float] = []

    def work(number: int) -> None:
        tries.append(time.monotonic())
        if len(tries) < 3:
            raise dramatiq.errors.Retry("again", delay=50)
        assert number == 7

    actor = dramatiq.actor(broker=broker, actor_name="work")(work)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=20)
    worker.start()
    try:
        actor.send(7)
        assert pending.count == 1
        until = time.monotonic() + 10
        while pending.count and time.monotonic() < until:
            pending.wait_for_change(0.1)
        assert (len(tries), pending.count) == (3, 0)
    finally:
        worker.stop()
        broker.close()


def test_messages_carry_ids_only(bench: Bench) -> None:
    broker, _ = open_broker(bench.shop.settings)
    actors = declare_actors(broker, bench.shop, lambda _: bench.edition)
    for message in (actors.produce.message(1, 22), actors.prepare.message(1, 22, "welcome")):
        assert all(isinstance(part, int) or part == "welcome" for part in message.args)
        assert not message.kwargs


def test_a_crew_tries_again_after_trouble(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def produce(_shop: object, _edition: object, recipient_id: int) -> None:
        seen.append(recipient_id)
        if len(seen) == 1:
            raise TryAgainError(0.05)

    monkeypatch.setattr("workers.actors.produce_recipient", produce)
    with hire(bench.shop, threads=1) as crew:
        crew.editions.add(bench.edition)
        crew.actors.produce.send(1, 5)
        until = time.monotonic() + 10
        while crew.pending.count and time.monotonic() < until:
            crew.pending.wait_for_change(0.1)
    assert seen == [5, 5]


def test_clips_that_many_share_are_prepared_first(bench: Bench) -> None:
    ids = [bench.recipient(row).id for row in ("a1", "b2", "c3")]
    first = bench.recipient("a1").id
    found = shared_clips(bench.shop, bench.edition, ids)
    assert found == [(first, "why"), (first, "amount"), (first, "bye")], "the same amount, twice"
    assert shared_clips(bench.shop, bench.edition, ids[:1]) == []


def test_leases_are_kept_while_work_goes_on_and_not_after(tiny: Tiny) -> None:
    with bench_of(tiny, lease_seconds=1.0) as bench:
        recipient = bench.plan_again()
        with bench.shop.database.writing() as session:
            claim = claim_recipient(session, recipient, seconds=1.0)
        assert claim is not None
        with bench.shop.leases.kept(claim):
            time.sleep(1.5)
            kept = bench.recipient().lease_until
            assert kept is not None
            assert kept > utc_now(), "renewed"
        time.sleep(0.8)  # a renewal may have been under way
        kept = bench.recipient().lease_until
        time.sleep(0.8)
        assert bench.recipient().lease_until == kept, "left alone"


def test_a_lost_lease_is_not_taken_back(bench: Bench) -> None:
    recipient = bench.plan_again()
    with bench.shop.database.writing() as session:
        claim = claim_recipient(session, recipient, seconds=60)
        assert claim is not None
        assert release(session, dataclasses.replace(claim))
        other = claim_recipient(session, recipient, seconds=1)
    assert other is not None
    with bench.shop.leases.kept(claim):
        bench.shop.leases.renew_all()
        row = bench.recipient()
        assert row.lease_owner == other.owner
        assert row.lease_until is not None
        assert row.lease_until < utc_now() + timedelta(seconds=2)


def test_a_copy_is_kept_whole_and_only_the_newest(tiny: Tiny, tmp_path: Path) -> None:
    (tiny.folder / "media" / "deep").mkdir()
    (tiny.folder / "media" / "deep" / "a.txt").write_text("x")
    campaign = load_campaign(tiny.folder)
    kept = keep_copy(tmp_path, campaign)
    assert load_campaign(kept).digest == campaign.digest
    assert not (kept / "debtors.csv").exists(), "people's data is not copied"
    assert keep_copy(tmp_path, campaign) == kept == copy_of(tmp_path, "tiny", campaign.digest)
    (tiny.folder / "media" / "deep" / "a.txt").write_text("y")
    newer = keep_copy(tmp_path, load_campaign(tiny.folder))
    assert newer != kept
    assert [path.name for path in newer.parent.iterdir()] == [newer.name]


def test_a_copy_leads_to_peoples_own_pictures(tiny: Tiny, tmp_path: Path) -> None:
    file = tiny.folder / "campaign.yaml"
    data = "data: {pictures: photos, "
    file.write_text(file.read_text(encoding="utf-8").replace("data: {", data), encoding="utf-8")
    (tiny.folder / "photos").mkdir()
    (tiny.folder / "photos" / "anna.png").write_bytes(b"a picture")
    private = tmp_path / "private"
    kept = keep_copy(private, load_campaign(tiny.folder))
    assert uploads_of(kept) == tiny.folder / "photos"
    assert list((kept / "photos").iterdir()) == [], "people's data is not copied"
    assert load_campaign(kept).digest == load_campaign(tiny.folder).digest
    moved = tiny.folder.rename(tmp_path / "moved")
    assert keep_copy(private, load_campaign(moved)) == kept
    assert uploads_of(kept) == moved / "photos"


def test_functions_are_copied_and_only_run_when_allowed(tiny: Tiny, tmp_path: Path) -> None:
    (tiny.folder / "bases.py").write_text("def sunrise(): ...\n", encoding="utf-8")
    campaign = load_campaign(tiny.folder)
    kept = keep_copy(tmp_path, campaign)
    assert (kept / "bases.py").is_file()
    assert load_campaign(kept).digest == campaign.digest
    for allowed in (False, True):
        with bench_of(tiny, allow_functions=allowed) as bench:
            assert bench.edition.place.functions is allowed


def test_a_theme_of_the_campaigns_own_is_part_of_the_copy(tiny: Tiny, tmp_path: Path) -> None:
    from scenes.themes import themes_folder

    (tiny.folder / "themes").mkdir()
    public = (themes_folder() / "public.yaml").read_text(encoding="utf-8")
    (tiny.folder / "themes" / "own.yaml").write_text(public, encoding="utf-8")
    story = tiny.folder / "storyboard.yaml"
    text = story.read_text(encoding="utf-8").replace("theme: public", "theme: themes/own.yaml")
    story.write_text(text, encoding="utf-8")
    campaign = load_campaign(tiny.folder)
    assert load_campaign(keep_copy(tmp_path, campaign)).digest == campaign.digest


def test_without_a_copy_the_campaign_is_asked_for(bench: Bench) -> None:
    from campaigns.models import Campaign

    with bench.shop.database.reading() as session:
        row = session.get_one(Campaign, bench.edition.campaign_id)
    row.digest = "0" * 64
    with pytest.raises(CampaignError, match="sollecito render"):
        kept_edition(bench.shop.settings, row)


def test_a_publication_is_told_by_edition_and_values() -> None:
    digest = publication_digest("e" * 32, "0123456789abcdef" * 4)
    assert digest == "e" * 32 + "0123456789abcdef" * 2
    assert len(digest) == 64


def test_films_are_named_by_their_clips_in_order() -> None:
    names = {
        film_name(["a", "b"], b"k" * 32),
        film_name(["b", "a"], b"k" * 32),
        film_name(["ab"], b"k" * 32),
        film_name(["a", "b"], b"l" * 32),
    }
    assert len(names) == 4
    assert all(len(name) == 32 and name.isalnum() and name.islower() for name in names)


def test_the_lock_is_for_one_and_clears_what_a_killed_run_left(tmp_path: Path) -> None:
    settings = load_settings(out=tmp_path / "out")
    scratch = settings.private / "scratch" / "x"
    scratch.mkdir(parents=True)
    part = settings.out / "clips" / ".part-1"
    part.parent.mkdir()
    part.touch()
    with locked(settings):
        assert scratch.exists(), "no run was killed here"
        found: list[type] = []

        def other() -> None:
            try:
                with locked(settings):
                    pass
            except OutFolderBusyError:
                found.append(OutFolderBusyError)

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert found == [OutFolderBusyError]
    assert not (settings.private / RUNNING).exists()
    (settings.private / RUNNING).touch()
    with locked(settings):
        assert not scratch.exists()
        assert not part.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(SettingsError, match="cannot be written"),
        locked(load_settings(out=tmp_path / "file" / "out")),
    ):
        pass


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_no_cell_is_a_formula(cell: str) -> None:
    shown = harmless(cell)
    assert shown.removeprefix("'") == cell.removeprefix("'") or shown == f"'{cell}"
    if shown[:1] in {"=", "@", "\t", "\r"} or (shown[:1] in {"+", "-"} and shown[1:2].isalpha()):
        pytest.fail(shown)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("-12,50", "-12,50"),
        ("+39 02 1234", "+39 02 1234"),
        ("=1+1", "'=1+1"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("Rossi", "Rossi"),
        ("-", "'-"),
        ("", ""),
    ],
)
def test_cells_for_spreadsheets(cell: str, shown: str) -> None:
    assert harmless(cell) == shown


def test_withdrawn_people_are_handed_over_without_their_page(bench: Bench, tmp_path: Path) -> None:
    from campaigns.queries import withdraw

    with bench.shop.database.writing() as session:
        assert withdraw(session, bench.recipient("b2").id)
    file = write_recipients(
        bench.shop.database,
        bench.edition.campaign_id,
        bench.recipient("b2").import_id,
        "https://x.example",
        tmp_path,
    )
    with file.open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    assert rows["b2"]["status"] == "withdrawn"
    assert rows["b2"]["link"] == rows["b2"]["page"] == ""
    assert rows["a1"]["link"].startswith("HTTPS://X.EXAMPLE/")
