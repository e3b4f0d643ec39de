"""What the doors share: settings, database, object store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request

    from foundation.database import Database
    from foundation.settings import Settings
    from storage.objects import ObjectStore


@dataclass(frozen=True, slots=True)
class Place:
    """The things at hand while a request is answered."""

    settings: Settings
    database: Database
    store: ObjectStore


def place_of(request: Request) -> Place:
    """Return the application's place."""
    place: Place = request.app.state.place
    return place
