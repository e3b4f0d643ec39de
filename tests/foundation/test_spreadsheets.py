from __future__ import annotations

import pytest

from foundation.spreadsheets import harmless


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd",
        "-2+3",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "＝1+1",
        "＋cmd",
        "－2+3",
        "＠SUM(A1)",
        " ＝1",
    ],
)
def test_what_a_spreadsheet_takes_for_a_formula_is_made_harmless(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Anna", "-12,50", "+39 02 1234", "a=b", "12＝3"])
def test_what_it_does_not_stays_as_it_is(cell):
    assert harmless(cell) == cell
