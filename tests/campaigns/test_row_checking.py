from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from campaigns import row_checking
from campaigns.data_rows import DataRow, FaultyCell, ListCell, NumberCell
from campaigns.row_checking import GoodRow, Rejection, RowChecker
from scenes.campaign_file import DataFormat
from scenes.fields import ListField
from scenes.image_field import ImageField

if TYPE_CHECKING:
    from pathlib import Path

    from scenes.campaign import Campaign

HEADER = ["note", "id", "Nome", "amount", "parts", "due_on", "id_code", "other"]
CELLS = ["", " a1 ", "Anna", "187,50", "3", "30/09/2026", "AB12", "ignored"]


@pytest.fixture
def checker(campaign: Campaign) -> RowChecker:
    checker = RowChecker(campaign.storyboard.fields, campaign.file.data, campaign.file.locale, None)
    checker.use_header(HEADER)
    return checker


def test_columns(checker: RowChecker) -> None:
    assert checker.required == ["id", "Nome", "amount", "parts", "due_on", "id_code"]
    assert checker.known == [*checker.required, "note"]
    assert checker.column("first_name") == "Nome"


def test_the_id_may_also_be_a_field(campaign: Campaign) -> None:
    data = DataFormat(id="id_code")
    checker = RowChecker(campaign.storyboard.fields, data, "it-IT")
    assert checker.required == ["id_code", "first_name", "amount", "parts", "due_on"]


def test_a_good_row(checker: RowChecker) -> None:
    row = checker.check(DataRow(7, CELLS))
    assert isinstance(row, GoodRow)
    assert (row.line, row.external_id) == (7, "a1")
    assert row.values["amount"] == "187.50"


def test_the_digest_follows_the_values_alone(checker: RowChecker) -> None:
    def digest(place: int, cell: str) -> str:
        row = checker.check(DataRow(1, [*CELLS[:place], cell, *CELLS[place + 1 :]]))
        assert isinstance(row, GoodRow)
        return row.digest

    same = digest(7, "ignored")
    assert digest(7, "something else") == same
    assert digest(1, "a2") == same
    assert digest(3, " 187,50 ") == same
    assert digest(3, "187,51") != same
    assert digest(0, "a note") != same


def test_a_fault_of_the_whole_row_is_the_only_one(checker: RowChecker) -> None:
    assert checker.check(DataRow(4, ["x"], "the row is bad")) == [
        Rejection(4, "", "the row is bad"),
    ]


def test_a_declared_decimal_mark_wins(campaign: Campaign) -> None:
    checker = RowChecker(
        campaign.storyboard.fields, DataFormat(columns={"first_name": "Nome"}, decimal="."), "it-IT"
    )
    checker.use_header(HEADER)
    row = checker.check(DataRow(1, [*CELLS[:3], "1,187.50", *CELLS[4:]]))
    assert isinstance(row, GoodRow)
    assert row.values["amount"] == "1187.50"


def test_cells_that_come_again_are_read_as_before(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_checking, "REMEMBERED", 2)
    checker = RowChecker(campaign.storyboard.fields, campaign.file.data, "it-IT")
    checker.use_header(HEADER)
    for amount, value in [("1,5", "1.5"), ("x", ""), ("2", "2"), ("3", "3"), ("1,5", "1.5")] * 3:
        row = checker.check(DataRow(1, [*CELLS[:3], amount, *CELLS[4:]]))
        if isinstance(row, GoodRow):
            assert row.values["amount"] == value
        else:
            assert [(entry.column, value) for entry in row] == [("amount", "")]
    assert max(len(place.known) for _, _, place in checker._plan) <= 2


def test_two_ways_to_write_a_letter_are_one_id(checker: RowChecker) -> None:
    found = [checker.check(DataRow(2, ["", name, *CELLS[2:]])) for name in ("e\u0300", "\u00e8")]
    assert [row.external_id for row in found if isinstance(row, GoodRow)] == ["\u00e8"] * 2


def test_another_picture_under_the_same_name_is_another_row(tmp_path: Path) -> None:
    field = ImageField.model_validate({"type": "image"})
    field.look_in(tmp_path)
    drawn: list[str] = []

    def missing(text: str) -> set[str]:
        drawn.append(text)
        return set()

    def digest(color: str) -> str:
        Image.new("RGB", (8, 8), color).save(tmp_path / "a.png")
        checker = RowChecker({"photo": field}, DataFormat(), "it-IT", missing)
        checker.use_header(["id", "photo"])
        row = checker.check(DataRow(1, ["1", "a.png"]))
        assert isinstance(row, GoodRow)
        assert row.values == {"photo": "a.png"}
        return row.digest

    assert digest("red") == digest("red") != digest("blue")
    assert drawn == []  # the name of a file is not drawn


def test_cells_that_came_as_numbers_or_lists_mean_what_they_say(campaign: Campaign) -> None:
    checker = RowChecker(campaign.storyboard.fields, campaign.file.data, "it-IT")
    checker.use_header(HEADER)

    def check(amount: str) -> GoodRow | list[Rejection]:
        return checker.check(DataRow(1, [*CELLS[:3], amount, *CELLS[4:]]))

    assert HEADER[3] == "amount"
    good = check(NumberCell("1234.5"))
    assert isinstance(good, GoodRow)
    assert good.values["amount"] == "1234.5"
    # As text the same characters are read by the locale's rules, also after the number.
    assert isinstance(check("1.234"), list)
    assert isinstance(check(NumberCell("1.25")), GoodRow)
    faulty = check(FaultyCell("", "holds a formula without its result"))
    assert faulty == [Rejection(1, "amount", "holds a formula without its result")]
    listed = check(ListCell("[]"))
    assert isinstance(listed, list)
    assert "is a list or an object" in listed[0].reason


def test_lists_of_objects_are_read_by_their_keys() -> None:
    field = ListField.model_validate({"type": "list", "of": {"label": "text", "value": "money"}})
    checker = RowChecker({"years": field}, DataFormat(), "it-IT")
    checker.use_header(["id", "years"])

    def check(text: str) -> GoodRow | list[Rejection]:
        return checker.check(DataRow(1, ["1", ListCell(text)]))

    good = check('[{"value": "187.50", "label": "2022"}]')
    assert isinstance(good, GoodRow)
    assert good.values == {"years": [{"label": "2022", "value": "187.50"}]}
    for text, reason in [
        ('{"label": "2022"}', "is an object; expected a list"),
        ('[{"label": "2022"}]', "item 1 does not have the keys label, value"),
        ('[{"label": "2022", "value": []}]', "item 1 holds a list"),
        ('[{"label": "2022", "value": "x"}]', "item 1: its value is not a number"),
        ("[]", "is empty; expected a list"),
    ]:
        bad = check(text)
        assert isinstance(bad, list)
        assert reason in bad[0].reason
