"""``kill -9`` at any moment: the next run completes, nothing is lost or made twice."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from tiny_campaign import CLIPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiny_campaign import Tiny

ROOT = Path(__file__).resolve().parents[2]
MARK = "SOLLECITO_TEST_RUN"


def make_unrendered(tiny: Tiny) -> None:
    """Put the folder back to the moment when the rows were imported: same tokens, same secret."""
    for key in ("clips", "films", "p", "static"):
        shutil.rmtree(tiny.out / key)
    engine = create_engine(tiny.settings.database)
    with engine.begin() as connection:
        connection.execute(
            text(
                "update recipients set status = 'planned', plan = null, film = null,"
                " publication = null, published_at = null, pay_address = null"
            )
        )
        connection.execute(text("delete from clips"))
    engine.dispose()


def start(tiny: Tiny, mark: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cli", "render", tiny.folder, "--out", tiny.out, "--json"]
    return subprocess.Popen(
        [str(part) for part in [*command, "--jobs", "2"]],
        cwd=ROOT,
        env={**os.environ, MARK: mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def marked(mark: str) -> list[int]:
    """Return the processes of a run, however deep."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except (OSError, ProcessLookupError):
            continue  # it ended while we looked, or is not ours
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "the moment never came"
        time.sleep(0.002)


def appeared(out: Path, pattern: str, before: set[Path]) -> bool:
    return not before.issuperset(out.glob(pattern))


def finished_clips(out: Path) -> dict[Path, tuple[int, int]]:
    """Return every object of the clips that stand whole, with its inode and time of change."""
    return {
        file: (file.stat().st_ino, file.stat().st_mtime_ns)
        for done in (out / "clips").glob("*.json")
        for file in done.parent.glob(f"{done.stem}.*")
    }


def assert_visible_pages_are_whole(out: Path, whole: dict[str, bytes]) -> None:
    for page in (out / "p").glob("*/index.html"):
        for file in page.parent.glob("[!.]*"):
            key = file.relative_to(out).as_posix()
            assert file.read_bytes() == whole[key]
        html = page.read_text(encoding="utf-8")
        begin = html.index(">", html.index('<script type="application/json"')) + 1
        story = json.loads(html[begin : html.index("</script>", begin)])
        needed = [
            f"clips/{scene['clip']}.{e}"
            for scene in story["scenes"].values()
            for e in ("mp4", "vtt", "jpg", "m4a")
        ]
        needed += [key for key in whole if key.startswith(("films/", "static/")) and key in html]
        for key in needed:
            assert (out / key).read_bytes() == whole[key]


RENDERING = "rendering"


def renders(out: Path) -> bool:
    """Return whether a worker holds the claim on a clip."""
    file = out / ".sollecito" / "sollecito.db"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        held = "select count(*) from clips where state = 'rendering' and lease_owner is not null"
        found: int = database.execute(held).fetchone()[0]
    return found > 0


MOMENTS = {
    "taking the lock": ".sollecito/lock",
    "rendering a clip": RENDERING,
    "storing a clip": "clips/*.vtt",
    "after a clip": "clips/*.json",
    "storing a film": "films/*",
    "storing a page": "p/*/*.svg",
    "after a page": "p/*/index.html",
    "after another page": "p/*/index.html",
}
"""What a run is doing when a file of this pattern appears, or it renders: then it is killed."""


@pytest.mark.timeout(280)
def test_the_run_after_kills_at_every_stage(tiny: Tiny) -> None:
    whole = tiny.objects()
    make_unrendered(tiny)
    (tiny.out / ".sollecito" / "lock").unlink()
    settled: dict[Path, tuple[int, int]] = {}
    for name, pattern in MOMENTS.items():
        before = set(tiny.out.glob(pattern))
        mark = uuid.uuid4().hex
        with start(tiny, mark) as run:
            if pattern == RENDERING:
                wait_until(partial(renders, tiny.out))
            else:
                wait_until(partial(appeared, tiny.out, pattern, before))
            run.kill()
            run.communicate()
        assert run.returncode == -9, name
        wait_until(lambda mark=mark: not marked(mark), 15)
        now = finished_clips(tiny.out)
        assert {file: now[file] for file in settled} == settled, "no finished clip was made again"
        settled = now
        assert_visible_pages_are_whole(tiny.out, whole)
    assert len(settled) >= 5 * 4, "the kills came late enough to have something to lose"
    last = start(tiny, uuid.uuid4().hex)
    printed, told = last.communicate(timeout=120)
    assert last.returncode == 0, told
    report = json.loads(printed)
    assert (report["published"], report["failed"], report["unfinished"]) == (3, 0, 0)
    assert report["clips_rendered"] == CLIPS - len(settled) // 5
    now = finished_clips(tiny.out)
    assert {file: now[file] for file in settled} == settled
    assert tiny.objects() == whole, "byte by byte what an undisturbed run makes"
    assert not list(tiny.out.rglob(".part-*"))
