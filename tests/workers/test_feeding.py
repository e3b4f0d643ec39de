"""Handing out work: in turn between campaigns, a little at a time, by one process at a time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from planned_campaign import many_rows
from sqlalchemy import update
from tiny_campaign import write_campaign

from campaigns.importing import import_rows
from campaigns.migrate import upgrade
from campaigns.models import Recipient, RecipientStatus
from campaigns.queries import ensure_campaign
from foundation.database import Database, open_database
from foundation.errors import CampaignError, SettingsError, StorageError
from foundation.faults import Fault
from foundation.settings import load_settings
from scenes.loading import load_campaign
from workers import feeding as feeding_module
from workers.broker import Queued, connect, open_broker
from workers.feeding import Feeding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGE, SMALL = 60, 3


class FakeCrew:
    """Notes what is sent; ``pending.count`` is what nobody has taken yet."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, int]] = []
        self.faulty: set[int] = set()
        self.pending = SimpleNamespace(count=0)
        self.actors = SimpleNamespace(
            produce=SimpleNamespace(send=self._send), prepare=SimpleNamespace(send=self._send)
        )

    def _send(self, campaign: int, recipient: int) -> None:
        self.sent.append((campaign, recipient))
        self.pending.count += 1

    def editions(self, campaign: int) -> None:
        if campaign in self.faulty:
            raise CampaignError([Fault("campaign.yaml", None, "", "No copy is kept.", "")])

    def take_all(self) -> list[tuple[int, int]]:
        taken, self.sent, self.pending.count = self.sent, [], 0
        return taken


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    upgrade(database.engine)
    yield database
    database.close()


@pytest.fixture
def campaigns(database: Database, tmp_path: Path) -> list[int]:
    """Return the ids of a large campaign and of a small one."""
    ids = []
    for name, number in (("large", LARGE), ("small", SMALL)):
        folder = write_campaign(tmp_path / name, many_rows(number))
        campaign = load_campaign(folder)
        with database.writing() as session:
            row = ensure_campaign(
                session, name, digest=campaign.digest, expires_on=None, public_base="", pay_hosts=[]
            )
        import_rows(database, row.id, campaign, folder / "debtors.csv")
        ids.append(row.id)
    return ids


@pytest.fixture
def crew(monkeypatch: pytest.MonkeyPatch) -> FakeCrew:
    monkeypatch.setattr(feeding_module, "shared_clips", lambda *_: [])
    monkeypatch.setattr(feeding_module, "LOOK_S", 0.0)
    monkeypatch.setattr(feeding_module, "FOLLOW_S", 0.0)
    return FakeCrew()


def feeding_of(database: Database, crew: Any, **settings: str) -> Feeding:
    shop: Any = SimpleNamespace(database=database, settings=load_settings(**settings))
    return Feeding(shop, crew, threads=2)


def publish(database: Database, ids: list[int]) -> None:
    with database.writing() as session:
        session.execute(
            update(Recipient)
            .where(Recipient.id.in_(ids))
            .values(status=RecipientStatus.PUBLISHED, lease_owner=None)
        )


def test_a_small_campaign_waits_for_no_large_one(
    database: Database, campaigns: list[int], crew: FakeCrew
) -> None:
    feeding = feeding_of(database, crew)
    assert feeding.step()
    first = crew.take_all()
    assert len(first) == 6, "three for each thread and no more, though all wait"
    assert [campaign for campaign, _ in first] == campaigns * 3, "in turn"
    assert feeding.step()
    assert {campaign for campaign, _ in crew.take_all()} == {campaigns[0]}


def test_nothing_more_is_queued_while_nobody_takes_it(
    database: Database, campaigns: list[int], crew: FakeCrew
) -> None:
    assert campaigns
    feeding = feeding_of(database, crew)
    for _ in range(5):
        assert feeding.step()
    assert len(crew.sent) == 6


def test_rows_whose_messages_are_lost_come_up_again_and_done_ones_do_not(
    database: Database, campaigns: list[int], crew: FakeCrew
) -> None:
    feeding = feeding_of(database, crew)
    seen: list[tuple[int, int]] = []
    while len(set(seen)) < LARGE + SMALL:
        assert feeding.step()
        seen += crew.take_all()
    large = [recipient for campaign, recipient in seen if campaign == campaigns[0]]
    assert len(large) == len(set(large)) == LARGE, "once each in a round"
    publish(database, [recipient for _, recipient in seen if recipient not in large[:5]])
    again: set[int] = set()
    for _ in range(4):
        assert feeding.step()
        again |= {recipient for _, recipient in crew.take_all()}
    assert again == set(large[:5])
    publish(database, large[:5])
    assert not feeding.step()


def test_a_campaign_without_its_files_holds_up_no_other(
    database: Database, campaigns: list[int], crew: FakeCrew
) -> None:
    crew.faulty.add(campaigns[0])
    feeding = feeding_of(database, crew)
    assert feeding.step()
    assert {campaign for campaign, _ in crew.take_all()} == {campaigns[1]}


def test_one_process_hands_out_at_a_time(
    database: Database, campaigns: list[int], crew: FakeCrew
) -> None:
    assert campaigns
    other_crew = FakeCrew()
    first = feeding_of(database, crew, broker_url="redis://localhost")
    second = feeding_of(database, other_crew, broker_url="redis://localhost")
    assert first.step()
    assert first.leads
    assert not second.step()
    assert not other_crew.sent
    first.end()
    assert second.step()
    assert second.leads
    assert other_crew.sent
    crew.take_all()
    assert not first.step()
    assert not crew.sent


def test_only_brokers_that_are_known_are_opened() -> None:
    for address in ("amqp://localhost", "redis://host:port", "rediss+x://h"):
        with pytest.raises(SettingsError, match="SOLLECITO_BROKER_URL") as told:
            open_broker(load_settings(broker_url=address))
        assert address not in str(told.value)


def test_a_server_counts_what_waits_and_says_when_it_is_gone(valkey_url: str) -> None:
    broker, backlog = open_broker(load_settings(broker_url=valkey_url))
    broker.declare_queue("render")
    assert backlog.count == 0
    with connect(valkey_url) as client:
        client.rpush("sollecito:render", "x", "y")
    assert backlog.count == 2
    gone = Queued(connect("redis://127.0.0.1:1/0"))
    with pytest.raises(StorageError, match="broker could not be asked"):
        assert gone.count
