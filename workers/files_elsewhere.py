"""Clips, films and posters that are fetched from a CDN or from the object store itself, by setting.

Pages always name files by addresses of their own place (``../../clips/NAME.mp4``), and the server
leads on from there when a file is asked for. A page is static: it may be printed about, kept and
opened for months, so it cannot hold an address that ends after an hour, and one that names a CDN
would have to be made again whenever the CDN changes. This way each request is led on by the
setting of its moment, and whether a film's link is still good is looked at before.

What a page does hold is the other place's origin, in its content security policy: browsers heed
the policy for the address that they are led to as well.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from foundation.errors import SettingsError
from storage.opening import open_store
from storage.s3 import S3Store

if TYPE_CHECKING:
    from foundation.settings import Settings
    from storage.objects import ObjectStore

SIGNED = "signed"
"""The value of the setting for addresses that the store itself takes for a while."""

SIGNED_S = 3600
"""Seconds for which a signed address is good: longer than any film with its pauses."""

KEPT_S = 1800
"""Seconds for which a browser may remember where it was led to."""

LED_ON = (".mp4", ".m4a", ".jpg")
"""Endings of what is led on. Captions are small, and browsers take them from the page's own place
only."""


def address_elsewhere(settings: Settings, store: ObjectStore, key: str) -> str | None:
    """Return where else an object is to be fetched, None when this server hands it out.

    Raises StorageError when an address cannot be signed.
    """
    if settings.files_from is None or not key.endswith(LED_ON):
        return None
    if settings.files_from == SIGNED:
        return _signing(store).signed(key, SIGNED_S)
    return f"{settings.files_from.rstrip('/')}/{key}"


def origin_elsewhere(settings: Settings) -> str:
    """Return the origin that pages must allow, such as ``https://cdn.example``; empty for none.

    Raises SettingsError when addresses are to be signed and the store has none to sign.
    """
    if settings.files_from is None:
        return ""
    if settings.files_from == SIGNED:
        return _origin_of_signed(settings.store)
    return _origin(settings.files_from)


@cache
def _origin_of_signed(store: str) -> str:
    return _origin(_signing(open_store(store)).signed("clips/any.mp4", SIGNED_S))


def _signing(store: ObjectStore) -> S3Store:
    if not isinstance(store, S3Store):
        raise SettingsError(
            "SOLLECITO_FILES_FROM=signed needs an S3 store (SOLLECITO_STORE_URL=s3://…). With a"
            " folder give the address of a CDN, or leave it unset."
        )
    return store


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
