"""Looks whether everything that the work needs is there and fits together, and says what to do."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from campaigns.migrate import newest, version
from foundation.clock import utc_now
from foundation.database import open_database
from foundation.errors import SollecitoError
from foundation.refusals import worded
from storage.opening import open_store
from workers.broker import connect, is_shared
from workers.files_elsewhere import address_elsewhere, origin_elsewhere
from workers.outages import PROBE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from foundation.settings import Settings

ROOM_BYTES = 2 << 30
"""Free bytes below which a machine that renders is soon full (2 GiB)."""

SKEW_S = 5.0
"""Seconds by which clocks may differ: leases are over by the clock of whoever looks."""

FETCH_S = 10.0
"""Seconds that the place of files may take to answer."""


class Verdict(StrEnum):
    """How a finding is meant: ``fine``, ``look`` (works, but look at it), ``wrong`` (will fail)."""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, what was found, and what to do (empty when fine)."""

    what: str
    verdict: Verdict
    found: str
    advice: str = ""


def check_up(settings: Settings) -> list[Finding]:
    """Return what was found, in the order in which it is best mended; nothing is left behind."""
    return [finding for look in LOOKS for finding in _telling(look, settings)]


def _telling(
    look: Callable[[Settings], Iterator[Finding]], settings: Settings
) -> Iterator[Finding]:
    """Yield what a look finds; whatever refuses is a finding, too."""
    what = look.__name__.strip("_")
    try:
        yield from look(settings)
    except SollecitoError as error:
        yield Finding(what, Verdict.WRONG, str(error), "Mend the setting or start the server.")
    except SQLAlchemyError as error:
        yield Finding(
            what, Verdict.WRONG, worded(error), "Look at SOLLECITO_DATABASE_URL and the server."
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Finding(what, Verdict.WRONG, f"Refused: {reason}.", "Look at its rights and disk.")


def _settings(settings: Settings) -> Iterator[Finding]:
    """Look for settings that contradict each other."""
    found = False
    database, broker = settings.database_url is not None, is_shared(settings)
    store = settings.store_url is not None
    if broker and not database:
        found = True
        yield Finding(
            "settings",
            Verdict.WRONG,
            "The broker is shared, but the database is a file of this machine.",
            "Set SOLLECITO_DATABASE_URL=postgresql+psycopg://…, or leave SOLLECITO_BROKER_URL out.",
        )
    if broker and not store:
        found = True
        yield Finding(
            "settings",
            Verdict.WRONG,
            "The broker is shared, but objects would stay in this machine's folder.",
            "Set SOLLECITO_STORE_URL=s3://BUCKET/PREFIX?endpoint=…",
        )
    if database and not broker:
        found = True
        yield Finding(
            "settings",
            Verdict.LOOK,
            "The database is shared, but each process has a broker of its own.",
            "Set SOLLECITO_BROKER_URL=redis://… for workers on several machines.",
        )
    if settings.lease_seconds < 10:
        found = True
        yield Finding(
            "settings",
            Verdict.LOOK,
            f"Claims hold {settings.lease_seconds:g} s only.",
            "A short pause of a machine loses its work; set SOLLECITO_LEASE_SECONDS to 60 or more.",
        )
    if settings.public_base is not None and settings.public_base.startswith("http://"):
        found = True
        yield Finding(
            "settings",
            Verdict.LOOK,
            "SOLLECITO_PUBLIC_BASE is http://: links can be read on the way.",
            "For anything but a trial give an https:// address.",
        )
    if not found:
        kind = "many machines" if broker else "one machine"
        yield Finding("settings", Verdict.FINE, f"They fit together, for {kind}.")


def _database(settings: Settings) -> Iterator[Finding]:
    if settings.database_url is None and not (settings.private / "sollecito.db").is_file():
        yield Finding("database", Verdict.FINE, "None yet; the first command makes it.")
        return
    database = open_database(settings.database)
    try:
        with database.reading() as session:
            before = time.time()
            moment = session.scalar(select(func.now()))
            after = time.time()
        has = version(database.engine)
        name = database.engine.dialect.name
    finally:
        database.close()
    if has is None:
        yield Finding("database", Verdict.FINE, f"{name} answers, and is empty.")
    elif has < newest():
        yield Finding(
            "database",
            Verdict.LOOK,
            f"{name} answers; its tables are of step {has}, the program's of {newest()}.",
            "'sollecito serve' or 'worker' brings them up to date; update all machines together.",
        )
    elif has > newest():
        yield Finding(
            "database",
            Verdict.WRONG,
            f"Its tables are of step {has}, newer than this program ({newest()}).",
            "Update the program on this machine.",
        )
    else:
        yield Finding("database", Verdict.FINE, f"{name} answers; its tables are up to date.")
    if isinstance(moment, datetime) and name == "postgresql":
        yield _clock(moment.astimezone(UTC).timestamp(), before, after)


def _clock(theirs: float, before: float, after: float) -> Finding:
    skew = max(before - theirs, theirs - after, 0.0)
    if skew > SKEW_S:
        return Finding(
            "clock",
            Verdict.WRONG,
            f"This machine's clock and the database's differ by {skew:.0f} s.",
            "Let both follow the same time server (NTP): claims end by these clocks.",
        )
    return Finding("clock", Verdict.FINE, f"It agrees with the database's ({utc_now():%H:%M} UTC).")


def _broker(settings: Settings) -> Iterator[Finding]:
    if not is_shared(settings):
        yield Finding("broker", Verdict.FINE, "The one inside the process.")
        return
    import redis

    try:
        with connect(settings.broker_url) as client:
            facts = client.info("server")
            policy = client.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    except redis.AuthenticationError:
        yield Finding(
            "broker",
            Verdict.WRONG,
            "It refuses the password.",
            "Write it into SOLLECITO_BROKER_URL: redis://:PASSWORD@HOST:6379/0.",
        )
        return
    except redis.ResponseError:
        yield Finding("broker", Verdict.FINE, "It answers, and does not let itself be looked at.")
        return
    except redis.RedisError as error:
        yield Finding(
            "broker",
            Verdict.WRONG,
            f"It does not answer ({type(error).__name__}).",
            "Look at SOLLECITO_BROKER_URL, at the server and at the way there.",
        )
        return
    name = facts.get("server_name", "redis")
    if policy != "noeviction":
        yield Finding(
            "broker",
            Verdict.LOOK,
            f"{name} answers, but forgets messages when it is full ({policy}).",
            "Nothing is lost, but work waits; set maxmemory-policy to noeviction.",
        )
    else:
        yield Finding("broker", Verdict.FINE, f"{name} answers.")


def _store(settings: Settings) -> Iterator[Finding]:
    if settings.store_url is None and not settings.out.is_dir():
        yield Finding("store", Verdict.FINE, "A folder that the first command makes.")
        return
    store = open_store(settings.store)
    key, body = f"{PROBE}{secrets.token_hex(8)}.txt", secrets.token_bytes(32)
    try:
        store.put(key, body, content_type="text/plain", cache_control="no-store")
        whole = store.get(key) == body and key in set(store.keys(PROBE))
    finally:
        store.delete(key)
    if whole and not store.exists(key):
        yield Finding("store", Verdict.FINE, "An object was put, read, listed and removed.")
    else:
        yield Finding(
            "store",
            Verdict.WRONG,
            "An object that was put did not come back, or could not be removed.",
            "The keys need the rights to put, get, list and delete objects.",
        )


def _files(settings: Settings) -> Iterator[Finding]:
    """Look whether what browsers are led to is what the store holds."""
    if settings.files_from is None:
        return
    store, key = open_store(settings.store), f"clips/{PROBE.strip('/')}-{secrets.token_hex(8)}.jpg"
    body = secrets.token_bytes(32)
    address = address_elsewhere(settings, store, key) or ""
    store.put(key, body, content_type="image/jpeg", cache_control="no-store")
    try:
        told = _fetched(address, body)
    finally:
        store.delete(key)
    place = origin_elsewhere(settings)
    if told:
        yield Finding(
            "files",
            Verdict.WRONG,
            f"SOLLECITO_FILES_FROM: from {place} {told}",
            "It must hand out clips/ and films/ of the store, and be reachable by recipients.",
        )
    elif place.startswith("http://"):
        yield Finding(
            "files",
            Verdict.LOOK,
            f"Films come from {place}: they can be read on the way, and no page on https:// may"
            " fetch them.",
            "Give an https:// address; for signed ones as &outside= in SOLLECITO_STORE_URL.",
        )
    else:
        yield Finding("files", Verdict.FINE, f"An object of the store came from {place}.")


def _fetched(address: str, body: bytes) -> str:
    """Return what is wrong with what an address answers, empty when it is ``body``."""
    import urllib3

    try:
        answer = urllib3.request("GET", address, retries=False, redirect=False, timeout=FETCH_S)
    except urllib3.exceptions.HTTPError as error:
        return f"nothing came ({type(error).__name__})."
    if answer.status != HTTPStatus.OK:
        return f"an object of the store was asked for, and the answer was {answer.status}."
    return "" if answer.data == body else "something else came than what the store holds."


def _disk(settings: Settings) -> Iterator[Finding]:
    place = settings.out.absolute()
    while not place.is_dir():
        place = place.parent
    if not os.access(place, os.W_OK):
        yield Finding(
            "disk", Verdict.WRONG, f"{place} cannot be written.", "Give the user the right to."
        )
        return
    free = shutil.disk_usage(place).free
    if free < ROOM_BYTES:
        yield Finding(
            "disk",
            Verdict.LOOK,
            f"{free >> 20} MiB are free in {place}.",
            "Prepared bases and fetched clips take up to 2 GiB; make room or move --out.",
        )
    else:
        yield Finding("disk", Verdict.FINE, f"{free >> 30} GiB are free.")


def _fonts(settings: Settings) -> Iterator[Finding]:
    del settings
    from renderer.fonts import missing_glyphs

    missing = missing_glyphs(["Àè € ß ñ Ω Я ي"])
    if missing:
        yield Finding(
            "fonts",
            Verdict.WRONG,
            f"No font can draw {' '.join(sorted(missing))}.",
            "Install the program again from requirements/run.lock.",
        )
    else:
        yield Finding("fonts", Verdict.FINE, "Latin, Greek, Cyrillic and Arabic can be drawn.")


def _voice(settings: Settings) -> Iterator[Finding]:
    del settings
    import espeakng_loader

    library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    if Path(library).is_file() and Path(data).is_dir():
        yield Finding("voice", Verdict.FINE, "The voice's library and its languages are there.")
    else:
        yield Finding(
            "voice",
            Verdict.WRONG,
            "The voice's library is missing.",
            "Install the program again from requirements/run.lock.",
        )


def _codecs(settings: Settings) -> Iterator[Finding]:
    del settings
    import av

    missing = []
    for name, mode in (("libx264", "w"), ("aac", "w"), ("h264", "r"), ("mjpeg", "w")):
        try:
            av.Codec(name, mode)  # type: ignore[arg-type] # "r" or "w"
        except ValueError:
            missing.append(name)
    if missing:
        yield Finding(
            "codecs",
            Verdict.WRONG,
            f"FFmpeg has no {' and no '.join(missing)}.",
            "Use the av wheel of requirements/run.lock, not one of the system.",
        )
    else:
        yield Finding("codecs", Verdict.FINE, "H.264 and AAC can be made.")


LOOKS = (_settings, _database, _broker, _store, _files, _disk, _fonts, _voice, _codecs)
"""All looks, in the order in which what they find is best mended."""
