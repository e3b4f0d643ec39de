"""Texts as layers: typed, staggered, counted, held within their box, never clipped."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest

from renderer.colours import yuv
from renderer.composition import Composer, empty_planes
from renderer.counting import CountedText
from renderer.layout import lay_out_scene
from renderer.motion import REST, State
from renderer.stage import stage_of
from renderer.text_layer import TypedText
from scenes.bound import Motion, Place, TextLayer


@pytest.fixture
def stage(look, kit):
    return stage_of(look, kit)


@pytest.fixture
def drawing(stage, scene_of):
    def of(text, **fields):
        layer = TextLayer(text=text, place=Place(0.5, 0.3), **fields)
        (drawn,) = lay_out_scene(scene_of(layer), stage)
        return drawn

    return of


def canvas(sprite, size=(1280, 720)):
    """Return the sprite's mask where it stands in the picture."""
    picture = np.zeros(size, np.uint8)
    bounds = sprite.bounds
    picture[bounds.top : bounds.bottom, bounds.left : bounds.right] = sprite.mask
    return picture


TYPED = {"enter": Motion("typewriter", 1_000)}


@pytest.mark.parametrize(
    "text",
    ["Buongiorno Anna, come sta? Le scriviamo per la tassa", "محمد عبد الله بن سعيد", "नमस्ते दुनिया"],
)
def test_what_is_typed_stands_where_it_stands_in_the_end(drawing, text):
    (part,) = drawing(text, style="title", **TYPED).parts
    assert isinstance(part, TypedText)
    whole = canvas(part.at(REST)).astype(int)
    before = np.zeros_like(whole)
    for share in (0.1, 0.3, 0.5, 0.8):
        seen = canvas(part.at(State(typed=share))).astype(int)
        # Only where a letter touches the next may a pixel become darker still.
        assert (seen <= whole + 1).all()
        assert before.sum() < seen.sum() < whole.sum()
        before = seen
    assert part.at(State(typed=0)) is None
    assert part.at(State(typed=1)) is part.final


def test_letters_are_typed_one_by_one_with_their_marks(drawing):
    def letters(text):
        return len(drawing(text, **TYPED).parts[0].block.letters)

    assert letters("Anna") == 4
    assert letters("e\u0301e\u0301") == 2
    assert letters("👨‍👩‍👧👍🏽") == 2
    assert letters("नमस्ते") == 4, "a half letter, then the one it is joined to"
    assert letters("محمد") == 4


def test_arabic_is_typed_from_the_right_in_its_joined_forms(drawing):
    (part,) = drawing("محمد", style="title", **TYPED).parts
    whole = canvas(part.at(REST))
    half = canvas(part.at(State(typed=0.5)))
    columns = np.flatnonzero(whole.any(axis=0))
    seen = np.flatnonzero(half.any(axis=0))
    assert seen[-1] == columns[-1]
    assert seen[0] > columns[0] + 10


def test_lines_come_one_after_another_and_stand_as_they_do_together(drawing):
    text = "Buongiorno Anna, come sta? Le scriviamo per la tassa automobilistica"
    (whole,) = drawing(text, style="title").parts
    lines = drawing(text, style="title", enter=Motion("rise", 400, stagger_ms=120)).parts
    assert [part.order for part in lines] == [0, 1, 2, 3]
    together = np.maximum.reduce([canvas(part.sprite) for part in lines])
    assert np.abs(together.astype(int) - canvas(whole.sprite)).max() <= 1


def test_a_text_shrinks_to_its_floor_and_no_further(drawing):
    long = "Maria Antonietta Querciagrossa della Scala Rampazzo Montefusco " * 3
    for floor in (0.5, 0.8, 1.0):
        block = drawing(long, style="title", max_lines=2, shrink=floor).parts[0].sprite.figure.block
        assert block.size == pytest.approx(62 * floor)
        last = block.lines[-1].runs[-1]
        assert last.indices[-1] == last.face.font.get_nominal_glyph(ord("…"))


def test_a_height_is_kept_to(drawing):
    long = "Maria Antonietta Querciagrossa della Scala Rampazzo Montefusco " * 2
    free = drawing(long, style="title", max_lines=6)
    held = drawing(long, style="title", max_lines=6, height=0.15, box="accent_soft")
    assert free.box.bottom - free.box.top > 192 == held.box.bottom - held.box.top
    panel, text = (part.sprite.bounds for part in held.parts)
    assert (panel & text) == text


