"""``/v1/campaigns/{name}/statistics``: what happened at a campaign's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import CountsOut, Name, found
from api.v1.description import problems
from api.v1.problems import NOT_FOUND
from campaigns.api_keys import Scope
from tracking.event_types import EventType
from tracking.statistics import campaign_statistics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracking.statistics import Count

router = APIRouter(prefix="/campaigns/{name}", tags=["progress"])


class CountOut(BaseModel):
    """How often something happened, and to how many people."""

    events: int = Field(description="How often it happened.")
    recipients: int = Field(description="To how many different people.")


class NamedCountOut(CountOut):
    """The same for one value."""

    name: str = Field(description="The value: a source, a form, what was clicked.")


class ChoiceOut(CountOut):
    """How often a way was chosen."""

    scene: str = Field(description="The scene that asked.")
    option: str = Field(description="Where the way leads, or what it does.")


class DayOut(BaseModel):
    """One day in UTC; how often each happened."""

    day: str = Field(examples=["2026-09-30"])
    opened: int
    viewed: int
    started: int
    completed: int
    pay_clicked: int


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


@router.get(
    "/statistics",
    summary="See what happened at the pages",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def see_statistics(request: Request, response: Response, name: Name) -> StatisticsOut:
    """Return views, plays, choices, clicks and payments: how often, and of how many people."""
    response.headers["Cache-Control"] = "no-store"
    with place_of(request).database.reading() as session:
        numbers = campaign_statistics(session, found(session, name).id)
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
                option=choice.option,
                events=choice.events,
                recipients=choice.recipients,
            )
            for choice in numbers.choices
        ],
        clicks=_named(numbers.clicks),
        sources=_named(numbers.sources),
        forms=_named(numbers.forms),
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
    )


def _count(count: Count) -> CountOut:
    return CountOut(events=count.events, recipients=count.recipients)


def _named(counts: Mapping[str, Count]) -> list[NamedCountOut]:
    return [
        NamedCountOut(name=name, events=count.events, recipients=count.recipients)
        for name, count in counts.items()
    ]
