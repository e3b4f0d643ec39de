"""``/v1/campaigns/{name}/recipients``: seen, corrected, published again, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found, open_for_change
from api.v1.description import problems
from api.v1.detail_codes import coded
from api.v1.etags import IF_MATCH, check_match, is_known, tag_of, tagged
from api.v1.list_queries import After, cursor_of, place_after
from api.v1.moments import Moment
from api.v1.nul import Body
from api.v1.problems import (
    CONFLICT,
    NOT_FOUND,
    PRECONDITION_FAILED,
    Problem,
    invalid,
)
from campaigns.api_keys import Scope
from campaigns.corrections import correct, corrected, plan_again
from campaigns.failure_codes import failure_code
from campaigns.links import page_key, printed_link
from campaigns.models import ID_LENGTH, Campaign, Recipient, RecipientStatus
from campaigns.queries import withdraw
from campaigns.recipient_pages import newest_publications, page_of_recipients
from campaigns.row_checking import GoodRow
from renderer.fonts import missing_glyphs
from workers.edition import kept_files
from workers.film_removal import remove_unused_film
from workers.stored_objects import delete_page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

router = APIRouter(prefix="/campaigns/{name}/recipients", tags=["recipients"])
latest = APIRouter(prefix="/campaigns/{name}/publications", tags=["progress"])

KIND = "r"
"""What begins the cursors of recipients."""

SEGMENT = r"^[^:\x00]+:[^\x00]*$"
MOST_SEGMENT = ID_LENGTH + 100
"""How a segment is written, and how long it may be."""

RecipientId = Annotated[int, Path(description="The recipient's id.", ge=1, le=2**31 - 1)]
"""A number, not the id of the row: that may be a person's data, which no address holds."""


class RecipientOut(BaseModel):
    """One person of a campaign."""

    id: int
    external_id: str = Field(description="The id that the person's row brought.")
    status: RecipientStatus = Field(
        description="planned: film and page are waited for, also new ones; published; failed;"
        " withdrawn."
    )
    error: str | None = Field(description="Why it failed.")
    error_code: str | None = Field(
        description="The same as a word for programs, as in `/failures`; null where there is none."
    )
    error_parameters: dict[str, str] = Field(description="What the code's sentence names.")
    import_id: int = Field(description="The import that brought the person last.")
    line: int = Field(description="The line of the row in that import.")
    published_at: Moment | None = Field(
        description="When what the link shows was published; null while it shows nothing."
    )
    link: str | None = Field(
        description="The address as it is printed. Whoever has it sees the person's page."
    )
    preview: str | None = Field(
        description="The page itself: opening it is not counted. Relative to the server."
    )
    poster: str | None = Field(
        description="A picture of the film's first scene; it may show the person's name. Relative"
        " to the server."
    )
    values: dict[str, Any] | None = Field(
        default=None, description="The checked values by field; left out in lists."
    )


class RecipientsOut(BaseModel):
    """A page of recipients."""

    recipients: list[RecipientOut]
    next: str | None = Field(description="Send it as `after` for the next page; null at the end.")


class PublicationsOut(BaseModel):
    """What was published last."""

    recipients: list[RecipientOut] = Field(description="The newest first.")


class CorrectionIn(Body):
    """What is to change of a person's values."""

    values: Annotated[
        dict[str, Any],
        Field(
            min_length=1,
            description="New values by field: numbers or texts with a decimal point, days as"
            " 2026-09-30, null for none. Fields that are left out stay.",
            examples=[{"amount": "120.00"}],
        ),
    ]
    as_typed: bool = Field(
        default=False,
        strict=True,
        description="Whether texts are what a person wrote: numbers are then read as in the"
        " campaign's files, with its decimal mark (`decimal` of `/fields`), and what may mean two"
        " numbers, such as 1.700, is refused.",
    )


