"""Imports that are held, mapped to the campaign's fields, started, cancelled, dropped."""

from __future__ import annotations

import json
import os
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bundles import ROWS, bundle
from held_imports import MAPPING, OFFICE, ended, hold, uploads
from imported_rows import ZIP, bring, counts, people, ready_rows
from service_client import Service, check_problem
from tiny_campaign import STORYBOARD

from api.v1 import progress
from campaigns import held_imports
from campaigns.api_keys import Scope
from campaigns.data_sources import open_source
from campaigns.models import Import, ImportMode, ImportState
from foundation.clock import utc_now
from workers import import_work
from workers.background import finish_unfinished
from workers.out_folder import locked
from workers.uploads import LEFT_BEHIND_S, new_upload, tidy_uploads

if TYPE_CHECKING:
    from pathlib import Path


def test_a_held_file_shows_its_columns(paused: Service) -> None:
    held = hold(paused)
    assert ended(paused, held)["state"] == "held", "no worker reads it"
    where = f"/campaigns/tiny/imports/{held['id']}"
    known = {"If-None-Match": paused.get(where).headers["etag"]}
    assert paused.get(where, headers=known).status_code == 304
    answer = paused.get(f"/campaigns/tiny/imports/{held['id']}/columns")
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    assert found["columns"] == ["Codice Pratica", "Nome", "Importo dovuto", "Rif.", "Note"]
    assert found["rows"] == [["P1", "Anna", "12,50", "R1", "x"], ["P2", "Bruno", "7,00", "R2", ""]]
    assert found["id"]["column"] == "Codice Pratica"
    assert found["id"]["given"] is False
    proposed = {field["field"]: field["column"] for field in found["fields"]}
    assert proposed == {"first_name": "Nome", "amount": "Importo dovuto", "reference": "Rif."}
    money = next(field for field in found["fields"] if field["field"] == "amount")
    assert (money["type"], money["required"], money["readable"]) == ("money", True, 1.0)
    assert found["unused"] == ["Note"]
    assert found["missing"] == []


def test_the_mapping_holds_for_this_import(paused: Service) -> None:
    held = hold(paused)
    where = f"/campaigns/tiny/imports/{held['id']}"
    columns = {**MAPPING, "reference": "Rif."}
    answer = paused.post(f"{where}/start", json={"columns": columns})
    assert answer.status_code == 202, answer.text
    assert (answer.json()["state"], answer.json()["columns"]) == ("waiting", columns)
    assert paused.get(where, headers={"If-None-Match": '"another"'}).status_code == 200
    check_problem(paused.get(f"{where}/columns"), 409, "conflict")
    check_problem(paused.post(f"{where}/start"), 409, "conflict")
    done = ended(paused, held)
    assert (done["state"], *counts(done)) == ("done", 2, 2, 0, 0, 0)
    assert done["columns"] == columns
    assert people(paused)["P1"] == {"first_name": "Anna", "amount": "12.50", "reference": "R1"}
    with paused.database.reading() as session:
        assert session.get_one(Import, held["id"]).proposal is None, "it held people's data"
    assert bring(paused, OFFICE)["state"] == "failed", "the next one goes by the campaign again"
    assert counts(bring(paused, ROWS)) == (3, 3, 0, 0, 0)


