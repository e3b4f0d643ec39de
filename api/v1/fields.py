"""``/v1/campaigns/{name}/fields``: what every row brings, what may be a segment, and labels."""

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
from scenes.number_text import decimal_mark
from scenes.plain_fields import BooleanField, ChoiceField, MoneyField
from scenes.story_labels import story_labels
from workers.edition import kept_files

router = APIRouter(prefix="/campaigns/{name}/fields", tags=["recipients"])


class FieldOut(BaseModel):
    """A field of the campaign's storyboard."""

    name: str = Field(examples=["amount"])
    label: str | None = Field(
        description="What people call it; null where the storyboard does not say.",
        examples=["Importo dovuto"],
    )
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


class SceneTitleOut(BaseModel):
    """A scene, as answers and reasons name it, and as people call it."""

    name: str = Field(examples=["amount"])
    title: str | None = Field(
        description="Its title, without the values in it; null where nothing else stands there."
    )


class FieldsOut(BaseModel):
    """A campaign's fields."""

    locale: str = Field(
        description="The campaign's locale by BCP 47: so its pages write numbers and days.",
        examples=["it-IT"],
    )
    decimal: str = Field(
        description="What parts the decimals of numbers that are sent `as_typed`: the mark of the"
        " data as campaign.yaml declares it, else that of the locale.",
        examples=[","],
    )
    fields: list[FieldOut] = Field(description="In the storyboard's order.")
    scenes: list[SceneTitleOut] = Field(description="In the storyboard's order.")


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
                label=field.label,
                type=field.type,
                required=not field.optional and field.default is None,
                values=values,
                currency=field.currency if isinstance(field, (MoneyField, ListField)) else None,
                parts=dict(field.of) if isinstance(field, ListField) else None,
            )
        )
    locale = files.file.locale
    titles = story_labels(files.storyboard, locale).scenes
    return FieldsOut(
        locale=locale,
        decimal=files.file.data.decimal or decimal_mark(locale),
        fields=shown,
        scenes=[SceneTitleOut(name=key, title=titles.get(key)) for key in files.storyboard.scenes],
    )
