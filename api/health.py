"""``/readyz`` and ``/metrics``: whether the server can work, and how much there is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from api.place import place_of
from campaigns.models import ClipRecord, Import, Recipient
from foundation.errors import SollecitoError
from workers.broker import answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from api.place import Place

router = APIRouter()
log = structlog.get_logger(__name__)

NO_STORE = {"Cache-Control": "no-store"}


@router.api_route("/readyz", methods=["GET", "HEAD"])
def ready(request: Request) -> Response:
    """Say whether database, object store and broker answer: 200, or 503 with what does not."""
    place = place_of(request)
    parts: dict[str, Callable[[], object]] = {
        "database": lambda: _ask_database(place),
        "store": lambda: place.store.exists("static/ready"),
        "broker": lambda: answers(place.settings),
    }
    found = {name: _works(name, look) for name, look in parts.items()}
    good = all(found.values())
    body = {name: "ok" if works else "unreachable" for name, works in found.items()}
    return JSONResponse(body, status_code=200 if good else 503, headers=NO_STORE)


def _works(name: str, look: Callable[[], object]) -> bool:
    try:
        look()
    except (SollecitoError, SQLAlchemyError, OSError) as error:
        log.warning("ready.not", part=name, exc_info=error)
        return False
    return True


def _ask_database(place: Place) -> None:
    with place.database.reading() as session:
        session.execute(text("SELECT 1"))


@router.api_route("/metrics", methods=["GET"])
def metrics(request: Request) -> Response:
    """Return counts for Prometheus, over all campaigns and without any name."""
    registry = CollectorRegistry()
    with place_of(request).database.reading() as session:
        _fill(registry, session)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST, headers=NO_STORE)


def _fill(registry: CollectorRegistry, session: Session) -> None:
    for name, words, table, column in (
        ("recipients", "Recipients by status", Recipient, Recipient.status),
        ("clips", "Clips by state", ClipRecord, ClipRecord.state),
        ("imports", "Imports by state", Import, Import.state),
    ):
        gauge = Gauge(f"sollecito_{name}", words, [column.key], registry=registry)
        for value, count in session.execute(
            select(column, func.count()).select_from(table).group_by(column)
        ):
            gauge.labels(value.value).set(count)
    took = session.scalar(select(func.avg(ClipRecord.took_ms)))
    average = Gauge(
        "sollecito_clip_seconds", "Seconds that rendering a clip took on average", registry=registry
    )
    average.set(float(took or 0) / 1000)
