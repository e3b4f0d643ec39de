"""The table of events: what happened at a microsite."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

# The tables an event points to must be known wherever this one is.
import campaigns.models  # noqa: F401  (see the line above)
from foundation.database import Base, UtcDateTime


class Event(Base):
    """Something that happened, at ``at`` (UTC). No address and no browser name is kept.

    ``session`` is the page's random id, which lives as long as the page is open; ``beacon`` is the
    number of the message within the session and ``position`` the event's place within the message:
    together they tell a repeated message. Events that the server counts itself have no session.
    ``bot_reason`` says why a machine seems to have caused the event; empty for people.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("recipient_id", "session", "beacon", "position"),
        # Statistics leave machines out and group by type; the last column counts people.
        Index(None, "campaign_id", "bot_reason", "type", "recipient_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    recipient_id: Mapped[int | None] = mapped_column(
        ForeignKey("recipients.id", ondelete="CASCADE")
    )
    type: Mapped[str] = mapped_column(String(32))
    scene: Mapped[str | None] = mapped_column(String(64))
    value: Mapped[str | None] = mapped_column(String(200))
    session: Mapped[str | None] = mapped_column(String(64))
    beacon: Mapped[int | None]
    position: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    bot_reason: Mapped[str | None] = mapped_column(String(64))
