"""``/v1/campaigns``: made, seen, changed, paused, ended, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, StringConstraints, ValidationError
from starlette.concurrency import run_in_threadpool

from api.place import place_of
from api.v1.authentication import needs
from api.v1.bundle_bodies import JSON, ZIP, body_of, data_file_of, unpacked
from api.v1.campaign_parts import (
    CampaignOut,
    Name,
    campaign_tag,
    check_open,
    found,
    kept_counts,
    shown,
)
from api.v1.description import MODELS_OF_BODIES, problems
from api.v1.etags import IF_MATCH, check_match, is_known, tagged
from api.v1.kept_titles import title_of
from api.v1.nul import Body
from api.v1.problems import (
    ALREADY_EXISTS,
    BUNDLE_REFUSED,
    CAMPAIGN_FAULTY,
    CONFLICT,
    INVALID_REQUEST,
    NOT_FOUND,
    PRECONDITION_FAILED,
    UNSUPPORTED_MEDIA_TYPE,
    Problem,
)
from api.v1.streaming import media_type
from api.v1.templates import fill_in
from campaigns.api_keys import Scope
from campaigns.models import CampaignState
from campaigns.page_of_campaigns import counts_of_campaigns, page_of_campaigns
from workers.campaign_service import (
    CampaignGoneError,
    NameTakenError,
    bring_to,
    open_campaign,
    set_state,
)
from workers.uploads import scratch_folder

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.models import Campaign

router = APIRouter(prefix="/campaigns", tags=["campaigns"])

STILL_AN_EXAMPLE = (
    "This campaign still has what an example had (see its warnings). Send a new version with your"
    " own payee and addresses, or despite_warnings to try it out as it is."
)


class TemplateIn(Body):
    """A campaign to be made from a template."""

    template: Annotated[str, Field(max_length=63, examples=["vehicle-tax"])]
    name: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$"),
        Field(description="The new campaign's name.", examples=["bollo-2026"]),
    ]
    campaign: Annotated[
        dict[str, Any],
        Field(
            default_factory=dict,
            description="What differs in campaign.yaml. Objects are merged, null removes a key.",
            examples=[{"issuer": {"name": "Regione Esempio"}, "expires_on": "2027-12-31"}],
        ),
    ]
    storyboard: Annotated[
        dict[str, Any],
        Field(
            default_factory=dict,
            description="What differs in storyboard.yaml.",
            examples=[{"payment": {"pagopa": {"creditor": "99999999990"}}}],
        ),
    ]


MODELS_OF_BODIES.append(TemplateIn)


class CampaignsOut(BaseModel):
    """A page of campaigns."""

    campaigns: list[CampaignOut]
    next: str | None = Field(description="Send it as `after` for the next page; null at the end.")


class VersionOut(BaseModel):
    """A campaign with its new files."""

    campaign: CampaignOut
    planned: int = Field(description="Recipients that are published again; the others stay.")


class StateIn(Body):
    """What is to happen with a campaign."""

    state: Annotated[
        Literal[CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.ENDED],
        Field(description="running, paused or ended; ended is final.", examples=["paused"]),
    ]
    despite_warnings: bool = Field(
        default=False,
        strict=True,
        description="Let a paused campaign run although it has `warnings`: to try it out.",
    )


@router.post(
    "",
    status_code=201,
    summary="Make a campaign",
    dependencies=[needs(Scope.UPLOAD)],
    responses=problems(
        ALREADY_EXISTS, INVALID_REQUEST, CAMPAIGN_FAULTY, BUNDLE_REFUSED, UNSUPPORTED_MEDIA_TYPE
    )
    | problems(NOT_FOUND),
    openapi_extra=body_of(ZIP, JSON, schema="TemplateIn"),
)
async def make_campaign(request: Request, response: Response) -> CampaignOut:
    """Make a campaign from a bundle or from a template.

    A bundle is a zip archive of a campaign folder (`application/zip`, up to 512 MiB); a data file
    in it is left out, whatever is in it (`left_out`): send it as an import. A template is a
    campaign that comes with Sollecito, with settings laid over it (`application/json`). As long as
    it has an example's payee or issuer (`warnings`) it begins paused; one from a template also
    where it has the example's addresses.
    """
    sent = media_type(request, (ZIP, JSON))
    place = place_of(request)
    with scratch_folder(place.settings) as scratch:
        if sent == ZIP:
            folder = await unpacked(request, scratch)
        else:
            folder = await _filled_in(request, scratch)
        try:
            campaign = await run_in_threadpool(
                open_campaign,
                place.settings,
                place.database,
                place.store,
                folder,
                from_template=sent == JSON,
            )
        except NameTakenError as error:
            raise Problem(ALREADY_EXISTS, str(error)) from None
        left_out = await run_in_threadpool(_left_out, folder) if sent == ZIP else None
    response.headers["Location"] = f"/v1/campaigns/{campaign.name}"
    tagged(response, campaign_tag(campaign))
    answer = shown(campaign, title=title_of(request, campaign))
    return answer.model_copy(update={"left_out": left_out})


def _left_out(folder: Path) -> str | None:
    data = data_file_of(folder)
    return None if data is None else data.name


async def _filled_in(request: Request, scratch: Path) -> Path:
    body = await request.body()
    try:
        wanted = TemplateIn.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(
            [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]
        ) from None
    folder = scratch / "campaign"
    folder.mkdir()
    settings = {**wanted.campaign, "name": wanted.name}
    await run_in_threadpool(fill_in, wanted.template, folder, settings, wanted.storyboard)
    return folder


@router.get("", summary="List campaigns", dependencies=[needs(Scope.READ)])
def list_campaigns(
    request: Request,
    after: Annotated[
        str | None, Query(description="Names after this one only.", max_length=63)
    ] = None,
    limit: Annotated[int, Query(description="At most so many.", ge=1, le=500)] = 100,
    counts: Annotated[bool, Query(description="Also count each one's recipients.")] = False,
) -> CampaignsOut:
    """Return campaigns by name, a page at a time."""
    with place_of(request).database.reading() as session:
        page, more = page_of_campaigns(session, after=after, limit=limit)
        counted = counts_of_campaigns(session, [each.id for each in page]) if counts else {}
        return CampaignsOut(
            campaigns=[
                shown(each, counts=counted.get(each.id), title=title_of(request, each))
                for each in page
            ],
            next=page[-1].name if more else None,
        )


@router.get(
    "/{name}",
    summary="See a campaign",
    response_model=CampaignOut,
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND) | {304: {"description": "It is what If-None-Match names."}},
)
def see_campaign(request: Request, response: Response, name: Name) -> CampaignOut | Response:
    """Return a campaign and how many recipients have each status.

    Its ETag changes with the campaign itself, not with how far its recipients are: these are
    counted once a second at most.
    """
    database = place_of(request).database
    with database.reading() as session:
        campaign = found(session, name)
    tag = campaign_tag(campaign)
    if is_known(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    tagged(response, tag)
    title = title_of(request, campaign, fetched=True)
    return shown(campaign, counts=kept_counts(request, database, campaign.id), title=title)


@router.post(
    "/{name}/versions",
    status_code=201,
    summary="Give a campaign new files",
    dependencies=[needs(Scope.UPLOAD)],
    responses=problems(
        NOT_FOUND,
        CONFLICT,
        PRECONDITION_FAILED,
        INVALID_REQUEST,
        CAMPAIGN_FAULTY,
        BUNDLE_REFUSED,
        UNSUPPORTED_MEDIA_TYPE,
    ),
    openapi_extra=body_of(ZIP),
)
async def make_version(
    request: Request,
    response: Response,
    name: Name,
    if_match: Annotated[str | None, IF_MATCH] = None,
) -> VersionOut:
    """Give a running campaign new files, as a bundle of the same name.

    Whoever was published is published again, under the same link; of the clips only those are
    rendered that the new files change. Meanwhile the pages before stay.
    """
    media_type(request, (ZIP,))
    place = place_of(request)

    def check(campaign: Campaign) -> None:
        check_open(campaign)
        check_match(if_match, campaign_tag(campaign))

    with place.database.reading() as session:
        campaign = found(session, name)
        check(campaign)
    with scratch_folder(place.settings) as scratch:
        folder = await unpacked(request, scratch)
        try:
            made = await run_in_threadpool(
                bring_to, place.settings, place.database, place.store, campaign, folder, check=check
            )
        except CampaignGoneError as error:
            raise Problem(NOT_FOUND, str(error)) from None
        left_out = await run_in_threadpool(_left_out, folder)
    tagged(response, campaign_tag(made.campaign))
    response.headers["Location"] = f"/v1/campaigns/{name}"
    campaign_out = shown(made.campaign, title=title_of(request, made.campaign))
    campaign_out = campaign_out.model_copy(update={"left_out": left_out})
    return VersionOut(campaign=campaign_out, planned=made.planned)


@router.patch(
    "/{name}",
    summary="Pause, resume or end a campaign",
    dependencies=[needs(Scope.PUBLISH)],
    responses=problems(NOT_FOUND, CONFLICT, PRECONDITION_FAILED),
)
def change_state(
    request: Request,
    response: Response,
    name: Name,
    wanted: StateIn,
    if_match: Annotated[str | None, IF_MATCH] = None,
) -> CampaignOut:
    """Pause a campaign (nothing is made, links answer), resume it, or end it.

    The links of an ended campaign answer no more, and it cannot be resumed. A paused one that still
    has an example's payee or addresses (`warnings`) is resumed with `despite_warnings` only.
    """
    place = place_of(request)
    with place.database.writing() as session:
        campaign = found(session, name, held=True)
        check_match(if_match, campaign_tag(campaign))
        if campaign.state != wanted.state:
            check_open(campaign)
            resumed = wanted.state == CampaignState.RUNNING
            if resumed and campaign.warnings and not wanted.despite_warnings:
                raise Problem(CONFLICT, STILL_AN_EXAMPLE)
            set_state(session, campaign, wanted.state)
        tagged(response, campaign_tag(campaign))
        return shown(campaign, session, title=title_of(request, campaign))


@router.delete(
    "/{name}",
    status_code=202,
    summary="Delete a campaign with everything",
    dependencies=[needs(Scope.ADMIN)],
    responses=problems(NOT_FOUND, PRECONDITION_FAILED),
)
def delete_campaign(
    request: Request,
    name: Name,
    if_match: Annotated[str | None, IF_MATCH] = None,
) -> CampaignOut:
    """Delete a campaign: pages, films, clips, recipients, imports, events, files.

    Its links end at once; the rest is removed in the background. When all is gone the campaign is
    not found any more.
    """
    place = place_of(request)
    with place.database.writing() as session:
        campaign = found(session, name, held=True)
        check_match(if_match, campaign_tag(campaign))
        if campaign.state != CampaignState.DELETING:
            set_state(session, campaign, CampaignState.DELETING)
        return shown(campaign, title=title_of(request, campaign))
