"""``/metrics``: how much there is to do and what was done, for Prometheus; counts without any name.

Everything is read from the database and the broker, where it is the same for all processes.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, not_, select

from api.place import place_of
from campaigns.failure_advice import Remedy, remedy_of
from campaigns.models import (
    Campaign,
    CampaignState,
    ClipRecord,
    ClipState,
    Import,
    ImportState,
    Recipient,
    RecipientStatus,
)
from campaigns.tallies import all_tallies
from foundation.clock import utc_now
from foundation.errors import StorageError
from inbox.models import DeliveryState, WebhookDelivery
from tracking.models import Event
from workers.broker import queue_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from prometheus_client.metrics_core import Metric
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from api.place import Place

router = APIRouter()
log = structlog.get_logger(__name__)

FRESH_S = 1.0
"""Seconds for which an answer serves everybody: counting looks at every recipient."""

TALLIES = {
    ("clips_needed", "Clips that were needed, by where they came from", "source"): {
        "clips rendered": "rendered",
        "clips adopted": "store",
        "clips reused": "database",
    },
    ("recipients_worked", "Recipients that were worked on, by the result", "result"): {
        "published": "published",
        "failed": "failed",
    },
    ("films_joined", "Films that were joined", ""): {"films joined": ""},
}
"""Counters: name, words and label, and which tally is which value of the label."""

_lock = threading.Lock()


@router.api_route("/metrics", methods=["GET"])
def metrics(request: Request) -> Response:
    """Return counts over all campaigns, at most a second old."""
    place = place_of(request)
    with _lock:
        made, body = request.app.state.metrics
        if time.monotonic() - made >= FRESH_S:
            registry = CollectorRegistry()
            registry.register(_Counts(place))
            body = generate_latest(registry)
            request.app.state.metrics = (time.monotonic(), body)
    return Response(body, media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


class _Counts(Collector):
    """Counts when it is asked."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def describe(self) -> Sequence[Metric]:
        """Return nothing: else everything would be counted only to be named."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics."""
        with self._place.database.reading() as session:
            yield from _states(session)
            yield from _waiting(session)
            yield _import_rows(session)
            yield from _clips(session)
            yield _failures(session)
            yield from _lags(session)
            yield from _tallies(session)
        yield from _queues(self._place)


def _gauge(name: str, words: str, values: dict[str, float], label: str) -> Metric:
    gauge = GaugeMetricFamily(f"sollecito_{name}", words, labels=[label])
    for value, number in sorted(values.items()):
        gauge.add_metric([value], number)
    return gauge


def _states(session: Session) -> Iterator[Metric]:
    for name, words, column in (
        ("recipients", "Recipients by status", Recipient.status),
        ("clips", "Clips by state", ClipRecord.state),
        ("imports", "Imports by state", Import.state),
    ):
        found = session.execute(select(column, func.count()).group_by(column))
        yield _gauge(name, words, {state.value: number for state, number in found}, column.key)


def _waiting(session: Session) -> Iterator[Metric]:
    """Yield what waits for workers, by queue; webhooks are told without one."""
    running = select(Campaign.id).where(Campaign.state == CampaignState.RUNNING)
    waiting = Import.state.in_((ImportState.WAITING, ImportState.RUNNING))
    yield _gauge(
        "waiting",
        "What waits: recipients to be rendered, imports to be read, messages to be told",
        {
            "render": _count(
                session,
                Recipient.status == RecipientStatus.PLANNED,
                Recipient.campaign_id.in_(running),
            ),
            "import": _count(session, waiting, Import.upload.is_not(None)),
            "notify": _count(session, WebhookDelivery.state == DeliveryState.WAITING),
        },
        "queue",
    )


def _import_rows(session: Session) -> Metric:
    outcomes = ("accepted", "updated", "unchanged", "rejected")
    sums = session.execute(
        select(
            *(func.coalesce(func.sum(getattr(Import, outcome)), 0) for outcome in outcomes)
        ).where(not_(Import.dry_run))
    ).one()
    values = {outcome: float(number) for outcome, number in zip(outcomes, sums, strict=True)}
    return _gauge("import_rows", "Rows of imports by what became of them", values, "outcome")