def test_a_mapping_is_remembered(paused: Service) -> None:
    def proposed(body: str = OFFICE) -> dict[str, Any]:
        held = hold(paused, body)
        where = f"/campaigns/tiny/imports/{held['id']}"
        found: dict[str, Any] = paused.get(f"{where}/columns").json()
        found["import"] = held
        return found

    first = proposed()
    assert not any(field["remembered"] for field in [first["id"], *first["fields"]])
    # Not what is proposed: a person knows better.
    chosen = {"id": "Rif.", "first_name": "Nome", "amount": "Importo dovuto", "reference": "Note"}
    where = f"/campaigns/tiny/imports/{first['import']['id']}"
    assert paused.post(f"{where}/start", json={"columns": chosen}).status_code == 202
    ended(paused, first["import"])
    header, *rows = OFFICE.splitlines()
    moved = ";".join(reversed(header.split(";"))) + "\n" + ";".join(reversed(rows[0].split(";")))
    for body in (OFFICE, moved):
        again = proposed(body)
        assert again["id"]["column"] == "Rif."
        assert {each["field"]: each["column"] for each in again["fields"]} == {
            name: column for name, column in chosen.items() if name != "id"
        }
        assert all(each["remembered"] for each in [again["id"], *again["fields"]])
        assert not any(each["given"] for each in [again["id"], *again["fields"]])
        assert (again["unused"], again["missing"]) == (["Codice Pratica"], [])
        readable = {each["field"]: each["readable"] for each in again["fields"]}
        assert readable["amount"] == 1.0
    wrong = {**chosen, "amount": "Nome"}
    for dry_run in (True, False):
        tried = proposed()["import"]
        again = f"/campaigns/tiny/imports/{tried['id']}"
        told = {"columns": wrong, "dry_run": dry_run}
        assert paused.post(f"{again}/start", json=told).status_code == 202
        assert ended(paused, tried)["accepted"] == 0
        if dry_run:
            assert paused.post(f"{again}/cancel").status_code == 200
        amount = next(each for each in proposed()["fields"] if each["field"] == "amount")
        assert amount["column"] == "Importo dovuto", "what took no row is not remembered"
    again = proposed()
    errors = paused.get(f"{where}/errors.csv").text
    for names in (errors.splitlines()[0].split(",")[:3], ["Riga", "Campo", "Motivo"]):
        marked = f"{';'.join(names)};{header}\n2;amount;is missing;{rows[0]}\n"
        corrected = proposed(marked)
        assert corrected["id"] == {**again["id"], "column": "Rif."}
        assert corrected["fields"] == again["fields"]
        assert corrected["unused"] == [*names, "Codice Pratica"]
    other = proposed(OFFICE.replace("Rif.", "Riferimento"))
    assert other["id"]["column"] == "Codice Pratica", "another list"
    assert not other["id"]["remembered"]
    # The campaign's own mapping, chosen last, is what is proposed again.
    bring(paused, OFFICE.replace("Codice Pratica", "id").replace("Rif.", "reference"))
    assert proposed()["id"]["column"] == "Rif.", "that was another header"


def test_a_field_without_a_column_is_remembered_as_such(service: Service) -> None:
    optional = STORYBOARD.replace(
        "reference: {type: text,", "reference: {type: text, optional: true, default: x,"
    )
    made = service.post("/campaigns", content=bundle(storyboard=optional), headers=ZIP)
    assert made.status_code == 201, made.text
    service.ask("PATCH", "/campaigns/tiny", json={"state": "paused"})
    held = hold(service)
    where = f"/campaigns/tiny/imports/{held['id']}"
    columns = {**MAPPING, "reference": None}
    assert service.post(f"{where}/start", json={"columns": columns}).status_code == 202
    assert ended(service, held)["state"] == "done"
    found = service.get(f"/campaigns/tiny/imports/{hold(service)['id']}/columns").json()
    reference = next(each for each in found["fields"] if each["field"] == "reference")
    assert (reference["column"], reference["remembered"]) == (None, True)
    assert found["unused"] == ["Rif.", "Note"]
    assert found["missing"] == []


def test_what_cannot_be_started_says_why_field_by_field(paused: Service) -> None:
    held = hold(paused)
    where = f"/campaigns/tiny/imports/{held['id']}/start"
    wrong = {"id": None, "amount": "Importo", "first_name": None, "town": "Nome"}
    problem = check_problem(paused.post(where, json={"columns": wrong}), 422, "invalid-request")
    told = {error["field"]: error["message"] for error in problem["errors"]}
    assert told == {
        "columns.id": "Every row needs it: say which column it is.",
        "columns.amount": "The file has no such column.",
        "columns.first_name": "Every row needs it: say which column it is.",
        "columns.reference": "Every row needs it: say which column it is.",
        "columns.town": "The campaign has no such field.",
    }
    assert {error["code"] for error in problem["errors"]} == {
        "column-needed",
        "column-none",
        "column-no-field",
    }
    check_problem(paused.post(where), 422, "invalid-request")
    check_problem(paused.post(where, json={"column": {}}), 422, "invalid-request")
    assert ended(paused, held)["state"] == "held", "it can be tried again"
    reading = paused.key(Scope.READ)
    check_problem(paused.post(where, key=reading), 403, "forbidden")


