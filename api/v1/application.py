"""The application below ``/v1``: closed, described, and answering every trouble as a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from api.v1 import (
    campaigns,
    checks,
    description,
    failures,
    fields,
    hand_over,
    import_columns,
    import_errors,
    imports,
    kept_labels,
    kept_titles,
    keys,
    me,
    messages,
    progress,
    recipients,
    rejected_rows,
    search,
    statistics,
    templates,
    webhook,
)
from api.v1.authentication import Authentication
from api.v1.body_limits import BodyLimits
from api.v1.handlers import add_handlers
from api.v1.idempotency import Idempotency
from api.v1.kept_answers import ForgetOnChange, KeptAnswers
from api.v1.kept_by_files import KeptByFiles
from api.v1.nul import NoNulInAddresses
from api.v1.rate_limits import RateLimits, RequestCounter
from api.v1.request_ids import RequestIds

if TYPE_CHECKING:
    from api.place import Place


def create_v1(place: Place) -> FastAPI:
    """Return the application that is mounted at ``/v1``."""
    app = FastAPI(
        title="Sollecito",
        summary="Personal video reminders: campaigns, data, progress, recipients.",
        description=description.INTRODUCTION,
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=description.EVERYWHERE,
        openapi_tags=description.TAGS,
        separate_input_output_schemas=False,
    )
    app.state.place = place
    app.state.kept = KeptAnswers()
    app.state.labels = KeptByFiles(kept_labels.MOST)
    app.state.titles = KeptByFiles(kept_titles.MOST)
    # What serves it says so when it stops, for answers that would go on for long.
    app.state.ending = lambda: False
    # The last one added comes first.
    app.add_middleware(ForgetOnChange, kept=app.state.kept)
    app.add_middleware(BodyLimits)
    app.add_middleware(Idempotency, database=place.database)
    app.add_middleware(NoNulInAddresses)
    app.add_middleware(RateLimits, counter=RequestCounter(place.settings))
    app.add_middleware(Authentication, database=place.database)
    app.add_middleware(RequestIds)
    add_handlers(app)
    for router in (
        campaigns.router,
        checks.router,
        templates.router,
        imports.router,
        import_errors.router,
        rejected_rows.router,
        import_columns.router,
        progress.router,
        statistics.router,
        recipients.latest,
        search.router,
        recipients.router,
        fields.router,
        failures.router,
        hand_over.router,
        messages.router,
        webhook.router,
        keys.router,
        me.router,
        description.router,
    ):
        app.include_router(router)
    description.describe(app)
    return app
