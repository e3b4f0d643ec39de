"""A database with one campaign and a few people whose links are open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from campaigns.migrate import upgrade
from campaigns.models import Import, ImportState, Recipient, RecipientStatus
from campaigns.queries import ensure_campaign
from campaigns.tokens import new_token
from foundation.database import Database, open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
PLAN = {"welcome": "c0", "amount": "c1", "pay": "c2", "why": "c3"}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Yield an empty database of today's shape, on SQLite and on PostgreSQL."""
    database = open_database(database_url)
    upgrade(database.engine)
    yield database
    database.close()


@pytest.fixture
def campaign_id(database: Database) -> int:
    with database.writing() as session:
        return ensure_campaign(
            session,
            "vehicle-tax",
            digest="0",
            expires_on=None,
            public_base="https://a.example",
            pay_hosts=[],
        ).id


@pytest.fixture
def tokens(database: Database, campaign_id: int) -> list[str]:
    """Return the tokens of three published recipients and, last, of one that is not yet."""
    tokens = [new_token() for _ in range(4)]
    with database.writing() as session:
        load = Import(campaign_id=campaign_id, file="x", header=[], state=ImportState.DONE)
        session.add(load)
        session.flush()
        for number, token in enumerate(tokens):
            published = number < 3
            session.add(
                Recipient(
                    campaign_id=campaign_id,
                    import_id=load.id,
                    external_id=str(number),
                    row_number=number,
                    values={},
                    values_digest="0",
                    token=token,
                    status=RecipientStatus.PUBLISHED if published else RecipientStatus.PLANNED,
                    published_at=NOW if published else None,
                    plan=PLAN if published else None,
                )
            )
    return tokens
