"""``/v1/campaigns/{name}/fields``: what every row brings, and what may be a segment."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import Name, found
from api.v1.description import problems
from api.v1.problems import NOT_FOUND
from campaigns.api_keys import Scope
from scenes.fields import ListField
from scenes.plain_fields import BooleanField, ChoiceField, MoneyField
from workers.edition import kept_files

router = APIRouter(prefix="/campaigns/{name}/fields", tags=["recipients"])


class FieldOut(BaseModel):
    """A field of the campaign's storyboard."""

    name: str = Field(examples=["amount"])
    type: str = Field(description="What it holds.", examples=["money"])
    required: bool = Field(description="Whether every row must bring it.")
    values: list[str] | None = Field(
        description="The values that it can have, when they are few: then each is a segment."
    )
    currency: str | None = Field(
        description="Of money, also that of a list: its currency by ISO 4217.", examples=["EUR"]
    )
    parts: dict[str, str] | None = Field(
        description="Of a list: the parts of each item in order, with their types.",
        examples=[{"label": "text", "value": "money"}],
    )


class FieldsOut(BaseModel):
    """A campaign's fields."""

    locale: str = Field(
        description="The campaign's locale by BCP 47: so its pages write numbers and days.",
        examples=["it-IT"],
    )
    fields: list[FieldOut] = Field(description="In the storyboard's order.")


@router.get(
    "",
    summary="See the fields of a campaign",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def see_fields(request: Request, name: Name) -> FieldsOut:
    """Return what a row of data brings: for corrections, and for `segment` of recipients."""
    place = place_of(request)
    with place.database.reading() as session:
        campaign = found(session, name)
    files = kept_files(place.settings, campaign, place.store)
    shown = []
    for key, field in files.storyboard.fields.items():
        values = None
        if isinstance(field, ChoiceField):
            values = list(field.of)
        elif isinstance(field, BooleanField):
            values = ["true", "false"]
        shown.append(
            FieldOut(
                name=key,
                type=field.type,
                required=not field.optional and field.default is None,
                values=values,
                currency=field.currency if isinstance(field, (MoneyField, ListField)) else None,
                parts=dict(field.of) if isinstance(field, ListField) else None,
            )
        )
    return FieldsOut(locale=files.file.locale, fields=shown)
