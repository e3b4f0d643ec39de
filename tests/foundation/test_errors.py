from __future__ import annotations

import inspect

from foundation import errors
from foundation.errors import CampaignError, DataError, RowError, SollecitoError
from foundation.faults import Fault, nearest


def test_one_tree_that_the_docstring_draws() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    for kind in kinds:
        assert issubclass(kind, SollecitoError)
        assert kind.__name__ in (errors.__doc__ or "")


def test_a_row_error_names_its_field() -> None:
    assert str(RowError("amount", "is empty")) == "amount: is empty"
    assert str(RowError("", "is empty")) == "is empty"


def test_a_data_error_knows_its_line() -> None:
    assert DataError("x").line is None
    assert DataError("x", 7).line == 7


def test_a_campaign_error_says_every_fault() -> None:
    faults = [
        Fault(
            "storyboard.yaml", 12, "scenes.a.next", "There is no scene 'b'.", "Did you mean 'c'?"
        ),
        Fault("campaign.yaml", None, "", "The file is missing."),
    ]
    error = CampaignError(faults)
    assert error.faults == tuple(faults)
    assert str(error).splitlines() == [
        "storyboard.yaml:12: scenes.a.next — There is no scene 'b'. Did you mean 'c'?",
        "campaign.yaml — The file is missing.",
    ]


def test_the_nearest_name() -> None:
    assert nearest("figur", ["title", "figure"]) == "Did you mean 'figure'?"
    assert nearest("zzz", ["title", "figure"]) == ""