@router.get(
    "", summary="List recipients", dependencies=[needs(Scope.READ)], responses=problems(NOT_FOUND)
)
def list_recipients(
    request: Request,
    name: Name,
    after: After = None,
    limit: Annotated[int, Query(description="At most so many.", ge=1, le=1000)] = 100,
    status: Annotated[RecipientStatus | None, Query(description="Of this status only.")] = None,
    import_id: Annotated[
        int | None, Query(description="Brought last by this import only.", ge=1, le=2**31 - 1)
    ] = None,
    external_id: Annotated[
        str | None, Query(description="The one whose row brought this id.", max_length=ID_LENGTH)
    ] = None,
    id_begins: Annotated[
        str | None,
        Query(description="Those whose row's id begins like this.", max_length=ID_LENGTH),
    ] = None,
    segment: Annotated[
        str | None,
        Query(
            description="Those with one value of a field: its name, a colon, the value; `true` and"
            " `false` for yes and no.",
            max_length=MOST_SEGMENT,
            pattern=SEGMENT,
            examples=["municipality:Valdoro"],
        ),
    ] = None,
) -> RecipientsOut:
    """Return people in the order in which they came, a page at a time, without their values.

    Pages stay right while people are added. See `/fields` for what may be a segment.
    """
    start = place_after(KIND, after) or 0
    with place_of(request).database.reading() as session:
        campaign = found(session, name)
        page, more = page_of_recipients(
            session,
            campaign.id,
            after=start,
            limit=limit,
            status=status,
            import_id=import_id,
            external_id=external_id,
            id_begins=id_begins,
            value_of=value_of_segment(segment),
        )
        return RecipientsOut(
            recipients=[recipient_shown(campaign, row) for row in page],
            next=cursor_of(KIND, page[-1].id) if more else None,
        )


