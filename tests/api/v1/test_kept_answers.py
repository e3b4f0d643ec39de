"""Counts of all recipients are kept for a moment and renewed beside requests."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from api.v1.kept_answers import FRESH_S, MOST, OLD_S, KeptAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock: Clock) -> Iterator[KeptAnswers[int]]:
    kept: KeptAnswers[int] = KeptAnswers(clock)
    yield kept
    kept.close()


class Counting:
    """Counts how often it was asked; may be held up or refuse."""

    def __init__(self) -> None:
        self.times = 0
        self.may = threading.Event()
        self.may.set()
        self.refusal: Exception | None = None

    def __call__(self) -> int:
        self.times += 1
        number = self.times
        assert self.may.wait(30)
        if self.refusal is not None:
            raise self.refusal
        return number


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_fresh_answer_serves_everybody(kept: KeptAnswers[int], clock: Clock) -> None:
    count = Counting()
    assert [kept.get("a", count) for _ in range(3)] == [1, 1, 1]
    clock.now += FRESH_S / 2
    assert kept.get("a", count) == 1
    assert kept.get("b", Counting()) == 1
    assert count.times == 1


def test_nobody_waits_for_one_that_is_being_renewed(kept: KeptAnswers[int], clock: Clock) -> None:
    count = Counting()
    kept.get("a", count)
    clock.now += FRESH_S
    count.may.clear()
    assert [kept.get("a", count) for _ in range(3)] == [1, 1, 1], "it is asked for once"
    count.may.set()
    until(lambda: kept.get("a", count) == 2)
    assert count.times == 2


def test_an_old_one_serves_nobody(kept: KeptAnswers[int], clock: Clock) -> None:
    count = Counting()
    kept.get("a", count)
    clock.now += OLD_S
    assert kept.get("a", count) == 2


def test_a_change_is_seen_at_once_also_by_what_is_being_counted(
    kept: KeptAnswers[int], clock: Clock
) -> None:
    count = Counting()
    kept.get("a", count)
    kept.forget()
    assert kept.get("a", count) == 2
    clock.now += FRESH_S
    count.may.clear()
    assert kept.get("a", count) == 2
    until(lambda: count.times == 3)
    kept.forget()  # the third count began before
    count.may.set()
    assert kept.get("a", count) == 4
    assert kept.get("a", count) == 4, "the third does not come back"


def test_those_who_come_together_wait_for_one_count(kept: KeptAnswers[int]) -> None:
    count = Counting()
    count.may.clear()
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(kept.get, "a", count) for _ in range(8)]
        until(lambda: count.times == 1)
        count.may.set()
        assert {answer.result(30) for answer in asked} == {1}
    assert count.times == 1


def test_a_refusal_is_told_to_who_asks(kept: KeptAnswers[int], clock: Clock) -> None:
    count = Counting()
    count.refusal = ValueError("gone")
    with pytest.raises(ValueError, match="gone"):
        kept.get("a", count)
    count.refusal = None
    assert kept.get("a", count) == 2
    clock.now += FRESH_S
    count.refusal = ValueError("gone")
    assert kept.get("a", count) == 2, "renewed beside"
    until(lambda: count.times == 3)

    def refused() -> bool:
        try:
            kept.get("a", count)
        except ValueError:
            return True
        return False

    until(refused)


def test_not_more_are_kept_than_are_meant(kept: KeptAnswers[int]) -> None:
    for number in range(MOST + 5):
        assert kept.get(number, Counting()) == 1
    assert len(kept._kept) <= MOST
    assert not kept._making