def _clips(session: Session) -> Iterator[Metric]:
    """Yield how many clips were made and how long that took, for all alike and for one person.

    A scene of which a campaign has no more clips than versions of its files is shared, as in its
    progress.
    """
    made: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    people = {
        row[0]: row[1]
        for row in session.execute(
            select(Recipient.campaign_id, func.count()).group_by(Recipient.campaign_id)
        )
    }
    for campaign, versions, clips, took_ms in session.execute(
        select(ClipRecord.campaign_id, Campaign.version, func.count(), func.sum(ClipRecord.took_ms))
        .join(Campaign, Campaign.id == ClipRecord.campaign_id)
        .where(ClipRecord.state == ClipState.DONE, ClipRecord.took_ms.is_not(None))
        .group_by(ClipRecord.campaign_id, Campaign.version, ClipRecord.scene)
    ):
        shared = people.get(campaign, 0) > 1 and clips <= versions
        kind = "shared" if shared else "personal"
        made[kind] += clips
        seconds[kind] += took_ms or 0
    kinds = ("shared", "personal")
    yield _gauge(
        "clips_made", "Clips that were rendered", {kind: made[kind] for kind in kinds}, "kind"
    )
    yield _gauge(
        "clip_seconds",
        "Seconds that rendering these clips took",
        {kind: seconds[kind] / 1000 for kind in kinds},
        "kind",
    )


def _failures(session: Session) -> Metric:
    """Return failures by what mends them: the reasons themselves are the campaign's words."""
    found: Counter[str] = Counter({remedy.value: 0 for remedy in Remedy})
    for reason, number in session.execute(
        select(Recipient.error, func.count())
        .where(Recipient.status == RecipientStatus.FAILED)
        .group_by(Recipient.error)
    ):
        found[remedy_of(reason or "").value] += number
    return _gauge("failures", "Recipients that failed, by what mends it", dict(found), "remedy")


def _lags(session: Session) -> Iterator[Metric]:
    now = utc_now()
    due = session.scalar(
        select(func.min(WebhookDelivery.next_at)).where(
            WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.next_at <= now
        )
    )
    asked = session.scalar(
        select(func.min(Import.started_at)).where(Import.state == ImportState.WAITING)
    )
    yield _gauge(
        "lag_seconds",
        "How long the oldest has waited that should be under way: a message to be told, an import",
        {"notify": _age(due, now), "import": _age(asked, now)},
        "queue",
    )
    last = session.scalar(select(func.max(Event.at)))
    event = GaugeMetricFamily(
        "sollecito_last_event_timestamp_seconds",
        "When the last event of a page was stored; 0: never",
    )
    event.add_metric([], last.astimezone(UTC).timestamp() if last else 0.0)
    yield event


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _tallies(session: Session) -> Iterator[Metric]:
    counts = all_tallies(session)
    for (name, words, label), values in TALLIES.items():
        counter = CounterMetricFamily(f"sollecito_{name}", words, labels=[label] if label else [])
        for what, value in values.items():
            counter.add_metric([value] if label else [], counts.get(what, 0))
        yield counter


def _queues(place: Place) -> Iterator[Metric]:
    """Yield how long the queues of a shared broker are; nothing while it does not answer."""
    try:
        lengths = queue_lengths(place.settings)
    except StorageError as error:
        log.warning("metrics.no_broker", exc_info=error)
        return
    if lengths:
        yield _gauge(
            "queue_messages",
            "Messages that wait at the broker",
            {queue: length.waiting for queue, length in lengths.items()},
            "queue",
        )
        yield _gauge(
            "dead_messages",
            "Messages that were given up",
            {queue: length.dead for queue, length in lengths.items()},
            "queue",
        )


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0