@pytest.mark.parametrize(
    "text",
    ["ÅǺÉ", "Çgqpy", "ўй", "नि क्षि श्री", "\ufdfd", "ที่ปู่", "ÅÇ\nǺg", "محمدٌ", "👨‍👩‍👧"],
)
@pytest.mark.parametrize("style", ["title", "figure"])
def test_no_glyph_is_clipped(drawing, stage, text, style):
    (part,) = drawing(text, style=style).parts
    sprite = part.sprite
    # Every edge of the mask is ink's own end: the ink was not cut there.
    assert sprite.mask[0].any()
    assert sprite.mask[-1].any()
    assert (sprite.bounds & stage.picture) == sprite.bounds
    alone = {c: drawing(c, style=style).parts[0].sprite.mask for c in text if c in "ÅǺÉÇgqpy"}
    assert all(sprite.mask.shape[0] >= mask.shape[0] for mask in alone.values())


@pytest.mark.parametrize("text", ["ที่ปู่ ที่ปู่ ที่ปู่ ที่ปู่ ที่ปู่ ที่ปู่ ที่ปู่", "क्षि " * 14, "Ǻpǻg " * 12])
def test_lines_of_tall_scripts_do_not_touch(drawing, text):
    drawn = drawing(text, style="title", enter=Motion("fade", stagger_ms=80))
    boxes = [part.sprite.bounds for part in drawn.parts]
    assert len(boxes) > 1
    assert all(upper.bottom <= lower.top + 1 for upper, lower in pairwise(boxes))


def test_a_figure_counts_from_where_it_is_told(drawing):
    layer = {"enter": Motion("count_up", 900), "count_from": 30.0}
    (part,) = drawing("7 giorni", style="figure", **layer).parts
    assert isinstance(part, CountedText)
    assert part.number.text(0) == "30 giorni"
    assert part.at(REST) is part.final


def test_the_theme_says_how_wide_a_panel_reaches(look, kit, scene_of):
    theme = dataclasses.replace(look.theme, spacing=(("panel_padding", 60),))
    narrow, wide = (
        lay_out_scene(scene_of(TextLayer(text="AB", box="accent_soft")), stage_of(seen, kit))[0].box
        for seen in (look, dataclasses.replace(look, theme=theme))
    )
    assert (wide.right - wide.left) - (narrow.right - narrow.left) == 2 * (60 - 24)


@pytest.mark.parametrize(("colour", "ground"), [("#ffffff", "#16324a"), ("#a83f23", "#d9eae9")])
def test_edges_are_between_the_colours_of_text_and_ground_and_as_soft_on_both(
    drawing, stage, colour, ground
):
    def composed(text, under):
        composer = Composer(
            [drawing("Evidenza", style="title", color=text)], stage.size, stage.scale
        )
        base = empty_planes(stage.size)
        for plane, value in zip(base, yuv(under), strict=True):
            plane[:] = value
        composer.start(base)
        composer.show([REST])
        return composer.planes

    one, other = composed(colour, ground), composed(ground, colour)
    for plane, back, ink, paper in zip(one, other, yuv(colour), yuv(ground), strict=True):
        low, high = min(ink, paper), max(ink, paper)
        assert plane.min() == low or plane.max() == high
        assert low <= plane.min()
        assert plane.max() <= high
        # Light on dark is the exact negative of dark on light: neither looks bolder.
        assert np.abs(plane.astype(int) + back - (low + high)).max() <= 1


def strip_of(drawn) -> np.ndarray:
    """Return the ink of a text of one line, cut to what is inked."""
    mask = canvas(drawn.parts[0].at(REST)).astype(float)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def likeness(part: np.ndarray, whole: np.ndarray) -> float:
    """Return how well a strip is found again at its best place in another: 1 is the same ink."""
    best = 0.0
    for down in range(whole.shape[0] - part.shape[0] + 1):
        for right in range(whole.shape[1] - part.shape[1] + 1):
            there = whole[down : down + part.shape[0], right : right + part.shape[1]]
            best = max(best, 1 - np.abs(there - part).sum() / (there + part).sum())
    return best


@pytest.mark.parametrize("before", ["\u05de\u05e1\u05e4\u05e8", "\u0631\u0642\u0645"])
def test_groups_of_digits_are_drawn_in_their_order_beside_words_from_the_right(
    look, kit, scene_of, before
):
    def drawn(text, locale):
        layer = TextLayer(text=text, place=Place(0.5, 0.3))
        stage = stage_of(dataclasses.replace(look, locale=locale), kit)
        return strip_of(lay_out_scene(scene_of(layer), stage)[0])

    whole = drawn(f"{before} 3010 0000 43", "he-IL")
    right, wrong = (drawn(text, "it-IT") for text in ("3010 0000 43", "43 0000 3010"))
    assert likeness(right, whole) > 0.9
    assert likeness(wrong, whole) < 0.7
