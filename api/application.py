"""The application: links, pages, what pages tell, the counted way to the payment, the dashboard."""

from __future__ import annotations

import math
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.routing import Mount

from api import events, forms, health, links, metrics, objects, operator_page, payments
from api.dashboard import downloads
from api.dashboard import pages as dashboard
from api.headers import RequestLog, SecurityHeaders
from api.kind_page import not_here
from api.nul import NoNulInPaths
from api.place import Place
from api.senders import Senders
from api.v1.application import create_v1
from campaigns.migrate import upgrade
from foundation.database import open_database
from storage.opening import open_store
from workers.files_elsewhere import origin_elsewhere

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

    from foundation.settings import Settings


def create_app(settings: Settings, *, show_recipients: bool = False) -> FastAPI:
    """Return the application on the settings' database and store.

    ``show_recipients`` lists all links at ``/``: for invented people only, as in the demo. Raises
    SettingsError or StorageError when database or store cannot be opened.
    """
    database = open_database(settings.database)
    upgrade(database.engine)
    place = Place(settings, database, open_store(settings.store))
    v1 = create_v1(place)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        v1.state.kept.close()
        database.close()

    # No description here: these addresses are for letters and pages. That of /v1 is its own.
    app = FastAPI(
        title="Sollecito",
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.place = place
    app.state.v1 = v1
    app.state.metrics = (-math.inf, b"")
    app.state.senders = Senders(settings.forms_an_hour)
    # The last one added comes first.
    app.add_middleware(NoNulInPaths, beside="/v1")
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders, files_origin=origin_elsewhere(settings))
    app.add_exception_handler(HTTPException, _no_page)
    app.add_api_route("/livez", alive, methods=["GET", "HEAD"])
    app.add_api_route("/robots.txt", robots, methods=["GET", "HEAD"])
    app.add_api_route("/favicon.ico", no_icon, methods=["GET", "HEAD"])
    app.include_router(health.router)
    app.include_router(dashboard.router)
    app.include_router(downloads.router)
    app.include_router(metrics.router)
    app.router.routes.append(_MountWhole("/v1", v1))
    if show_recipients:
        app.include_router(operator_page.router)
    # Links come last: they take every address of one part.
    for router in (events.router, forms.router, payments.router, objects.router, links.router):
        app.include_router(router)
    return app


class _MountWhole(Mount):
    """A mount that takes every address below it, also those with line breaks in them."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def alive() -> Response:
    """Say that the server runs."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


def robots() -> Response:
    """Ask search engines to stay away from everything."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def no_icon() -> Response:
    """Say that there is none; pages name their own."""
    return Response(status_code=204, headers={"Cache-Control": "public, max-age=86400"})


async def _no_page(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    answer = not_here()
    answer.status_code = status
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer
