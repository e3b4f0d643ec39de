"""What a machine keeps for itself of campaigns that are no more: fetched clips, files, pictures.

A campaign is deleted by one machine, in database and store. The others find out here, now and then:
a clip shows a name and an amount, so it must not stay until its room is needed.
"""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from campaigns.models import Campaign, ClipRecord
from workers.campaign_copies import remove_copies
from workers.clip_shelf import FETCHED
from workers.stored_pictures import kept_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foundation.database import Database
    from foundation.settings import Settings

SETTLED_S = 600.0
"""Seconds for which a file is left alone: what it belongs to may be about to be noted down."""

TOGETHER = 500
"""Names that are looked for at once."""

log = structlog.get_logger(__name__)


def remove_leftovers(database: Database, settings: Settings) -> int:
    """Remove what this machine keeps of campaigns that are deleted; return how many things.

    Where the database is this machine's own, whoever deletes a campaign removes all of it.
    """
    if settings.database_url is None:
        return 0
    clips = {path.stem: path for path in _settled(settings.private / FETCHED)}
    gone = 0
    ordered = sorted(clips)
    for start in range(0, len(ordered), TOGETHER):
        names = ordered[start : start + TOGETHER]
        with database.reading() as session:
            known = set(session.scalars(select(ClipRecord.name).where(ClipRecord.name.in_(names))))
        for name in set(names) - known:
            clips[name].unlink(missing_ok=True)
            gone += 1
    kept = {
        path.name
        for above in ("campaigns", "pictures")
        for path in _settled(settings.private / above)
        if path.is_dir()
    }
    with database.reading() as session:
        there = set(session.scalars(select(Campaign.name).where(Campaign.name.in_(kept))))
    for name in kept - there:
        remove_copies(settings.private, name)
        shutil.rmtree(kept_pictures(settings.private, name), ignore_errors=True)
        gone += 1
    if gone:
        log.info("leftovers.removed", count=gone)
    return gone


def _settled(folder: Path) -> Iterator[Path]:
    """Yield what has been in a folder for a while."""
    before = time.time() - SETTLED_S
    for path in folder.glob("[!.]*"):
        try:
            if path.stat().st_mtime < before:
                yield path
        except OSError:
            continue  # it has gone meanwhile
