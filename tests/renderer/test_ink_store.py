from __future__ import annotations

import numpy as np

from renderer.ink import Ink, Rect
from renderer.ink_store import InkStore


def ink(values: int = 100) -> tuple[Ink, ...]:
    plane = np.zeros((1, values), np.uint16)
    return (Ink(Rect(0, 0, values, 1), plane, plane, plane, plane, plane),)


class Maker:
    def __init__(self, values: int = 100):
        self.made = 0
        self.values = values

    def __call__(self):
        self.made += 1
        return ink(self.values)


def test_ink_is_kept_from_the_second_time_on():
    store, make = InkStore(), Maker()
    for _ in range(5):
        store.get("panel", make)
    assert make.made == 2


def test_what_was_asked_for_once_takes_no_room():
    store, shared = InkStore(memory=16_000), Maker()
    for number in range(300):
        store.get(("personal", number), Maker())
        store.get("shared", shared)
    assert shared.made == 2


def test_room_is_bounded_and_the_longest_unused_goes_first():
    store = InkStore(memory=16_000)
    makers = [Maker() for _ in range(30)]
    for _ in range(2):
        for number, make in enumerate(makers):
            store.get(number, make)
    store.get(29, makers[29])
    store.get(0, makers[0])
    assert makers[29].made == 2
    assert makers[0].made == 3


def test_ink_that_would_take_much_of_the_room_is_not_kept():
    store, make = InkStore(memory=16_000), Maker(1_000)
    for _ in range(3):
        store.get("large", make)
    assert make.made == 3
