"""Items that are made ahead come in order, with what was raised among them, and leave no thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from campaigns.reading_ahead import read_ahead

if TYPE_CHECKING:
    from collections.abc import Iterator


def threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name == "reading-ahead"]


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_the_same_items_in_the_same_order(depth: int) -> None:
    with read_ahead(iter(range(500)), depth=depth) as items:
        assert list(items) == list(range(500))
    assert not threads()


@pytest.mark.parametrize("depth", [0, 2])
def test_an_error_comes_in_its_place(depth: int) -> None:
    def source() -> Iterator[int]:
        yield from range(5)
        raise ValueError("the sixth")

    taken = []

    def take() -> None:
        with read_ahead(source(), depth=depth) as items:
            taken.extend(items)

    with pytest.raises(ValueError, match="the sixth"):
        take()
    assert taken == list(range(5))
    assert not threads()


def test_no_more_is_made_than_may_wait_and_the_end_is_not_waited_for() -> None:
    made: list[int] = []
    enough = threading.Event()

    def endless() -> Iterator[int]:
        while True:
            made.append(len(made))
            if len(made) == 4:  # one taken, two that wait, one in the maker's hand
                enough.set()
            yield made[-1]

    with read_ahead(endless(), depth=2) as items:
        assert next(items) == 0
        assert enough.wait(30), "it is made ahead"
        assert len(made) <= 4
    assert not threads()


def test_an_error_of_the_taker_ends_the_thread() -> None:
    def take() -> None:
        with read_ahead(iter(range(100))) as items:
            next(items)
            raise KeyError("taker")

    with pytest.raises(KeyError, match="taker"):
        take()
    assert not threads()
