"""``/readyz``: whether the server can work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from api.place import place_of
from foundation.errors import SollecitoError
from workers.broker import answers

if TYPE_CHECKING:
    from collections.abc import Callable

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
