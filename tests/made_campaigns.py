"""Campaigns that a service has made from a bundle, and brought to rest."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from bundles import bundle

from workers.background import finish_unfinished

if TYPE_CHECKING:
    from service_client import Service

ZIP = {"Content-Type": "application/zip"}
CSV = {"Content-Type": "text/csv"}


def make(service: Service, body: bytes | None = None) -> dict[str, Any]:
    answer = service.post("/campaigns", content=body or bundle(), headers=ZIP)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def work(service: Service) -> int:
    """Do everything that the workers of a server do, until nothing is left."""
    return finish_unfinished(service.settings, threading.Event())
