"""The files below ``static/`` that all pages of an edition load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.stored_objects import put_objects

if TYPE_CHECKING:
    from workers.edition import Edition
    from workers.workshop import Workshop


def store_shared(shop: Workshop, edition: Edition) -> None:
    """Store the files that all pages load, unless they are there; before any page."""
    bodies = {f"static/{name}": body for name, body in edition.shared.items()}
    missing = {key: body for key, body in bodies.items() if shop.store.size(key) != len(body)}
    put_objects(shop.store, missing)
