"""Held imports that are checked before they are started: the file travels once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from held_imports import MAPPING, OFFICE, ended, hold, uploads
from imported_rows import counts, people

from campaigns import held_imports
from campaigns.models import Import, ImportMode
from foundation.clock import utc_now
from workers.uploads import tidy_uploads

if TYPE_CHECKING:
    from service_client import Service

BAD = OFFICE + "P3;Carlo;molto;R3;\nP4;;1,00;R4;\n"
COLUMNS = {**MAPPING, "reference": "Rif."}


def checked(service: Service, held: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = service.post(
        f"/campaigns/tiny/imports/{held['id']}/start",
        json={"columns": COLUMNS, "dry_run": True, **more},
    )
    assert answer.status_code == 202, answer.text
    assert (answer.json()["state"], answer.json()["dry_run"]) == ("waiting", True)
    assert answer.json()["checked_at"] is None
    return ended(service, held)


@pytest.mark.parametrize("mode", list(ImportMode))
def test_a_held_file_is_checked_and_then_started(paused: Service, mode: ImportMode) -> None:
    held = hold(paused, BAD, mode=mode.value)
    where = f"/campaigns/tiny/imports/{held['id']}"
    assert held["checked_at"] is None
    known = {"If-None-Match": paused.get(where).headers["etag"]}
    for _ in range(2):  # as often as one likes
        found = checked(paused, held)
        assert (found["state"], *counts(found)) == ("held", 4, 2, 0, 0, 2)
        assert (found["dry_run"], found["finished_at"]) == (False, None)
        assert (found["checked_at"], found["columns"], found["rows"]) == (
            found["checked_at"] or "a moment",
            COLUMNS,
            4,
        )
        assert paused.get(where, headers=known).status_code == 200
        errors = paused.get(f"{where}/errors").json()["errors"]
        assert [error["line"] for error in errors] == [4, 5]
        assert people(paused) == {}
        assert len(uploads(paused)) == 1, "the file is still there"
        assert paused.get(f"{where}/columns").json()["columns"][0] == "Codice Pratica"
    paused.post(f"{where}/start", json={"columns": COLUMNS})
    done = ended(paused, held)
    best = mode == ImportMode.BEST_EFFORT
    assert (done["state"], *counts(done)) == (
        ("done", 4, 2, 0, 0, 2) if best else ("refused", 4, 0, 0, 0, 2)
    )
    assert (done["checked_at"], done["dry_run"]) == (None, False)
    assert len(paused.get(f"{where}/errors").json()["errors"]) == 2, "those of the check are gone"
    assert len(people(paused)) == (2 if best else 0)
    assert uploads(paused) == []
    with paused.database.reading() as session:
        assert session.get_one(Import, held["id"]).proposal is None, "it held people's data"


def test_a_check_counts_what_is_known(paused: Service) -> None:
    first = hold(paused)
    paused.post(f"/campaigns/tiny/imports/{first['id']}/start", json={"columns": COLUMNS})
    ended(paused, first)
    held = hold(paused, OFFICE.replace("12,50", "13,00") + "P3;Carlo;1,00;R3;\n")
    assert counts(checked(paused, held)) == (3, 1, 1, 1, 0)
    dry = hold(paused, dry_run="true")  # the import itself stores nothing, too
    assert counts(checked(paused, dry)) == (2, 0, 0, 2, 0)
    paused.post(f"/campaigns/tiny/imports/{dry['id']}/start", json={"columns": COLUMNS})
    done = ended(paused, dry)
    assert (done["state"], done["dry_run"], *counts(done)) == ("done", True, 2, 0, 0, 2, 0)
    assert people(paused)["P1"]["amount"] == "12.50"


def test_a_check_that_finds_no_table_ends_the_import(
    paused: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_imports, "HEAD", len(OFFICE.encode()) + 5)
    held = hold(paused, OFFICE + 'P3;"Carlo;1,00;R3;\n')
    found = checked(paused, held)
    assert found["state"] == "failed"
    assert "never closed" in found["error"]
    assert uploads(paused) == []
    with paused.database.reading() as session:
        assert session.get_one(Import, held["id"]).proposal is None


def test_a_checked_import_is_cancelled_or_dropped_like_a_held_one(paused: Service) -> None:
    given_up, old, waiting = (hold(paused, BAD) for _ in range(3))
    for held in (given_up, old):
        checked(paused, held)
    paused.post(
        f"/campaigns/tiny/imports/{waiting['id']}/start",
        json={"columns": COLUMNS, "dry_run": True},
    )
    for held in (given_up, waiting):
        answer = paused.post(f"/campaigns/tiny/imports/{held['id']}/cancel").json()
        assert (answer["state"], answer["accepted"], answer["dry_run"]) == ("cancelled", 0, False)
    with paused.database.writing() as session:
        row = session.get_one(Import, old["id"])
        row.started_at = utc_now() - timedelta(hours=30)
    tidy_uploads(paused.database, paused.settings)
    assert ended(paused, old)["state"] == "held", "the check was not long ago"
    with paused.database.writing() as session:
        session.get_one(Import, old["id"]).finished_at = utc_now() - timedelta(hours=25)
    tidy_uploads(paused.database, paused.settings)
    told = ended(paused, old)
    assert (told["state"], told["accepted"]) == ("cancelled", 0)
