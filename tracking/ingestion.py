"""Takes a page's message apart and stores its events.

A message passes the named steps below, in their order. Each may drop it for a reason that is
counted and told to the caller; nothing disappears in silence. Messages are JSON::

    {"t": TOKEN, "s": session, "n": number, "source": "paper",
     "events": [{"type": "scene.started", "scene": "amount", "value": "…", "at_ms": 5120}]}

``n`` counts the messages of a session, so one that a browser sends twice counts once. ``at_ms``
counts from the page's start and only orders the events of one message. ``source`` may be missing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from campaigns.queries import open_link
from campaigns.tokens import read_token
from foundation.clock import utc_now
from tracking.event_types import FROM_PAGES, EventType
from tracking.models import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from campaigns.queries import OpenLink
    from foundation.database import Database

MOST_BYTES = 16_384
"""Longest message."""

MOST_EVENTS = 50
"""Most events in one message."""

MOST_OF_ONE = 10_000
"""Most events of one recipient: who has a link cannot fill the disk with it."""

LONGEST_VALUE = 200
"""Characters of an event's value."""

LONGEST_SPREAD = timedelta(hours=24)
"""Furthest that ``at_ms`` may put an event before the message it came with."""

_SESSION = re.compile(r"[A-Za-z0-9_-]{8,64}")
_SCENE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


class Drop(StrEnum):
    """Why a message, or one of its events, was not stored."""

    TOO_LARGE = "message too large"
    NOT_JSON = "message is not JSON"
    BAD_SHAPE = "message lacks a part or has one of the wrong kind"
    TOO_MANY_EVENTS = "too many events in one message"
    NO_LINK = "link is unknown, expired or withdrawn"
    TOO_MANY_SO_FAR = "too many events of this recipient"
    REPEATED = "message came before"
    UNKNOWN_TYPE = "event type is unknown"
    BAD_SCENE = "scene is missing from this recipient's story"
    BAD_VALUE = "value is too long or cannot be printed"


@dataclass(slots=True)
class Message:
    """A message on its way through the steps, each of which fills in what it learns."""

    body: bytes
    bot_reason: str | None
    now: datetime
    content: dict[str, Any] = field(default_factory=dict)
    token: str = ""
    session: str = ""
    number: int = 0
    source: str | None = None
    link: OpenLink | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    dropped: Counter[Drop] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a message: events stored, what was dropped and how often, the bot's reason."""

    stored: int
    dropped: Mapping[Drop, int]
    bot_reason: str | None = None


ReadingStep = Callable[[Message], Drop | None]
StoringStep = Callable[["Session", Message], Drop | None]


def _measure(message: Message) -> Drop | None:
    return Drop.TOO_LARGE if len(message.body) > MOST_BYTES else None


def _parse(message: Message) -> Drop | None:
    try:
        content = json.loads(message.body)
    except (ValueError, RecursionError):
        return Drop.NOT_JSON
    if not isinstance(content, dict):
        return Drop.BAD_SHAPE
    message.content = content
    return None


def _read_head(message: Message) -> Drop | None:
    token, session, number = (message.content.get(key) for key in ("t", "s", "n"))
    if not isinstance(token, str) or not isinstance(session, str) or type(number) is not int:
        return Drop.BAD_SHAPE
    if not _SESSION.fullmatch(session) or not 0 <= number < 1_000_000:
        return Drop.BAD_SHAPE
    known = read_token(token)
    if known is None:
        return Drop.NO_LINK
    message.token, message.session, message.number = known, session, number
    message.source = clean_source(message.content.get("source"))
    return None


def _read_events(message: Message) -> Drop | None:
    events = message.content.get("events")
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        return Drop.BAD_SHAPE
    if len(events) > MOST_EVENTS:
        return Drop.TOO_MANY_EVENTS
    message.events = events
    return None


def _find_link(session: Session, message: Message) -> Drop | None:
    message.link = open_link(session, message.token, now=message.now)
    return Drop.NO_LINK if message.link is None else None


def _refuse_floods(session: Session, message: Message) -> Drop | None:
    return Drop.TOO_MANY_SO_FAR if _is_flooded(session, _link(message)) else None


def _refuse_repeats(session: Session, message: Message) -> Drop | None:
    before = session.scalar(
        select(Event.id)
        .where(
            Event.recipient_id == _link(message).recipient_id,
            Event.session == message.session,
            Event.beacon == message.number,
        )
        .limit(1),
    )
    return None if before is None else Drop.REPEATED


def _check_events(_session: Session, message: Message) -> Drop | None:
    scenes = _link(message).scenes
    good = []
    for position, event in enumerate(message.events):
        checked = _checked(event, scenes)
        if isinstance(checked, Drop):
            message.dropped[checked] += 1
        else:
            good.append(checked | {"position": position})
    last = max((event["at_ms"] for event in good), default=0.0)
    for event in good:
        before = timedelta(milliseconds=last - event.pop("at_ms"))
        event["at"] = message.now - min(before, LONGEST_SPREAD)
    message.events = good
    return None


