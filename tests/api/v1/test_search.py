"""People found by words of their data; the words are in no address and in no log."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from bundles import HEADER
from imported_rows import bring
from service_client import Service, check_problem

from campaigns.api_keys import Scope
from campaigns.people_search import MOST_WORDS

WHERE = "/campaigns/tiny/recipients/search"

ROWS = HEADER + (
    "P-1;Anna Maria;12,50;AB123CD\nP-2;Niccolò;7,00;R_50%\nP-3;ÈLIA;8,00;R150\nX-4;anna;9,00;Z9\n"
)


@pytest.fixture
def filled(paused: Service) -> Service:
    done = bring(paused, ROWS)
    assert done["accepted"] == 4
    return paused


def search(service: Service, text: str, **more: Any) -> list[str]:
    answer = service.post(WHERE, json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return [person["external_id"] for person in answer.json()["recipients"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna", ["P-1", "X-4"]),
        ("ANNA", ["P-1", "X-4"]),
        ("maria anna", ["P-1"]),
        ("anna z9", ["X-4"]),
        ("ab123", ["P-1"]),
        ("p-", ["P-1", "P-2", "P-3"]),
        ("x- anna", ["X-4"]),
        ("niccolò", ["P-2"]),
        ("NICCOLÒ", ["P-2"]),
        ("Niccolò", ["P-2"]),
        ("èlia", ["P-3"]),
        ("%", ["P-2"]),
        ("r_5", ["P-2"]),
        ("\\", []),
        ("first_name", []),
        ("12.50", []),  # an amount is no text
        ("nobody", []),
    ],
)
def test_people_are_found_by_words(filled: Service, text: str, found: list[str]) -> None:
    assert search(filled, text) == found


def test_corrected_people_are_found(filled: Service) -> None:
    """Corrections are stored by another way than rows."""
    (person,) = filled.post(WHERE, json={"text": "X-4"}).json()["recipients"]
    where = f"/campaigns/tiny/recipients/{person['id']}"
    answer = filled.ask("PATCH", where, json={"values": {"first_name": "Zoë"}})
    assert answer.status_code == 200, answer.text
    assert search(filled, "zoë") == ["X-4"]


def test_it_says_where_the_words_stand(filled: Service) -> None:
    (person,) = filled.post(WHERE, json={"text": "maria ab1"}).json()["recipients"]
    assert person["matched"] == {"first_name": "Anna Maria", "reference": "AB123CD"}
    (person,) = filled.post(WHERE, json={"text": "x-4"}).json()["recipients"]
    assert person["matched"] == {}
    assert person["values"] is None


def test_pages_and_filters(filled: Service) -> None:
    first = filled.post(WHERE, json={"text": "p", "limit": 2}).json()
    assert [each["external_id"] for each in first["recipients"]] == ["P-1", "P-2"]
    assert search(filled, "p", limit=2, after=first["next"]) == ["P-3"]
    assert search(filled, "anna", status="published") == []
    assert search(filled, "anna", segment="reference:Z9") == ["X-4"]
    assert search(filled, "anna " + "a " * MOST_WORDS + "zzz") == ["P-1", "X-4"], "left out"


def test_what_cannot_be_looked_for(filled: Service) -> None:
    for body in (
        {},
        {"text": ""},
        {"text": "x" * 201},
        {"text": "a", "segment": "x"},
        {"words": 1},
    ):
        check_problem(filled.post(WHERE, json=body), 422, "invalid-request")
    problem = check_problem(
        filled.post(WHERE, json={"text": "a", "after": "x"}), 422, "invalid-request"
    )
    assert (problem["errors"][0]["in"], problem["errors"][0]["field"]) == ("body", "after")
    assert search(filled, " ") == [*search(filled, "p-"), "X-4"], "white space is no word"
    check_problem(
        filled.post("/campaigns/none/recipients/search", json={"text": "a"}), 404, "not-found"
    )
    reader = filled.key(Scope.READ)
    assert filled.post(WHERE, json={"text": "a"}, key=reader).status_code == 200
    sender = filled.key(Scope.UPLOAD)
    check_problem(filled.post(WHERE, json={"text": "a"}, key=sender), 403, "forbidden")


def test_nothing_is_logged_or_kept(filled: Service, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = filled.post(
            WHERE, json={"text": "Niccolò"}, headers={"Idempotency-Key": "search-1"}
        )
    assert answer.status_code == 200
    told = json.dumps([record.getMessage() for record in caplog.records], ensure_ascii=False)
    assert "iccol" not in told
    again = filled.post(WHERE, json={"text": "Niccolò"}, headers={"Idempotency-Key": "search-1"})
    check_problem(again, 409, "idempotency-answer-not-kept")
