"""Each stage is charged with its own time and not with that of stages inside it."""

import time
from types import SimpleNamespace

from benchmarks.stopwatch import watching


def work(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_inner_stages_are_not_counted_twice_and_all_is_as_before_afterwards():
    def outer():
        work(0.04)
        place.inner()
        return "made"

    def inner():
        work(0.08)

    place = SimpleNamespace(outer=outer, inner=inner)
    with watching({"one": ((place, "outer"),), "two": ((place, "inner"),)}) as watch:
        assert place.outer() == "made"
        with watch.stage("rest"):
            place.inner()
    assert 0.03 < watch.seconds["one"] < 0.07
    assert 0.15 < watch.seconds["two"] < 0.2
    assert watch.seconds["rest"] < 0.02
    assert (place.outer, place.inner) == (outer, inner)
