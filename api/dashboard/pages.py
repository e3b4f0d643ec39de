"""``/dashboard``: the page and its files. They hold no data; all of it comes from ``/v1``."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.compression import coding_for, compressed_once, is_text
from api.dashboard.site_files import site_files
from api.kind_page import not_here
from api.place import place_of
from storage.objects import FOREVER
from workers.files_elsewhere import origin_elsewhere
from workers.stored_objects import content_type

router = APIRouter()

READ = ["GET", "HEAD"]


def policy(files_origin: str) -> str:
    """Return the content security policy: own files only, nothing inline.

    No script can make HTML of a text (Trusted Types). ``files_origin`` is where posters may be led
    to. Its one form asks for a download (``downloads``).
    """
    images = f"'self' {files_origin}".strip()
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; "
        "font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )


@router.api_route("/dashboard", methods=READ)
def without_slash() -> Response:
    """Lead to the page's own address; its links are relative to it."""
    return RedirectResponse("dashboard/", status_code=308)


@router.api_route("/dashboard/", methods=READ)
def dashboard_page(request: Request) -> Response:
    """Serve the page, which asks for a key; without one it shows nothing."""
    body = site_files().page
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy(origin_elsewhere(place_of(request).settings)),
        "Content-Type": "text/html; charset=utf-8",
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
    }
    return _answer("index.html", body, request, headers)


@router.api_route("/dashboard/{folder}/{path:path}", methods=READ)
def dashboard_file(request: Request, folder: str, path: str) -> Response:
    """Serve a file of this version of the dashboard; others are gone."""
    site = site_files()
    body = site.files.get(path)
    if folder != site.digest or body is None:
        return not_here()
    headers = {
        "Cache-Control": FOREVER,
        "Content-Type": content_type(path),
        "ETag": f'"{folder}"',
    }
    return _answer(path, body, request, headers)


def _answer(path: str, body: bytes, request: Request, headers: dict[str, str]) -> Response:
    coding = None
    if is_text(path):
        headers["Vary"] = "Accept-Encoding"
        coding = coding_for(request.headers.get("accept-encoding", ""))
    if coding is not None:
        headers["Content-Encoding"] = coding
        headers["ETag"] = f'{headers["ETag"][:-1]}-{coding}"'
        body = compressed_once(path, body, coding)
    held = request.headers.get("if-none-match", "")
    if headers["ETag"] in (part.strip().removeprefix("W/") for part in held.split(",")):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, headers=headers)
