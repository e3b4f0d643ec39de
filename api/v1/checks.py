"""``/v1/checks``: what ``sollecito check`` tells of a campaign folder, and nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.place import place_of
from api.v1.authentication import needs
from api.v1.bundle_bodies import ZIP, body_of, data_file_of, unpacked
from api.v1.campaign_parts import FaultOut
from api.v1.description import problems
from api.v1.handlers import plain_fault
from api.v1.problems import BUNDLE_REFUSED, INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE
from api.v1.streaming import media_type
from campaigns.api_keys import Scope
from campaigns.checking import check as check_files
from campaigns.example_parts import example_warnings
from renderer.fonts import missing_glyphs
from scenes.loading import check_campaign, load_campaign
from workers.rehearsal import rehearse
from workers.uploads import scratch_folder

if TYPE_CHECKING:
    from pathlib import Path

    from api.place import Place
    from foundation.faults import Fault

router = APIRouter(prefix="/checks", tags=["campaigns"])


class CheckOut(BaseModel):
    """What a check found."""

    ok: bool = Field(description="Whether there is no fault.")
    makes_campaign: bool = Field(
        description="Whether a campaign can be made of it: what is wrong in its data file only does"
        " not matter, because that is left out."
    )
    data_file: str | None = Field(
        description="The data file in it, which is checked here and never imported; null without"
        " one.",
        examples=["debtors.csv"],
    )
    faults: list[FaultOut]


@router.post(
    "",
    summary="Check a bundle",
    dependencies=[needs(Scope.UPLOAD)],
    responses=problems(INVALID_REQUEST, BUNDLE_REFUSED, UNSUPPORTED_MEDIA_TYPE),
    openapi_extra=body_of(ZIP),
)
async def check_bundle(request: Request) -> CheckOut:
    """Check a campaign folder, sent as a zip archive, as `sollecito check` does; nothing is kept.

    With a data file in it also the data are checked, and the scenes of its first rows measured.
    """
    media_type(request, (ZIP,))
    place = place_of(request)
    with scratch_folder(place.settings) as scratch:
        folder = await unpacked(request, scratch)
        faults, data = await run_in_threadpool(_faults, place, folder)
    grave = [fault for fault in faults if not fault.warning]
    name = None if data is None else data.name
    return CheckOut(
        ok=not grave,
        makes_campaign=all(fault.file == name for fault in grave),
        data_file=name,
        faults=[FaultOut(**plain_fault(fault)) for fault in faults],
    )


def _faults(place: Place, folder: Path) -> tuple[list[Fault], Path | None]:
    """Return what is wrong in a folder, and its data file where that was looked at."""
    faults = check_campaign(folder)
    if faults:
        return faults, None
    base = place.settings.public_base
    data = data_file_of(folder)
    if data is None:
        return example_warnings(load_campaign(folder), base), None
    faults = check_files(
        folder, data, missing_glyphs=lambda text: missing_glyphs([text]), public_base=base
    )
    if not all(fault.warning for fault in faults):
        return faults, data
    return [*faults, *rehearse(folder, data, functions=place.settings.allow_functions)], data
