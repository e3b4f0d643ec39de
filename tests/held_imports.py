"""Imports of the service that are held: sent, and brought to their end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from workers.background import finish_unfinished
from workers.uploads import UPLOADS

if TYPE_CHECKING:
    from pathlib import Path

    from service_client import Service

OFFICE = "Codice Pratica;Nome;Importo dovuto;Rif.;Note\nP1;Anna;12,50;R1;x\nP2;Bruno;7,00;R2;\n"
MAPPING = {"id": "Codice Pratica", "first_name": "Nome", "amount": "Importo dovuto"}


def hold(service: Service, body: str | bytes = OFFICE, **query: Any) -> dict[str, Any]:
    answer = service.post(
        "/campaigns/tiny/imports",
        content=body,
        headers={"Content-Type": "text/csv"},
        params={"hold": "true", **query},
    )
    assert answer.status_code == 202, answer.text
    held: dict[str, Any] = answer.json()
    assert (held["state"], held["read"], held["rows"]) == ("held", 0, None)
    return held


def ended(service: Service, held: dict[str, Any]) -> dict[str, Any]:
    finish_unfinished(service.settings, threading.Event())
    done: dict[str, Any] = service.get(f"/campaigns/tiny/imports/{held['id']}").json()
    return done


def uploads(service: Service) -> list[Path]:
    return list((service.settings.private / UPLOADS).glob("*"))
