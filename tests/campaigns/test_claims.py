from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from campaigns.claims import (
    Claim,
    ClipAnswer,
    claim_clip,
    claim_recipient,
    finish,
    new_owner,
    release,
    renew,
)
from campaigns.models import (
    ClipRecord,
    ClipState,
    Import,
    ImportState,
    Recipient,
    RecipientStatus,
)
from campaigns.tokens import new_token

if TYPE_CHECKING:
    from pathlib import Path

    from foundation.database import Database

NOW = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=61)


@pytest.fixture
def people(database: Database, campaign_id: int) -> list[int]:
    """Return the ids of three planned recipients."""
    with database.writing() as session:
        load = Import(campaign_id=campaign_id, file="x", header=[], state=ImportState.DONE)
        session.add(load)
        session.flush()
        rows = [
            Recipient(
                campaign_id=campaign_id,
                import_id=load.id,
                external_id=str(number),
                row_number=number,
                values={},
                values_digest="0",
                token=new_token(),
                status=RecipientStatus.PLANNED,
            )
            for number in range(3)
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def recipient(database: Database, identity: int) -> Recipient:
    with database.reading() as session:
        return session.get_one(Recipient, identity)


def clip(database: Database, claim: Claim) -> ClipRecord:
    with database.reading() as session:
        return session.get_one(ClipRecord, claim.id)


def take(database: Database, identity: int, now: datetime = NOW) -> Claim | None:
    with database.writing() as session:
        return claim_recipient(session, identity, seconds=60, now=now)


def take_clip(
    database: Database, campaign_id: int, now: datetime = NOW, name: str = "ab12"
) -> Claim | ClipAnswer:
    with database.writing() as session:
        return claim_clip(session, campaign_id, name, seconds=60, max_attempts=3, now=now)


def test_owners_are_never_the_same() -> None:
    owners = {new_owner() for _ in range(100)}
    assert len(owners) == 100
    assert all(len(owner) <= 128 for owner in owners)


def test_a_recipient_is_claimed_once(database: Database, people: list[int]) -> None:
    claim = take(database, people[0])
    assert claim is not None
    assert claim.until == NOW + timedelta(seconds=60)
    row = recipient(database, people[0])
    assert (row.lease_owner, row.lease_until, row.attempts) == (claim.owner, claim.until, 1)
    assert take(database, people[0]) is None
    assert recipient(database, people[0]).attempts == 1
    assert take(database, people[1]) is not None


def test_a_claim_is_over_at_its_moment(database: Database, people: list[int]) -> None:
    first = take(database, people[0])
    assert first is not None
    assert take(database, people[0], first.until - timedelta(microseconds=1)) is None
    second = take(database, people[0], first.until)
    assert second is not None
    assert recipient(database, people[0]).attempts == 2


def test_who_lost_the_claim_changes_nothing(database: Database, people: list[int]) -> None:
    first = take(database, people[0])
    second = take(database, people[0], LATER)
    assert first is not None
    assert second is not None
    with database.writing() as session:
        assert renew(session, first, seconds=60, now=LATER) is None
        assert not release(session, first)
        assert not finish(session, first, status=RecipientStatus.PUBLISHED)
    row = recipient(database, people[0])
    assert (row.status, row.lease_owner) == ("planned", second.owner)
    with database.writing() as session:
        assert finish(session, second, status=RecipientStatus.PUBLISHED, film="f", plan={"a": "b"})
    row = recipient(database, people[0])
    assert (row.status, row.film, row.plan, row.lease_owner) == ("published", "f", {"a": "b"}, None)
    with database.writing() as session:
        assert not finish(session, second, status=RecipientStatus.FAILED), "a claim ends once"


def test_a_renewed_claim_holds_longer(database: Database, people: list[int]) -> None:
    claim = take(database, people[0])
    assert claim is not None
    with database.writing() as session:
        renewed = renew(session, claim, seconds=60, now=NOW + timedelta(seconds=50))
    assert renewed is not None
    assert renewed.until == NOW + timedelta(seconds=110)
    assert renewed.owner == claim.owner
    assert take(database, people[0], LATER) is None
    with database.writing() as session:
        assert finish(session, claim, status=RecipientStatus.PUBLISHED)


def test_an_expired_claim_that_nobody_took_is_still_good(
    database: Database, people: list[int]
) -> None:
    claim = take(database, people[0])
    assert claim is not None
    with database.writing() as session:
        assert renew(session, claim, seconds=60, now=LATER) is not None
        assert finish(session, claim, status=RecipientStatus.PUBLISHED)


def test_what_is_given_back_is_free_at_once(database: Database, people: list[int]) -> None:
    claim = take(database, people[0])
    assert claim is not None
    with database.writing() as session:
        assert release(session, claim)
    assert recipient(database, people[0]).attempts == 1
    claim = take(database, people[0])
    assert claim is not None
    with database.writing() as session:
        assert release(session, claim, count_attempt=False)
    assert recipient(database, people[0]).attempts == 1


@pytest.mark.parametrize("status", ["published", "failed", "withdrawn"])
def test_only_planned_recipients_are_claimed(
    database: Database, people: list[int], status: str
) -> None:
    with database.writing() as session:
        session.execute(
            update(Recipient)
            .where(Recipient.id == people[0])
            .values(status=RecipientStatus(status))
        )
    assert take(database, people[0]) is None
    assert take(database, 9999) is None


def test_a_clip_is_noted_and_claimed_in_one(database: Database, campaign_id: int) -> None:
    claim = take_clip(database, campaign_id)
    assert isinstance(claim, Claim)
    row = clip(database, claim)
    assert (row.name, row.state, row.attempts) == ("ab12", "rendering", 1)
    assert take_clip(database, campaign_id) is ClipAnswer.HELD
    with database.writing() as session:
        assert finish(
            session,
            claim,
            state=ClipState.DONE,
            duration_ms=6400,
            cues=[[0, 1200, "Buongiorno"]],
            bytes=4711,
        )
    assert take_clip(database, campaign_id, LATER) is ClipAnswer.DONE
    row = clip(database, claim)
    assert (row.duration_ms, row.cues, row.bytes) == (6400, [[0, 1200, "Buongiorno"]], 4711)


def test_a_clip_of_another_campaign_is_another_clip(database: Database, campaign_id: int) -> None:
    from campaigns.queries import ensure_campaign

    with database.writing() as session:
        other = ensure_campaign(
            session, "other", digest="1", expires_on=None, public_base="", pay_hosts=[]
        ).id
    assert isinstance(take_clip(database, campaign_id), Claim)
    assert isinstance(take_clip(database, other), Claim)


def test_a_clip_that_kills_its_worker_is_given_up(database: Database, campaign_id: int) -> None:
    moment = NOW
    for attempt in range(1, 4):
        claim = take_clip(database, campaign_id, moment)
        assert isinstance(claim, Claim)
        assert clip(database, claim).attempts == attempt
        moment += timedelta(seconds=61)
    assert take_clip(database, campaign_id, moment - timedelta(seconds=2)) is ClipAnswer.HELD
    assert take_clip(database, campaign_id, moment) is ClipAnswer.FAILED
    row = clip(database, claim)
    assert (row.state, row.lease_owner) == ("failed", None)
    assert row.error
    assert take_clip(database, campaign_id, moment) is ClipAnswer.FAILED


def test_a_clip_given_back_is_taken_by_the_next(database: Database, campaign_id: int) -> None:
    first = take_clip(database, campaign_id)
    assert isinstance(first, Claim)
    with database.writing() as session:
        assert release(session, first, count_attempt=False)
    second = take_clip(database, campaign_id)
    assert isinstance(second, Claim)
    assert clip(database, second).attempts == 1
    with database.writing() as session:
        assert not finish(session, first, state=ClipState.DONE)


RACE = """
import json, sys
from campaigns.claims import Claim, claim_clip, claim_recipient
from foundation.database import open_database

database = open_database(sys.argv[1])
campaign, people = int(sys.argv[2]), json.loads(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
won = {"people": [], "clips": []}
for person in people:
    with database.writing() as session:
        if claim_recipient(session, person, seconds=600):
            won["people"].append(person)
for number in range(40):
    with database.writing() as session:
        answer = claim_clip(session, campaign, f"c{number}", seconds=600, max_attempts=3)
    if isinstance(answer, Claim):
        won["clips"].append(number)
print(json.dumps(won))
"""


def test_two_processes_never_win_the_same(
    database: Database, campaign_id: int, people: list[int], tmp_path: Path
) -> None:
    with database.writing() as session:
        one = session.get_one(Recipient, people[0])
        more = [
            Recipient(
                campaign_id=campaign_id,
                import_id=one.import_id,
                external_id=f"x{number}",
                row_number=number,
                values={},
                values_digest="0",
                token=new_token(),
                status=RecipientStatus.PLANNED,
            )
            for number in range(60)
        ]
        session.add_all(more)
        session.flush()
        everybody = people + [row.id for row in more]
    script = tmp_path / "race.py"
    script.write_text(RACE)
    racers = [
        subprocess.Popen(
            [
                sys.executable,
                str(script),
                database.engine.url.render_as_string(hide_password=False),
                str(campaign_id),
                json.dumps(everybody),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=".",
        )
        for _ in range(2)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    won = [json.loads(racer.communicate(timeout=60)[0]) for racer in racers]
    assert sorted(won[0]["people"] + won[1]["people"]) == everybody
    assert sorted(won[0]["clips"] + won[1]["clips"]) == list(range(40))


def test_threads_of_one_process_never_win_the_same(
    database: Database, campaign_id: int, people: list[int]
) -> None:
    won: list[int] = []
    start = threading.Barrier(4)

    def race() -> None:
        start.wait()
        for number in range(20):
            claim = take_clip(database, campaign_id, name=f"c{number}")
            won.extend([number] if isinstance(claim, Claim) else [])
        for person in people:
            won.extend([100 + person] if take(database, person) else [])

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(won) == [*range(20), *(100 + person for person in people)]
