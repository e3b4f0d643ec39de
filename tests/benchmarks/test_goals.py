"""Figures stand beside their goals, and a broken promise is found."""

import io

from rich.console import Console

from benchmarks.goals import Figure, broken_promises, table_of
from benchmarks.long_run import LongRun
from benchmarks.steady_memory import Steady


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


def test_what_cannot_be_judged_is_neither_reached_nor_missed():
    figure = Figure("a", 1.5, "×", 1.8, "more", untold="load 3.0 before the start")
    assert figure.answer == "not told: load 3.0 before the start"
    assert figure.reached, "nobody has missed it"
    assert Figure("a", 1.5, "×", 1.8, "more").answer == "missed"
    assert Figure("a", 1.5, "×").answer == ""


def test_memory_of_the_command_is_taken_on_to_ten_thousand():
    assert LongRun(1000, 200, 100, 100, 0.1, 0.005).parent_at_goal == 100
    assert LongRun(1000, 200, 100, 101, 0.1, 0.005).parent_at_goal == 119


def test_a_process_is_constant_only_when_its_second_half_was():
    filled = Steady(800, 100, [180, 200, 215, 215, 216, 217, 216, 217], 200)
    assert filled.growth == 1
    assert filled.constant
    assert filled.largest == 417
    leaking = Steady(800, 100, [180, 190, 200, 210, 220, 230, 240, 250], 200)
    assert leaking.growth == 30
    assert not leaking.constant