@latest.get(
    "",
    summary="See what was published last",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def list_publications(
    request: Request,
    response: Response,
    name: Name,
    limit: Annotated[int, Query(description="At most so many.", ge=1, le=100)] = 24,
) -> PublicationsOut:
    """Return the people whose pages were published last, for looking at them while others wait."""
    response.headers["Cache-Control"] = "no-store"
    with place_of(request).database.reading() as session:
        campaign = found(session, name)
        rows = newest_publications(session, campaign.id, limit)
        return PublicationsOut(recipients=[recipient_shown(campaign, row) for row in rows])


def value_of_segment(segment: str | None) -> tuple[str, str | bool] | None:
    """Return the field and the value that a segment names."""
    if segment is None:
        return None
    field, _, value = segment.partition(":")
    return field, {"true": True, "false": False}.get(value, value)


@router.get(
    "/{recipient_id}",
    summary="See a recipient",
    response_model=RecipientOut,
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND) | {304: {"description": "It is what If-None-Match names."}},
)
def see_recipient(
    request: Request, response: Response, name: Name, recipient_id: RecipientId
) -> RecipientOut | Response:
    """Return a person with the checked values, and where the page is."""
    with place_of(request).database.reading() as session:
        campaign, row = _found(session, name, recipient_id)
        tag = _tag(row)
        if is_known(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        tagged(response, tag)
        return recipient_shown(campaign, row, whole=True)


@router.patch(
    "/{recipient_id}",
    summary="Correct a recipient's values",
    dependencies=[needs(Scope.PUBLISH)],
    responses=problems(NOT_FOUND, CONFLICT, PRECONDITION_FAILED),
)
def correct_recipient(
    request: Request,
    response: Response,
    name: Name,
    recipient_id: RecipientId,
    wanted: CorrectionIn,
    if_match: Annotated[str | None, IF_MATCH] = None,
) -> RecipientOut:
    """Correct some values of a person; only what they change is rendered, under the same link.

    The values are checked as those of an import are, and against the storyboard.
    """
    place = place_of(request)
    with place.database.reading() as session:
        campaign, row = _found(session, name, recipient_id, for_change=True)
        check_match(if_match, _tag(row))
    files = kept_files(place.settings, campaign, place.store)
    outcome = corrected(
        files,
        row,
        wanted.values,
        lambda text: missing_glyphs([text]),
        as_typed=wanted.as_typed,
    )
    if not isinstance(outcome, GoodRow):
        raise invalid(
            [
                {
                    "in": "body",
                    "field": f"values.{error.field}".rstrip("."),
                    "message": error.reason,
                }
                for error in outcome
            ]
        )
    with place.database.writing() as session:
        campaign, now = _found(session, name, recipient_id, for_change=True)
        # Nobody may have changed it between the two looks.
        check_match(_tag(row), _tag(now))
        correct(session, now, outcome)
        tagged(response, _tag(now))
        return recipient_shown(campaign, now, whole=True)


@router.post(
    "/{recipient_id}/publication",
    status_code=202,
    summary="Publish a recipient again",
    dependencies=[needs(Scope.PUBLISH)],
    responses=problems(NOT_FOUND, CONFLICT),
)
def publish_again(request: Request, name: Name, recipient_id: RecipientId) -> RecipientOut:
    """Have a person's page built and stored anew, or tried again when it failed.

    Clips that stand already are not rendered again.
    """
    place = place_of(request)
    with place.database.writing() as session:
        campaign, row = _found(session, name, recipient_id, for_change=True)
        plan_again(session, row)
        return recipient_shown(campaign, row)


@router.delete(
    "/{recipient_id}/publication",
    summary="Withdraw a recipient",
    dependencies=[needs(Scope.PUBLISH)],
    responses=problems(NOT_FOUND, PRECONDITION_FAILED),
)
def withdraw_recipient(
    request: Request,
    name: Name,
    recipient_id: RecipientId,
    if_match: Annotated[str | None, IF_MATCH] = None,
) -> RecipientOut:
    """Take a person's link back for good: it answers no more, page and film are removed.

    A later import does not publish the person again. A second time changes nothing.
    """
    place = place_of(request)
    with place.database.writing() as session:
        campaign, row = _found(session, name, recipient_id)
        check_match(if_match, _tag(row))
        withdraw(session, row.id)
        session.refresh(row)
        answer = recipient_shown(campaign, row)
    delete_page(place.store, row.token)
    if row.film is not None:
        remove_unused_film(place.database, place.store, row.film)
    return answer


def _found(
    session: Session, name: str, recipient_id: int, *, for_change: bool = False
) -> tuple[Campaign, Recipient]:
    campaign = open_for_change(session, name) if for_change else found(session, name)
    row = session.get(Recipient, recipient_id)
    if row is None or row.campaign_id != campaign.id:
        raise Problem(NOT_FOUND, "The campaign has no recipient of this id.")
    if for_change and row.status == RecipientStatus.WITHDRAWN:
        raise Problem(CONFLICT, "The recipient was withdrawn.")
    return campaign, row


def _tag(row: Recipient) -> str:
    return tag_of(row.id, row.status, row.values_digest, row.publication, row.error)


def recipient_shown(campaign: Campaign, row: Recipient, *, whole: bool = False) -> RecipientOut:
    """Return a person as answers have it; ``whole``: with the values."""
    visible = row.published_at is not None and row.status != RecipientStatus.WITHDRAWN
    why = coded(failure_code(row.error or ""))
    return RecipientOut(
        id=row.id,
        external_id=row.external_id,
        status=row.status,
        error=row.error,
        error_code=why["code"],
        error_parameters=why["parameters"],
        import_id=row.import_id,
        line=row.row_number,
        published_at=row.published_at if visible else None,
        link=printed_link(campaign.public_base, row.token) if visible else None,
        preview=f"/{page_key(row.token)}" if visible else None,
        poster=_poster(row) if visible else None,
        values=row.values if whole else None,
    )


def _poster(row: Recipient) -> str | None:
    clip = next(iter((row.plan or {}).values()), None)
    return None if clip is None else f"/clips/{clip}.jpg"
