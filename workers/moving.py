"""Moves what one machine has made, its SQLite database and its folder, to the engines of many.

Objects first, each read back and compared, then the database in one transaction: until that is
done nothing points to the new place, and the old one is left as it is. A move that was cut off
goes on where it was: a journal beside the database says which objects have arrived.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from campaigns.leases import Lease
from campaigns.migrate import upgrade
from campaigns.models import Campaign
from foundation.database import open_database
from foundation.errors import SettingsError, StorageError
from foundation.table_copying import copy_tables, digest_tables
from storage.local_folder import LocalFolder
from storage.opening import open_store
from workers.campaign_copies import copy_of, uploads_of
from workers.out_folder import locked
from workers.planning import release_all
from workers.stored_copies import store_copy
from workers.stored_objects import cache_control, content_type
from workers.stored_pictures import store_pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from foundation.database import Database
    from foundation.settings import Settings
    from storage.objects import ObjectStore

LEFT_OUT = (Lease.__tablename__, "alembic_version")
"""Tables that belong to a place and not to what is done there."""

AT_ONCE = 16
"""Objects that are on their way at the same time."""

JOURNAL = "moved.jsonl"


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What was moved: ``objects`` of ``bytes`` stand in the new store, ``sent`` of them just now.

    ``rows`` by table stand in the new database, ``campaigns`` have their files in the new store.
    """

    objects: int
    bytes: int
    sent: int
    rows: dict[str, int]
    campaigns: int


def move(settings: Settings, *, on_step: Callable[[str], None] = lambda _: None) -> MoveReport:
    """Move the folder's database and objects to those of the settings; return what was moved.

    Nothing of the old place is changed or removed. ``on_step`` is told in words what is done next.
    Raises SettingsError when there is no new place or nothing to move, OutFolderBusyError during a
    run, StorageError when something does not arrive as it was.
    """
    if settings.database_url is None or settings.store_url is None:
        raise SettingsError(
            "Say where to move to: set SOLLECITO_DATABASE_URL (postgresql+psycopg://…) and"
            " SOLLECITO_STORE_URL (s3://…)."
        )
    embedded = settings.model_copy(
        update={"database_url": None, "store_url": None, "broker_url": "memory://"}
    )
    if not (settings.private / "sollecito.db").is_file():
        raise SettingsError(f"There is no database in {settings.out} that could be moved.")
    origin, new = LocalFolder(embedded.out), open_store(settings.store)
    if isinstance(new, LocalFolder) and new.folder == origin.folder:
        raise SettingsError("SOLLECITO_STORE_URL is the folder that is to be moved.")
    with ExitStack() as stack:
        stack.enter_context(locked(embedded))
        old, target = open_database(embedded.database), open_database(settings.database)
        stack.callback(old.close)
        stack.callback(target.close)
        for database in (old, target):
            upgrade(database.engine)
        with old.writing() as session:
            release_all(session)
        on_step("Objects: each is sent, read back and compared.")
        journal = settings.private / JOURNAL
        objects, size, sent = _move_objects(origin, new, journal, settings.store)
        on_step("The campaigns' files.")
        campaigns = _move_campaigns(settings, old, new)
        on_step("The database: every row, in one transaction, and compared.")
        rows = _move_rows(old, target)
    return MoveReport(objects=objects, bytes=size, sent=sent, rows=rows, campaigns=campaigns)


def _move_objects(
    origin: LocalFolder, new: ObjectStore, journal: Path, address: str
) -> tuple[int, int, int]:
    """Send what has not arrived yet; return how many objects there are, their bytes, and sent."""
    # Hand-over files lie beside the objects' folders; they are the printer's and stay.
    keys = [key for key in origin.keys() if "/" in key]  # noqa: SIM118 - a store is no mapping
    arrived = _read_journal(journal, address)
    size = sent = 0
    with (
        journal.open("a", encoding="utf-8") as lines,
        ThreadPoolExecutor(AT_ONCE, thread_name_prefix="move") as pool,
    ):
        due = []
        for key in keys:
            state = origin.path(key).stat()
            size += state.st_size
            mark = [state.st_size, state.st_mtime_ns]
            if arrived.get(key) != mark:
                due.append((key, mark))
        for key, mark in pool.map(lambda one: (_send(origin, new, one[0]), one[1]), due):
            lines.write(json.dumps({"store": address, "key": key, "mark": mark}) + "\n")
            lines.flush()
            sent += 1
    return len(keys), size, sent


def _send(origin: LocalFolder, new: ObjectStore, key: str) -> str:
    file = origin.path(key)
    new.put(key, file, content_type=content_type(key), cache_control=cache_control(key))
    if _sha256(new.stream(key)) != _sha256(origin.stream(key)):
        raise StorageError("An object is not the same in the new store. Begin the move again.")
    return key


def _sha256(pieces: Iterator[bytes]) -> bytes:
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece)
    return whole.digest()


def _read_journal(journal: Path, address: str) -> dict[str, list[int]]:
    """Return which objects have arrived at this store, and what they looked like then."""
    arrived: dict[str, list[int]] = {}
    if journal.is_file():
        for line in journal.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # the last line of a move that was killed
            if entry["store"] == address:
                arrived[entry["key"]] = entry["mark"]
    return arrived


def _move_campaigns(settings: Settings, old: Database, new: ObjectStore) -> int:
    with old.reading() as session:
        rows = session.scalars(select(Campaign).order_by(Campaign.id)).all()
    count = 0
    for row in rows:
        copy = copy_of(settings.private, row.name, row.digest)
        if copy is not None:
            store_copy(new, row, copy)
            pictures = uploads_of(copy)
            if pictures is not None and pictures.is_dir():
                store_pictures(new, row, pictures)
            count += 1
    return count


def _move_rows(old: Database, target: Database) -> dict[str, int]:
    before = digest_tables(old.engine, leave_out=LEFT_OUT)
    there = digest_tables(target.engine, leave_out=LEFT_OUT)
    if there != before:  # else the move was done already
        there = copy_tables(old.engine, target.engine, leave_out=LEFT_OUT)
    return {name: table.rows for name, table in there.items()}