def test_without_a_mapping_the_campaign_says_it(paused: Service) -> None:
    for body, kind in ((ROWS, "text/csv"), (ready_rows(), "application/json")):
        answer = paused.post(
            "/campaigns/tiny/imports",
            content=body,
            headers={"Content-Type": kind},
            params={"hold": "true"},
        )
        where = f"/campaigns/tiny/imports/{answer.json()['id']}"
        assert paused.post(f"{where}/start", json={}).status_code == 202
        finish_unfinished(paused.settings, threading.Event())
        assert paused.get(where).json()["state"] == "done"
    assert len(people(paused)) == 3


def test_a_file_that_is_none_is_refused_at_once(paused: Service) -> None:
    for body in (b"", b"id;id\n1;2\n", b"PK\x03\x04" + bytes(100)):
        answer = paused.post(
            "/campaigns/tiny/imports",
            content=body,
            headers={"Content-Type": "text/csv"},
            params={"hold": "true"},
        )
        check_problem(answer, 422, "data-refused")
    assert paused.get("/campaigns/tiny/imports").json()["imports"] == []
    assert uploads(paused) == []


def test_of_a_long_file_only_the_beginning_is_looked_at(
    paused: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_imports, "HEAD", len(OFFICE.encode()) + 5)
    looked_at = []
    real = held_imports.propose_mapping

    def propose(path: Path, *wanted: Any) -> Any:
        looked_at.append(path.stat().st_size)
        return real(path, *wanted)

    monkeypatch.setattr(held_imports, "propose_mapping", propose)
    long = OFFICE + "P3;Carlo;1,00;R3;\n" * 100
    held = hold(paused, long)
    assert looked_at == [len(OFFICE.encode())], "whole lines"
    found = paused.get(f"/campaigns/tiny/imports/{held['id']}/columns").json()
    assert len(found["rows"]) == 2
    # Where the beginning says nothing, because it is no table yet, the whole file does.
    monkeypatch.setattr(held_imports, "HEAD", 10)
    looked_at.clear()
    hold(paused, long)
    assert looked_at == [10, len(long.encode())]


def test_a_cancelled_import_is_gone_from_the_disk(paused: Service) -> None:
    first, second = hold(paused), hold(paused, mode="all_or_nothing")
    columns = MAPPING | {"reference": "Rif."}
    with locked(paused.settings):  # no worker comes in between
        paused.post(f"/campaigns/tiny/imports/{second['id']}/start", json={"columns": columns})
        assert len(uploads(paused)) == 2
        for held in (first, second, first, second):  # a second time changes nothing
            answer = paused.post(f"/campaigns/tiny/imports/{held['id']}/cancel")
            assert answer.status_code == 200, answer.text
            assert answer.json()["state"] == "cancelled"
            assert answer.json()["finished_at"] is not None
        assert uploads(paused) == []
    for held in (first, second):
        assert ended(paused, held)["state"] == "cancelled", "no worker takes it up"
        where = f"/campaigns/tiny/imports/{held['id']}"
        check_problem(paused.post(f"{where}/start"), 409, "conflict")
        check_problem(paused.get(f"{where}/columns"), 409, "conflict")
    assert people(paused) == {}
    done = bring(paused, ROWS)
    check_problem(paused.post(f"/campaigns/tiny/imports/{done['id']}/cancel"), 409, "conflict")


@pytest.mark.parametrize("mode", list(ImportMode))
def test_an_import_at_work_ends_with_its_batch(
    paused: Service, monkeypatch: pytest.MonkeyPatch, mode: ImportMode
) -> None:
    settings = paused.settings.model_copy(update={"import_batch": 10})
    bring(paused, ROWS)
    rows = ROWS + "".join(f"n{n};Anna;{n + 1},00;R{n}\n" for n in range(97))
    answer = paused.post(
        "/campaigns/tiny/imports",
        content=rows,
        headers={"Content-Type": "text/csv"},
        params={"mode": mode.value},
    )
    where = f"/campaigns/tiny/imports/{answer.json()['id']}"
    reached, cancelled = threading.Event(), threading.Event()

    def waiting(*arguments: Any, **options: Any) -> Any:
        source, checker = open_source(*arguments, **options)
        real, seen = checker.check, []

        def check(row: Any) -> Any:
            seen.append(row)
            if len(seen) == 35:
                reached.set()
                assert cancelled.wait(60)
            return real(row)

        checker.check = check  # type: ignore[method-assign]
        return source, checker

    monkeypatch.setattr(import_work, "open_source", waiting)
    runner = threading.Thread(target=finish_unfinished, args=(settings, threading.Event()))
    runner.start()
    assert reached.wait(60)
    # Rows are read ahead where PostgreSQL stores them: three batches are to be done before.
    end = time.monotonic() + 60
    while paused.get(where).json()["read"] < 30:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert paused.get(where).json()["state"] == "running"
    answer = paused.post(f"{where}/cancel")
    cancelled.set()
    runner.join()
    assert answer.status_code == 200, answer.text
    done = paused.get(where).json()
    assert done == answer.json(), "nothing was stored after it"
    best = mode == ImportMode.BEST_EFFORT
    assert (done["state"], *counts(done)) == (
        "cancelled",
        30,
        *((27, 0, 3) if best else (0, 0, 0)),
        0,
    )
    assert len(people(paused)) == (30 if best else 3)
    until = time.monotonic() + 60
    while uploads(paused):
        assert time.monotonic() < until, "the worker removes its file"
        time.sleep(0.02)


