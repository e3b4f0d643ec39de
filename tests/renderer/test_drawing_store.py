"""Drawings that are kept: found again, and bounded by what they hold."""

from __future__ import annotations

import numpy as np

from renderer import layout
from renderer.composition import Drawing, Still
from renderer.drawing_store import MEMORY_BYTES, DrawingStore
from renderer.ink import Rect, Sprite
from renderer.layout import lay_out_scene
from renderer.motion import REST, State
from renderer.pictures import paint
from renderer.stage import stage_of
from scenes.bound import Motion, Place, TableLayer, TextLayer

PICTURE = Rect(0, 0, 200, 200)


def drawing(rows: int = 100) -> Drawing:
    sprite = Sprite(np.full((rows, 100), 255, np.uint8), 0, 0)
    return Drawing([Still(sprite)], sprite.bounds, key="a drawing")


def test_a_drawing_tells_what_it_holds():
    one = drawing()
    assert one.held_bytes == 10_000
    one.inks(REST, PICTURE, 1.0)
    # Two bytes for each value: what stays and what comes, for luma and for a quarter of it, thrice.
    with_ink = 10_000 + 2 * (2 * 10_000 + 3 * 2_500)
    assert one.held_bytes == with_ink
    one.inks(REST, PICTURE, 1.0)
    one.inks(State(opacity=100), PICTURE, 1.0)
    assert one.held_bytes == with_ink, "the same ink"


def test_a_drawing_is_found_again_until_others_need_its_room():
    store = DrawingStore(memory=100_000)
    made = [store.get(number, drawing) for number in range(9)]
    assert store.get(0, drawing) is made[0]
    for each in made:
        each.inks(REST, PICTURE, 1.0)
    # Their ink takes more than there is room for: the longest unused go.
    assert store.held_bytes > 100_000
    assert store.get(0, drawing) is made[0]
    store.get("new", drawing)
    assert store.held_bytes <= 100_000 + 10_000
    assert store.get(0, drawing) is made[0]
    assert store.get(1, drawing) is not made[1]


def test_what_a_store_holds_is_what_its_drawings_tell():
    store = DrawingStore(memory=100_000)
    made = [store.get(number, drawing) for number in range(3)]
    made[1].inks(REST, PICTURE, 1.0)
    made[2].inks(State(opacity=100), PICTURE, 1.0)
    assert store.held_bytes == sum(each.held_bytes for each in made)
    for number in range(3, 12):
        store.get(number, drawing)
    # What is not kept any more may grow without being counted.
    held = store.held_bytes
    made[0].inks(REST, PICTURE, 1.0)
    assert made[0].held_bytes > 10_000
    assert store.held_bytes == held


def test_drawings_are_not_countless():
    store = DrawingStore()
    for number in range(1_000):
        store.get(number, lambda: drawing(1))
    assert store.held_bytes <= 256 * 100


def test_one_that_is_too_large_does_not_stay():
    store = DrawingStore(memory=5_000)
    large = store.get("large", drawing)
    store.get("next", lambda: drawing(10))
    assert store.get("large", drawing) is not large


def test_layers_that_two_people_share_are_laid_out_once(look, kit, scene_of):
    shared = TextLayer(text="Gentile cittadino")
    stage = stage_of(look, kit)
    first = lay_out_scene(scene_of(shared, TextLayer(text="Anna", place=Place(0.5, 0.8))), stage)
    second = lay_out_scene(scene_of(shared, TextLayer(text="Ugo", place=Place(0.5, 0.8))), stage)
    assert first[0] is second[0]
    assert first[1] is not second[1]


def test_large_tables_of_many_people_take_bounded_room(look, kit, scene_of, timed):
    stage = stage_of(look, kit)
    for person in range(18):
        rows = tuple((f"voce {person} {row}", f"{row * person},00 €") for row in range(14))
        table = TableLayer(rows=rows, box="paper", enter=Motion("rise", 200, stagger_ms=40))
        scene = scene_of(table)
        for _ in paint(scene, look, kit, timed(scene)).pictures():
            pass
    kept = layout._drawings()
    largest = max(each.held_bytes for each in lay_out_scene(scene, stage))
    assert 18 * largest > MEMORY_BYTES + largest, "else this tells nothing"
    assert kept.held_bytes <= MEMORY_BYTES + largest
