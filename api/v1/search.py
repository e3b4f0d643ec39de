"""``/v1/campaigns/{name}/recipients/search``: people found by words of their data.

The words are personal data, so they come in a body: addresses end up in logs.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found
from api.v1.description import problems
from api.v1.kept_labels import labels_of
from api.v1.list_queries import cursor_of, place_after
from api.v1.nul import Body
from api.v1.problems import NOT_FOUND
from api.v1.recipients import (
    KIND,
    MOST_SEGMENT,
    SEGMENT,
    RecipientOut,
    recipient_shown,
    value_of_segment,
)
from campaigns.api_keys import Scope
from campaigns.models import RecipientStatus  # noqa: TC001 - pydantic reads it at run time
from campaigns.people_search import matched_values, words_of_search
from campaigns.recipient_pages import page_of_recipients

router = APIRouter(prefix="/campaigns/{name}/recipients", tags=["recipients"])


class SearchIn(Body):
    """Who is looked for."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="Words of the person's texts (names, references, codes) or of the row's id,"
            " in any order; each must stand somewhere. Capitals do not matter.",
            examples=["anna rossi"],
        ),
    ]
    status: RecipientStatus | None = Field(default=None, description="Of this status only.")
    segment: str | None = Field(
        default=None,
        max_length=MOST_SEGMENT,
        pattern=SEGMENT,
        description="Those with one value of a field, as in the list of recipients.",
    )
    after: str | None = Field(default=None, max_length=40, description="`next` of the page before.")
    limit: int = Field(default=100, ge=1, le=1000, strict=True, description="At most so many.")


class FoundOut(RecipientOut):
    """A person who was found."""

    matched: dict[str, str] = Field(description="The values in which words stand, by field.")


class SearchOut(BaseModel):
    """A page of people who were found."""

    recipients: list[FoundOut]
    next: str | None = Field(description="Send it as `after` for the next page; null at the end.")


@router.post(
    "/search",
    summary="Search recipients",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def search_recipients(
    request: Request, response: Response, name: Name, wanted: SearchIn
) -> SearchOut:
    """Return people in whose data or id all the words stand, in the order in which they came.

    All rows of the campaign are looked through, which takes one to three seconds for a million.
    Nothing of what is looked for is logged or kept.
    """
    response.headers["Cache-Control"] = "no-store"
    place = place_of(request)
    start = place_after(KIND, wanted.after, "body") or 0
    words = words_of_search(wanted.text)
    with place.database.reading() as session:
        campaign = found(session, name)
    searched = labels_of(request, place, campaign).texts
    with place.database.reading() as session:
        page, more = page_of_recipients(
            session,
            campaign.id,
            after=start,
            limit=wanted.limit,
            status=wanted.status,
            value_of=value_of_segment(wanted.segment),
            words=words,
            searched=searched,
        )
        return SearchOut(
            recipients=[
                FoundOut(
                    **recipient_shown(campaign, row).model_dump(),
                    matched=matched_values(row.values, words, searched),
                )
                for row in page
            ],
            next=cursor_of(KIND, page[-1].id) if more else None,
        )
