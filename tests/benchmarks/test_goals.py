"""Figures stand beside their goals, and a broken promise is found."""

import io

from rich.console import Console

from benchmarks.goals import Figure, broken_promises, table_of
from benchmarks.long_run import Memory


def test_figures_are_on_one_side_of_their_goal():
    assert Figure("a", 0.4, "s", 0.4).reached
    assert not Figure("a", 0.41, "s", 0.4).reached
    assert Figure("a", 200, "×", 200, "more").reached
    assert not Figure("a", 199.9, "×", 200, "more").reached
    assert Figure("a", 1e9, "s").reached, "there is no goal"


def test_the_table_shows_what_was_missed():
    figures = [Figure("fast", 0.3, "s", 0.4), Figure("slow", 1234.5, "ms", 10), Figure("b", 12, "")]
    console = Console(file=io.StringIO(), width=100)
    console.print(table_of(figures))
    shown = console.file.getvalue()
    assert "0.30 s" in shown
    assert "≤ 0.40 s" in shown
    assert "1,234 ms" in shown
    assert shown.count("missed") == shown.count("reached") == 1


def test_only_promises_count():
    missed = Figure("a", 2, "s", 1)
    promised = Figure("b", 2, "s", 1, promised=True)
    kept = Figure("c", 1, "s", 1, promised=True)
    assert broken_promises([missed, promised, kept]) == [promised]


def test_memory_is_taken_on_to_ten_thousand():
    flat = Memory(1000, 200, 200, 100, 100, 0.1)
    assert (flat.child_at_goal, flat.parent_at_goal) == (200, 100)
    growing = Memory(1000, 200, 205, 100, 101, 0.1)
    assert growing.child_at_goal == 295
    assert growing.parent_at_goal == 119
    leaking = Memory(1000, 200, 300, 100, 101, 0.1)
    assert leaking.child_at_goal == 400, "it is replaced before it grows further"
