"""``POST /f/TOKEN/FORM``: what a recipient sends by a form of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import structlog
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse

from api.kind_page import not_here
from api.links import UNKNOWN
from api.place import place_of
from api.same_origin import is_foreign
from api.v1.problems import INVALID_REQUEST, MEDIA_TYPE, TYPE_BASE
from campaigns.queries import open_link
from campaigns.tokens import read_token
from foundation.errors import StorageError
from inbox.declarations import declared_forms
from inbox.queries import find_message
from inbox.taking import Refusal, Taken, take
from microsite.form_reply import ReplyLook, not_taken, reply_policy, thanks, to_check
from microsite.form_words import problem_words
from tracking.bots import bot_reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inbox.declarations import DeclaredForms

router = APIRouter()
log = structlog.get_logger(__name__)

MOST_BYTES = 65_536
"""Longest body: the longest answers, as an address writes them."""

MOST_FIELDS = 50
MEDIA = "application/x-www-form-urlencoded"
RETRY_AFTER_S = 3600


@router.post("/f/{token}/{form}")
async def take_form(request: Request, token: str, form: str) -> Response:
    """Take a form, sent by the page's script (JSON back) or by the browser alone (a page back).

    Unknown, expired and withdrawn links get the same answer, as does a form that is not offered.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA:
        return Response(status_code=415, headers={"Accept-Post": MEDIA})
    if is_foreign(request.headers):
        log.info("form.foreign")
        return Response(status_code=403)
    known = read_token(token) or UNKNOWN
    if not request.app.state.senders.allows(request.client.host if request.client else None):
        log.info("form.too_many_from_one_address")
        return await _refused(request, known, Taken(refusal=Refusal.TOO_MANY))
    body = await _read(request)
    if body is None:
        return Response(status_code=413)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:  # not UTF-8, or too many fields
        return Response(status_code=400)
    sent = dict(pairs)
    machine = bot_reason(request.method, request.headers)
    taken = await run_in_threadpool(
        take, place_of(request).database, known, form, sent, bot_reason=machine
    )
    if taken.refusal is not None:
        log.info("form.refused", reason=taken.refusal.value)
        return await _refused(request, known, taken, sent)
    log.info("form.taken", repeated=taken.repeated)
    if _wants_json(request):
        status = 200 if taken.repeated else 201
        return _json({"reference": taken.reference}, status)
    # By another address, so that loading the page again sends nothing again.
    return RedirectResponse(
        f"{form}/{taken.reference}", status_code=303, headers={"Cache-Control": "no-store"}
    )


@router.get("/f/{token}/{form}/{reference}")
def form_taken(request: Request, token: str, form: str, reference: str) -> Response:
    """Thank for a form that was taken, where the link is good and the reference is its own."""
    with place_of(request).database.reading() as session:
        link = open_link(session, read_token(token) or UNKNOWN)
        found = find_message(session, link.campaign_id, reference) if link is not None else None
        declared = declared_forms(session, link.recipient_id) if link is not None else None
    if link is None or found is None or declared is None:
        return not_here()
    if found.message.recipient_id != link.recipient_id or found.message.form != form:
        return not_here()
    if form not in declared.forms:
        return not_here()
    back = f"../../../p/{link.token}/#form-{form}"
    look = _look(request, link.token, declared, back)
    return _page(thanks(declared.forms[form], found.message.reference, look), 200)


async def _refused(
    request: Request, token: str, taken: Taken, sent: Mapping[str, str] | None = None
) -> Response:
    if taken.refusal is Refusal.FAULTY:
        return await run_in_threadpool(_to_check, request, token, taken, sent or {})
    if taken.refusal is Refusal.TOO_MANY:
        return await _too_many(request, token, taken)
    if _wants_json(request):
        return _json(_problem("not-found", 404, "There is no such form."), 404)
    return not_here()


def _to_check(request: Request, token: str, taken: Taken, sent: Mapping[str, str]) -> Response:
    assert taken.form is not None  # noqa: S101 # for the types: a form that was judged is there
    assert taken.declared is not None  # noqa: S101 # as above
    locale = taken.declared.locale
    if not _wants_json(request):
        back = f"../../p/{token}/#form-{taken.form.id}"
        look = _look(request, token, taken.declared, back)
        return _page(to_check(taken.form, taken.answers, sent, look), 422)
    errors = [
        {
            "in": "body",
            "field": field.id,
            "message": problem_words(
                field, taken.answers[field.id], locale, taken.declared.wording
            ),
            "problem": taken.answers[field.id].problem,
            "limit": taken.answers[field.id].limit,
        }
        for field in taken.form.fields
        if taken.answers[field.id].problem
    ]
    problem = _problem(INVALID_REQUEST.slug, 422, INVALID_REQUEST.title)
    return _json({**problem, "errors": errors}, 422)


async def _too_many(request: Request, token: str, taken: Taken) -> Response:
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    if _wants_json(request):
        answer = _json(_problem("rate-limited", 429, "Too many forms were sent."), 429)
    else:
        declared = taken.declared or await run_in_threadpool(_declared, request, token)
        if declared is None:
            return not_here()
        back = f"../../p/{token}/"
        look = await run_in_threadpool(_look, request, token, declared, back)
        answer = _page(not_taken("too_many", declared.phone, look), 429)
    answer.headers.update(headers)
    return answer


def _look(request: Request, token: str, declared: DeclaredForms, back: str) -> ReplyLook:
    """Return how replies look: as the recipient's own page, where it can be read."""
    look = ReplyLook(declared.locale, back, declared.wording)
    try:
        page = place_of(request).store.get(f"p/{token}/index.html")
    except StorageError:
        log.info("form.plain_reply")
        return look
    return look.like(page.decode())


def _declared(request: Request, token: str) -> DeclaredForms | None:
    with place_of(request).database.reading() as session:
        link = open_link(session, token)
        return declared_forms(session, link.recipient_id) if link is not None else None


async def _read(request: Request) -> bytes | None:
    """Return the body, None when it is longer than a form's may be."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _problem(slug: str, status: int, title: str) -> dict[str, object]:
    return {"type": TYPE_BASE + slug, "title": title, "status": status}


def _json(value: dict[str, object], status: int) -> Response:
    media = "application/json" if status < 400 else MEDIA_TYPE
    return JSONResponse(
        value, status_code=status, media_type=media, headers={"Cache-Control": "no-store"}
    )


def _page(html: str, status: int) -> Response:
    return HTMLResponse(
        html,
        status_code=status,
        headers={"Cache-Control": "no-store", "Content-Security-Policy": reply_policy()},
    )
