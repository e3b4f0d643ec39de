"""The description of the service: OpenAPI, what every route may answer, and a page to read."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.v1.authentication import needs
from api.v1.problems import (
    BAD_REQUEST,
    FORBIDDEN,
    INTERNAL,
    INVALID_REQUEST,
    KINDS,
    MEDIA_TYPE,
    NO_ROOM,
    RATE_LIMITED,
    TOO_LARGE,
    UNAUTHORIZED,
    UNAVAILABLE,
    Kind,
)
from campaigns.api_keys import Scope

if TYPE_CHECKING:
    from fastapi import FastAPI
    from jinja2 import Template
    from pydantic import BaseModel

router = APIRouter(include_in_schema=False)

INTRODUCTION = """\
Every request carries `Authorization: Bearer KEY`. A key has scopes: `read` sees, `upload` brings
campaigns and data, `publish` decides what is shown, `admin` deletes and keeps keys and includes the
others.

Whatever goes wrong is answered as a problem (RFC 9457) with a `type` that never changes its
meaning, the `request_id` that the log has too, and `errors` where single values are at fault.
Moments are RFC 3339 in UTC.
"""

TAGS: list[dict[str, Any]] = [
    {
        "name": "campaigns",
        "description": "A campaign has a storyboard, rules, and recipients.",
    },
    {"name": "imports", "description": "Rows of people, sent as files or as JSON."},
    {"name": "progress", "description": "How far the work is."},
    {"name": "recipients", "description": "The people of a campaign, one by one."},
    {"name": "messages", "description": "What recipients sent by the page's forms."},
    {"name": "keys", "description": "Who may use the service."},
]

_CODE = {
    "type": ["string", "null"],
    "description": "The same as a word for programs, whose meaning never changes; `advice` where it"
    " is what one does about problems of this type, null where there is none.",
}
_PARAMETERS = {
    "type": "object",
    "description": "What the sentence of the code names; empty without a code.",
    "additionalProperties": {"type": "string"},
}

PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "What went wrong, by RFC 9457.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "parameters", "request_id"],
    "properties": {
        "type": {
            "type": "string",
            "description": "Which kind of problem; programs compare this.",
            "enum": [kind.type for kind in KINDS],
        },
        "title": {"type": "string", "description": "The kind, for people."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What is wrong this time, or what to do."},
        "code": _CODE,
        "parameters": _PARAMETERS,
        "request_id": {"type": "string", "description": "The request's name in the log."},
        "errors": {
            "type": "array",
            "description": "Values that cannot be used, one by one.",
            "items": {
                "type": "object",
                "required": ["in", "field", "message", "code", "parameters"],
                "properties": {
                    "in": {"type": "string", "examples": ["body"]},
                    "field": {"type": "string", "examples": ["scopes.0"]},
                    "message": {"type": "string"},
                    "code": _CODE,
                    "parameters": _PARAMETERS,
                },
            },
        },
        "faults": {
            "type": "array",
            "description": "Faults of a campaign's files, as `sollecito check` tells them.",
            "items": {"$ref": "#/components/schemas/FaultOut"},
        },
        "line": {
            "type": ["integer", "null"],
            "description": "Where a data file cannot be read, from 1.",
        },
    },
}

_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def problems(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Return the answers of a route for these kinds, as ``responses`` wants them."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        examples = {}
        words = kind.title
        if kind.status in by_status:
            examples = by_status[kind.status]["content"][MEDIA_TYPE]["examples"]
            words = f"{by_status[kind.status]['description']} Or: {kind.title}"
        examples[kind.slug] = {"summary": kind.title, "value": _example(kind)}
        by_status[kind.status] = {
            "description": words,
            "content": {MEDIA_TYPE: {"schema": _SCHEMA, "examples": examples}},
        }
    return by_status


def _example(kind: Kind) -> dict[str, Any]:
    return {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.advice,
        "request_id": "4f0c7f0e6c0b4b5c8f5a4c6a0f1d2e3b",
    }


MODELS_OF_BODIES: list[type[BaseModel]] = []
"""Models that only the description of a body names, because the route reads it itself."""

EVERYWHERE = problems(
    BAD_REQUEST,
    UNAUTHORIZED,
    FORBIDDEN,
    TOO_LARGE,
    INVALID_REQUEST,
    RATE_LIMITED,
    INTERNAL,
    UNAVAILABLE,
    NO_ROOM,
)
"""What any route may answer."""


def describe(app: FastAPI) -> None:
    """Give an application the description that ``/v1/openapi.json`` serves."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
                servers=[{"url": "/v1"}],
                separate_input_output_schemas=False,
            )
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = PROBLEM_SCHEMA
            for model in MODELS_OF_BODIES:
                schemas.setdefault(model.__name__, model.model_json_schema())
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way


@router.get("/openapi.json", dependencies=[needs(Scope.READ)])
def openapi_document(request: Request) -> Response:
    """Return the whole description."""
    return JSONResponse(request.app.openapi())


_TEMPLATES = Path(__file__).parent.parent / "templates"
_STYLE = (_TEMPLATES / "reference.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


@router.get("/docs", dependencies=[needs(Scope.READ)])
def reference_page(request: Request) -> Response:
    """Return the description as a page to read: nothing is loaded, nothing runs."""
    html = _template().render(api=request.app.openapi(), style=Markup(_STYLE))  # noqa: S704 - ours
    return HTMLResponse(
        html, headers={"Cache-Control": "no-store", "Content-Security-Policy": _POLICY}
    )


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    environment.filters["pretty"] = lambda value: json.dumps(value, indent=2, ensure_ascii=False)
    environment.filters["shape"] = _shape
    return environment.get_template("reference.html.jinja")


def _shape(schema: dict[str, Any] | None) -> str:
    """Return the type of a value in a word or two."""
    if not schema:
        return ""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " or ".join(_shape(part) for part in schema[union])
    kind = schema.get("type", "")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_shape(schema.get('items'))}".rstrip()
    if "enum" in schema:
        return " | ".join(str(entry) for entry in schema["enum"])
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)
