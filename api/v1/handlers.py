"""Turns what goes wrong below ``/v1`` into problem answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import compile_path

from api.v1.detail_codes import coded, detail_code
from api.v1.problems import (
    BAD_REQUEST,
    CAMPAIGN_FAULTY,
    CONFLICT,
    DATA_REFUSED,
    FORBIDDEN,
    INTERNAL,
    INVALID_REQUEST,
    METHOD_NOT_ALLOWED,
    NO_ROOM,
    NOT_FOUND,
    TOO_LARGE,
    UNAVAILABLE,
    UNSUPPORTED_MEDIA_TYPE,
    Kind,
    Problem,
    invalid,
    invalid_field,
    problem_answer,
)
from api.v1.request_ids import request_id_of
from foundation.errors import (
    CampaignError,
    DataError,
    RowError,
    SettingsError,
    SollecitoError,
    StorageError,
)
from foundation.refusals import FULL, worded

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from foundation.faults import Fault

log = structlog.get_logger(__name__)

_BY_STATUS: dict[int, Kind] = {
    400: BAD_REQUEST,
    403: FORBIDDEN,
    404: NOT_FOUND,
    405: METHOD_NOT_ALLOWED,
    409: CONFLICT,
    413: TOO_LARGE,
    415: UNSUPPORTED_MEDIA_TYPE,
    422: INVALID_REQUEST,
}


def add_handlers(app: FastAPI) -> None:
    """Let an application answer everything that goes wrong as a problem."""
    for error in (
        Problem,
        HTTPException,
        ClientDisconnect,
        RequestValidationError,
        SollecitoError,
        SQLAlchemyError,
        OSError,
    ):
        app.add_exception_handler(error, _answer)


async def _answer(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == METHOD_NOT_ALLOWED.status:
        methods = _methods_at(request)
        if methods:
            error.headers = {**(error.headers or {}), "Allow": ", ".join(methods)}
    return problem_answer(problem_of(error), request_id_of(request.scope))


def _methods_at(request: Request) -> list[str]:
    """Return what the description allows at an address; the framework names its first route."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    methods: set[str] = set()
    for template, operations in request.app.openapi()["paths"].items():
        if compile_path(template)[0].match(path):
            methods |= {method.upper() for method in operations}
    return sorted(methods)


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error is to whoever asked."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return _validation(error)
        case HTTPException():
            kind = _BY_STATUS.get(error.status_code, INTERNAL)
            # Starlette's own words say no more than the status does.
            own = error.status_code == TOO_LARGE.status
            return Problem(kind, error.detail if own else "", error.headers or {})
        case ClientDisconnect():
            return Problem(BAD_REQUEST, "The request was cut off.")
        case CampaignError():
            return Problem(
                CAMPAIGN_FAULTY, more={"faults": [plain_fault(fault) for fault in error.faults]}
            )
        case DataError():
            return Problem(DATA_REFUSED, str(error), more={"line": error.line})
        case RowError():
            return invalid_field(error.field, error.reason)
        case StorageError() | SettingsError() | OSError() | SQLAlchemyError():
            log.error("request.refused", exc_info=error)
            return _refused(error)
    log.error("request.unexpected", exc_info=error)
    return Problem(INTERNAL)


def _refused(error: SollecitoError | OSError | SQLAlchemyError) -> Problem:
    if isinstance(error, OSError | SQLAlchemyError):
        words = worded(error)
        return Problem(NO_ROOM if words == FULL else UNAVAILABLE, words)
    # Addresses in the text of a setting or a store are the operator's; the log has them.
    return Problem(UNAVAILABLE)


def _validation(error: RequestValidationError) -> Problem:
    errors = []
    for fault in error.errors():
        where, *path = fault["loc"] or ("body",)
        if fault["type"] == "json_invalid":
            return Problem(BAD_REQUEST, "The body is no JSON document.")
        errors.append(
            {
                "in": str(where),
                "field": ".".join(str(part) for part in path),
                "message": _sentence(fault["msg"]),
            }
        )
    return invalid(errors)


def _sentence(text: str) -> str:
    text = text.removeprefix("Value error, ")
    return text if text.endswith((".", "?", "!")) else f"{text}."


def plain_fault(fault: Fault) -> dict[str, Any]:
    """Return a fault as answers have it."""
    return {
        "file": fault.file,
        "line": fault.line,
        "place": fault.place,
        "message": fault.message,
        "hint": fault.hint,
        "warning": fault.warning,
        **coded(detail_code(fault.reason or fault.message)),
    }
