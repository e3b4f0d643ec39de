"""NUL and numbers that no row has: refused at the door, the same with both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bundles import ROWS
from imported_rows import TYPES, bring, paused_campaign
from service_client import check_problem

from api.v1.list_queries import LARGEST_ID, cursor_of

if TYPE_CHECKING:
    from service_client import Service

NUL = "a\x00b"


@pytest.fixture
def tiny(service: Service) -> Service:
    """Return the service with a campaign and an import."""
    paused_campaign(service)
    assert bring(service, ROWS)["accepted"] == 3
    return service


def test_paths_with_nul_lead_nowhere(tiny: Service) -> None:
    token = "A" * 26
    for path in (
        "/%00",
        "/p/%00",
        "/p/%00/",
        f"/p/{token}/%00",
        "/films/%00.mp4",
        "/clips/%00.mp4",
        "/static/%00",
        "/pay/%00",
        "/dashboard/%00",
        f"/f/{token}/%00/K7Q2-9F4M",
    ):
        answer = tiny.client.get(path)
        assert answer.status_code == 404, (path, answer.text)
        assert "content-security-policy" in answer.headers, path
    told = {"Content-Type": "application/x-www-form-urlencoded"}
    assert tiny.client.post(f"/f/{token}/%00", headers=told).status_code == 404
    for method, path in (
        ("DELETE", "/keys/%00"),
        ("GET", "/campaigns/%00"),
        ("GET", "/campaigns/tiny%00"),
        ("GET", "/campaigns/tiny/messages/%00"),
        ("GET", "/%00"),
    ):
        check_problem(tiny.ask(method, path), 404, "not-found")
    assert tiny.client.get("/v1/keys/%00").status_code == 401, "only who has a key is told more"


def test_parameters_with_nul_cannot_be_used(tiny: Service) -> None:
    for path, name in (
        ("/campaigns", "after"),
        ("/campaigns/tiny/recipients", "external_id"),
        ("/campaigns/tiny/recipients", "id_begins"),
        ("/campaigns/tiny/recipients", "segment"),
        ("/campaigns/tiny/recipients", "after"),
        ("/campaigns/tiny/messages", "form"),
        ("/campaigns/tiny/messages", "recipient"),
        ("/campaigns/tiny/messages.csv", "recipient"),
        ("/campaigns/tiny/statistics", "by"),
        ("/campaigns/tiny/imports/1/rejected", "column"),
    ):
        problem = check_problem(tiny.get(path, params={name: NUL}), 422, "invalid-request")
        assert [(each["in"], each["field"]) for each in problem["errors"]] == [("query", name)]
        assert "NUL" in problem["errors"][0]["message"]
    sent = tiny.post(
        "/campaigns/tiny/imports", content=ROWS.encode(), headers=TYPES["csv"], params={"file": NUL}
    )
    check_problem(sent, 422, "invalid-request")
    assert tiny.get("/campaigns", params={"after": "a%00b"}).status_code == 200, "no NUL in it"


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/keys", {"label": NUL, "scopes": ["read"]}, "label"),
        ("POST", "/campaigns/tiny/failures/retry", {"reason": NUL}, "reason"),
        ("PUT", "/campaigns/tiny/webhook", {"url": f"https://{NUL}.example/"}, "url"),
        (
            "PATCH",
            "/campaigns/tiny/recipients/1",
            {"values": {"first_name": NUL}},
            "values.first_name",
        ),
        ("POST", "/campaigns", {"template": NUL, "name": "new"}, "template"),
        ("POST", "/campaigns", {"template": "minimal", "name": NUL}, "name"),
        (
            "POST",
            "/campaigns",
            {"template": "minimal", "name": "new", "campaign": {"title": NUL}},
            None,
        ),
    ],
)
def test_bodies_with_nul_cannot_be_used(
    tiny: Service, method: str, path: str, body: dict[str, Any], field: str | None
) -> None:
    answer = tiny.ask(method, path, json=body)
    if field is None:  # told as what is wrong with the campaign's own file
        check_problem(answer, 422, "campaign-faulty")
        return
    problem = check_problem(answer, 422, "invalid-request")
    assert [each["field"] for each in problem["errors"]] == [field]


def test_numbers_that_no_row_has_are_refused(tiny: Service) -> None:
    for number in (LARGEST_ID + 1, 10**18 - 1, 10**23 - 1):
        for path in (
            "/campaigns/tiny/imports/1/errors",
            "/campaigns/tiny/imports/1/rejected",
        ):
            answer = tiny.get(path, params={"after": number})
            problem = check_problem(answer, 422, "invalid-request")
            assert problem["errors"][0]["field"] == "after"
        answer = tiny.get("/campaigns/tiny/imports", params={"before": number})
        check_problem(answer, 422, "invalid-request")
        for kind, path in (("r", "recipients"), ("m", "messages")):
            cursor = cursor_of(kind, number)
            answer = tiny.get(f"/campaigns/tiny/{path}", params={"after": cursor})
            check_problem(answer, 422, "invalid-request")


def test_the_largest_numbers_are_taken(tiny: Service) -> None:
    for path, after in (
        ("imports/1/errors", LARGEST_ID),
        ("imports/1/rejected", LARGEST_ID),
        ("recipients", cursor_of("r", LARGEST_ID)),
        ("messages", cursor_of("m", LARGEST_ID)),
    ):
        answer = tiny.get(f"/campaigns/tiny/{path}", params={"after": after})
        assert answer.status_code == 200, (path, answer.text)
    past = tiny.get("/campaigns/tiny/imports", params={"before": LARGEST_ID})
    assert past.status_code == 200
