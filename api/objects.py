"""The objects of the store: pages, clips, films and what pages share. Nothing else is served."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse, StreamingResponse

from api.compression import coding_for, compressed, compressed_once, is_text
from api.headers import headers_of_pages
from api.kind_page import not_here
from api.links import UNKNOWN
from api.place import place_of
from api.ranges import UnsatisfiableError, parse_range
from campaigns.open_films import film_is_open
from campaigns.queries import open_link
from foundation.errors import StorageError
from storage.keys import check_key
from workers.files_elsewhere import KEPT_S, address_elsewhere, origin_elsewhere
from workers.stored_objects import cache_control, content_type

if TYPE_CHECKING:
    from api.place import Place
    from storage.objects import ObjectStore

router = APIRouter()

READ = ["GET", "HEAD"]


@router.api_route("/p/{token}", methods=READ)
def page_without_slash(token: str) -> Response:
    """Lead to the page's own address; its links are relative to it."""
    if not token.isalnum() or not token.isascii():
        return not_here()
    return RedirectResponse(f"{token}/", status_code=308)


@router.api_route("/p/{token}/{file:path}", methods=READ)
def page_object(request: Request, token: str, file: str) -> Response:
    """Serve a recipient's page while its link is good."""
    place = place_of(request)
    with place.database.reading() as session:
        link = open_link(session, token if token.isascii() else UNKNOWN)
    if link is None:
        return not_here()
    answer = serve(place.store, f"p/{token}/{file or 'index.html'}", request)
    answer.headers.update(headers_of_pages(origin_elsewhere(place.settings)))
    return answer


@router.api_route("/clips/{name}", methods=READ)
def clip_object(request: Request, name: str) -> Response:
    """Serve an object of a clip; its name is as hard to guess as a token."""
    place = place_of(request)
    return _elsewhere(place, f"clips/{name}") or serve(place.store, f"clips/{name}", request)


@router.api_route("/films/{name}", methods=READ)
def film_object(request: Request, name: str) -> Response:
    """Serve an object of a film while the link that leads to it is good."""
    place = place_of(request)
    with place.database.reading() as session:
        if not film_is_open(session, name.partition(".")[0]):
            return not_here()
    return _elsewhere(place, f"films/{name}") or serve(place.store, f"films/{name}", request)


@router.api_route("/static/{name}", methods=READ)
def shared_object(request: Request, name: str) -> Response:
    """Serve what all pages share."""
    return serve(place_of(request).store, f"static/{name}", request)


def _elsewhere(place: Place, key: str) -> Response | None:
    """Lead to where else an object is to be fetched; None when this server hands it out."""
    try:
        address = address_elsewhere(place.settings, place.store, check_key(key))
    except StorageError:
        return not_here()
    if address is None:
        return None
    kept = {"Cache-Control": f"private, max-age={KEPT_S}"}
    return RedirectResponse(address, status_code=307, headers=kept)


def serve(store: ObjectStore, key: str, request: Request) -> Response:
    """Return an object, all of it or the range that is asked for; 304 when it is known already.

    Objects named by their content have their name as entity tag, pages a digest of theirs.
    """
    try:
        check_key(key)
    except StorageError:
        return not_here()
    size = store.size(key)
    if size is None:
        return not_here()
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": cache_control(key),
        "Content-Type": content_type(key),
    }
    if is_text(key) or key.startswith("p/"):
        return _small(store.get(key), key, request, headers)
    headers["ETag"] = f'"{key.rpartition("/")[2]}"'
    if _known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return _streamed(store, key, size, request, headers)


def _small(body: bytes, key: str, request: Request, headers: dict[str, str]) -> Response:
    """Answer with a page or a text, compressed where that is understood. Never a range of it."""
    named_by_content = not key.startswith("p/")
    tag = key.rpartition("/")[2] if named_by_content else hashlib.sha256(body).hexdigest()[:32]
    del headers["Accept-Ranges"]
    coding = None
    if is_text(key):
        headers["Vary"] = "Accept-Encoding"
        coding = coding_for(request.headers.get("accept-encoding", ""))
    if coding is not None:
        headers["Content-Encoding"] = coding
        tag += f"-{coding}"  # another representation has another tag (RFC 9110, 8.8.3.3)
    headers["ETag"] = f'"{tag}"'
    if _known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if coding is not None:
        once = compressed_once(key, body, coding) if named_by_content else None
        body = compressed(body, coding) if once is None else once
    return Response(b"" if request.method == "HEAD" else body, headers=_whole(headers, len(body)))


def _streamed(
    store: ObjectStore, key: str, size: int, request: Request, headers: dict[str, str]
) -> Response:
    asked = request.headers.get("range") if request.method == "GET" else None
    condition = request.headers.get("if-range")
    if condition is not None and condition != headers["ETag"]:
        asked = None
    try:
        part = parse_range(asked, size)
    except UnsatisfiableError:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    if request.method == "HEAD":
        return Response(headers=_whole(headers, size))
    if part is None:
        return StreamingResponse(store.stream(key), headers=_whole(headers, size))
    headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    headers["Content-Length"] = str(part.length)
    pieces = store.stream(key, part.first, part.last)
    return StreamingResponse(pieces, status_code=206, headers=headers)


def _whole(headers: dict[str, str], size: int) -> dict[str, str]:
    return {**headers, "Content-Length": str(size)}


def _known(request: Request, tag: str) -> bool:
    """Return whether the client holds this version already (RFC 9110, 13.1.2)."""
    held = request.headers.get("if-none-match", "")
    return tag in (part.strip().removeprefix("W/") for part in held.split(","))
