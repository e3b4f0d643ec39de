"""Runs the steps over the connection that ``campaigns.migrate`` hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

# All tables must be known for a comparison with the database.
import campaigns.api_keys
import campaigns.idempotency
import campaigns.leases
import campaigns.tallies  # noqa: F401  (see the line above)
import inbox.models  # noqa: F401  (see the line above)
import tracking.models  # noqa: F401  (see the line above)
from foundation.database import Base, UtcDateTime


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Let a step name the plain type: it must mean the same when our own types have changed."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite changes a table by making it anew.
    render_as_batch=True,
    compare_type=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
