"""A campaign that takes rows and makes nothing of them, and rows that are brought to it."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

from bundles import bundle

from workers.background import finish_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service_client import Service

ZIP = {"Content-Type": "application/zip"}
TYPES = {
    "csv": {"Content-Type": "text/csv; charset=utf-8"},
    "json": {"Content-Type": "application/json"},
    "jsonl": {"Content-Type": "application/x-ndjson"},
}


def paused_campaign(service: Service) -> Service:
    """Give a service a campaign that takes rows but makes nothing of them."""
    assert service.post("/campaigns", content=bundle(), headers=ZIP).status_code == 201
    service.ask("PATCH", "/campaigns/tiny", json={"state": "paused"})
    return service


def bring(
    service: Service, body: bytes | str | Iterator[bytes], kind: str = "csv", **query: Any
) -> dict[str, Any]:
    """Send rows, let the workers do them, return the import."""
    content = body.encode() if isinstance(body, str) else body
    answer = service.post(
        "/campaigns/tiny/imports", content=content, headers=TYPES[kind], params=query
    )
    assert answer.status_code == 202, answer.text
    finish_unfinished(service.settings, threading.Event())
    done: dict[str, Any] = service.get(f"/campaigns/tiny/imports/{answer.json()['id']}").json()
    return done


def counts(done: dict[str, Any]) -> tuple[int, ...]:
    return tuple(done[key] for key in ("read", "accepted", "updated", "unchanged", "rejected"))


def people(service: Service) -> dict[str, dict[str, Any]]:
    """Return everybody's values by the id of their row."""
    listed = service.get("/campaigns/tiny/recipients").json()["recipients"]
    return {
        person["external_id"]: service.get(f"/campaigns/tiny/recipients/{person['id']}").json()[
            "values"
        ]
        for person in listed
    }


def ready_rows() -> str:
    """Return the rows of ``bundles.ROWS`` as a JSON array."""
    return json.dumps(
        [
            {"id": "a1", "first_name": "Anna", "amount": 12.5, "reference": "R001"},
            {"id": "b2", "first_name": "Bruno", "amount": 1187.40, "reference": "R002"},
            {"id": "c3", "first_name": "Chiara", "amount": 12.5, "reference": "R003"},
        ]
    )