def _store(session: Session, message: Message) -> Drop | None:
    if not message.events:
        return None
    link = _link(message)
    shared = {
        "campaign_id": link.campaign_id,
        "recipient_id": link.recipient_id,
        "session": message.session,
        "beacon": message.number,
        "source": message.source,
        "bot_reason": message.bot_reason,
    }
    try:
        with session.begin_nested():
            session.execute(insert(Event), [shared | event for event in message.events])
    except IntegrityError:
        # The same message came twice at once, and the other was quicker.
        return Drop.REPEATED
    return None


READING_STEPS: tuple[tuple[str, ReadingStep], ...] = (
    ("measure", _measure),
    ("parse", _parse),
    ("read the head", _read_head),
    ("read the events", _read_events),
)
"""What needs no database; most rubbish ends here."""

STORING_STEPS: tuple[tuple[str, StoringStep], ...] = (
    ("find the link", _find_link),
    ("refuse floods", _refuse_floods),
    ("refuse repeats", _refuse_repeats),
    ("check each event", _check_events),
    ("store", _store),
)
"""What is done in one transaction."""


def ingest(
    database: Database,
    body: bytes,
    *,
    bot_reason: str | None = None,
    now: datetime | None = None,
) -> Ingested:
    """Store the events of a page's message.

    Args:
        database: where to.
        body: as it came; read at most ``MOST_BYTES`` + 1 of it.
        bot_reason: from ``tracking.bots``; the events are marked with it.
        now: when it came, UTC.
    """
    message = Message(body, bot_reason, now or utc_now())
    for _name, read in READING_STEPS:
        if reason := read(message):
            return _dropped(message, reason)
    with database.writing() as session:
        for _name, step in STORING_STEPS:
            if reason := step(session, message):
                return _dropped(message, reason)
    return Ingested(len(message.events), dict(message.dropped), bot_reason)


def record(
    session: Session,
    link: OpenLink,
    kind: EventType,
    *,
    value: str | None = None,
    source: str | None = None,
    bot_reason: str | None = None,
    now: datetime | None = None,
) -> None:
    """Store an event that the server itself saw: an opened link, a counted redirect.

    Nothing is stored for a recipient who has ``MOST_OF_ONE`` events already.
    """
    if _is_flooded(session, link):
        return
    session.add(
        Event(
            campaign_id=link.campaign_id,
            recipient_id=link.recipient_id,
            type=kind,
            value=value,
            source=source,
            at=now or utc_now(),
            bot_reason=bot_reason,
        ),
    )


def clean_source(text: object) -> str | None:
    """Return where a link was found (``paper``, ``email``) if the text may be that, else None."""
    if not isinstance(text, str):
        return None
    source = text.strip().lower()
    return source if _SOURCE.fullmatch(source) else None


def _is_flooded(session: Session, link: OpenLink) -> bool:
    so_far = session.scalar(select(func.count()).where(Event.recipient_id == link.recipient_id))
    return (so_far or 0) >= MOST_OF_ONE


def _link(message: Message) -> OpenLink:
    assert message.link is not None, "The step that finds the link comes first."  # noqa: S101 # for the types
    return message.link


def _dropped(message: Message, reason: Drop) -> Ingested:
    return Ingested(0, {**message.dropped, reason: max(len(message.events), 1)}, message.bot_reason)


def _checked(event: Mapping[str, Any], scenes: frozenset[str]) -> dict[str, Any] | Drop:
    """Return an event's columns, with ``at_ms`` for the moment, or why it cannot be stored."""
    kind = event.get("type")
    if not isinstance(kind, str) or kind not in FROM_PAGES:
        return Drop.UNKNOWN_TYPE
    scene = event.get("scene")
    if scene is not None and (not isinstance(scene, str) or not _SCENE.fullmatch(scene)):
        return Drop.BAD_SCENE
    if scene is not None and scenes and scene not in scenes:
        return Drop.BAD_SCENE
    value = event.get("value")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if value is not None and (
        not isinstance(value, str) or len(value) > LONGEST_VALUE or not value.isprintable()
    ):
        return Drop.BAD_VALUE
    at_ms = event.get("at_ms", 0)
    if isinstance(at_ms, bool) or not isinstance(at_ms, (int, float)) or not _sane(at_ms):
        at_ms = 0
    return {"type": kind, "scene": scene, "value": value, "at_ms": float(at_ms)}


def _sane(at_ms: float) -> bool:
    return 0 <= at_ms <= 10**12  # false for NaN and the infinite, too; an integer may be huge
