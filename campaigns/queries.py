"""Small questions to the campaign tables, and the few changes that are not claims or imports."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, func, select, update

from campaigns.models import (
    Campaign,
    CampaignState,
    ClipRecord,
    Import,
    Recipient,
    RecipientStatus,
    RejectedRow,
)
from campaigns.tokens import new_secret
from foundation.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

SOMEWHERE_STILL_THAT_DAY = timedelta(hours=12)
"""A day has ended everywhere on earth 12 hours after it ended in UTC."""

STREAM = 500
"""Rows that are fetched at once where all of a campaign's are wanted."""


CLOSED = (CampaignState.ENDED, CampaignState.DELETING)
"""States of a campaign whose links answer no more."""


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that is good: whose it is, and where its pay button leads."""

    campaign_id: int
    recipient_id: int
    token: str
    pay_address: str | None
    pay_hosts: tuple[str, ...]
    scenes: frozenset[str]


def find_campaign(session: Session, name: str) -> Campaign | None:
    """Return the campaign of this name, or None."""
    return session.scalars(select(Campaign).where(Campaign.name == name)).one_or_none()


def held_campaign(session: Session, campaign: int | str) -> Campaign | None:
    """Return the campaign of this id or name as it is now, or None.

    Nobody else changes its row until the session's transaction ends; on SQLite a transaction that
    writes is alone anyway, from its first statement on.
    """
    named = Campaign.id == campaign if isinstance(campaign, int) else Campaign.name == campaign
    return session.scalars(
        select(Campaign)
        .where(named)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def campaign_names(session: Session) -> Sequence[str]:
    """Return the names of all campaigns, sorted."""
    return session.scalars(select(Campaign.name).order_by(Campaign.name)).all()


def all_campaigns(session: Session) -> Sequence[Campaign]:
    """Return all campaigns, by name."""
    return session.scalars(select(Campaign).order_by(Campaign.name)).all()


def ensure_campaign(
    session: Session,
    name: str,
    *,
    digest: str,
    expires_on: date | None,
    public_base: str,
    pay_hosts: Iterable[str],
) -> Campaign:
    """Return the campaign of this name, made (with a new secret) or brought up to date."""
    campaign = find_campaign(session, name)
    if campaign is None:
        campaign = Campaign(name=name, secret=new_secret())
        session.add(campaign)
    campaign.digest = digest
    campaign.expires_on = expires_on
    campaign.public_base = public_base
    campaign.pay_hosts = list(pay_hosts)
    session.flush()
    return campaign


def is_expired(expires_on: date | None, now: datetime) -> bool:
    """Return whether the last good day has ended, everywhere on earth."""
    return expires_on is not None and (now - SOMEWHERE_STILL_THAT_DAY).date() > expires_on


def open_link(session: Session, token: str, *, now: datetime | None = None) -> OpenLink | None:
    """Return whose link a token is; None when unknown, expired, withdrawn or not yet published.

    While a corrected publication is on its way the one before stays open: somebody may be holding
    the letter. ``token`` is upper-case (``tokens.read_token``).
    """
    row = session.execute(
        select(
            Recipient.campaign_id,
            Recipient.id,
            Recipient.token,
            Recipient.pay_address,
            Recipient.plan,
            Campaign.pay_hosts,
            Campaign.expires_on,
        )
        .join(Campaign, Campaign.id == Recipient.campaign_id)
        .where(
            Recipient.token == token,
            Campaign.state.not_in(CLOSED),
            Recipient.status != RecipientStatus.WITHDRAWN,
            Recipient.published_at.is_not(None),
        ),
    ).one_or_none()
    if row is None or is_expired(row.expires_on, now or utc_now()):
        return None
    return OpenLink(
        campaign_id=row.campaign_id,
        recipient_id=row.id,
        token=row.token,
        pay_address=row.pay_address,
        pay_hosts=tuple(row.pay_hosts),
        scenes=frozenset(row.plan or ()),
    )


def recipient_counts(session: Session, campaign_id: int) -> dict[RecipientStatus, int]:
    """Return how many recipients have each status, zeros included."""
    counts = dict.fromkeys(RecipientStatus, 0)
    rows = session.execute(
        select(Recipient.status, func.count())
        .where(Recipient.campaign_id == campaign_id)
        .group_by(Recipient.status),
    )
    counts.update((status, count) for status, count in rows)
    return counts


def recipients(
    session: Session, campaign_id: int, import_id: int | None = None
) -> Iterator[Recipient]:
    """Yield recipients of a campaign in the order of their rows, a few at a time.

    With ``import_id`` those that this import brought, else all, also of earlier data.
    """
    brought = () if import_id is None else (Recipient.import_id == import_id,)
    yield from session.scalars(
        select(Recipient)
        .where(Recipient.campaign_id == campaign_id, *brought)
        .order_by(Recipient.row_number, Recipient.id)
        .execution_options(yield_per=STREAM),
    )


def left_behind(session: Session, campaign_id: int, import_id: int) -> Sequence[str]:
    """Return the ids, in order, of people whose links open though this import has them not."""
    return session.scalars(
        select(Recipient.external_id)
        .where(
            Recipient.campaign_id == campaign_id,
            Recipient.import_id != import_id,
            Recipient.status != RecipientStatus.WITHDRAWN,
            Recipient.published_at.is_not(None),
        )
        .order_by(Recipient.row_number, Recipient.id)
    ).all()


def first_published(session: Session) -> str | None:
    """Return the token of a recipient whose page stands, the first of all; None without any."""
    return session.scalars(
        select(Recipient.token)
        .where(Recipient.status == RecipientStatus.PUBLISHED)
        .order_by(Recipient.id)
        .limit(1)
    ).first()


def recipients_by_id(
    session: Session, campaign_id: int, external_ids: Iterable[str]
) -> Mapping[str, Recipient]:
    """Return those of the issuer's ids that are known, each with its recipient."""
    found: dict[str, Recipient] = {}
    wanted = list(external_ids)
    for first in range(0, len(wanted), STREAM):
        some = wanted[first : first + STREAM]
        for row in session.scalars(
            select(Recipient).where(
                Recipient.campaign_id == campaign_id, Recipient.external_id.in_(some)
            )
        ):
            found[row.external_id] = row
    return found


