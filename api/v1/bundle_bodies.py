"""Campaign folders that come as zip archives: what a route says of its body, and unpacking it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool

from api.v1.problems import BUNDLE_REFUSED, Problem
from api.v1.streaming import body_to_file
from campaigns.bundles import BundleError, unpack
from scenes.loading import readable_fields
from scenes.media_files import inside

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import Request

MOST_BUNDLE = 512 << 20
"""Largest bundle, packed, in bytes."""

ZIP = "application/zip"
JSON = "application/json"

_ZIP_BODY = {"schema": {"type": "string", "format": "binary"}}


def body_of(*media: str, schema: str | None = None) -> dict[str, Any]:
    """Return what the OpenAPI document says of a body of these media types; JSON is `schema`."""
    content: dict[str, Any] = {
        each: {"schema": {"$ref": f"#/components/schemas/{schema}"}} if each == JSON else _ZIP_BODY
        for each in media
    }
    return {"requestBody": {"required": True, "content": content}}


def data_file_of(folder: Path) -> Path | None:
    """Return the data file that a campaign folder holds, as campaign.yaml names it; None for none.

    Whoever sends a bundle may name files of the bundle only.
    """
    read = readable_fields(folder)
    return None if read is None else inside(folder, read[0].data.file)


async def unpacked(request: Request, scratch: Path) -> Path:
    """Return the campaign folder that a request brings as a zip archive, below ``scratch``.

    Raises the problem of a bundle that is refused.
    """
    archive = scratch / "bundle.zip"
    await body_to_file(request, archive, MOST_BUNDLE)
    folder = scratch / "campaign"
    folder.mkdir()
    try:
        return await run_in_threadpool(unpack, archive, folder)
    except BundleError as error:
        raise Problem(BUNDLE_REFUSED, str(error)) from None
