"""Moments as answers have them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

Moment = Annotated[
    datetime, Field(description="RFC 3339, in UTC.", examples=["2026-09-30T08:15:00Z"])
]
