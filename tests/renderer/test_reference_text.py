"""The reference's two ways of drawing a glyph agree with each other, and with what was laid out."""

import numpy as np
import pytest
from PIL import Image
from similarity import similarity

from renderer import reference_text
from renderer.figures import TextFigure
from renderer.reference_text import text_coverage
from renderer.text_layout import lay_out
from renderer.text_mask import draw_text
from scenes.bound import TextStyle


def figure(text, family="Titillium Web", weight=400, size=48, **more):
    style = TextStyle(family, weight, size, 1.2, "#000000")
    block = lay_out(text, style, 600, 3, size, size)
    return TextFigure(20.4, 30.7, 600, block, more.pop("align", "center"), **more)


def on_canvas(mask, left, top):
    canvas = np.zeros((300, 700), np.uint8)
    rows, columns = mask.shape
    canvas[top : top + rows, left : left + columns] = mask
    return canvas


@pytest.mark.parametrize(
    ("text", "family", "weight"),
    [
        ("Buongiorno Nicolò", "Titillium Web", 400),
        ("187,50 €\ndue righe", "Titillium Web", 700),
        ("Größe, Ελλάδα, Привет", "Noto Sans", 600),
        ("السيد محمد", "Titillium Web", 400),
        ("श्री क्षेत्र", "Titillium Web", 400),
    ],
)
def test_pillow_draws_what_was_laid_out(text, family, weight):
    wanted = figure(text, family, weight)
    mask, x, y = draw_text(wanted.block, "center", 600, 0.4)
    ours = on_canvas(mask, 20 + x, 31 + y)
    assert similarity(ours, on_canvas(*text_coverage(wanted))) > 0.995


@pytest.mark.parametrize("weight", [400, 700])
def test_outlines_are_filled_as_freetype_fills_them(weight, monkeypatch):
    wanted = figure("Bg&8@ — Äß", "Noto Sans", weight)
    by_freetype = on_canvas(*text_coverage(wanted))
    monkeypatch.setattr(reference_text, "_characters", lambda _: {})
    assert similarity(on_canvas(*text_coverage(wanted)), by_freetype) > 0.995


def test_letters_to_come_are_not_drawn():
    whole, half = (on_canvas(*text_coverage(figure("abcdefgh", typed=t))) for t in (1.0, 0.5))
    seen = np.flatnonzero(half.any(axis=0))
    assert np.array_equal(half[:, : seen[-1] - 1], whole[:, : seen[-1] - 1])
    assert 0.4 < half.sum() / whole.sum() < 0.6
    assert not on_canvas(*text_coverage(figure("abc", typed=0.0))).any()


def test_alignment_and_emptiness():
    left, right = (
        np.flatnonzero(on_canvas(*text_coverage(figure("ab", align=align))).any(axis=0))
        for align in ("left", "right")
    )
    assert abs(left[0] - 20) < 6
    assert abs(right[-1] - 620) < 6
    mask, _, _ = text_coverage(figure(""))
    assert not Image.fromarray(mask).getbbox()
