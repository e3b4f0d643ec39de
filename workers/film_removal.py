"""Removes films that nobody has any more, and takes none from who is about to have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.queries import film_is_used, hold_film
from workers.stored_objects import delete_film

if TYPE_CHECKING:
    from foundation.database import Database
    from storage.objects import ObjectStore


def remove_unused_film(database: Database, store: ObjectStore, film: str) -> None:
    """Remove a film unless somebody who was not withdrawn has it; nothing is told when it is gone.

    Whoever publishes with the same film at this moment looks for it while holding it, as is done
    here: either that row is there first and the film stays, or the film is missed there and joined
    again. Raises StorageError.
    """
    with database.writing() as session:
        hold_film(session, film)
        if not film_is_used(session, film):
            delete_film(store, film)
