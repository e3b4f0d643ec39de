"""``/v1/campaigns/{name}/webhook``: where another system is told that a message came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found
from api.v1.description import problems
from api.v1.moments import Moment
from api.v1.nul import Body
from api.v1.problems import NOT_FOUND, Problem, invalid_field
from campaigns.api_keys import Scope
from inbox.models import DeliveryState
from inbox.webhooks import deliveries, find_webhook, remove_webhook, set_webhook
from workers.checked_request import RefusedAddressError, check_url

if TYPE_CHECKING:
    from inbox.models import Webhook

router = APIRouter(
    prefix="/campaigns/{name}/webhook", tags=["messages"], dependencies=[needs(Scope.ADMIN)]
)


class WebhookIn(Body):
    """Where messages are to be told to."""

    url: Annotated[
        str,
        Field(
            description="A web address of the public internet.",
            max_length=2000,
            examples=["https://office.example/hook"],
        ),
    ]
    values: Annotated[
        bool, Field(strict=True, description="Send what was written, too; else ids only.")
    ] = False


class WebhookOut(BaseModel):
    """A campaign's webhook."""

    url: str
    values: bool = Field(description="Whether what was written is sent, too.")
    created_at: Moment
    failing_since: Moment | None = Field(description="The first failure after the last success.")
    disabled_at: Moment | None = Field(description="Nothing is told since; setting it enables it.")
    disabled_reason: str | None


class WebhookWithSecretOut(WebhookOut):
    """A webhook that was just set."""

    secret: str = Field(description="Receivers check signatures with it (Standard Webhooks).")


class DeliveryOut(BaseModel):
    """One message that was, or is to be, told."""

    id: str = Field(description="The `webhook-id`, the same at each attempt.")
    reference: str = Field(description="The message's reference.")
    form: str
    state: DeliveryState
    attempts: int
    last_status: int | None = Field(description="The HTTP status of the last answer.")
    last_error: str | None = Field(description="Why there was none.")
    created_at: Moment
    next_at: Moment = Field(description="When it is tried next, while it waits.")
    finished_at: Moment | None


class DeliveriesOut(BaseModel):
    """The latest deliveries."""

    deliveries: list[DeliveryOut]


@router.get("", summary="See the webhook", responses=problems(NOT_FOUND))
def see_webhook(request: Request, name: Name) -> WebhookOut:
    """Return a campaign's webhook, without its secret."""
    with place_of(request).database.reading() as session:
        hook = find_webhook(session, found(session, name).id)
        if hook is None:
            raise _none()
        return _shown(hook)


@router.put("", summary="Set the webhook", responses=problems(NOT_FOUND))
def put_webhook(
    request: Request, response: Response, name: Name, wanted: WebhookIn
) -> WebhookWithSecretOut:
    """Set a campaign's webhook: with a new secret if the address is new; enable it again."""
    place = place_of(request)
    try:
        check_url(wanted.url, private=place.settings.webhooks_to_private)
    except RefusedAddressError as error:
        raise invalid_field("url", str(error)) from None
    with place.database.writing() as session:
        campaign_id = found(session, name).id
        hook = set_webhook(session, campaign_id, wanted.url, values=wanted.values)
        response.headers["Cache-Control"] = "no-store"
        return WebhookWithSecretOut(**_shown(hook).model_dump(), secret=hook.secret)


@router.delete("", status_code=204, summary="Remove the webhook", responses=problems(NOT_FOUND))
def delete_webhook(request: Request, name: Name) -> None:
    """Remove a campaign's webhook with its log."""
    with place_of(request).database.writing() as session:
        if not remove_webhook(session, found(session, name).id):
            raise _none()


@router.get("/deliveries", summary="List deliveries", responses=problems(NOT_FOUND))
def list_deliveries(request: Request, name: Name) -> DeliveriesOut:
    """Return the latest fifty deliveries, the newest first."""
    with place_of(request).database.reading() as session:
        rows = deliveries(session, found(session, name).id)
        return DeliveriesOut(
            deliveries=[
                DeliveryOut(
                    id=delivery.public_id,
                    reference=reference,
                    form=form,
                    state=delivery.state,
                    attempts=delivery.attempts,
                    last_status=delivery.last_status,
                    last_error=delivery.last_error,
                    created_at=delivery.created_at,
                    next_at=delivery.next_at,
                    finished_at=delivery.finished_at,
                )
                for delivery, reference, form in rows
            ]
        )


def _none() -> Problem:
    return Problem(NOT_FOUND, "The campaign has no webhook.")


def _shown(hook: Webhook) -> WebhookOut:
    return WebhookOut(
        url=hook.url,
        values=hook.values,
        created_at=hook.created_at,
        failing_since=hook.failing_since,
        disabled_at=hook.disabled_at,
        disabled_reason=hook.disabled_reason,
    )
