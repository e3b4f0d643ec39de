"""New versions of a campaign's files: of others, at once, and for what is deleted meanwhile."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from bundles import ROWS, bundle
from made_campaigns import CSV, ZIP, make, work
from service_client import Service, check_problem
from tiny_campaign import CAMPAIGN, STORYBOARD

from api.v1 import campaigns

if TYPE_CHECKING:
    import pytest


def test_versions_of_other_campaigns_are_refused(service: Service) -> None:
    make(service)
    body = bundle(campaign=CAMPAIGN.replace("name: tiny", "name: other"))
    problem = check_problem(
        service.post("/campaigns/tiny/versions", content=body, headers=ZIP), 422, "campaign-faulty"
    )
    assert "other" in problem["faults"][0]["message"]
    service.post("/campaigns/tiny/imports", content=ROWS.encode(), headers=CSV)
    work(service)
    more = STORYBOARD.replace("fields:\n", "fields:\n  plate: {type: text}\n")
    answer = service.post("/campaigns/tiny/versions", content=bundle(storyboard=more), headers=ZIP)
    problem = check_problem(answer, 422, "campaign-faulty")
    assert problem["faults"][0]["place"] == "fields.plate"
    same = service.post("/campaigns/tiny/versions", content=bundle(), headers=ZIP).json()
    assert (same["campaign"]["version"], same["planned"]) == (1, 0)


def test_of_versions_at_once_for_one_state_one_is_made(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(service)
    tag = service.get("/campaigns/tiny").headers["etag"]
    together = threading.Barrier(3)
    original = campaigns.bring_to

    def at_once(*given: Any, **more: Any) -> Any:
        together.wait(60)  # all have looked at the ETag
        return original(*given, **more)

    monkeypatch.setattr(campaigns, "bring_to", at_once)

    def send(word: str) -> int:
        body = bundle(storyboard=STORYBOARD.replace("Strade e scuole", f"Strade e {word}"))
        headers = {**ZIP, "If-Match": tag}
        answer = service.post("/campaigns/tiny/versions", content=body, headers=headers)
        if answer.status_code != 201:
            check_problem(answer, 412, "precondition-failed")
        return answer.status_code

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(send, ("parchi", "musei", "ponti"))) == [201, 412, 412]
    assert service.get("/campaigns/tiny").json()["version"] == 2


def test_a_version_for_what_is_deleted_meanwhile(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(service)
    original = campaigns.bring_to
    gone = False

    def late(*given: Any, **more: Any) -> Any:
        assert service.ask("DELETE", "/campaigns/tiny").status_code in {202, 404}
        if gone:
            work(service)
        return original(*given, **more)

    monkeypatch.setattr(campaigns, "bring_to", late)
    changed = bundle(storyboard=STORYBOARD.replace("Strade e scuole", "Strade e parchi"))
    answer = service.post("/campaigns/tiny/versions", content=changed, headers=ZIP)
    check_problem(answer, 409, "conflict")
    work(service)
    assert service.get("/campaigns").json()["campaigns"] == []
    make(service)
    gone = True
    answer = service.post("/campaigns/tiny/versions", content=changed, headers=ZIP)
    check_problem(answer, 404, "not-found")
