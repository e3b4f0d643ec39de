"""SIGTERM while a clip is rendered: it is finished, the rest is given back, nothing is lost."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from patient_campaign import SCENE, Patience, clips_of, plan_patiently
from s3_server import free_port
from started_command import PATIENCE_S, Rows, Started, started, until

from foundation.settings import load_settings
from storage.opening import open_store
from workers.crew import STOP_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foundation.settings import Settings

PEOPLE = 8
CLIPS = clips_of(PEOPLE)


@dataclass
class Work:
    """Something planned, and how to start all that works on it."""

    settings: Settings
    given: dict[str, str]
    rows: Rows
    patience: Patience
    folder: Path

    @contextmanager
    def processes(self) -> Iterator[list[Started]]:
        """Yield what works: a server, and on many machines a worker beside it, both on this one."""
        given = {**self.given, **self.patience.settings, "jobs": 1, "log_level": "debug"}
        port = free_port()
        serve = ("serve", "--port", port, "--out", self.settings.out)
        worker = ("worker", "--processes", 1, "--out", self.folder / "worker")
        with ExitStack() as stack:
            log = self.folder / "serve.log"
            running = [stack.enter_context(started(*serve, settings=given, log=log))]
            if self.given:
                log = self.folder / "worker.log"
                running.append(stack.enter_context(started(*worker, settings=given, log=log)))
            yield running

    def rendered(self) -> int:
        """Return how many clips were rendered so far, by all processes."""
        found = self.rows.ask("select count from tallies where name = 'clips rendered'")
        return int(found[0][0]) if found else 0

    def clips(self) -> dict[str, Any]:
        """Return the clips that are done, by name, each with its scene, its attempts and bytes."""
        found = self.rows.ask("select name, scene, attempts, bytes from clips where state = 'done'")
        return {row.name: row for row in found}


@pytest.fixture
def work(set_up: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    settings = load_settings(out=tmp_path / "out", log_level="warning", **set_up)
    patience = plan_patiently(tmp_path, settings, PEOPLE, monkeypatch)
    rows = Rows(settings.database)
    yield Work(settings, set_up, rows, patience, tmp_path)
    rows.close()


@pytest.mark.timeout(600)
def test_the_clip_at_hand_is_finished_and_never_made_again(work: Work) -> None:
    with work.processes() as running:
        until(work.patience.begun, *running)
        assert work.rows.count("clips", "lease_owner is not null") == 1, "it is being rendered"
        for one in running:
            one.process.terminate()
        if work.given:
            # Who hands out work gives that up when it has heard of the end.
            until(lambda: work.rows.count("leases") == 0)
        work.patience.go()
        for one in running:
            assert one.process.wait(PATIENCE_S) == 0, one.told()
    assert work.rows.held() == 0, "all was given back"
    done = work.clips()
    at_hand = [clip for clip in done.values() if clip.scene == SCENE]
    assert [clip.attempts for clip in at_hand] == [1], "the clip at hand was finished"
    store = open_store(work.settings.store)
    kept = {key: store.get(key) for key in store.keys(f"clips/{at_hand[0].name}.")}
    assert {key.rpartition(".")[2] for key in kept} == {"mp4", "vtt", "jpg", "m4a", "json"}
    assert work.rendered() == len(done), "it was counted before the end"
    assert work.rows.published() < PEOPLE, "there is something left to do"
    assert work.rows.count("recipients", "attempts > 0 and status = 'planned'") == 0

    with work.processes() as running:
        until(lambda: work.rows.published() == PEOPLE, *running)
        for one in running:
            one.end()
    assert work.rows.held() == 0
    assert len(work.clips()) == work.rendered() == CLIPS, "each clip was rendered once"
    assert work.patience.begun() == "x"
    assert {key: store.get(key) for key in kept} == kept


@pytest.mark.timeout(600)
def test_a_clip_that_takes_too_long_is_cut_off_and_given_back_as_it_was(work: Work) -> None:
    with work.processes() as running:
        until(work.patience.begun, *running)
        for one in running:
            one.process.terminate()
        for one in running:
            # Ten seconds for the clip, some for the rest: far less than systemd and we wait.
            assert one.process.wait(STOP_S + 60) == 0, one.told()
    assert work.rows.held() == 0
    assert work.clips() == {}
    assert work.rows.count("clips", "attempts > 0") == 0, "it is no fault of the clip"
    assert work.rows.count("recipients", "attempts > 0") == 0
    work.patience.go()
    with work.processes() as running:
        until(lambda: work.rows.published() == PEOPLE, *running)
        for one in running:
            one.end()
    assert work.rows.held() == 0
    assert len(work.clips()) == CLIPS
