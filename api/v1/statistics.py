"""``/v1/campaigns/{name}/statistics``: what happened at a campaign's pages."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import CountsOut, Name, found
from api.v1.description import problems
from api.v1.kept_labels import labels_of
from api.v1.problems import INVALID_REQUEST, NOT_FOUND, invalid_field
from campaigns.api_keys import Scope
from scenes.plain_fields import BooleanField, ChoiceField, IntegerField, TextField
from tracking.event_types import EventType
from tracking.segment_statistics import FEWEST, MOST_SEGMENTS, segment_statistics
from tracking.statistics import campaign_statistics
from workers.edition import kept_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from scenes.campaign import Campaign
    from scenes.field_base import AnyField
    from tracking.segment_statistics import Segments
    from tracking.statistics import Count

router = APIRouter(prefix="/campaigns/{name}", tags=["progress"])


class CountOut(BaseModel):
    """How often something happened, and to how many people."""

    events: int = Field(description="How often it happened.")
    recipients: int = Field(description="To how many different people.")


class NamedCountOut(CountOut):
    """The same for one value."""

    name: str = Field(description="The value: a source, a form, what was clicked.")
    label: str | None = Field(
        description="What the storyboard calls a form, or what was clicked; null where it does not."
    )


class ChoiceOut(CountOut):
    """How often a way was chosen."""

    scene: str = Field(description="The scene that asked.")
    title: str | None = Field(
        description="Its title in the storyboard, without the values in it; null for a scene that"
        " is gone."
    )
    option: str = Field(description="Where the way leads, or what it does.")
    label: str | None = Field(
        description="What the options say that lead there, without the values in them; null where"
        " there are none any more."
    )


class DayOut(BaseModel):
    """One day in UTC; how often each happened."""

    day: str = Field(examples=["2026-09-30"])
    opened: int
    viewed: int
    started: int
    completed: int
    pay_clicked: int


class DoingsOut(BaseModel):
    """So many people, and how many of them did what at least once."""

    people: int = Field(description="People of the campaign, without those who were withdrawn.")
    viewed: int = Field(description="Of these, who saw their page.")
    started: int = Field(description="Who started the film.")
    completed: int = Field(description="Who saw it to its end.")
    chose: int = Field(description="Who chose a way in it.")
    pay_clicked: int = Field(description="Who pressed the pay-now button.")
    paid: int = Field(description="Whose payment was confirmed.")


class SegmentOut(DoingsOut):
    """The people who have one value of the field."""

    value: str | None = Field(
        description="As it is stored; `true` and `false` for yes and no; null: they have none."
    )


class SegmentsOut(BaseModel):
    """People by their value of a field."""

    field: str
    label: str | None = Field(description="What people call it, where the storyboard says it.")
    segments: list[SegmentOut] = Field(description="The largest first.")
    rest: DoingsOut | None = Field(
        description="All others together: small groups are not told by themselves. Null for nobody,"
        " and where the whole campaign has fewer people than a group must have."
    )
    merged: int = Field(description="How many groups the rest consists of.")
    fewest: int = Field(description="People that a group has at least to be told by itself.")


class StatisticsOut(BaseModel):
    """A campaign in numbers; what machines caused counts in `machines` only."""

    campaign: str
    recipients: CountsOut
    opened: CountOut = Field(description="Links that were opened, as from a scanned code.")
    viewed: CountOut = Field(description="Pages that were shown.")
    started: CountOut = Field(description="Films that began to play.")
    completed: CountOut = Field(description="Films that played to their end.")
    pay_clicked: CountOut = Field(description="Clicks on the pay-now button.")
    forms_sent: CountOut = Field(description="Forms that were sent.")
    paid: CountOut = Field(description="Payments that were confirmed.")
    choices: list[ChoiceOut] = Field(description="Ways that were chosen in the films.")
    clicks: list[NamedCountOut] = Field(description="What was clicked on the pages.")
    sources: list[NamedCountOut] = Field(
        description="Where opened links came from: paper, email…; 'unknown' without a word of it."
    )
    forms: list[NamedCountOut] = Field(description="Sent forms by their id.")
    days: list[DayOut] = Field(description="Days on which something happened, in order.")
    machines: int = Field(description="Events that machines caused, such as previews of links.")
    by: SegmentsOut | None = Field(description="The same by segment, where a field is named.")


@router.get(
    "/statistics",
    summary="See what happened at the pages",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND, INVALID_REQUEST),
)
def see_statistics(
    request: Request,
    response: Response,
    name: Name,
    by: Annotated[
        str | None,
        Query(
            description="Also by the value of this field: a text, a whole number, a choice, or yes"
            f" and no. At most {MOST_SEGMENTS} groups; those of fewer than {FEWEST} people are put"
            " together.",
            max_length=100,
            examples=["municipality"],
        ),
    ] = None,
) -> StatisticsOut:
    """Return views, plays, choices, clicks and payments: how often, and of how many people."""
    response.headers["Cache-Control"] = "no-store"
    place = place_of(request)
    with place.database.reading() as session:
        campaign = found(session, name)
    field = None if by is None else _field(kept_files(place.settings, campaign, place.store), by)
    with place.database.reading() as session:
        numbers = campaign_statistics(session, campaign.id)
        segments = None if field is None else _segments(session, campaign.id, field)
    labels = labels_of(request, place, campaign)
    return StatisticsOut(
        campaign=name,
        recipients=CountsOut(**numbers.recipients),
        opened=_count(numbers.opened),
        viewed=_count(numbers.viewed),
        started=_count(numbers.started),
        completed=_count(numbers.completed),
        pay_clicked=_count(numbers.pay_clicked),
        forms_sent=_count(numbers.of(EventType.FORM_SENT)),
        paid=_count(numbers.of(EventType.PAYMENT_CONFIRMED)),
        choices=[
            ChoiceOut(
                scene=choice.scene,
                title=labels.scenes.get(choice.scene),
                option=choice.option,
                label=labels.options.get((choice.scene, choice.option)),
                events=choice.events,
                recipients=choice.recipients,
            )
            for choice in numbers.choices
        ],
        clicks=_named(numbers.clicks, labels.clicks),
        sources=_named(numbers.sources, {}),
        forms=_named(numbers.forms, labels.forms),
        days=[
            DayOut(
                day=day.day,
                opened=day.opened,
                viewed=day.viewed,
                started=day.started,
                completed=day.completed,
                pay_clicked=day.pay_clicked,
            )
            for day in numbers.days
        ],
        machines=sum(numbers.bots.values()),
        by=segments,
    )


def _field(files: Campaign, name: str) -> AnyField:
    field = files.storyboard.fields.get(name)
    if not isinstance(field, (TextField, IntegerField, ChoiceField, BooleanField)):
        message = "Name a field that holds text, whole numbers, a choice, or yes and no."
        raise invalid_field("by", message, "query")
    return field


def _segments(session: Session, campaign_id: int, field: AnyField) -> SegmentsOut:
    found: Segments = segment_statistics(session, campaign_id, field.name)
    # Databases say yes and no in their own ways.
    words = {"1": "true", "0": "false"} if isinstance(field, BooleanField) else {}
    return SegmentsOut(
        field=field.name,
        label=field.label,
        segments=[
            SegmentOut(
                value=value if value is None else words.get(value, value),
                **dataclasses.asdict(doings),
            )
            for value, doings in found.groups
        ],
        rest=None if found.rest is None else DoingsOut(**dataclasses.asdict(found.rest)),
        merged=found.merged,
        fewest=FEWEST,
    )


def _count(count: Count) -> CountOut:
    return CountOut(events=count.events, recipients=count.recipients)


def _named(counts: Mapping[str, Count], labels: Mapping[str, str]) -> list[NamedCountOut]:
    return [
        NamedCountOut(
            name=name, label=labels.get(name), events=count.events, recipients=count.recipients
        )
        for name, count in counts.items()
    ]