def test_what_is_being_stored_as_a_whole_is_not_cancelled(paused: Service) -> None:
    held = hold(paused, ROWS, mode="all_or_nothing")
    with paused.database.writing() as session:
        row = session.get_one(Import, held["id"])
        row.state, row.checked = ImportState.RUNNING, True
    problem = check_problem(
        paused.post(f"/campaigns/tiny/imports/{held['id']}/cancel"), 409, "conflict"
    )
    assert "are being stored" in problem["detail"]


def test_what_nobody_starts_is_dropped(paused: Service) -> None:
    old, young = hold(paused), hold(paused)
    with paused.database.writing() as session:
        session.get_one(Import, old["id"]).started_at = utc_now() - timedelta(hours=25)
    _, left = new_upload(paused.settings)
    (left / "data.csv").write_text("left behind")
    recent, _ = new_upload(paused.settings)
    long_ago = time.time() - LEFT_BEHIND_S - 60
    for folder in uploads(paused):
        if folder.name != recent:
            for place in (*folder.iterdir(), folder):
                os.utime(place, (long_ago, long_ago))
    tidy_uploads(paused.database, paused.settings)
    told = paused.get(f"/campaigns/tiny/imports/{old['id']}").json()
    assert (told["state"], told["error"]) == ("cancelled", "Nobody started it within 24 hours.")
    assert paused.get(f"/campaigns/tiny/imports/{young['id']}").json()["state"] == "held"
    assert len(uploads(paused)) == 2, "the young one's, and the one that has just been begun"
    started = paused.post(
        f"/campaigns/tiny/imports/{young['id']}/start",
        json={"columns": MAPPING | {"reference": "Rif."}},
    )
    assert started.status_code == 202
    assert ended(paused, young)["state"] == "done"


def test_imports_of_other_campaigns_are_not_found(paused: Service) -> None:
    held = hold(paused)
    other = bundle(campaign=bundle_of_other())
    assert paused.post("/campaigns", content=other, headers=ZIP).status_code == 201
    for method, what in (("GET", "columns"), ("POST", "start"), ("POST", "cancel")):
        answer = paused.ask(method, f"/campaigns/other/imports/{held['id']}/{what}")
        check_problem(answer, 404, "not-found")


def bundle_of_other() -> str:
    from tiny_campaign import CAMPAIGN

    return CAMPAIGN.replace("name: tiny", "name: other")


def test_a_held_import_is_watched_until_the_listener_leaves(
    paused: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    real = progress.find_import

    def look(*arguments: Any) -> Any:
        looks.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(progress, "find_import", look)
    monkeypatch.setattr(progress, "EVERY_S", 0.05)
    monkeypatch.setattr(progress, "QUIET_S", 0.1)
    held = hold(paused)
    headers = {"Authorization": f"Bearer {paused.admin}"}
    where = f"/v1/campaigns/tiny/imports/{held['id']}/events"
    with paused.client.stream("GET", where, headers=headers, timeout=60) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        assert next(lines) == "event: progress"
        assert json.loads(next(lines).removeprefix("data: "))["state"] == "held"
        while next(lines) != ": still here":
            assert len(looks) < 1000
    until = time.monotonic() + 60
    while True:
        seen = len(looks)
        time.sleep(1)  # twenty looks, if anybody still looked
        if len(looks) == seen:
            break
        assert time.monotonic() < until, "it looks on for nobody"
