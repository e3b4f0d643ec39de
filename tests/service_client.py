"""The service under ``/v1`` as programs ask it: a real server, real keys."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from served_campaign import serving

from campaigns.api_keys import Scope, create_key
from campaigns.migrate import upgrade
from foundation.database import open_database
from foundation.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    import httpx

    from foundation.database import Database
    from foundation.settings import Settings


@dataclass(frozen=True)
class Service:
    """A server, its database, and an admin's key."""

    settings: Settings
    database: Database
    client: httpx.Client
    admin: str

    def key(self, *scopes: Scope, expires_at: datetime | None = None) -> str:
        with self.database.writing() as session:
            return create_key(session, "test", scopes, expires_at=expires_at).secret

    def ask(self, method: str, path: str, *, key: str | None = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {key or self.admin}", **more.pop("headers", {})}
        return self.client.request(method, f"/v1{path}", headers=headers, timeout=60, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("POST", path, **more)


@contextmanager
def service_of(out: Path, **given: Any) -> Iterator[Service]:
    settings = load_settings(**{"out": out, "log_level": "warning", "jobs": 1, **given})
    database = open_database(settings.database)
    upgrade(database.engine)
    with database.writing() as session:
        admin = create_key(session, "admin", [Scope.ADMIN]).secret
    try:
        with serving(settings) as client:
            yield Service(settings, database, client, admin)
    finally:
        database.close()


def check_problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """Assert that an answer is a problem of this kind and return it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["type"] == f"urn:sollecito:problem:{slug}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem
