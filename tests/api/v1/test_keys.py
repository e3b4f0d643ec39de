"""Keys over the air: made, seen, revoked."""

from __future__ import annotations

import pytest
from service_client import Service, check_problem

from campaigns.api_keys import ApiKey, Scope


def test_a_key_is_made_used_and_revoked(service: Service) -> None:
    made = service.post(
        "/keys",
        json={"label": " Ufficio tributi ", "scopes": ["upload", "read"]},
    )
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    key = made.json()
    assert key["label"] == "Ufficio tributi"
    assert key["scopes"] == ["read", "upload"]
    assert made.headers["location"] == f"/v1/keys/{key['id']}"
    secret = key.pop("secret")
    assert secret.startswith(f"slc_{key['id']}_")
    check_problem(service.get("/keys", key=secret), 403, "forbidden")
    listed = service.get("/keys").json()["keys"]
    mine = [entry for entry in listed if entry["id"] == key["id"]]
    assert secret not in str(listed)
    assert mine[0]["last_used_at"] is not None
    with service.database.reading() as session:
        row = session.query(ApiKey).filter_by(public_id=key["id"]).one()
        assert secret.encode() not in row.digest
        assert len(row.digest) == 32
    ended = service.ask("DELETE", f"/keys/{key['id']}").json()
    assert ended["revoked_at"] is not None
    assert service.ask("DELETE", f"/keys/{key['id']}").json() == ended
    check_problem(service.get("/keys", key=secret), 401, "unauthorized")
    check_problem(service.ask("DELETE", "/keys/none"), 404, "not-found")


@pytest.mark.parametrize("scope", [Scope.READ, Scope.UPLOAD, Scope.PUBLISH])
def test_only_admins_keep_keys(shared: Service, scope: Scope) -> None:
    key = shared.key(scope)
    for method, path in (("GET", "/keys"), ("POST", "/keys"), ("DELETE", "/keys/x")):
        check_problem(shared.ask(method, path, key=key, json={}), 403, "forbidden")
