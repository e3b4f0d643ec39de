from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from campaigns.checking import check

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "id;Nome;amount;parts;due_on;id_code;note\n"
GOOD = "a1;Anna;187,50;3;30/09/2026;AB12;\n"


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the campaign folder with good data."""
    copy = tmp_path / "campaign"
    shutil.copytree(folder, copy)
    file = copy / "campaign.yaml"
    # Hosts that somebody can have: reserved ones are told, see test_example_parts.py.
    text = file.read_text(encoding="utf-8").replace("comune.example", "comune.it")
    file.write_text(text, encoding="utf-8")
    (copy / "debtors.csv").write_text(HEADER + GOOD, encoding="utf-8")
    return copy


def test_a_good_campaign(own: Path) -> None:
    assert check(own) == []


def test_faults_of_the_storyboard(own: Path) -> None:
    storyboard = own / "storyboard.yaml"
    storyboard.write_text(
        storyboard.read_text(encoding="utf-8").replace("start: welcome", "start: welcme"),
        encoding="utf-8",
    )
    faults = check(own)
    assert faults
    assert all(fault.file == "storyboard.yaml" for fault in faults)
    assert "welcome" in str(faults[0])


def test_every_fault_of_the_data_with_its_line(own: Path) -> None:
    (own / "debtors.csv").write_text(
        HEADER
        + GOOD
        + "b1;;x;3;30/09/2026;AB12;\n"
        + "short\n"
        + GOOD.replace("Anna", "Secret")
        + "c1;Ugo;12;2;30/09/2026;CD34;\n",
        encoding="utf-8",
    )
    faults = check(own)
    assert [(fault.file, fault.line, fault.place) for fault in faults] == [
        ("debtors.csv", 3, "Nome"),
        ("debtors.csv", 3, "amount"),
        ("debtors.csv", 4, ""),
        ("debtors.csv", 5, "id"),
    ]
    assert str(faults[0]).startswith("debtors.csv:3: Nome — The value is empty")
    assert str(faults[2]).startswith("debtors.csv:4 — The row has 1 cell,")
    assert faults[3].message == "The id of this row stands in line 2 already."
    assert "Secret" not in "".join(map(str, faults))


def test_a_template_that_fails_for_one_person_is_found(own: Path) -> None:
    (own / "debtors.csv").write_text(
        HEADER + GOOD + "b1;Ugo;12;0;30/09/2026;CD34;\n", encoding="utf-8"
    )
    (fault,) = check(own)
    assert (fault.file, fault.line) == ("debtors.csv", 3)
    assert "part" in f"{fault.place} {fault.message}"


def test_another_data_file(own: Path, tmp_path: Path) -> None:
    data = tmp_path / "other.csv"
    data.write_text("id;nome\n1;Anna\n", encoding="utf-8")
    (fault,) = check(own, data)
    assert (fault.file, fault.line) == ("other.csv", 1)
    assert "no column 'Nome' (did you mean 'nome'?)" in fault.message


def test_a_data_file_that_is_missing(own: Path) -> None:
    (own / "debtors.csv").unlink()
    (fault,) = check(own)
    assert (fault.file, fault.line) == ("debtors.csv", None)


def test_names_that_cannot_be_drawn(own: Path) -> None:
    (fault,) = check(own, missing_glyphs=lambda text: set(text) & {"n"})
    assert fault.place == "Nome"
    assert "U+006E" in fault.message


def test_what_fails_alike_in_many_rows_is_one_fault(own: Path) -> None:
    row = "{}1;Ugo;12;0;30/09/2026;CD34;\n"
    (own / "debtors.csv").write_text(
        HEADER + "".join(map(row.format, "abc")) + GOOD.replace("a1", "z1"), encoding="utf-8"
    )
    (fault,) = check(own)
    assert fault.line == 2
    assert "3 rows" in fault.message
    assert fault.message.startswith("values.part: ")


def test_that_the_data_was_not_checked_is_said(own: Path) -> None:
    path = own / "campaign.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("locale: it-IT", "locale: klingon"), encoding="utf-8")
    assert "The data was not checked yet" in check(own)[-1].hint


def _with(own: Path, old: str, new: str) -> None:
    path = own / "storyboard.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


ASKED = """forms:
  - id: ask
    title: Chieda
    submit: Invia
    thanks: Grazie
    fields: [{id: many, type: number, label: Quanti?, max: "{{ id_code }}"}]
"""
LISTED = """  lists:
    - title: Rate
      data: "{{ %s }}"
      columns: [{label: Nome, part: name}, {label: Importo, part: name, total: true}]
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "told"),
    [
        (
            "  facts:",
            LISTED % "items" + "  facts:",
            "page.lists[0]",
            "A total needs a column of numbers",
        ),
        ("  facts:", LISTED % "id_code" + "  facts:", "page.lists[0]", "takes a list field"),
        (
            "start:",
            ASKED + "start:",
            "forms[0].fields[0].max",
            "not a number",
        ),
    ],
)
def test_what_fails_in_every_row_is_told_at_the_storyboards_line(
    own: Path, old: str, new: str, place: str, told: str
) -> None:
    _with(own, "  id_code:", "  items: {type: list, of: {name: text}}\n  id_code:")
    _with(own, old, new)
    header = HEADER.replace("id_code", "id_code;items")
    row = "{}1;Ugo;12;2;30/09/2026;CD34;uno;\n"
    (own / "debtors.csv").write_text(header + "".join(map(row.format, "abc")), encoding="utf-8")
    (fault,) = check(own)
    assert (fault.file, fault.place) == ("storyboard.yaml", place)
    assert told in fault.message
    assert fault.line
    assert "every row" in fault.hint


def test_a_field_that_is_empty_in_every_row_is_the_datas(own: Path) -> None:
    _with(own, '"Buongiorno {{ first_name }}", at', '"Buongiorno {{ note }}", at')
    (fault,) = check(own)
    assert (fault.file, fault.line) == ("debtors.csv", 2)


def test_the_cells_are_checked_though_the_storyboard_has_faults(own: Path) -> None:
    _with(own, "start: welcome", "start: welcme")
    (own / "debtors.csv").write_text(HEADER + GOOD.replace("187,50", "x"), encoding="utf-8")
    first, second = check(own)
    assert (first.file, first.place) == ("storyboard.yaml", "start")
    assert "checked by its cells only" in first.hint
    assert (second.file, second.line, second.place) == ("debtors.csv", 2, "amount")


def test_the_cells_of_a_faulty_field_are_left_alone(own: Path) -> None:
    _with(own, "amount: {type: money, currency: EUR, min: 0.01}", "amount: {type: mony}")
    (own / "debtors.csv").write_text(
        HEADER + GOOD.replace("187,50", "x").replace("30/09/2026", "soon"), encoding="utf-8"
    )
    faults = check(own)
    assert {fault.file for fault in faults} == {"storyboard.yaml", "debtors.csv"}
    assert [fault.place for fault in faults if fault.file == "debtors.csv"] == ["due_on"]
