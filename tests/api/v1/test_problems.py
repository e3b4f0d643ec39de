"""Whatever goes wrong is told as a problem, with a name that the log has too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from service_client import Service, check_problem
from sqlalchemy.exc import OperationalError

import api.v1.keys
from api.v1.handlers import problem_of
from api.v1.problems import KINDS, Problem
from foundation.errors import CampaignError, DataError, RenderError, RowError, StorageError
from foundation.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[3] / "docs" / "api.md"


def test_kinds_are_told_apart_and_documented() -> None:
    types = [kind.type for kind in KINDS]
    assert len(set(types)) == len(types)
    text = DOCS.read_text(encoding="utf-8")
    for kind in KINDS:
        assert re.search(rf"^\| `{kind.slug}` \| {kind.status} \|", text, re.MULTILINE), kind.slug


def test_request_ids(shared: Service) -> None:
    first, second = shared.get("/none"), shared.get("/none")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    check_problem(first, 404, "not-found")
    named = shared.get("/none", headers={"X-Request-Id": "my-request-0001"})
    assert named.json()["request_id"] == "my-request-0001"
    strange = shared.get("/none", headers={"X-Request-Id": "a b\"'<script>"})
    assert re.fullmatch("[0-9a-f]{32}", strange.headers["x-request-id"])


def test_wrong_methods(shared: Service) -> None:
    answer = shared.ask("PUT", "/keys")
    check_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        ({"label": "", "scopes": ["read"]}, "label", "at least 1"),
        ({"label": "x" * 101, "scopes": ["read"]}, "label", "at most 100"),
        ({"label": "x", "scopes": []}, "scopes", "at least 1"),
        ({"label": "x", "scopes": ["rule"]}, "scopes.0", "'read', 'upload'"),
        ({"label": "x"}, "scopes", "required"),
        ({"label": "x", "scopes": ["read"], "colour": "red"}, "colour", "not permitted"),
        (
            {"label": "x", "scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z"},
            "expires_at",
            "past",
        ),
        (
            {"label": "x", "scopes": ["read"], "expires_at": "2099-01-01T00:00:00"},
            "expires_at",
            "timezone",
        ),
    ],
)
def test_values_that_cannot_be_used(
    shared: Service, body: dict[str, object], field: str, told: str
) -> None:
    problem = check_problem(shared.post("/keys", json=body), 422, "invalid-request")
    assert [error["in"] for error in problem["errors"]] == ["body"]
    assert problem["errors"][0]["field"].startswith(field)
    assert told in problem["errors"][0]["message"]


def test_bodies_that_are_no_json(shared: Service) -> None:
    headers = {"Content-Type": "application/json"}
    answer = shared.post("/keys", content=b"{", headers=headers)
    check_problem(answer, 400, "bad-request")
    deep = b"[" * 100_000
    answer = shared.post("/keys", content=deep, headers=headers)
    assert answer.status_code in {400, 422}


def test_bodies_that_are_too_large(shared: Service) -> None:
    headers = {"Content-Type": "application/json"}
    big = json.dumps({"label": "x" * (2 << 20)}).encode()
    problem = check_problem(shared.post("/keys", content=big, headers=headers), 413, "too-large")
    assert "1 MiB" in problem["detail"]

    def pieces():
        yield from [b" " * 65536] * 40

    answer = shared.post("/keys", content=pieces(), headers=headers)
    check_problem(answer, 413, "too-large")


def test_what_is_unforeseen(shared: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_session: object) -> None:
        raise ValueError("Mario Rossi")

    monkeypatch.setattr(api.v1.keys, "all_keys", broken)
    problem = check_problem(shared.get("/keys"), 500, "internal")
    assert "Mario" not in str(problem)


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (lambda: DataError("no header", 3), 422, "data-refused"),
        (lambda: RowError("amount", "is no number"), 422, "invalid-request"),
        (lambda: StorageError("at /secret/place"), 503, "unavailable"),
        (lambda: RenderError("no"), 500, "internal"),
        (lambda: OSError(28, "No space left on device"), 507, "insufficient-storage"),
        (lambda: OSError(5, "Input/output error"), 503, "unavailable"),
        (lambda: OperationalError("select", {}, Exception("gone")), 503, "unavailable"),
        (
            lambda: CampaignError([Fault("storyboard.yaml", 4, "scenes", "No.")]),
            422,
            "campaign-faulty",
        ),
    ],
)
def test_errors_of_the_house(error: Callable[[], Exception], status: int, slug: str) -> None:
    problem = problem_of(error())
    assert isinstance(problem, Problem)
    assert (problem.kind.status, problem.kind.slug) == (status, slug)
    assert "/secret" not in problem.detail
