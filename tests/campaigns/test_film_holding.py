"""Who holds a film is waited for by whoever else wants to, on both databases."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from campaigns.queries import hold_film

if TYPE_CHECKING:
    from foundation.database import Database


def test_one_at_a_time_holds_a_film(database: Database) -> None:
    order: list[str] = []
    begun = threading.Event()

    def second() -> None:
        begun.set()
        with database.writing() as session:
            hold_film(session, "film")
            order.append("second")

    with database.writing() as session:
        hold_film(session, "film")
        other = threading.Thread(target=second)
        other.start()
        assert begun.wait(30)
        other.join(0.5)
        assert other.is_alive(), "it waits"
        order.append("first")
    other.join(60)
    assert order == ["first", "second"]
