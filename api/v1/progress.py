"""``/v1/campaigns/{name}/progress``: how far the work is, asked for or told as it goes on."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api.place import place_of
from api.v1.authentication import needs
from api.v1.campaign_parts import CountsOut, Name, found
from api.v1.description import problems
from api.v1.imports import ImportId, ImportOut, find_import, import_shown
from api.v1.kept_answers import kept_of
from api.v1.kept_labels import labels_of
from api.v1.problems import NOT_FOUND, Problem
from api.v1.reasons import ReasonOut, reason_shown
from campaigns.api_keys import Scope
from campaigns.models import CampaignState, ImportState, RecipientStatus
from campaigns.progress import campaign_progress, is_at_rest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from api.v1.kept_answers import KeptAnswers

router = APIRouter(prefix="/campaigns/{name}", tags=["progress"])

EVERY_S = 1.0
QUIET_S = 15.0
LONGEST_S = 3600.0
"""Seconds between two looks while telling, between two words at the least, and to the end."""


_EVENT = {
    "description": "One event; comments between them say that the line stands.",
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"type": "string", "enum": ["progress", "rest"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}


class FailedOut(ReasonOut):
    """Why recipients failed."""

    recipients: int


class SceneOut(BaseModel):
    """How long a scene's clips take."""

    scene: str = Field(description="The scene's name in the storyboard.")
    title: str | None = Field(description="Its title there; null for a scene that is gone.")
    clips: int
    average_ms: int = Field(description="Milliseconds that rendering one took on average.")
    most_ms: int = Field(description="Milliseconds that the slowest took.")


class ProgressOut(BaseModel):
    """How far a campaign is."""

    campaign: str
    state: CampaignState
    recipients: CountsOut
    shared_clips: int = Field(description="Clips of scenes that look the same for everybody.")
    personal_clips: int = Field(description="Clips of the other scenes.")
    failed_clips: int = Field(description="Clips that could not be rendered.")
    rate: float = Field(description="Recipients published a second, in the last minute.")
    remaining_s: float | None = Field(
        description="Seconds that the planned ones take at that rate; null while unknown."
    )
    failures: list[FailedOut] = Field(description="Why recipients failed, the most usual first.")
    slowest_scenes: list[SceneOut]
    imports: list[ImportOut] = Field(description="Imports that are not at their end.")
    at_rest: bool = Field(description="Whether nothing is waiting to be done.")


@router.get(
    "/progress",
    summary="See how far a campaign is",
    dependencies=[needs(Scope.READ)],
    responses=problems(NOT_FOUND),
)
def see_progress(request: Request, response: Response, name: Name) -> ProgressOut:
    """Return what is planned, made, published and failed, how fast it goes, and what is slow.

    An answer is a second old, at most five: who asks then has it counted anew for the next.
    `at_rest` is never told from before.
    """
    response.headers["Cache-Control"] = "no-store"
    return _progress(request, name)


@router.get(
    "/progress/events",
    summary="Be told how far a campaign is",
    dependencies=[needs(Scope.READ)],
    response_class=StreamingResponse,
    responses={
        **problems(NOT_FOUND),
        200: {
            "description": "Server-sent events named `progress`, each with the object that"
            " `/progress` returns; `rest` when nothing is left to do, then the end.",
            "content": {"text/event-stream": {"schema": _EVENT}},
        },
    },
)
async def tell_progress(request: Request, name: Name) -> Response:
    """Tell what changes, once a second at most, until nothing is left to do (an hour at most)."""
    first = await run_in_threadpool(_progress, request, name)

    async def look() -> tuple[str, bool]:
        answer = await run_in_threadpool(_progress, request, name)
        return answer.model_dump_json(), answer.at_rest

    return _events(request, look, (first.model_dump_json(), first.at_rest))


@router.get(
    "/imports/{import_id}/events",
    summary="Be told how far an import is",
    dependencies=[needs(Scope.READ)],
    response_class=StreamingResponse,
    responses={
        **problems(NOT_FOUND),
        200: {
            "description": "Server-sent events named `progress`, each with the import; `rest` when"
            " it is at its end.",
            "content": {"text/event-stream": {"schema": _EVENT}},
        },
    },
)
async def tell_import(request: Request, name: Name, import_id: ImportId) -> Response:
    """Tell how an import goes on, once a second at most, until its end (an hour at most)."""
    place = place_of(request)

    def shown() -> tuple[str, bool]:
        with place.database.reading() as session:
            row = find_import(session, name, import_id)
            going_on = {ImportState.HELD, ImportState.WAITING, ImportState.RUNNING}
            ended = row.state not in going_on
            return import_shown(row, name).model_dump_json(), ended

    async def look() -> tuple[str, bool]:
        return await run_in_threadpool(shown)

    return _events(request, look, await look())


def _events(
    request: Request, look: Callable[[], Awaitable[tuple[str, bool]]], first: tuple[str, bool]
) -> Response:
    ending: Callable[[], bool] = request.app.state.ending

    async def told() -> AsyncIterator[bytes]:
        started = spoke = time.monotonic()
        data, ended = first
        before = ""
        while True:
            now = time.monotonic()
            if data != before:
                before, spoke = data, now
                yield f"event: progress\ndata: {data}\n\n".encode()
            elif now - spoke >= QUIET_S:
                spoke = now
                yield b": still here\n\n"
            if ended:
                yield b"event: rest\ndata: {}\n\n"
                return
            if now - started >= LONGEST_S:
                return
            await asyncio.sleep(EVERY_S)
            if ending():
                # Who watches asks again, and another server may answer.
                return
            try:
                data, ended = await look()
            except Problem:  # it was deleted meanwhile
                yield b"event: rest\ndata: {}\n\n"
                return

    return StreamingResponse(
        told(),
        media_type="text/event-stream",
        # Proxies that collect answers would hold back what is told.
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _progress(request: Request, name: str) -> ProgressOut:
    place = place_of(request)
    kept: KeptAnswers[Any] = kept_of(request)

    def make() -> ProgressOut:
        with place.database.reading() as session:
            campaign = found(session, name)
            now = campaign_progress(session, campaign.id, versions=campaign.version)
        # Files are read while no session is open.
        titles = labels_of(request, place, campaign).scenes if now.slowest else {}
        return ProgressOut(
            campaign=name,
            state=campaign.state,
            recipients=CountsOut(
                **{status.value: now.recipients[status] for status in RecipientStatus}
            ),
            shared_clips=now.shared_clips,
            personal_clips=now.personal_clips,
            failed_clips=now.failed_clips,
            rate=round(now.rate, 3),
            remaining_s=None if now.remaining_s is None else round(now.remaining_s, 1),
            failures=[FailedOut(**reason_shown(why), recipients=n) for why, n in now.reasons],
            slowest_scenes=[
                SceneOut(
                    scene=scene.scene,
                    title=titles.get(scene.scene),
                    clips=scene.clips,
                    average_ms=scene.average_ms,
                    most_ms=scene.most_ms,
                )
                for scene in now.slowest
            ],
            imports=[import_shown(row, name) for row in now.imports],
            at_rest=now.at_rest,
        )

    answer: ProgressOut = kept.get(("progress", name), make)
    if answer.at_rest:
        # Whoever waits for the end takes it from here: rows may have come over another server.
        with place.database.reading() as session:
            if not is_at_rest(session, found(session, name).id):
                answer = kept.renewed(("progress", name), make)
    return answer
