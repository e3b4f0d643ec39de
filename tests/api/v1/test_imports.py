"""Rows that come in: taken, told, refused; never half."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from bundles import HEADER, ROWS
from imported_rows import TYPES, bring, counts, people
from service_client import Service, check_problem
from sqlalchemy import select

from campaigns.data_sources import open_source
from campaigns.models import Import, ImportState, Recipient
from workers import import_work
from workers.background import finish_unfinished
from workers.out_folder import locked
from workers.workshop import open_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_the_same_id_again_is_an_update(paused: Service) -> None:
    assert counts(bring(paused, ROWS)) == (3, 3, 0, 0, 0)
    more = HEADER + "a1;Anna;13,50;R001\nb2;Bruno;1.187,40;R002\nd4;Dora;1,00;R004\n"
    assert counts(bring(paused, more)) == (3, 1, 1, 1, 0)
    assert people(paused)["a1"]["amount"] == "13.50"
    assert len(people(paused)) == 4


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_rows_as_json(paused: Service, kind: str) -> None:
    rows = [
        {"id": "a1", "first_name": "Anna", "amount": 12.5, "reference": "R001", "more": [1]},
        {"id": "b2", "first_name": "Bruno", "amount": 1187.40, "reference": "R002"},
        {"id": 3, "first_name": "Chiara", "amount": 10000000.01, "reference": "R003"},
        {"id": "d4", "first_name": "Dora", "amount": True, "reference": "R004"},
        {"id": "e5", "first_name": {"a": 1}, "amount": 1, "reference": "R004"},
        {"id": "f6", "first_name": "Fabio", "reference": "R004"},
        ["g7"],
    ]
    body = json.dumps(rows) if kind == "json" else "\n".join(map(json.dumps, rows))
    done = bring(paused, body, kind)
    assert (done["state"], done["format"]) == ("done", "jsonl"), "an array is read like lines"
    assert counts(done) == (7, 3, 0, 0, 4)
    assert people(paused)["a1"] == {"first_name": "Anna", "amount": "12.5", "reference": "R001"}
    assert people(paused)["3"]["amount"] == "10000000.01"
    errors = paused.get(f"/campaigns/tiny/imports/{done['id']}/errors").json()["errors"]
    assert [error["line"] for error in errors] == ([1] * 4 if kind == "json" else [4, 5, 6, 7])
    assert errors[0]["field"] == "amount"


def test_bad_rows_are_told_and_the_others_taken(paused: Service) -> None:
    bad = ROWS + 'd4;"=1+1";nothing;R004\n;Emma;1,00;R005\na1;Anna;1,00;R001\n'
    done = bring(paused, bad, file="my file.csv")
    assert done["file"] == "my file.csv"
    assert counts(done) == (6, 3, 0, 0, 3)
    where = f"/campaigns/tiny/imports/{done['id']}/errors"
    first = paused.get(f"{where}?limit=2").json()
    rest = paused.get(where, params={"after": first["next"]}).json()
    lines = [(e["line"], e["field"]) for e in first["errors"] + rest["errors"]]
    assert lines == [(5, "amount"), (6, "id"), (7, "")]
    assert rest["next"] is None
    coded = [(e["code"], e["parameters"]) for e in first["errors"] + rest["errors"]]
    assert coded == [
        ("not-number", {"mark": ","}),
        ("id-empty", {}),
        ("id-repeated", {"line": "2"}),
    ]
    answer = paused.get(f"{where}.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    table = list(csv.reader(io.StringIO(answer.text)))
    assert table[0] == ["line", "field", "reason", "id", "first_name", "amount", "reference"]
    assert table[1][4] == "'=1+1", "harmless for spreadsheets"
    excel = paused.get(f"{where}.csv", params={"excel": "true"}).content.decode("utf-8")
    assert excel.startswith("\ufeffline;field;reason;id;")
    assert list(csv.reader(io.StringIO(excel[1:]), delimiter=";")) == table
    assert "nothing" not in json.dumps(first)
    # Sent back as it is, each row is told with what is wrong with it now, once.
    returned = bring(paused, excel[1:])
    again = paused.get(f"/campaigns/tiny/imports/{returned['id']}/errors.csv")
    told = list(csv.reader(io.StringIO(again.text)))
    assert told[0] == table[0]
    assert told[1][:2] == ["2", "amount"]
    assert told[1][3:] == table[1][3:]


def test_all_or_nothing(paused: Service) -> None:
    done = bring(paused, ROWS + "d4;Dora;nothing;R004\n", mode="all_or_nothing")
    assert done["state"] == "refused"
    assert counts(done) == (4, 0, 0, 0, 1)
    assert people(paused) == {}
    twice = bring(paused, ROWS + "a1;Anna;1,00;R001\n", mode="all_or_nothing")
    assert twice["state"] == "refused"
    (error,) = paused.get(f"/campaigns/tiny/imports/{twice['id']}/errors").json()["errors"]
    assert "line 2 already" in error["reason"]
    good = bring(paused, ROWS, mode="all_or_nothing")
    assert (good["state"], *counts(good)) == ("done", 3, 3, 0, 0, 0)
    assert len(people(paused)) == 3


def test_a_dry_run_only_looks(paused: Service) -> None:
    bring(paused, ROWS)
    more = HEADER + "a1;Anna;13,50;R001\nb2;Bruno;1.187,40;R002\nd4;Dora;1,00;R004\nx;;;\n"
    done = bring(paused, more, dry_run="true")
    assert (done["state"], done["dry_run"], *counts(done)) == ("done", True, 4, 1, 1, 1, 1)
    assert people(paused)["a1"]["amount"] == "12.50"
    assert len(people(paused)) == 3


@pytest.mark.parametrize(
    ("body", "kind", "told", "line"),
    [
        (b"", "csv", "is empty", None),
        (HEADER.encode(), "csv", "no rows", 1),
        (b"id;first_name;first_name;amount;reference\na;b;c;d;e\n", "csv", "same name", 1),
        (b"id;name\na;b\n", "csv", "no column 'first_name'", 1),
        ((HEADER + 'a1;"Anna;1,00;R1\n' + "b2;B;1,00;R2\n" * 50).encode(), "csv", "closed", 2),
        (b"PK\x03\x04" + bytes(100), "csv", "workbook", None),
        (",".join(f"c{n}" for n in range(5000)).encode() + b"\n1\n", "csv", "5000 columns", 1),
        (b"\x00" * 100, "csv", "is empty", None),
        (bytes(range(256)) * 10, "csv", "", None),
        (b"x" * (5 << 20), "csv", "more than 4 MiB", 1),
        (b"{", "json", "", None),
        (b"[" * 100_000, "json", "", None),
        (b"[{}", "json", "", None),
        (b"[]", "json", "", None),
        (b"\n\n", "jsonl", "is empty", None),
        (b"nonsense\n", "jsonl", "", None),
        (b'{"id": "x"}', "jsonl", "no column 'first_name'", None),
    ],
)
def test_files_that_are_none(
    paused: Service, body: bytes, kind: str, told: str, line: int | None
) -> None:
    done = bring(paused, body, kind)
    assert done["state"] == "failed"
    assert told in done["error"]
    assert done["error_code"].startswith("table-"), "for who says it in another language"
    if line is not None:
        assert done["error_line"] == line
    assert people(paused) == {}
    assert list((paused.settings.private / "uploads").iterdir()) == []


def test_an_upload_that_is_cut_off_leaves_nothing(paused: Service) -> None:
    class StopError(Exception):
        pass

    def half() -> Iterator[bytes]:
        yield ROWS.encode()
        raise StopError

    with pytest.raises(StopError):
        paused.post("/campaigns/tiny/imports", content=half(), headers=TYPES["csv"])
    assert paused.get("/campaigns/tiny/imports").json()["imports"] == []
    uploads = paused.settings.private / "uploads"
    until = time.monotonic() + 60
    while list(uploads.glob("*")) and time.monotonic() < until:
        time.sleep(0.02)
    assert not list(uploads.glob("*"))


def test_an_import_goes_on_after_its_worker_was_killed(
    paused: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = paused.settings.model_copy(update={"import_batch": 10, "lease_seconds": 1})
    rows = HEADER + "".join(f"n{n};Anna;{n + 1},00;R{n}\n" for n in range(100))
    answer = paused.post("/campaigns/tiny/imports", content=rows.encode(), headers=TYPES["csv"])

    class KilledError(BaseException):
        pass

    batches = []

    def killed(*arguments: Any, **options: Any) -> Any:
        source, checker = open_source(*arguments, **options)
        real = checker.check

        def check(row: Any) -> Any:
            batches.append(row.line)
            if len(batches) == 35:
                raise KilledError
            return real(row)

        checker.check = check  # type: ignore[method-assign]
        return source, checker

    monkeypatch.setattr(import_work, "open_source", killed)
    stopping = threading.Event()
    runner = threading.Thread(target=finish_unfinished, args=(settings, stopping))
    runner.start()
    while len(batches) < 35:
        threading.Event().wait(0.01)
    stopping.set()
    runner.join()
    where = f"/campaigns/tiny/imports/{answer.json()['id']}"
    cut_off = paused.get(where).json()
    # On PostgreSQL a batch is stored while the next ones are checked.
    assert cut_off["state"] == "running"
    assert cut_off["read"] in {10, 20, 30}
    monkeypatch.undo()
    finish_unfinished(settings, threading.Event())
    done = paused.get(where).json()
    assert done["state"] == "done"
    assert counts(done) == (100, 100, 0, 0, 0)
    with paused.database.reading() as session:
        row = session.get_one(Import, done["id"])
        assert (row.state, row.upload, row.lease_owner) == (ImportState.DONE, None, None)


def test_imports_of_others_are_not_found(paused: Service) -> None:
    check_problem(paused.get("/campaigns/tiny/imports/99"), 404, "not-found")
    check_problem(paused.get("/campaigns/none/imports"), 404, "not-found")
    answer = paused.post("/campaigns/none/imports", content=b"x", headers=TYPES["csv"])
    check_problem(answer, 404, "not-found")
    answer = paused.post("/campaigns/tiny/imports", content=b"x")
    check_problem(answer, 415, "unsupported-media-type")


def test_an_ended_campaign_takes_no_rows(paused: Service) -> None:
    paused.ask("PATCH", "/campaigns/tiny", json={"state": "ended"})
    answer = paused.post("/campaigns/tiny/imports", content=ROWS.encode(), headers=TYPES["csv"])
    check_problem(answer, 409, "conflict")


def test_a_file_that_is_sent_again_doubles_nobody(
    paused: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    class BrokenError(OSError):
        pass

    rows = HEADER + "".join(f"n{n};Anna;{n + 1},00;R{n}\n" for n in range(100))
    settings = paused.settings.model_copy(update={"import_batch": 10, "attempts": 1})

    def broken(*arguments: Any, **options: Any) -> Any:
        source, checker = open_source(*arguments, **options)
        real, seen = checker.check, []

        def check(row: Any) -> Any:
            seen.append(row)
            if len(seen) == 55:
                raise BrokenError(5, "Input/output error")
            return real(row)

        checker.check = check  # type: ignore[method-assign]
        return source, checker

    answer = paused.post("/campaigns/tiny/imports", content=rows, headers=TYPES["csv"])
    where = f"/campaigns/tiny/imports/{answer.json()['id']}"
    monkeypatch.setattr(import_work, "open_source", broken)
    with open_workshop(settings, stopping=threading.Event()) as shop, locked(settings):
        for _ in range(2):
            with suppress(OSError):
                import_work.do_import(shop, 1, answer.json()["id"])
    monkeypatch.undo()
    failed = paused.get(where).json()
    assert failed["state"] == "failed"
    assert "attempts ended without a result" in failed["error"]
    assert failed["error_code"] == "set-aside"
    assert failed["error_parameters"]["attempts"].isdecimal()
    assert 40 <= failed["accepted"] <= 50, "what was stored by then is told"
    again = bring(paused, rows)
    assert again["state"] == "done"
    known = failed["accepted"]
    assert counts(again) == (100, 100 - known, 0, known, 0)
    with paused.database.reading() as session:
        ids = session.scalars(select(Recipient.external_id)).all()
    assert len(ids) == len(set(ids)) == 100
