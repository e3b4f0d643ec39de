"""What only shows when a page is built is found before anything is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tiny_campaign import CAMPAIGN

from workers.rehearsal import rehearse

if TYPE_CHECKING:
    from pathlib import Path


def test_a_good_campaign_has_nothing_to_mend(tiny_folder: Path) -> None:
    before = sorted(tiny_folder.rglob("*"))
    assert rehearse(tiny_folder) == []
    assert sorted(tiny_folder.rglob("*")) == before, "nothing is made"


def test_what_the_page_cannot_show_is_told(tiny_folder: Path) -> None:
    Image.effect_noise((6000, 88), 90).save(tiny_folder / "media" / "logo.png")
    changed = CAMPAIGN.replace("  phone: 800", "  logo: logo.png\n  phone: 800")
    (tiny_folder / "campaign.yaml").write_text(changed, encoding="utf-8")
    (fault,) = rehearse(tiny_folder)
    assert fault.file == "campaign.yaml"
    assert "logo.png" in fault.message


def test_data_without_a_usable_row_is_for_others_to_tell(tiny_folder: Path) -> None:
    (tiny_folder / "debtors.csv").write_text("id;first_name;amount;reference\na;;x;\n")
    assert rehearse(tiny_folder) == []


def rewrite(folder: Path, old: str, new: str) -> None:
    file = folder / "storyboard.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder: Path, words: str) -> int:
    lines = (folder / "storyboard.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_a_text_that_is_hard_to_read_is_named_with_its_line(tiny_folder: Path) -> None:
    rewrite(tiny_folder, "style: heading,", "style: heading, color: sky,")
    rewrite(tiny_folder, "base: {color: accent_soft}", "base: {color: ink}")
    first, second = rehearse(tiny_folder)
    assert first.file == second.file == "storyboard.yaml"
    assert first.place == "scenes.why.layers[0]"
    assert second.line == line_of(tiny_folder, "Grazie")
    assert second.place == "scenes.bye.layers[0]"
    assert "1.0:1 (#" in second.message
    assert "4.5:1 is the least" in second.message
    assert all(word in second.hint for word in ("color:", "box:", "shade:"))
    assert "Grazie" not in str(second)


def test_a_layer_is_named_by_its_place_in_the_file(tiny_folder: Path) -> None:
    """Layers that a row does not see are counted; each row's own layers are looked at."""
    rewrite(
        tiny_folder,
        '      - {text: "{{ amount | money }}",',
        "      - {text: Poco, at: [center, 20%], color: paper, when: amount < 100}\n"
        "      - {text: Molto, at: [center, 60%], color: paper, when: amount >= 100}\n"
        '      - {text: "{{ amount | money }}",',
    )
    assert [(fault.place, fault.line) for fault in rehearse(tiny_folder)] == [
        ("scenes.amount.layers[0]", line_of(tiny_folder, "Poco")),
        ("scenes.amount.layers[1]", line_of(tiny_folder, "Molto")),
    ]


FLASHING = """
import numpy as np
from moviepy import VideoClip


def strobe(size, fps):
    width, height = size
    def picture(time):
        return np.full((height, width, 3), 40 + 200 * (int(time * 10) % 2), np.uint8)
    return VideoClip(picture, duration=1)
"""


def test_a_base_that_flashes_is_found_where_functions_are_allowed(tiny_folder: Path) -> None:
    (tiny_folder / "bases.py").write_text(FLASHING, encoding="utf-8")
    rewrite(tiny_folder, "base: {color: accent_soft}", 'base: {function: "bases.py:strobe"}')
    rewrite(tiny_folder, '{text: "Grazie",', '{text: "Grazie", box: white,')
    (fault,) = rehearse(tiny_folder, functions=True)
    assert fault.place == "scenes.bye"
    assert fault.line == line_of(tiny_folder, "  bye:")
    assert "flashes 5 times within a second" in fault.message
    assert not list(tiny_folder.rglob("*.pyc"))
    (refused,) = rehearse(tiny_folder)
    assert (refused.file, refused.place) == ("storyboard.yaml", "scenes.bye.base")
    assert refused.line == line_of(tiny_folder, "strobe")
    assert "--allow-functions" in refused.message


