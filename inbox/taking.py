"""Takes a form that was sent: judged by what was published, kept once, told to the webhook."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from campaigns.queries import open_link
from foundation.clock import utc_now
from inbox.declarations import declared_forms
from inbox.models import Message, MessageState
from inbox.webhooks import plan_delivery
from scenes.form_answers import Days, read_form
from scenes.form_file import TRAP
from scenes.values import Money
from scenes.wording import written_date, written_money, written_number
from tracking.event_types import EventType
from tracking.ingestion import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from campaigns.queries import OpenLink
    from foundation.database import Database
    from inbox.declarations import DeclaredForms
    from scenes.bound_forms import Form, FormField
    from scenes.form_answers import Answer

MOST_AN_HOUR = 10
MOST_A_DAY = 30
"""Messages that one recipient may send."""

SAME_AGAIN = timedelta(hours=1)
"""A message of the same words within this time is the same message."""

QUICKEST_MS = 1500
"""Nobody opens a page, fills in a form and sends it in less time."""

_ATTEMPT = re.compile(r"[0-9a-f]{32}")
_REFERENCE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody takes for others."""

_EARTH_BEFORE = timedelta(hours=12)
_EARTH_AHEAD = timedelta(hours=14)


class Refusal(StrEnum):
    """Why a form was not taken."""

    NO_LINK = "no link"
    NO_FORM = "no form"
    TOO_MANY = "too many"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form: the reference of the message, or why there is none.

    ``link``, ``declared`` and ``form`` are there where the form was found, ``answers`` where some
    are faulty.
    ``repeated``: the same message had been taken before.
    """

    reference: str = ""
    refusal: Refusal | None = None
    repeated: bool = False
    link: OpenLink | None = None
    declared: DeclaredForms | None = None
    form: Form | None = None
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def found(self) -> tuple[OpenLink, DeclaredForms, Form]:
        """The link, what it offers, and the form; only where none of them is missing."""
        if self.link is None or self.declared is None or self.form is None:
            raise ValueError("no form was found")
        return self.link, self.declared, self.form


def take(
    database: Database,
    token: str,
    form_id: str,
    sent: Mapping[str, str],
    *,
    bot_reason: str | None = None,
    now: datetime | None = None,
) -> Taken:
    """Take a form that a page sent and return what became of it.

    Args:
        database: where to.
        token: the recipient's, upper-case.
        form_id: the form's id.
        sent: what was sent, by field; besides the fields ``attempt`` (32 hex digits that tell one
            attempt from another), ``elapsed`` (milliseconds since the page was opened; empty
            where a draft of an earlier visit was sent) and the field that people leave empty.
        bot_reason: from ``tracking.bots``; the message is marked with it and left out of the inbox.
        now: when it came, UTC.
    """
    moment = now or utc_now()
    # Only what is going to be kept has to wait for its turn to write.
    with database.reading() as session:
        judged = _judged(session, token, form_id, sent, moment)
    if judged.refusal is not None:
        return judged
    machine = bot_reason or _machine(sent)
    with database.writing() as session:
        judged = _judged(session, token, form_id, sent, moment)
        if judged.refusal is not None:
            return judged
        return _kept(session, judged, sent, machine, moment)


def _judged(
    session: Session, token: str, form_id: str, sent: Mapping[str, str], moment: datetime
) -> Taken:
    """Return what is to be kept, or why nothing is."""
    link = open_link(session, token, now=moment)
    declared = declared_forms(session, link.recipient_id) if link is not None else None
    if link is None or declared is None:
        return Taken(refusal=Refusal.NO_LINK)
    form = declared.forms.get(form_id)
    if form is None:
        return Taken(refusal=Refusal.NO_FORM)
    answers = read_form(form, sent, days_around(moment))
    faulty = any(answer.problem for answer in answers.values())
    refusal = Refusal.FAULTY if faulty else None
    return Taken(refusal=refusal, link=link, declared=declared, form=form, answers=answers)


def days_around(moment: datetime) -> Days:
    """Return what today may be where the person is (UTC-12 to UTC+14)."""
    return Days((moment - _EARTH_BEFORE).date(), (moment + _EARTH_AHEAD).date())


def _machine(sent: Mapping[str, str]) -> str | None:
    """Return why a machine seems to have filled in the form, None for a person."""
    if sent.get(TRAP, "").strip():
        return "hidden field"
    elapsed = sent.get("elapsed", "")
    if elapsed.isascii() and elapsed.isdecimal() and int(elapsed[:12]) < QUICKEST_MS:
        return "too quick"
    return None


def _kept(
    session: Session,
    judged: Taken,
    sent: Mapping[str, str],
    bot_reason: str | None,
    moment: datetime,
) -> Taken:
    link, declared, form = judged.found
    plain = plain_answers(form, judged.answers, declared.locale)
    message = Message(
        campaign_id=link.campaign_id,
        recipient_id=link.recipient_id,
        reference=_reference(),
        form=form.id,
        title=form.title,
        locale=declared.locale,
        answers=plain,
        answers_digest=hashlib.sha256(json.dumps(plain).encode()).hexdigest(),
        attempt=sent["attempt"] if _ATTEMPT.fullmatch(sent.get("attempt", "")) else None,
        state=MessageState.NEW,
        note="",
        version=1,
        created_at=moment,
        changed_at=moment,
        bot_reason=bot_reason,
    )
    told = replace(judged, answers={})
    before = _before(session, message)
    if before is not None:
        return replace(told, reference=before, repeated=True)
    if _too_many(session, link, moment):
        return replace(told, refusal=Refusal.TOO_MANY)
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        # The same message came twice at once and the other was quicker, or a reference stood twice.
        before = _before(session, message)
        if before is not None:
            return replace(told, reference=before, repeated=True)
        raise
    record(session, link, EventType.FORM_SENT, value=form.id, bot_reason=bot_reason, now=moment)
    if bot_reason is None:
        plan_delivery(session, message)
    return replace(told, reference=message.reference)


def _before(session: Session, message: Message) -> str | None:
    """Return the reference of the same message, when it came before."""
    mine = select(Message).where(
        Message.recipient_id == message.recipient_id, Message.form == message.form
    )
    if message.attempt is not None:
        same = session.scalars(mine.where(Message.attempt == message.attempt)).one_or_none()
        if same is not None and same.answers_digest == message.answers_digest:
            return same.reference
        if same is not None:
            message.attempt = None  # other words: another message
    return session.scalars(
        mine.where(
            Message.answers_digest == message.answers_digest,
            Message.created_at >= message.created_at - SAME_AGAIN,
        )
        .order_by(Message.id.desc())
        .limit(1)
        .with_only_columns(Message.reference)
    ).one_or_none()


def _too_many(session: Session, link: OpenLink, moment: datetime) -> bool:
    def since(span: timedelta) -> int:
        count = select(func.count()).where(
            Message.recipient_id == link.recipient_id, Message.created_at > moment - span
        )
        return session.scalar(count) or 0

    return since(timedelta(hours=1)) >= MOST_AN_HOUR or since(timedelta(days=1)) >= MOST_A_DAY


def _reference() -> str:
    letters = [secrets.choice(_REFERENCE) for _ in range(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def plain_answers(form: Form, answers: Mapping[str, Answer], locale: str) -> list[dict[str, Any]]:
    """Return the answers as they are kept: what was asked, the value, and how people read it."""
    return [
        {
            "id": asked.id,
            "label": asked.label,
            "value": answers[asked.id].value,
            "shown": _shown(asked, answers[asked.id].value, locale),
        }
        for asked in form.fields
        if answers[asked.id].value
    ]


def _shown(asked: FormField, value: str, locale: str) -> str:
    match asked.kind:
        case "choice":
            return dict(asked.options).get(value, value)
        case "date":
            return written_date(date.fromisoformat(value), "short", locale)
        case "money":
            return written_money(Money(value, asked.currency), locale)
        case "number":
            return written_number(Decimal(value), locale)
        case "rating":
            return f"{value} / {asked.most}"
        case _:
            return value
