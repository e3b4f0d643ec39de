"""One machine moves to the engines of many; two workers, of which one is killed, make the same."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest
import redis
from command_process import ROOT, command_line, environment, run_command
from planned_campaign import plan_campaign
from sqlalchemy import create_engine, text

from foundation.settings import load_settings
from storage.opening import open_store
from workers.background import finish_unfinished

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from foundation.settings import Settings
    from storage.objects import ObjectStore

PEOPLE = 64
PUBLIC = ("clips/", "films/", "p/", "static/")


def published(engine: Engine) -> int:
    with engine.connect() as connection:
        count = "select count(*) from recipients where status = 'published'"
        return int(connection.execute(text(count)).scalar_one())


def start_worker(out: Path, env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as lines:
        return subprocess.Popen(
            command_line(["worker", "--processes", "1", "--out", out]),
            cwd=ROOT,
            env=environment(env),
            stdout=lines,
            stderr=lines,
        )


def wait_until(engine: Engine, number: int, *workers: tuple[subprocess.Popen[bytes], Path]) -> None:
    until = time.monotonic() + 240
    while published(engine) < number:
        for worker, log in workers:
            assert worker.poll() is None, log.read_text()
        assert time.monotonic() < until, "\n".join(log.read_text() for _, log in workers)
        time.sleep(0.2)


def objects(store: ObjectStore) -> dict[str, bytes]:
    return {key: store.get(key) for prefix in PUBLIC for key in store.keys(prefix)}


def plan(tmp_path: Path) -> Settings:
    settings = load_settings(out=tmp_path / "out", log_level="warning", jobs=2)
    plan_campaign(tmp_path / "campaign", settings, PEOPLE)
    return settings


@pytest.mark.timeout(600)
def test_two_workers_of_which_one_is_killed_make_what_one_machine_makes(
    tmp_path: Path, many_machines: dict[str, str]
) -> None:
    one_machine = plan(tmp_path)
    env = {f"SOLLECITO_{name.upper()}": value for name, value in many_machines.items()}
    env |= {"SOLLECITO_LEASE_SECONDS": "5", "SOLLECITO_LOG_FORMAT": "json"}
    moved = run_command("move", "--out", one_machine.out, env=env)
    assert moved.returncode == 0, moved.stderr
    engine = create_engine(many_machines["database_url"])
    logs = [tmp_path / "first.log", tmp_path / "second.log"]
    workers = [start_worker(tmp_path / log.stem, env, log) for log in logs]
    try:
        wait_until(engine, PEOPLE // 4, *zip(workers, logs, strict=True))
        workers[0].kill()
        assert workers[0].wait(10) == -signal.SIGKILL
        with redis.Redis.from_url(many_machines["broker_url"]) as broker:
            broker.flushall()  # what was queued is lost, too
        assert published(engine) < PEOPLE, "there was something left to lose"
        wait_until(engine, PEOPLE, (workers[1], logs[1]))
        workers[1].terminate()
        assert workers[1].wait(60) == 0, logs[1].read_text()
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    with engine.connect() as connection:
        for table in ("recipients", "clips"):
            held = f"select count(*) from {table} where lease_owner is not null"  # noqa: S608
            assert connection.execute(text(held)).scalar() == 0
        assert connection.execute(text("select count(*) from leases")).scalar() == 0
    engine.dispose()
    told = "".join(log.read_text() for log in logs)
    assert "Persona" not in told
    assert not [key for key in objects(one_machine_store(one_machine)) if key.startswith("p/")]
    assert finish_unfinished(one_machine, threading.Event()) == 1
    here = objects(one_machine_store(one_machine))
    there = objects(open_store(many_machines["store_url"]))
    assert len([key for key in here if key.endswith("index.html")]) == PEOPLE
    assert set(there) == set(here)
    assert there == here, "byte by byte"


def one_machine_store(settings: Settings) -> ObjectStore:
    return open_store(settings.store)
