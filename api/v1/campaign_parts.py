"""A campaign as answers have it, and how a route finds the one that its address names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from api.v1.etags import tag_of
from api.v1.kept_answers import kept_of
from api.v1.moments import Moment
from api.v1.problems import CONFLICT, NOT_FOUND, Problem
from campaigns.models import Campaign, CampaignState, RecipientStatus
from campaigns.queries import find_campaign, held_campaign, recipient_counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from sqlalchemy.orm import Session

    from foundation.database import Database

Name = Annotated[
    str,
    Path(description="The campaign's name.", examples=["vehicle-tax"], min_length=1, max_length=63),
]


class FaultOut(BaseModel):
    """One thing that is wrong in a campaign's files, and where."""

    file: str = Field(description="The file.", examples=["storyboard.yaml"])
    line: int | None = Field(description="Its line, from 1; null where the whole file is meant.")
    place: str = Field(
        description="The way down the file.", examples=["scenes.amount.layers[2].style"]
    )
    message: str = Field(description="What is wrong and what was expected.")
    hint: str = Field(description="What to do; may be empty.")
    warning: bool = Field(default=False, description="Whether it only deserves a look.")
    code: str | None = Field(
        default=None,
        description="The same as the message as a word for programs: of faults in data, and of some"
        " others; null where there is none.",
    )
    parameters: dict[str, str] = Field(
        default_factory=dict, description="What the code's sentence names."
    )


class CountsOut(BaseModel):
    """How many recipients have each status."""

    planned: int = Field(description="Are waiting for their film and page, also for new ones.")
    published: int = Field(description="Have a page that is as their data say.")
    failed: int = Field(description="Could not be made; each has its reason.")
    withdrawn: int = Field(description="Were taken back.")


LEFT_OUT = Field(
    default=None,
    description="The data file that the bundle held: it was neither imported nor checked. Send it"
    " as an import.",
    examples=["debtors.csv"],
)


class CampaignOut(BaseModel):
    """A campaign."""

    name: str
    title: str | None = Field(
        description="What its file calls it; null where a list would have to fetch that file from"
        " another machine, or it cannot be had.",
        examples=["Promemoria tassa automobilistica 2026"],
    )
    state: CampaignState = Field(
        description="running; paused: nothing is made, links answer; ended: links answer no more;"
        " deleting: it is being removed."
    )
    version: int = Field(description="How many versions of its files there were, from 1.")
    digest: str = Field(description="Tells one version of its files from another.")
    public_base: str = Field(description="The address before each link's token.")
    pay_hosts: list[str] = Field(description="Hosts that pay buttons may lead to.")
    expires_on: date | None = Field(description="The last day on which its links are good.")
    warnings: list[FaultOut] = Field(
        description="What its files still have of an example: payee, addresses, who writes."
    )
    managed: bool = Field(
        description="Whether it was made here; else by 'sollecito render' from a folder, and only"
        " its latest data count."
    )
    created_at: Moment
    updated_at: Moment | None
    left_out: str | None = LEFT_OUT
    recipients: CountsOut | None = Field(
        default=None, description="How many recipients have each status; in lists when asked for."
    )


def shown(
    campaign: Campaign,
    session: Session | None = None,
    counts: Mapping[RecipientStatus, int] | None = None,
    *,
    title: str | None,
) -> CampaignOut:
    """Return a campaign as answers have it; with a session, or with its counts, also these.

    ``title`` is what it is called (``kept_titles.title_of``).
    """
    recipients = None
    if session is not None:
        counts = recipient_counts(session, campaign.id)
    if counts is not None:
        recipients = CountsOut(**{status.value: counts[status] for status in RecipientStatus})
    return CampaignOut(
        name=campaign.name,
        title=title,
        state=campaign.state,
        version=campaign.version,
        digest=campaign.digest,
        public_base=campaign.public_base,
        pay_hosts=campaign.pay_hosts,
        expires_on=campaign.expires_on,
        warnings=[FaultOut(**warning) for warning in campaign.warnings or ()],
        managed=campaign.managed,
        created_at=campaign.created_at,
        updated_at=campaign.updated_at,
        recipients=recipients,
    )


def kept_counts(
    request: Request, database: Database, campaign_id: int
) -> Mapping[RecipientStatus, int]:
    """Return how many recipients have each status, as counted a moment ago."""

    def count() -> Mapping[RecipientStatus, int]:
        with database.reading() as session:
            return recipient_counts(session, campaign_id)

    counts: Mapping[RecipientStatus, int] = kept_of(request).get(("counts", campaign_id), count)
    return counts


def campaign_tag(campaign: Campaign) -> str:
    """Return the entity tag of a campaign: of itself, not of how far its recipients are."""
    return tag_of(
        campaign.id, campaign.state, campaign.version, campaign.digest, campaign.updated_at
    )


def found(session: Session, name: str, *, held: bool = False) -> Campaign:
    """Return the campaign of a name; the problem that there is none otherwise.

    ``held``: nobody else changes it until the session's transaction ends.
    """
    find = held_campaign if held else find_campaign
    campaign = find(session, name) if name.isascii() else None
    if campaign is None:
        raise Problem(NOT_FOUND, "There is no campaign of this name.")
    return campaign


def open_for_change(session: Session, name: str) -> Campaign:
    """Return a campaign that is neither ended nor being deleted; a problem otherwise."""
    campaign = found(session, name)
    check_open(campaign)
    return campaign


def check_open(campaign: Campaign) -> None:
    """Raise the problem of a campaign that is ended or being deleted."""
    if campaign.state in {CampaignState.ENDED, CampaignState.DELETING}:
        raise Problem(CONFLICT, f"The campaign is {campaign.state}.")
