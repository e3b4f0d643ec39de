"""Processor time is counted where it is spent: here, and in children."""

import subprocess
import sys

from benchmarks.processor_time import spent

WORK = "sum(number * number for number in range(2_000_000))"


def test_work_of_this_process_counts_and_waiting_does_not():
    with spent() as working:
        eval(WORK)  # noqa: S307 - the same work as the child's
    with spent() as waiting:
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.3)"], check=True)
    assert working.seconds > 0.03
    assert waiting.seconds < 0.25


def test_work_of_a_child_counts():
    with spent() as idle:
        subprocess.run([sys.executable, "-c", "pass"], check=True)
    with spent() as working:
        subprocess.run([sys.executable, "-c", WORK], check=True)
    assert working.seconds > idle.seconds + 0.03
