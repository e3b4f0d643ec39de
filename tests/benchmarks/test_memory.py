"""Peaks of memory are those of the processes that are watched."""

import subprocess
import sys
import time

from benchmarks.memory import Peaks, children_of, peak_of, watched

HUNGRY = "import time; x = bytearray(60 << 20); time.sleep(1.2)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HUNGRY!r}])"


def test_the_peaks_of_a_command_and_its_children(tmp_path):
    (tmp_path / "somebody").mkdir()
    command = subprocess.Popen([sys.executable, "-c", PARENT])
    with watched(command.pid, tmp_path) as peaks:
        command.wait()
    assert peaks.child > 60 << 20
    assert 1 << 20 < peaks.parent < 60 << 20
    assert peaks.when(1)[0] == peaks.child
    assert peaks.when(0) == (0, 0), "nobody was published before the first look"


def test_a_process_that_is_gone_holds_nothing():
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    time.sleep(0.05)
    assert peak_of(gone.pid) == 0
    assert children_of(gone.pid) == []
    assert Peaks().when(5) == (0, 0)