def hold_film(session: Session, film: str) -> None:
    """Let nobody else who holds this film use or remove it until the session's transaction ends.

    On SQLite a transaction that writes is alone anyway, from its first statement on.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = hashlib.blake2b(f"film {film}".encode(), digest_size=8).digest()
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(number, signed=True))))
    else:
        session.execute(select(1))


def film_is_used(session: Session, film: str) -> bool:
    """Return whether somebody who was not withdrawn has this film, in any campaign."""
    return (
        session.scalars(
            select(Recipient.id)
            .where(Recipient.film == film, Recipient.status != RecipientStatus.WITHDRAWN)
            .limit(1)
        ).first()
        is not None
    )


def latest_import(session: Session, campaign_id: int) -> Import | None:
    """Return the import that began last, or None before the first one."""
    return session.scalars(
        select(Import).where(Import.campaign_id == campaign_id).order_by(Import.id.desc()).limit(1),
    ).one_or_none()


def rejected_rows(session: Session, import_id: int) -> Iterator[RejectedRow]:
    """Yield what an import rejected, in the order of the file, a few at a time."""
    yield from session.scalars(
        select(RejectedRow)
        .where(RejectedRow.import_id == import_id)
        .order_by(RejectedRow.line, RejectedRow.id)
        .execution_options(yield_per=STREAM),
    )


def clips_by_name(
    session: Session, campaign_id: int, names: Iterable[str]
) -> Mapping[str, ClipRecord]:
    """Return those of the named clips that are known, by name (up to some thousand names)."""
    found = session.scalars(
        select(ClipRecord).where(
            ClipRecord.campaign_id == campaign_id, ClipRecord.name.in_(list(names))
        ),
    )
    return {clip.name: clip for clip in found}


def withdraw(session: Session, recipient_id: int) -> bool:
    """Take a recipient's link back for good; False when there is no such recipient."""
    result = session.execute(
        update(Recipient)
        .where(Recipient.id == recipient_id)
        .values(status=RecipientStatus.WITHDRAWN, lease_owner=None, lease_until=None)
        .execution_options(synchronize_session=False),
    )
    return isinstance(result, CursorResult) and result.rowcount == 1
