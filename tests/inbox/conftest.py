"""A database, SQLite or PostgreSQL, with a campaign whose recipients are offered forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from form_answer_table import ASK, CALL, NOW

from campaigns.migrate import upgrade
from campaigns.models import Import, ImportState, Recipient, RecipientStatus
from campaigns.queries import ensure_campaign
from campaigns.tokens import new_token
from foundation.database import Database, open_database
from inbox.declarations import keep_declaration
from inbox.taking import take
from scenes.bound_forms import declaration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from inbox.taking import Taken


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return an empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'inbox.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    database = open_database(url)
    upgrade(database.engine)
    yield database
    database.close()


@pytest.fixture
def tokens(database: Database) -> list[str]:
    """Return the tokens of two recipients who are offered two forms, and of one without."""
    found = [new_token() for _ in range(3)]
    with database.writing() as session:
        campaign = ensure_campaign(
            session,
            "tiny",
            digest="0",
            expires_on=None,
            public_base="https://a.example",
            pay_hosts=[],
        )
        load = Import(campaign_id=campaign.id, file="x", header=[], state=ImportState.DONE)
        session.add(load)
        session.flush()
        text = declaration((CALL, ASK), "it-IT", "800 000 000")
        for number, token in enumerate(found):
            session.add(
                Recipient(
                    campaign_id=campaign.id,
                    import_id=load.id,
                    external_id=f"R-{number}",
                    row_number=number,
                    values={},
                    values_digest="0",
                    token=token,
                    status=RecipientStatus.PUBLISHED,
                    published_at=NOW,
                    plan={},
                    forms=keep_declaration(session, campaign.id, text if number < 2 else ""),
                )
            )
    return found


@pytest.fixture
def send(database: Database, tokens: list[str]) -> Callable[..., Taken]:
    """Return what sends a form as the first recipient."""

    def sent(form: str = "call", *, who: int = 0, now: datetime = NOW, **answers: str) -> Taken:
        return take(database, tokens[who], form, answers, now=now)

    return sent
