"""Under ``/v1`` everything is closed, and a key opens what its scopes say and no more."""

from __future__ import annotations

import base64
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from service_client import Service, check_problem

from campaigns.api_keys import Scope, all_keys, revoke_key
from foundation.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def operations(service: Service) -> Iterator[tuple[str, str]]:
    """Yield method and path of every route that is described, with invented names in it."""
    for path, methods in service.get("/openapi.json").json()["paths"].items():
        for method in methods:
            filled = path
            while "{" in filled:
                before, _, rest = filled.partition("{")
                filled = f"{before}1{rest.partition('}')[2]}"
            yield method.upper(), filled


def test_every_route_is_closed(shared: Service) -> None:
    seen = 0
    for method, path in operations(shared):
        answer = shared.client.request(method, f"/v1{path}")
        problem = check_problem(answer, 401, "unauthorized")
        assert answer.headers["www-authenticate"] == "Bearer"
        assert "sollecito" not in problem["detail"]
        seen += 1
    assert seen >= 3
    for path in ("", "/", "/docs", "/openapi.json", "/none", "/keys/x/y", "/../v1/keys"):
        for method in METHODS:
            answer = shared.client.request(method, f"/v1{path}")
            assert answer.status_code in {401, 404, 405}, path
            assert answer.status_code == 401 or path in {"", "/../v1/keys"}


def test_every_route_needs_a_scope(shared: Service) -> None:
    none = shared.key()
    for method, path in operations(shared):
        if path == "/me":
            continue  # what it may do is told to every key
        answer = shared.ask(method, path, key=none, content=b"{}")
        assert answer.status_code in {403, 415}, (method, path, answer.text)
        if answer.status_code == 403:
            check_problem(answer, 403, "forbidden")


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Basic {basic}",
        "Token {good}",
        "Bearer {good}x",
        "Bearer {wrong}",
        "Bearer slc_aaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Bearer \x80",
    ],
)
def test_what_is_no_good_key(shared: Service, authorization: str) -> None:
    good = shared.admin
    wrong = good[:-2] + ("aa" if good[-2:] != "aa" else "bb")
    basic = base64.b64encode(f"admin:{good}".encode()).decode()
    text = authorization.format(good=good, wrong=wrong, basic=basic)
    answer = shared.client.get("/v1/keys", headers={"Authorization": text.encode("latin-1")})
    problem = check_problem(answer, 401, "unauthorized")
    assert good[15:] not in str(problem)


def test_two_keys_are_none(shared: Service) -> None:
    headers = [("Authorization", f"Bearer {shared.admin}")] * 2
    check_problem(shared.client.get("/v1/keys", headers=headers), 401, "unauthorized")


def test_a_key_ends(service: Service) -> None:
    past = service.key(Scope.ADMIN, expires_at=utc_now() - timedelta(seconds=1))
    check_problem(service.get("/keys", key=past), 401, "unauthorized")
    future = service.key(Scope.ADMIN, expires_at=utc_now() + timedelta(hours=1))
    assert service.get("/keys", key=future).status_code == 200
    with service.database.writing() as session:
        assert revoke_key(session, future.split("_")[1]) is not None
    check_problem(service.get("/keys", key=future), 401, "unauthorized")


def test_the_last_use_is_noted_now_and_then(service: Service) -> None:
    def used() -> object:
        with service.database.reading() as session:
            return all_keys(session)[0].last_used_at

    assert used() is None
    service.get("/keys")
    until = time.monotonic() + 30
    while used() is None and time.monotonic() < until:  # noted after the answer
        time.sleep(0.01)
    first = used()
    assert first is not None
    service.get("/keys")
    assert used() == first


def test_a_browser_may_ask_for_the_key(shared: Service) -> None:
    for path in ("/v1/docs", "/v1/openapi.json"):
        answer = shared.client.get(path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert shared.client.get(path, auth=("anyone", shared.admin)).status_code == 200
        assert shared.client.get(path, auth=("anyone", "wrong")).status_code == 401
    assert shared.client.get("/v1/keys", auth=("anyone", shared.admin)).status_code == 401
