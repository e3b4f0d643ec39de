"""Declarations of forms: kept when a recipient is published, found again when a form is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaigns.models import Recipient
from inbox.models import FormDeclaration
from scenes.bound_forms import declaration_digest, forms_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from scenes.bound_forms import Form


@dataclass(frozen=True, slots=True)
class DeclaredForms:
    """The forms that a recipient was offered, by id, their locale, and the issuer's telephone.

    ``wording`` are the issuer's own words of forms: part, key and text.
    """

    locale: str
    phone: str
    forms: dict[str, Form]
    wording: tuple[tuple[str, str, str], ...] = ()


def keep_declaration(session: Session, campaign_id: int, text: str) -> str | None:
    """Keep a declaration once and return its digest; None for an empty text (no forms)."""
    if not text:
        return None
    digest = declaration_digest(text)
    known = select(FormDeclaration.id).where(
        FormDeclaration.campaign_id == campaign_id, FormDeclaration.digest == digest
    )
    if session.scalar(known) is not None:
        return digest
    try:
        with session.begin_nested():
            session.add(FormDeclaration(campaign_id=campaign_id, digest=digest, text=text))
    except IntegrityError:
        # Another worker was quicker; the text is the same, as its digest is.
        if session.scalar(known) is None:
            raise
    return digest


def declared_forms(session: Session, recipient_id: int) -> DeclaredForms | None:
    """Return the forms that a recipient was offered when the page was published, None without."""
    text = session.scalar(
        select(FormDeclaration.text)
        .join(
            Recipient,
            (Recipient.campaign_id == FormDeclaration.campaign_id)
            & (Recipient.forms == FormDeclaration.digest),
        )
        .where(Recipient.id == recipient_id)
    )
    if text is None:
        return None
    plain = json.loads(text)
    own = tuple((part, key, words) for part, key, words in plain.get("wording", ()))
    return DeclaredForms(plain["locale"], plain["phone"], forms_of(plain), own)
