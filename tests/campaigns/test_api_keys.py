"""API keys: shown once, kept as a digest, good until they are not."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING

from campaigns.api_keys import (
    USED_EVERY,
    Scope,
    all_keys,
    create_key,
    find_key,
    needs_note,
    note_use,
    revoke_key,
)
from foundation.clock import utc_now

if TYPE_CHECKING:
    from foundation.database import Database


def test_a_key_has_256_random_bits(database: Database) -> None:
    with database.writing() as session:
        made = [create_key(session, "x", [Scope.READ]).secret for _ in range(20)]
    parts = [secret.split("_", 2) for secret in made]
    assert {part[0] for part in parts} == {"slc"}
    assert len({part[1] for part in parts}) == 20
    assert {len(base64.urlsafe_b64decode(f"{part[2]}=")) for part in parts} == {32}


def test_only_the_whole_key_is_one(database: Database) -> None:
    with database.writing() as session:
        made = create_key(session, "x", [Scope.READ])
        other = create_key(session, "y", [Scope.ADMIN])
    mixed = f"slc_{other.key.public_id}_{made.secret.split('_', 2)[2]}"
    with database.reading() as session:
        found = find_key(session, made.secret)
        assert found is not None
        assert found.public_id == made.key.public_id
        for wrong in (mixed, made.secret[:-1], made.secret + "A", made.secret.upper(), "", "ß"):
            assert find_key(session, wrong) is None


def test_scopes(database: Database) -> None:
    with database.writing() as session:
        both = create_key(session, "x", [Scope.UPLOAD, Scope.READ]).key
        admin = create_key(session, "x", [Scope.ADMIN]).key
    assert [both.allows(scope) for scope in Scope] == [True, True, False, False]
    assert all(admin.allows(scope) for scope in Scope)


def test_expiry_and_revocation(database: Database) -> None:
    now = utc_now()
    with database.writing() as session:
        made = create_key(session, "x", [Scope.READ], expires_at=now + timedelta(minutes=1))
    with database.writing() as session:
        assert find_key(session, made.secret, now=now) is not None
        assert find_key(session, made.secret, now=now + timedelta(minutes=1)) is None
        revoked = revoke_key(session, made.key.public_id, now=now)
        assert revoked is not None
        assert revoked.revoked_at == now
        assert find_key(session, made.secret, now=now) is None
        assert revoke_key(session, "unknown") is None


def test_the_last_use_is_written_rarely(database: Database) -> None:
    now = utc_now()
    with database.writing() as session:
        key_id = create_key(session, "x", [Scope.READ]).key.id
    seen = []
    for moment in (now, now + USED_EVERY / 2, now + USED_EVERY):
        with database.writing() as session:
            note_use(session, key_id, now=moment)
        with database.reading() as session:
            (key,) = all_keys(session)
            seen.append(key.last_used_at)
            assert not needs_note(key, now=moment)
            assert needs_note(key, now=moment + USED_EVERY)
    assert seen == [now, now, now + USED_EVERY]
