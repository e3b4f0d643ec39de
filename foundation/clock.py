"""The time of day, always in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present moment with its time zone, UTC."""
    return datetime.now(UTC)
