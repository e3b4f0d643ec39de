"""What people call the parts of a story: their words, without anybody's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny_campaign import CAMPAIGN, STORYBOARD

from scenes.loading import load_campaign
from scenes.ready_forms import ready_forms
from scenes.story_labels import StoryLabels, plain_label, story_labels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("authored", "shown"),
    [
        ("Importo", "Importo"),
        ("Paga {{ amount | money }} ora", "Paga … ora"),
        ("{{ first_name }}", ""),
        ("{% if late %}In ritardo{% else %}In tempo{% endif %}", "In ritardo / In tempo"),
        ("{# a note #}Perché  lo\n ricevo?", "Perché lo ricevo?"),
    ],
)
def test_words_without_values(authored: str, shown: str) -> None:
    assert plain_label(authored) == shown


def labels(folder: Path, storyboard: str) -> StoryLabels:
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    (folder / "storyboard.yaml").write_text(storyboard, encoding="utf-8")
    files = load_campaign(folder)
    return story_labels(files.storyboard, files.file.locale)


def test_a_storyboard_s_words(tmp_path: Path) -> None:
    board = STORYBOARD.replace("title: Saluti", 'title: "{{ first_name }}"').replace(
        "type: money,", "type: money, label: Importo dovuto,"
    )
    board = board.replace(
        "        - {label: Pago adesso, pay: true}",
        "        - {label: Pago adesso, pay: true}\n"
        "        - {label: Pago con la carta, pay: true, when: amount >= 100}\n"
        "        - {label: Mi chiami, form: call_me_back}",
    )
    found = labels(tmp_path, board)
    assert found.fields == {"amount": "Importo dovuto"}
    assert found.scenes == {"welcome": "Benvenuto", "why": "Per tutti", "amount": "Importo"}
    assert found.options == {
        ("amount", "bye"): "Ho finito",
        ("amount", "pay"): "Pago adesso / Pago con la carta",
        ("amount", "form:call_me_back"): "Mi chiami",
    }
    assert found.texts == ("first_name", "reference")
    shipped = ready_forms("it-IT")
    assert found.forms == {name: shipped[name].title for name in ("call_me_back", "more_time")}
    assert found.clicks == {f"form:{name}": title for name, title in found.forms.items()}