def test_a_base_that_cannot_be_shown_is_found(tiny_folder: Path) -> None:
    (tiny_folder / "media" / "broken.mp4").write_bytes(b"no video at all")
    rewrite(tiny_folder, "base: {color: accent_soft}", "base: {video: broken.mp4}")
    (fault,) = rehearse(tiny_folder)
    assert (fault.file, fault.place) == ("storyboard.yaml", "scenes.bye.base")
    assert fault.line == line_of(tiny_folder, "broken.mp4")
    assert "broken.mp4" in fault.message


def test_a_layer_that_cannot_be_drawn_is_named_by_its_place_in_the_file(tiny_folder: Path) -> None:
    rewrite(
        tiny_folder,
        '      - {text: "{{ amount | money }}",',
        "      - {text: Poco, at: [center, 20%], when: amount > 9999}\n"
        "      - {text: Cento \uf8ff, at: [center, 10%]}\n"
        '      - {text: "{{ amount | money }}",',
    )
    (fault,) = rehearse(tiny_folder)
    assert fault.place == "scenes.amount.layers[1]"
    assert fault.line == line_of(tiny_folder, "Cento")
    assert "U+F8FF" in fault.message


LONG = "Una frase che non finisce mai e che nessuno vorrebbe leggere in un riquadro tanto piccolo"


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ("{text: Cento, at: [97%, 50%]}", "leaves the picture"),
        ("{icon: bell, at: [center, 2%], anchor: [center, bottom], width: 20%}", "at its top edge"),
        ("{qr: https://example.org/a, at: [center, 99%], width: 40%}", "at its bottom edge"),
        (f"{{text: {LONG}, at: [center, 20%], width: 30%, max_lines: 2}}", "ends in an ellipsis"),
        (
            f"{{text: {LONG[:44]}, at: [center, 20%], width: 40%, max_lines: 1, shrink: 30%}}",
            "shrinks",
        ),
    ],
)
def test_what_has_no_room_is_told(tiny_folder: Path, layer: str, words: str) -> None:
    marked = '      - {text: "{{ amount | money }}",'
    rewrite(tiny_folder, marked, f"      - {layer}\n{marked}")
    (fault,) = rehearse(tiny_folder)
    assert fault.place == "scenes.amount.layers[0]"
    assert fault.line == line_of(tiny_folder, layer)
    assert words in fault.message
    assert "width:" in fault.hint


def test_what_bleeds_and_what_is_a_recipients_own_is_let_be(tiny_folder: Path) -> None:
    marked = '      - {text: "{{ amount | money }}",'
    rewrite(
        tiny_folder,
        marked,
        "      - {shape: ellipse, color: white, at: [100%, 10%], width: 40%}\n"
        '      - {text: "{{ first_name }} e una frase che non finisce mai e poi mai", '
        "at: [center, 20%], width: 20%, max_lines: 1}\n" + marked,
    )
    assert rehearse(tiny_folder) == []


def test_texts_that_lie_over_each_other_are_told_as_such(tiny_folder: Path) -> None:
    marked = '      - {text: "{{ amount | money }}",'
    other = '      - {text: "Il suo importo", at: [center, 50%], anchor: [center, center]}'
    rewrite(tiny_folder, marked, f"{other}\n{other}\n{marked}")
    fault = next(f for f in rehearse(tiny_folder) if f.place == "scenes.amount.layers[1]")
    line = line_of(tiny_folder, "Il suo importo")
    assert f"(layers[0] on line {line}) lies under this one" in fault.message
    assert "until:" in fault.hint
