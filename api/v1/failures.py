"""``/v1/campaigns/{name}/failures``: why people have no page, what to do, and once more."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy import func, select

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found, open_for_change
from api.v1.description import problems
from api.v1.nul import Body
from api.v1.problems import CONFLICT, NOT_FOUND
from api.v1.reasons import ReasonOut, reason_shown
from campaigns.api_keys import Scope
from campaigns.corrections import plan_failed_again
from campaigns.failure_advice import Remedy, remedy_of
from campaigns.models import Recipient, RecipientStatus

router = APIRouter(prefix="/campaigns/{name}/failures", tags=["recipients"])

MOST_REASONS = 100
EXAMPLES = 5


class FailureOut(ReasonOut):
    """One reason for which people have no page."""

    recipients: int = Field(description="How many people failed for it.")
    remedy: Remedy = Field(
        description="correct: mend the person's values or the data; files: mend the campaign's"
        " files and send a new version; again: try again; operator: a matter of the machine."
    )
    advice: str = Field(description="What to do, as a sentence.")
    examples: list[int] = Field(description="Ids of the first of them.")


class FailuresOut(BaseModel):
    """Why people have no page, the most usual reason first."""

    failures: list[FailureOut]


class AgainIn(Body):
    """Who is to be tried again."""

    reason: Annotated[
        str | None,
        Field(description="Those who failed for this reason only; left out, all.", max_length=2000),
    ] = None


class AgainOut(BaseModel):
    """What is tried again."""

    planned: int = Field(description="How many people.")


@router.get(
    "",
    summary="See why people failed",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def see_failures(request: Request, name: Name) -> FailuresOut:
    """Return the reasons for which people have no page, how many each, and what to do."""
    with place_of(request).database.reading() as session:
        campaign = found(session, name)
        failed = (
            Recipient.campaign_id == campaign.id,
            Recipient.status == RecipientStatus.FAILED,
        )
        groups = session.execute(
            select(Recipient.error, func.count())
            .where(*failed)
            .group_by(Recipient.error)
            .order_by(func.count().desc(), Recipient.error)
            .limit(MOST_REASONS)
        ).all()
        answer = []
        for reason, number in groups:
            same = Recipient.error.is_(None) if reason is None else Recipient.error == reason
            ids = session.scalars(
                select(Recipient.id).where(*failed, same).order_by(Recipient.id).limit(EXAMPLES)
            ).all()
            remedy = remedy_of(reason or "")
            answer.append(
                FailureOut(
                    **reason_shown(reason or ""),
                    recipients=number,
                    remedy=remedy,
                    advice=remedy.advice,
                    examples=list(ids),
                )
            )
        return FailuresOut(failures=answer)


@router.post(
    "/retry",
    status_code=202,
    summary="Try failed people again",
    dependencies=[needs(Scope.PUBLISH)],
    responses=problems(NOT_FOUND, CONFLICT),
)
def try_again(request: Request, name: Name, wanted: AgainIn) -> AgainOut:
    """Plan everybody again who failed, or those who failed for one reason."""
    with place_of(request).database.writing() as session:
        campaign = open_for_change(session, name)
        return AgainOut(planned=plan_failed_again(session, campaign.id, wanted.reason))
