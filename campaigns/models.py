"""The tables of campaigns: who is written to, what was imported, which clips exist.

All moments are UTC. ``Base.metadata`` also holds ``tracking.models``; the migrations in
``campaigns/migrations`` build both.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import utc_now
from foundation.database import Base, UtcDateTime

TOKEN_LENGTH = 26
"""Characters of a recipient's token."""

ID_LENGTH = 200
"""Longest id that a row of data may bring, in characters."""


class RecipientStatus(StrEnum):
    """How far a recipient is.

    ``planned`` waits for work (also again, when its values changed), ``published`` stands in the
    store as the values say, ``failed`` could not be made after several attempts, ``withdrawn``
    was taken back and stays so until somebody decides otherwise.
    """

    PLANNED = "planned"
    PUBLISHED = "published"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class ClipState(StrEnum):
    """How far a clip is; ``done`` means that all its objects are in the store."""

    RENDERING = "rendering"
    DONE = "done"
    FAILED = "failed"


class ImportState(StrEnum):
    """How far an import is; one that stays ``running`` was interrupted and goes on, or is repeated.

    ``held`` waits for a person to say which column is which, ``waiting`` has not begun. ``refused``
    had faults and was to be all or nothing, ``failed`` could not be read as a table: of both
    nothing is kept. ``cancelled`` was given up; what it had stored by then stays.
    """

    HELD = "held"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportMode(StrEnum):
    """What an import does with good rows among bad ones."""

    BEST_EFFORT = "best_effort"
    ALL_OR_NOTHING = "all_or_nothing"


class CampaignState(StrEnum):
    """What happens with a campaign.

    Nothing is made for a ``paused`` one, but its links answer; those of an ``ended`` one do not.
    One that is ``deleting`` is being removed with everything.
    """

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    DELETING = "deleting"


def _named(kind: type[StrEnum], name: str) -> Enum:
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


class Campaign(Base):
    """One campaign, known by the name in its file.

    ``digest`` is that of the author's files as last seen. ``secret`` keys the names of its clips
    (32 random bytes). ``expires_on`` is the last day on which its links are good. ``pay_hosts``
    is the allow-list of the counted redirect, ``public_base`` the address before each token.
    ``managed`` campaigns were made through the service: all that was ever imported counts, not only
    the latest data. ``version`` counts the author's files that it had, from 1. ``warnings`` are
    what the files of a managed one still have of an example (faults, as plain values).
    """

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(63), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_on: Mapped[date | None]
    public_base: Mapped[str] = mapped_column(Text, default="")
    pay_hosts: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[CampaignState] = mapped_column(
        _named(CampaignState, "state"), default=CampaignState.RUNNING
    )
    managed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    warnings: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    updated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Import(Base):
    """One reading of a data file, with its counts of rows.

    ``read`` = ``accepted`` + ``updated`` + ``unchanged`` + ``rejected``. ``last_line`` is the line
    of the last row whose batch is stored. ``rows`` is how many the file has, once that is known.
    ``upload`` is the file among the private uploads that an import of the service reads, ``format``
    what it is, ``checked`` whether all its rows were looked at before any is stored. ``columns``
    says which column is which field for this import alone (``campaigns.data_sources``);
    ``proposal`` is what a held one shows for it, with some of its first rows, and goes when it is
    held no more; while it is checked it stays, and ``finished_at`` is the end of the last check.
    ``error`` and ``error_line`` say why it failed.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    file: Mapped[str] = mapped_column(Text)
    header: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[ImportState] = mapped_column(_named(ImportState, "state"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_line: Mapped[int] = mapped_column(default=0)
    read: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int | None]
    upload: Mapped[str | None] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(16), default="csv")
    mode: Mapped[ImportMode] = mapped_column(
        _named(ImportMode, "mode"), default=ImportMode.BEST_EFFORT
    )
    dry_run: Mapped[bool] = mapped_column(default=False)
    checked: Mapped[bool] = mapped_column(default=False)
    columns: Mapped[dict[str, str | None] | None] = mapped_column(JSON(none_as_null=True))
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)
    error_line: Mapped[int | None]
    lease_owner: Mapped[str | None] = mapped_column(String(128))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)


class Recipient(Base):
    """One person of a campaign, with the checked values of the row that brought them last.

    ``values`` are the plain form of ``scenes.values.to_json``. ``plan`` maps the id of each
    reachable scene to the name of its clip. ``publication`` is the digest of what was published;
    ``published_at`` stays set while a newer publication is on its way. ``pay_address`` is the
    bound pay-now address of the publication, ``forms`` the digest of the forms it shows
    (``inbox.declarations``).
    """

    __tablename__ = "recipients"
    __table_args__ = (
        UniqueConstraint("campaign_id", "external_id"),
        # The next ones to be worked on, and the counts by status.
        Index(None, "campaign_id", "status", "id"),
        # How many were published lately.
        Index(None, "campaign_id", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), index=True)
    external_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    row_number: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    values_digest: Mapped[str] = mapped_column(String(64))
    token: Mapped[str] = mapped_column(String(TOKEN_LENGTH), unique=True)
    status: Mapped[RecipientStatus] = mapped_column(_named(RecipientStatus, "status"))
    error: Mapped[str | None] = mapped_column(Text)
    plan: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    film: Mapped[str | None] = mapped_column(String(64), index=True)
    publication: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pay_address: Mapped[str | None] = mapped_column(Text)
    forms: Mapped[str | None] = mapped_column(String(64))
    lease_owner: Mapped[str | None] = mapped_column(String(128))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)


class RejectedRow(Base):
    """One field of one row that could not be used; ``raw`` are the row's cells as they stood."""

    __tablename__ = "rejected_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), index=True)
    line: Mapped[int]
    field: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    raw: Mapped[list[str]] = mapped_column(JSON)


class ClipRecord(Base):
    """One clip of a campaign, by its content's name; ``cues`` as ``[[start_ms, end_ms, text]]``.

    ``bytes`` are those of its MP4. ``scene`` is the scene it was rendered for, ``took_ms`` how long
    that took; neither is known of clips that an earlier run made.
    """

    __tablename__ = "clips"
    __table_args__ = (
        UniqueConstraint("campaign_id", "name"),
        Index(None, "campaign_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    state: Mapped[ClipState] = mapped_column(_named(ClipState, "state"))
    lease_owner: Mapped[str | None] = mapped_column(String(128))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    duration_ms: Mapped[int | None]
    cues: Mapped[list[list[Any]] | None] = mapped_column(JSON(none_as_null=True))
    bytes: Mapped[int | None]
    scene: Mapped[str | None] = mapped_column(String(64))
    took_ms: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)
