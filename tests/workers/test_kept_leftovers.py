"""What a machine keeps of campaigns that another machine has deleted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import select

from campaigns.models import ClipRecord
from foundation.database import open_database
from workers.clip_shelf import FETCHED
from workers.kept_leftovers import SETTLED_S, remove_leftovers

if TYPE_CHECKING:
    from pathlib import Path

    from tiny_campaign import Tiny


def old(path: Path) -> Path:
    moment = path.stat().st_mtime - SETTLED_S - 1
    os.utime(path, (moment, moment))
    return path


def test_only_what_no_campaign_has_is_removed(tiny: Tiny, tmp_path: Path) -> None:
    shared = tiny.settings.model_copy(
        update={"database_url": tiny.settings.database, "out": tmp_path / "elsewhere"}
    )
    fetched = shared.private / FETCHED
    fetched.mkdir(parents=True)
    database = open_database(tiny.settings.database)
    with database.reading() as session:
        mine = session.scalars(select(ClipRecord.name)).first()
    for name in (mine, "gone", "new"):
        (fetched / f"{name}.mp4").write_bytes(b"clip")
    old(fetched / f"{mine}.mp4")
    old(fetched / "gone.mp4")
    for above in ("campaigns", "pictures"):
        for name in ("tiny", "deleted"):
            folder = shared.private / above / name
            (folder / "digest").mkdir(parents=True)
            old(folder)
    assert remove_leftovers(database, shared) == 2
    assert sorted(path.stem for path in fetched.iterdir()) == sorted([mine, "new"]), (
        "a clip that was just made may not be noted down yet"
    )
    for above in ("campaigns", "pictures"):
        assert [path.name for path in (shared.private / above).iterdir()] == ["tiny"]
    assert remove_leftovers(database, shared) == 0
    database.close()


def test_on_one_machine_nothing_is_left_to_this(tiny: Tiny) -> None:
    kept = tiny.settings.private / "campaigns" / "of-a-folder"
    kept.mkdir(parents=True)
    old(kept)
    database = open_database(tiny.settings.database)
    assert remove_leftovers(database, tiny.settings) == 0
    assert kept.is_dir()
    database.close()
