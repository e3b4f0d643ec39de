"""``/v1/campaigns/{name}/messages``: what recipients sent by the page's forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints
from starlette.responses import StreamingResponse

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found
from api.v1.csv_answers import download
from api.v1.description import problems
from api.v1.etags import IF_MATCH, check_match, is_known, tagged
from api.v1.list_queries import After, cursor_of, place_after
from api.v1.moments import Moment
from api.v1.nul import Body
from api.v1.problems import NOT_FOUND, PRECONDITION_FAILED, Problem
from campaigns.api_keys import Scope
from campaigns.models import ID_LENGTH
from inbox.export import messages_csv
from inbox.models import MessageState
from inbox.queries import (
    LONGEST_NOTE,
    Filter,
    Received,
    change_message,
    find_message,
    received,
    state_counts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

router = APIRouter(prefix="/campaigns/{name}", tags=["messages"])

KIND = "m"
"""What begins the cursors of messages."""

Reference = Annotated[
    str,
    Path(
        description="What the person was told, in either case.",
        examples=["K7Q2-9F4M"],
        max_length=20,
    ),
]
OfState = Annotated[MessageState | None, Query(description="In this state only.")]
OfForm = Annotated[str | None, Query(description="Of this form only.", max_length=40)]
OfRecipient = Annotated[
    str | None,
    Query(description="From the recipient whose row brought this id.", max_length=ID_LENGTH),
]
Machines = Annotated[bool, Query(description="Also what machines seem to have sent.")]


class AnswerOut(BaseModel):
    """What was answered to one field."""

    id: str = Field(description="The field.", examples=["phone"])
    label: str = Field(description="What was asked.")
    value: str = Field(description="The answer for programs: amounts as 12.50, days as 2026-09-30.")
    shown: str = Field(description="The answer as people read it.")


class MessageOut(BaseModel):
    """One form that a recipient sent."""

    reference: str = Field(examples=["K7Q2-9F4M"])
    form: str = Field(description="The form's id.", examples=["call_me_back"])
    title: str = Field(description="What the form said it is for.")
    recipient: str = Field(description="The id that the person's row brought.")
    state: MessageState = Field(description="How far the office is.")
    note: str = Field(description="The office's note; empty without one.")
    received_at: Moment
    changed_at: Moment
    machine: str | None = Field(description="Why a machine seems to have sent it; null: a person.")
    answers: list[AnswerOut] = Field(description="In the form's order; empty ones are left out.")


class MessageCountsOut(BaseModel):
    """How many messages of people are in each state."""

    new: int
    in_progress: int
    done: int


class MessagesOut(BaseModel):
    """A page of messages."""

    messages: list[MessageOut]
    next: str | None = Field(description="Send it as `after` for the next page; null at the end.")
    counts: MessageCountsOut = Field(description="Of the whole campaign, whatever is asked for.")


class ChangeIn(Body):
    """What is to change of a message; what is left out stays."""

    state: Annotated[MessageState | None, Field(description="How far the office is.")] = None
    note: Annotated[
        Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")] | None,
        Field(description="A note for colleagues; an empty one removes it."),
    ] = None


@router.get(
    "/messages",
    summary="List messages",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def list_messages(
    request: Request,
    name: Name,
    after: After = None,
    limit: Annotated[int, Query(description="At most so many.", ge=1, le=500)] = 100,
    state: OfState = None,
    form: OfForm = None,
    recipient: OfRecipient = None,
    machines: Machines = False,
) -> MessagesOut:
    """Return messages, the newest first, a page at a time; pages stay right while some come in."""
    before = place_after(KIND, after)
    with place_of(request).database.reading() as session:
        campaign_id = found(session, name).id
        wanted = Filter(state, form, recipient, machines)
        page = received(session, campaign_id, wanted, before=before, limit=limit + 1)
        counts = state_counts(session, campaign_id)
        return MessagesOut(
            messages=[_shown(entry) for entry in page[:limit]],
            next=cursor_of(KIND, page[limit - 1].message.id) if len(page) > limit else None,
            counts=MessageCountsOut(**{kind.value: counts[kind] for kind in MessageState}),
        )


@router.get(
    "/messages.csv",
    summary="Export messages",
    response_class=StreamingResponse,
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND)
    | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The table."}},
)
def export_messages(
    request: Request,
    name: Name,
    state: OfState = None,
    form: OfForm = None,
    recipient: OfRecipient = None,
    machines: Machines = False,
) -> StreamingResponse:
    """Return messages as CSV that opens in a spreadsheet as it is: no cell is a formula."""
    database = place_of(request).database
    with database.reading() as session:
        campaign_id = found(session, name).id
    wanted = Filter(state, form, recipient, machines)

    def pieces() -> Iterator[str]:
        with database.reading() as session:
            yield from messages_csv(session, campaign_id, wanted)

    return download(pieces(), "text/csv; charset=utf-8", "messages.csv")


@router.get(
    "/messages/{reference}",
    summary="See a message",
    response_model=MessageOut,
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND) | {304: {"description": "It is what If-None-Match names."}},
)
def see_message(
    request: Request, response: Response, name: Name, reference: Reference
) -> MessageOut | Response:
    """Return one message as it was written."""
    with place_of(request).database.reading() as session:
        entry = _found(session, name, reference)
        tag = _tag(entry)
        if is_known(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        tagged(response, tag)
        return _shown(entry)


@router.patch(
    "/messages/{reference}",
    summary="Work a message off",
    dependencies=[needs(Scope.PUBLISH)],
    responses=problems(NOT_FOUND, PRECONDITION_FAILED),
)
def change(
    request: Request,
    response: Response,
    name: Name,
    reference: Reference,
    wanted: ChangeIn,
    if_match: Annotated[str | None, IF_MATCH] = None,
) -> MessageOut:
    """Say how far the office is with a message, or note something about it."""
    with place_of(request).database.writing() as session:
        entry = _found(session, name, reference)
        check_match(if_match, _tag(entry))
        change_message(entry.message, state=wanted.state, note=wanted.note)
        session.flush()
        tagged(response, _tag(entry))
        return _shown(entry)


def _found(session: Session, name: str, reference: str) -> Received:
    entry = find_message(session, found(session, name).id, reference)
    if entry is None:
        raise Problem(NOT_FOUND, "There is no message of this reference.")
    return entry


def _tag(entry: Received) -> str:
    return f'"{entry.message.reference}.{entry.message.version}"'


def _shown(entry: Received) -> MessageOut:
    message = entry.message
    return MessageOut(
        reference=message.reference,
        form=message.form,
        title=message.title,
        recipient=entry.recipient,
        state=message.state,
        note=message.note,
        received_at=message.created_at,
        changed_at=message.changed_at,
        machine=message.bot_reason,
        answers=[AnswerOut(**answer) for answer in message.answers],
    )
