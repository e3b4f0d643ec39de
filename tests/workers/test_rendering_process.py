"""The supervised child process: answers, errors, hangs, deaths, and no orphans."""

from __future__ import annotations

import importlib
import mmap
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from foundation.errors import RenderError, RowError, StorageError
from workers.processor_share import NICENESS
from workers.rendering_process import (
    COLLECTING,
    RenderingProcess,
    load_responder,
    resident_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]

# A responder must be importable in the child, so it lives in a module of its own.
RESPONDER = """
import os, signal, sys, time
from pathlib import Path
from foundation.errors import CampaignError, RenderError, RowError, StorageError
from foundation.faults import Fault

answered = 0

def make():
    return respond

def respond(request):
    global answered
    what, value = request
    answered += 1
    if what == "echo":
        return value, os.getpid(), answered
    if what == "numpy":
        import gc
        before = "numpy" in sys.modules
        import numpy
        squares = numpy.ones((600, 600), numpy.float32)
        squares @ squares
        tasks = len(os.listdir("/proc/self/task"))
        return before, tasks, gc.get_freeze_count(), gc.get_threshold()
    if what == "row":
        raise RowError("amount", "must be above zero")
    if what == "render":
        raise RenderError("The scene is empty.")
    if what == "storage":
        raise StorageError("The store is full.")
    if what == "campaign":
        raise CampaignError([Fault("campaign.yaml", 3, "name", "is missing")])
    if what == "surprise":
        int("Mario Rossi")
    if what == "print":
        print("noise of a library")
        return "printed"
    if what == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "die once":
        marker = Path(value)
        if not marker.exists():
            marker.touch()
            os._exit(7)
        return "second child"
    if what == "hang":
        time.sleep(600)
"""


@pytest.fixture
def responder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    (tmp_path / "invented_responder.py").write_text(RESPONDER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("invented_responder")
    del sys.modules["invented_responder"]


@pytest.fixture
def process(responder: ModuleType) -> Iterator[RenderingProcess]:
    with RenderingProcess(responder.make, time_limit_s=20) as process:
        yield process


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pid: int, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not alive(pid), f"process {pid} is still there"


def test_one_child_answers_request_after_request(process: RenderingProcess) -> None:
    first = process.ask(("echo", {"a": 1}))
    second = process.ask(("echo", b"x" * 200_000))
    assert first[0] == {"a": 1}
    assert second[0] == b"x" * 200_000
    assert first[1] == second[1] == process.pid != os.getpid()
    assert (first[2], second[2]) == (1, 2)


def test_numpy_has_no_threads_in_a_child_and_garbage_is_looked_for_rarely(
    process: RenderingProcess,
) -> None:
    loaded_before, threads, frozen, thresholds = process.ask(("numpy", None))
    assert not loaded_before, "too late to say how many threads it may have"
    assert threads == 2, "its own and the one that watches the parent"
    assert frozen > 1_000
    assert thresholds == COLLECTING


@pytest.mark.parametrize("yielding", [False, True])
def test_answers_to_people_go_before_a_yielding_child(
    responder: ModuleType, *, yielding: bool
) -> None:
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    with RenderingProcess(responder.make, time_limit_s=60, yielding=yielding) as process:
        _, pid, _ = process.ask(("echo", 1))
        expected = mine + NICENESS if yielding else mine
        assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, expected)


def test_errors_come_back_as_they_were_raised(process: RenderingProcess) -> None:
    with pytest.raises(RowError) as row:
        process.ask(("row", None))
    assert (row.value.field, row.value.reason) == ("amount", "must be above zero")
    with pytest.raises(RenderError, match=r"^The scene is empty\.$"):
        process.ask(("render", None))
    with pytest.raises(StorageError, match=r"^The store is full\.$"):
        process.ask(("storage", None))
    with pytest.raises(RenderError, match=r"campaign\.yaml:3"):
        process.ask(("campaign", None))
    assert process.ask(("echo", 1))[2] == 5, "the child survived them all"


