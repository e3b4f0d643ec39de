"""A request that is sent again is not done again."""

from __future__ import annotations

import http.client
import socket
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from bundles import ROWS, bundle
from service_client import Service, check_problem, service_of

import api.v1.import_columns
import api.v1.keys
from campaigns.api_keys import Scope, all_keys
from campaigns.idempotency import KEPT, RUNS, RememberedAnswer, begin
from foundation.clock import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

BODY = {"label": "x", "scopes": ["read"]}


def send(service: Service, key: str = "one", body: object = BODY, path: str = "/keys", **more):
    return service.post(path, json=body, headers={"Idempotency-Key": key}, **more)


def test_the_same_answer_again(service: Service) -> None:
    body = {"template": "minimal", "name": "mine"}
    first, second = (send(service, body=body, path="/campaigns") for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert second.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert second.headers["location"] == first.headers["location"]
    check_problem(send(service, "two", body, "/campaigns"), 409, "already-exists")


def test_a_secret_is_not_kept(service: Service) -> None:
    secret = send(service).json()["secret"]
    check_problem(send(service), 409, "idempotency-answer-not-kept")
    other = {**BODY, "label": "y"}
    check_problem(send(service, body=other), 422, "idempotency-key-reused")
    assert send(service, "two").json()["secret"] != secret
    with service.database.reading() as session:
        assert len(all_keys(session)) == 3, "done once for each Idempotency-Key"
        kept = session.query(RememberedAnswer).all()
        assert [(row.status, row.answer) for row in kept] == [(201, None)] * 2
        assert not any(secret in str(vars(row)) for row in kept)


def by_hand(service: Service, path: str, body: str) -> tuple[int, str | None]:
    """Send a POST with these header lines and bytes after it; return status and whether again."""
    address = service.client.base_url
    with socket.create_connection((address.host, address.port or 80), timeout=60) as line:
        head = (
            f"POST /v1{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Authorization: Bearer {service.admin}\r\nIdempotency-Key: k\r\n{body}"
        )
        line.sendall(head.encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        answer.read()
        return answer.status, answer.getheader("Idempotent-Replayed")


@pytest.mark.parametrize(
    ("body", "other"),
    [
        ("\r\n", "Content-Length: 2\r\n\r\n{}"),
        ("Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\n{}"),
        ("Content-Length: 2\r\n\r\n{}", "\r\n"),
        ("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "\r\n"),
    ],
)
def test_where_the_body_is_not_read(
    service: Service, body: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zipped = {"Content-Type": "application/zip"}
    assert service.post("/campaigns", content=bundle(), headers=zipped).status_code == 201
    rows = {"Content-Type": "text/csv"}
    sent = service.post("/campaigns/tiny/imports", content=ROWS.encode(), headers=rows).json()
    path = f"/campaigns/tiny/imports/{sent['id']}/cancel"
    done: list[int] = []
    original = api.v1.import_columns.cancel

    def counted(session: Session, import_id: int) -> bool:
        done.append(import_id)
        return original(session, import_id)

    monkeypatch.setattr(api.v1.import_columns, "cancel", counted)
    answers = [by_hand(service, path, body) for _ in range(3)]
    assert answers == [(200, None), (200, "true"), (200, "true")]
    assert done == [sent["id"]]
    assert by_hand(service, path, other) == (422, None)


def test_another_request_under_the_same_key(service: Service) -> None:
    send(service)
    other = {**BODY, "label": "y"}
    check_problem(send(service, body=other), 422, "idempotency-key-reused")
    check_problem(send(service, path="/campaigns"), 422, "idempotency-key-reused")
    mine = service.key(Scope.ADMIN)
    assert send(service, key=mine).status_code == 201, "keys of others are theirs"


def test_what_was_refused_may_be_mended(service: Service) -> None:
    check_problem(send(service, body={**BODY, "scopes": []}), 422, "invalid-request")
    assert send(service).status_code == 201


def test_while_the_first_is_running(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def held() -> object:
        begun.set()
        assert go_on.wait(60)
        return utc_now()

    # Held before it writes: a second request must be answered meanwhile.
    monkeypatch.setattr(api.v1.keys, "utc_now", held)
    body = {**BODY, "expires_at": "2099-01-01T00:00:00Z"}
    answers = []
    first = threading.Thread(target=lambda: answers.append(send(service, body=body)))
    first.start()
    assert begun.wait(60)
    check_problem(send(service, body=body), 409, "idempotency-key-running")
    go_on.set()
    first.join()
    assert answers[0].status_code == 201
    check_problem(send(service, body=body), 409, "idempotency-answer-not-kept")


def test_streams_too(service: Service) -> None:
    zipped = {"Content-Type": "application/zip", "Idempotency-Key": "a"}
    body = bundle()
    first = service.post("/campaigns", content=body, headers=zipped)
    assert first.status_code == 201
    again = service.post("/campaigns", content=body, headers=zipped)
    assert again.content == first.content
    rows = {"Content-Type": "text/csv", "Idempotency-Key": "b"}
    sent = [
        service.post("/campaigns/tiny/imports", content=ROWS.encode(), headers=rows)
        for _ in range(2)
    ]
    assert sent[0].json() == sent[1].json()
    assert len(service.get("/campaigns/tiny/imports").json()["imports"]) == 1
    other = service.post("/campaigns/tiny/imports", content=b"other", headers=rows)
    check_problem(other, 422, "idempotency-key-reused")


@pytest.mark.parametrize("key", ["", "x" * 256, "a b"])
def test_keys_that_are_none(shared: Service, key: str) -> None:
    problem = check_problem(send(shared, key), 422, "invalid-request")
    assert problem["errors"][0]["field"] == "Idempotency-Key"


def test_answers_are_forgotten_in_time(service: Service) -> None:
    now = utc_now()
    with service.database.writing() as session:
        key_id = all_keys(session)[0].id
        first = begin(session, key_id, "k", "r", now=now)
        assert isinstance(first, int)
        assert isinstance(begin(session, key_id, "k", "r", now=now), RememberedAnswer)
        lost = begin(session, key_id, "k", "r", now=now + RUNS + timedelta(seconds=1))
        assert isinstance(lost, int)
        old = begin(session, key_id, "k2", "r", now=now + RUNS + KEPT + timedelta(minutes=1))
        assert isinstance(old, int)
        assert session.query(RememberedAnswer).count() == 1


def test_a_key_has_its_rate(tmp_path: Path) -> None:
    with service_of(tmp_path / "out", requests_a_minute=3) as service:
        answers = [service.get("/keys") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        left = [answer.headers["ratelimit-remaining"] for answer in answers]
        assert left == ["2", "1", "0", "0"]
        assert {answer.headers["ratelimit-limit"] for answer in answers} == {"3"}
        check_problem(answers[3], 429, "rate-limited")
        assert 1 <= int(answers[3].headers["retry-after"]) <= 60
        assert 1 <= int(answers[3].headers["ratelimit-reset"]) <= 60
        other = service.key(Scope.ADMIN)
        assert service.get("/keys", key=other).status_code == 200
