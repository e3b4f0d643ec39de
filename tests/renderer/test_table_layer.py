"""Tables: columns by content, rows that line up, a total that stands out, all within the box."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from renderer.colours import yuv
from renderer.composition import Still
from renderer.layout import lay_out_scene
from renderer.motion import REST, State, part_state
from renderer.stage import stage_of
from renderer.table_columns import alignments, lay_out_table
from scenes.bound import Motion, Place, TableLayer

YEARS = (("2024", "112,30 €"), ("2025", "1.118,90 €"), ("Totale", "1.231,20 €"))
LONG = (
    ("Sanzione ridotta per ritardato pagamento", "Legge 472 del 1997", "23,43 €"),
    ("Tassa automobilistica", "Regione", "1.156,20 €"),
)


@pytest.fixture
def stage(look, kit):
    return stage_of(look, kit)


@pytest.fixture
def drawing(stage, scene_of):
    def of(**fields):
        layer = TableLayer(place=Place(0.5, 0.3), **fields)
        (drawn,) = lay_out_scene(scene_of(layer), stage)
        return drawn

    return of


def texts(drawn):
    return [p.sprite for p in drawn.parts if p.sprite.figure and hasattr(p.sprite.figure, "block")]


def test_words_stand_left_and_figures_right():
    assert alignments(TableLayer(rows=YEARS)) == ("left", "right")
    assert alignments(TableLayer(rows=LONG)) == ("left", "left", "right")
    own = TableLayer(rows=YEARS, align=("center", "left"))
    assert alignments(own) == ("center", "left")


def test_amounts_end_at_one_edge_and_words_begin_at_one(drawing):
    drawn = drawing(rows=YEARS, width=0.8)
    words, amounts = texts(drawn)[0::2], texts(drawn)[1::2]
    ends = [sprite.bounds.right for sprite in amounts]
    assert max(ends) - min(ends) <= 3
    assert drawn.box.right - 6 <= max(ends) <= drawn.box.right
    starts = [sprite.bounds.left for sprite in words]
    assert max(starts) - min(starts) <= 4
    assert drawn.box.right - drawn.box.left == 576


def test_an_amount_is_never_parted_from_its_currency(stage):
    grid = lay_out_table(TableLayer(rows=LONG), stage, 619, None)
    assert all(len(row.cells[2].lines) == 1 for row in grid.rows)
    assert len(grid.rows[0].cells[0].lines) == 2


def test_long_texts_shrink_together_and_stay_in_their_columns(stage):
    words = "Pneumonoultramicroscopicsilicovolcanoconiosis e tante altre parole lunghe"
    for layer in (
        TableLayer(rows=LONG, header=("Voce", "Riferimento", "Importo")),
        TableLayer(rows=((words, words, "9.999,99 €"),) * 4),
    ):
        grid = lay_out_table(layer, stage, 500, None)
        last, width = grid.columns[-1]
        assert last + width <= 500
        for row in grid.rows:
            for (_, room), cell in zip(grid.columns, row.cells, strict=True):
                assert len(cell.lines) <= 2
                assert cell.width <= room + 0.01
        sizes = {cell.size for row in grid.rows[bool(layer.header) :] for cell in row.cells}
        assert len(sizes) == 1, "rows of one table have one size"


def test_a_height_makes_the_texts_smaller(stage):
    layer = TableLayer(rows=(("a", "1"),) * 10)
    free, held = (lay_out_table(layer, stage, 600, tall) for tall in (None, 500))
    assert free.height > 500 >= held.height
    assert held.rows[0].cells[0].size < free.rows[0].cells[0].size


def test_the_total_is_bolder_and_has_a_stronger_line(drawing):
    plain, total = drawing(rows=YEARS), drawing(rows=YEARS, total=True)
    thick = [part.sprite.mask.shape[0] for part in total.parts if part.sprite.mask.shape[1] > 500]
    assert thick == [2, 4]
    last = texts(total)[-1].figure.block
    assert last.width > texts(plain)[-1].figure.block.width


def test_a_header_is_smaller_and_quieter_but_not_on_a_ground_of_its_own_colour(
    drawing, stage, scene_of
):
    drawn = drawing(rows=YEARS, header=("Anno", "Importo"), box="#ffffff")
    assert isinstance(drawn.parts[0], Still), "the panel"
    header, row = texts(drawn)[0], texts(drawn)[2]
    assert header.figure.block.size < row.figure.block.size * 0.8
    muted, ink = yuv("#52616d"), yuv("#16324a")
    labels = dataclasses.replace(stage.look.theme.style("label"), color="#52616d")
    light = dataclasses.replace(stage.look.theme.style("body"), color="#ffffff")
    styles = {**dict(stage.look.theme.styles), "label": labels, "light": light}
    theme = dataclasses.replace(stage.look.theme, styles=tuple(styles.items()))
    other = stage_of(dataclasses.replace(stage.look, theme=theme), stage.kit)

    def header_colour(**fields):
        layer = TableLayer(rows=YEARS, header=("Anno", "Importo"), **fields)
        (drawn,) = lay_out_scene(scene_of(layer), other)
        return texts(drawn)[0].colour

    assert header_colour(box="#ffffff") == muted
    assert header_colour(box="#16324a", style="light") == yuv("#ffffff")
    assert header_colour() == muted != ink


def test_rows_come_one_after_another(drawing):
    motion = Motion("rise", 400, stagger_ms=120)
    drawn = drawing(rows=YEARS, header=("Anno", "Importo"), enter=motion, box="#ffffff")
    assert drawn.staggered == 4
    state = State(stagger=0.3, clock=0.4, parts_by=motion)
    seen = {p.order for p in drawn.parts[1:] if part_state(state, p.order) is not None}
    assert seen == {0, 1}


def test_a_table_is_drawn_row_by_row(drawing):
    drawn = drawing(rows=YEARS, enter=Motion("draw", 800))
    assert sum(part.at(State(time=0.2)) is not None for part in drawn.parts) < len(drawn.parts)
    assert all(part.at(REST) is part.sprite for part in drawn.parts)


@pytest.mark.parametrize("name", ["portrait", "landscape", "square"])
@pytest.mark.parametrize("lines", [720, 1080])
def test_a_table_stays_in_the_picture_in_every_format(name, lines, look, kit, scene_of):
    stage = stage_of(dataclasses.replace(look, format=name, lines=lines), kit)
    layer = TableLayer(rows=LONG, header=("Voce", "Rif.", "Importo"), place=Place(0.5, 0.1))
    (drawn,) = lay_out_scene(scene_of(layer), stage)
    for part in drawn.parts:
        bounds = part.at(REST).bounds
        assert (bounds & stage.picture) == bounds


def test_a_long_table_shrinks_to_stay_in_the_picture(look, kit, scene_of):
    stage = stage_of(dataclasses.replace(look, format="landscape"), kit)
    layer = TableLayer(rows=(("Voce", "1,00 €"),) * 11, place=Place(0.5, 0.06))
    (drawn,) = lay_out_scene(scene_of(layer), stage)
    assert drawn.box.bottom <= 720


def test_a_table_in_arabic_begins_at_the_right(stage, scene_of):
    arabic = stage_of(dataclasses.replace(stage.look, locale="ar-EG"), stage.kit)
    rows = (("السنة", "112,30 €"), ("المجموع", "1.118,90 €"))
    layer = TableLayer(rows=rows, place=Place(0.5, 0.3))
    (drawn,) = lay_out_scene(scene_of(layer), arabic)
    words, amounts = texts(drawn)[0::2], texts(drawn)[1::2]
    assert all(drawn.box.right - sprite.bounds.right <= 6 for sprite in words)
    assert all(sprite.bounds.left - drawn.box.left <= 6 for sprite in amounts)


def test_an_empty_table_draws_nothing(drawing):
    assert not drawing(rows=()).parts
    assert np.sum([p.sprite.mask.any() for p in drawing(rows=(("", ""),)).parts]) == 0