def test_an_unexpected_error_tells_where_but_not_what(
    process: RenderingProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RenderError) as error:
        process.ask(("surprise", None))
    assert "ValueError at invented_responder.py:" in str(error.value)
    assert "Mario" not in str(error.value)
    assert capfd.readouterr().out == ""


def test_what_a_library_prints_goes_to_standard_error(
    process: RenderingProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    assert process.ask(("print", None)) == "printed"
    process.close()
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "noise of a library" in printed.err


def test_a_child_that_dies_is_replaced_and_asked_again(
    process: RenderingProcess, tmp_path: Path
) -> None:
    before = process.ask(("echo", 1))[1]
    assert process.ask(("die once", str(tmp_path / "marker"))) == "second child"
    assert process.pid != before


def test_a_request_that_kills_two_children_is_given_up(process: RenderingProcess) -> None:
    with pytest.raises(RenderError, match="twice the process was ended by SIGSEGV"):
        process.ask(("die", None))
    assert process.ask(("echo", "next"))[0] == "next", "the next request has a new child"


def test_a_child_that_hangs_is_killed(responder: ModuleType) -> None:
    with RenderingProcess(responder.make, time_limit_s=1.0) as process:
        started = time.monotonic()
        with pytest.raises(RenderError, match="twice the process took longer than 1 s"):
            process.ask(("hang", None))
        assert time.monotonic() - started < 10
        assert process.pid is None


def test_a_child_that_has_grown_is_replaced(responder: ModuleType) -> None:
    with RenderingProcess(
        responder.make, time_limit_s=20, memory_limit=1 << 20, settled_after=2
    ) as process:
        children = [process.ask(("echo", None))[1] for _ in range(4)]
    assert children[0] == children[1]
    assert children[2] == children[3] != children[0]
    for pid in set(children):
        wait_until_gone(pid)


def test_a_child_that_stays_small_is_kept(responder: ModuleType) -> None:
    with RenderingProcess(
        responder.make, time_limit_s=20, memory_limit=1 << 30, settled_after=2
    ) as process:
        assert len({process.ask(("echo", None))[1] for _ in range(4)}) == 1
    assert 1 << 20 < resident_bytes() < 4 << 30


def test_mapped_files_are_not_memory_of_a_process(tmp_path: Path) -> None:
    size = 64 << 20
    (tmp_path / "large").write_bytes(bytes(size))
    before = resident_bytes()
    with (
        (tmp_path / "large").open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
    ):
        assert sum(mapped[at] for at in range(0, size, 4096)) == 0, "all pages are there"
        assert resident_bytes() - before < size // 4
    # Pages of its own, fresh ones: a bytes object may find room that the process holds already.
    with mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as held:
        held.write(b"x" * size)
        assert resident_bytes() - before > size // 2


def test_a_responder_is_loaded_by_its_place(responder: ModuleType) -> None:
    make = partial(load_responder, f"{responder.__name__}:make")
    with RenderingProcess(make, time_limit_s=20) as process:
        assert process.ask(("echo", 5))[0] == 5


def test_another_thread_can_abandon_a_request(process: RenderingProcess) -> None:
    pid = process.ask(("echo", None))[1]
    timer = threading.Timer(0.3, process.abandon)
    timer.start()
    with pytest.raises(RenderError, match="Rendering was stopped"):
        process.ask(("hang", None))
    wait_until_gone(pid)
    with pytest.raises(RenderError, match="Rendering was stopped"):
        process.ask(("echo", None))


def test_the_child_ignores_ctrl_c_and_ends_with_its_parent(
    responder: ModuleType, tmp_path: Path
) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(
            """
            import sys
            from invented_responder import make
            from workers.rendering_process import RenderingProcess

            if __name__ == "__main__":
                process = RenderingProcess(make, time_limit_s=60)
                print(process.ask(("echo", None))[1], flush=True)
                process.ask(("hang", None))
            """
        ),
        encoding="utf-8",
    )
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(responder.__file__).parent}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    os.kill(child, signal.SIGINT)
    time.sleep(0.2)
    assert alive(child), "Ctrl-C is for the parent"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until_gone(child)
