from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from campaigns import queries
from campaigns.models import (
    Campaign,
    ClipRecord,
    ClipState,
    Import,
    ImportState,
    Recipient,
    RecipientStatus,
    RejectedRow,
)
from campaigns.tokens import new_token

if TYPE_CHECKING:
    from foundation.database import Database

NOW = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)


@pytest.fixture
def load(database: Database, campaign_id: int) -> int:
    with database.writing() as session:
        load = Import(campaign_id=campaign_id, file="x", header=["id"], state=ImportState.DONE)
        session.add(load)
        session.flush()
        return load.id


def add(database: Database, campaign_id: int, load: int, **values: Any) -> tuple[int, str]:
    token = new_token()
    known = {"external_id": token, "row_number": 1, "status": RecipientStatus.PLANNED}
    with database.writing() as session:
        row = Recipient(
            campaign_id=campaign_id,
            import_id=load,
            values={},
            values_digest="0",
            token=token,
            **(known | values),
        )
        session.add(row)
        session.flush()
        return row.id, token


def test_a_campaign_keeps_its_secret(database: Database, campaign_id: int) -> None:
    with database.writing() as session:
        first = queries.find_campaign(session, "rubbish-fee")
        assert first is not None
        assert first.id == campaign_id
        assert len(first.secret) == 32
        secret, digest = first.secret, first.digest
        again = queries.ensure_campaign(
            session,
            "rubbish-fee",
            digest="1" * 64,
            expires_on=date(2026, 12, 31),
            public_base="https://b.example",
            pay_hosts=("p.example",),
        )
        assert again.id == campaign_id
        assert again.secret == secret
        assert again.digest != digest
    with database.reading() as session:
        stored = session.get_one(Campaign, campaign_id)
        assert stored.expires_on == date(2026, 12, 31)
        assert stored.pay_hosts == ["p.example"]
        assert stored.public_base == "https://b.example"


def test_secrets_differ(database: Database, campaign_id: int) -> None:
    with database.writing() as session:
        other = queries.ensure_campaign(
            session, "a-first", digest="", expires_on=None, public_base="", pay_hosts=[]
        )
        assert other.secret != session.get_one(Campaign, campaign_id).secret
    with database.reading() as session:
        assert queries.campaign_names(session) == ["a-first", "rubbish-fee"]
        assert queries.find_campaign(session, "none") is None


@pytest.mark.parametrize(
    ("moment", "expired"),
    [
        (datetime(2026, 9, 29, 0, 0, tzinfo=UTC), False),
        (datetime(2026, 9, 30, 23, 59, tzinfo=UTC), False),
        # It is still the 30th in the far west.
        (datetime(2026, 10, 1, 11, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 1, 12, 0, tzinfo=UTC), True),
    ],
)
def test_the_last_good_day_ends_everywhere(moment: datetime, expired: bool) -> None:
    assert queries.is_expired(date(2026, 9, 30), moment) is expired
    assert not queries.is_expired(None, moment)


def test_a_published_link_is_open(database: Database, campaign_id: int, load: int) -> None:
    identity, token = add(
        database,
        campaign_id,
        load,
        status=RecipientStatus.PUBLISHED,
        published_at=NOW,
        pay_address="https://paga.comune.example/1",
        plan={"welcome": "ab", "pay": "cd"},
    )
    with database.reading() as session:
        link = queries.open_link(session, token, now=NOW)
    assert link == queries.OpenLink(
        campaign_id=campaign_id,
        recipient_id=identity,
        token=token,
        pay_address="https://paga.comune.example/1",
        pay_hosts=("paga.comune.example",),
        scenes=frozenset({"welcome", "pay"}),
    )


@pytest.mark.parametrize("status", ["planned", "failed"])
def test_the_old_page_stays_open_while_a_new_one_is_made(
    database: Database, campaign_id: int, load: int, status: str
) -> None:
    chosen = RecipientStatus(status)
    _, old = add(database, campaign_id, load, status=chosen, published_at=NOW)
    _, new = add(database, campaign_id, load, status=chosen)
    with database.reading() as session:
        assert queries.open_link(session, old, now=NOW) is not None
        assert queries.open_link(session, new, now=NOW) is None


def test_unknown_expired_and_withdrawn_look_the_same(
    database: Database, campaign_id: int, load: int
) -> None:
    published = {"status": RecipientStatus.PUBLISHED, "published_at": NOW}
    withdrawn, token = add(database, campaign_id, load, **published)
    with database.writing() as session:
        assert queries.open_link(session, token, now=NOW) is not None
        assert queries.withdraw(session, withdrawn)
        assert not queries.withdraw(session, 9999)
    _, expired = add(database, campaign_id, load, **published)
    with database.writing() as session:
        session.get_one(Campaign, campaign_id).expires_on = (NOW - timedelta(days=2)).date()
    with database.reading() as session:
        for gone in (token, expired, new_token()):
            assert queries.open_link(session, gone, now=NOW) is None


def test_counts_by_status_include_zeros(database: Database, campaign_id: int, load: int) -> None:
    add(database, campaign_id, load)
    add(database, campaign_id, load)
    add(database, campaign_id, load, status=RecipientStatus.FAILED)
    with database.reading() as session:
        assert queries.recipient_counts(session, campaign_id) == {
            "planned": 2,
            "published": 0,
            "failed": 1,
            "withdrawn": 0,
        }
        assert sum(queries.recipient_counts(session, 99).values()) == 0


def test_recipients_come_in_the_order_of_the_file(
    database: Database, campaign_id: int, load: int
) -> None:
    for line in (9, 3, 700, 5):
        add(database, campaign_id, load, row_number=line)
    with database.reading() as session:
        assert [row.row_number for row in queries.recipients(session, campaign_id)] == [
            3,
            5,
            9,
            700,
        ]


def test_the_latest_import_and_its_rejections(
    database: Database, campaign_id: int, load: int
) -> None:
    with database.writing() as session:
        later = Import(campaign_id=campaign_id, file="y", header=[], state=ImportState.RUNNING)
        session.add(later)
        session.flush()
        for number, line in ((load, 2), (later.id, 9), (later.id, 4)):
            session.add(RejectedRow(import_id=number, line=line, field="a", reason="b", raw=[]))
    with database.reading() as session:
        found = queries.latest_import(session, campaign_id)
        assert found is not None
        assert found.file == "y"
        assert [row.line for row in queries.rejected_rows(session, found.id)] == [4, 9]
        assert queries.latest_import(session, 99) is None


def test_clips_by_name(database: Database, campaign_id: int) -> None:
    with database.writing() as session:
        for name in ("a", "b"):
            session.add(
                ClipRecord(campaign_id=campaign_id, name=name, state=ClipState.DONE, attempts=1)
            )
    with database.reading() as session:
        found = queries.clips_by_name(session, campaign_id, ["b", "c"])
    assert set(found) == {"b"}
