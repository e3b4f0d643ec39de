"""Puts into the rendered campaign what its views have to show: events, messages, failures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from campaigns.models import Recipient, RecipientStatus
from campaigns.tokens import new_token
from inbox.taking import take
from tracking.event_types import EventType
from tracking.models import Event

if TYPE_CHECKING:
    from service_client import Service


def token_of(service: Service, external_id: str) -> str:
    answer = service.get("/campaigns/tiny/recipients", params={"external_id": external_id})
    preview: str = answer.json()["recipients"][0]["preview"]
    return preview.strip("/").partition("/")[2]


def add_events(service: Service) -> None:
    """Let two people view their pages; one chooses and presses pay."""
    seen = [{"type": "page.viewed", "at_ms": 1}, {"type": "video.started", "at_ms": 2}]
    more = [
        {"type": "choice.made", "scene": "amount", "value": "amount>bye", "at_ms": 3},
        {"type": "video.completed", "at_ms": 4},
        {"type": "cta.clicked", "value": "pay", "at_ms": 5},
    ]
    for number, (who, events) in enumerate((("a1", seen), ("b2", seen + more))):
        letter = {"t": token_of(service, who), "s": f"session-{number}", "n": 1, "events": events}
        assert service.client.post("/e", json=letter).status_code == 204


def add_payment(service: Service, external_id: str) -> None:
    """Have somebody's payment confirmed."""
    with service.database.writing() as session:
        who = session.scalars(select(Recipient).where(Recipient.external_id == external_id)).one()
        session.add(
            Event(
                campaign_id=who.campaign_id,
                recipient_id=who.id,
                type=EventType.PAYMENT_CONFIRMED,
                at=datetime.now(UTC),
            )
        )


def add_message(service: Service, **more: str) -> str:
    """Let somebody ask to be called; return the message's reference."""
    answers = {"phone": "333 123 4567", "when": "morning", "name": "Anna Prova", **more}
    return take(service.database, token_of(service, "a1"), "call_me_back", answers).reference


def add_people(service: Service, names: list[str]) -> None:
    """Add people of these first names, whose pages are still to be made."""
    with service.database.writing() as session:
        first = session.scalars(select(Recipient).where(Recipient.external_id == "a1")).one()
        session.add_all(
            Recipient(
                campaign_id=first.campaign_id,
                import_id=first.import_id,
                external_id=f"more-{number}",
                row_number=number,
                values={**first.values, "first_name": name, "reference": f"M{number}"},
                values_digest="0",
                token=new_token(),
                status=RecipientStatus.PLANNED,
            )
            for number, name in enumerate(names)
        )


def fail(service: Service, external_id: str, reason: str) -> None:
    with service.database.writing() as session:
        session.execute(
            update(Recipient)
            .where(Recipient.external_id == external_id)
            .values(status=RecipientStatus.FAILED, error=reason)
        )
