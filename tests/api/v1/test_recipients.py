"""The people of a campaign: seen, corrected, published again, withdrawn, watched."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import threading
import tracemalloc
import zipfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from bundles import HEADER, bundle
from imported_rows import ZIP, bring
from served_campaign import copy_of
from service_client import Service, check_problem, service_of
from sqlalchemy import insert
from tiny_campaign import CAMPAIGN

from api.place import Place
from api.v1.hand_over import CodeFormat, _archive
from api.v1.list_queries import cursor_of, place_of_cursor
from campaigns.models import Campaign, Recipient, RecipientStatus
from campaigns.published_links import STREAM
from campaigns.tokens import new_token
from foundation.clock import utc_now
from storage.opening import open_store
from workers.background import finish_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHERE = "/campaigns/tiny/recipients"


@pytest.fixture
def rendered(tiny_rendered_once: Path, tmp_path: Path) -> Iterator[Service]:
    """Return a service with the rendered campaign."""
    tiny = copy_of(tiny_rendered_once, tmp_path / "tiny")
    with service_of(tiny.out) as service:
        yield service


def person(service: Service, external_id: str = "a1") -> dict[str, Any]:
    (found,) = service.get(WHERE, params={"external_id": external_id}).json()["recipients"]
    whole: dict[str, Any] = service.get(f"{WHERE}/{found['id']}").json()
    return whole


def work(service: Service) -> None:
    finish_unfinished(service.settings, threading.Event())


def test_pages_and_filters(rendered: Service) -> None:
    first = rendered.get(f"{WHERE}?limit=2").json()
    rest = rendered.get(WHERE, params={"after": first["next"]}).json()
    assert [p["external_id"] for p in first["recipients"]] == ["a1", "b2"]
    assert [p["external_id"] for p in rest["recipients"]] == ["c3"]
    assert rest["next"] is None
    assert len(rendered.get(f"{WHERE}?status=published").json()["recipients"]) == 3
    assert rendered.get(f"{WHERE}?status=failed").json()["recipients"] == []
    assert len(rendered.get(f"{WHERE}?import_id=1").json()["recipients"]) == 3
    assert rendered.get(f"{WHERE}?import_id=2").json()["recipients"] == []
    assert "values" not in json.dumps(first) or first["recipients"][0]["values"] is None
    for wrong in ("after=!", "after=AA", "limit=0", "limit=1001", "status=x"):
        check_problem(rendered.get(f"{WHERE}?{wrong}"), 422, "invalid-request")
    assert place_of_cursor("r", cursor_of("r", 12345)) == 12345
    assert place_of_cursor("m", cursor_of("r", 12345)) is None, "of another list"


def test_a_person_is_seen(rendered: Service) -> None:
    anna = person(rendered)
    assert anna["status"] == "published"
    assert anna["values"] == {"first_name": "Anna", "amount": "12.50", "reference": "R001"}
    assert anna["link"].startswith("HTTPS://AVVISI.PROVA.EXAMPLE/")
    assert "Anna" in rendered.client.get(anna["preview"]).text
    answer = rendered.get(f"{WHERE}/{anna['id']}")
    known = {"If-None-Match": answer.headers["etag"]}
    assert rendered.get(f"{WHERE}/{anna['id']}", headers=known).status_code == 304
    check_problem(rendered.get(f"{WHERE}/99999"), 404, "not-found")
    check_problem(rendered.get(f"{WHERE}/x"), 422, "invalid-request")


def test_a_corrected_person_keeps_the_link(rendered: Service) -> None:
    anna = person(rendered)
    where = f"{WHERE}/{anna['id']}"
    tag = rendered.get(where).headers["etag"]
    answer = rendered.ask(
        "PATCH", where, json={"values": {"amount": 99.9}}, headers={"If-Match": tag}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "planned"
    assert answer.json()["values"]["amount"] == "99.9"
    stale = rendered.ask("PATCH", where, json={"values": {"amount": 1}}, headers={"If-Match": tag})
    check_problem(stale, 412, "precondition-failed")
    assert "12,50" in rendered.client.get(anna["preview"]).text, "the page before stays meanwhile"
    work(rendered)
    after = person(rendered)
    assert (after["status"], after["link"]) == ("published", anna["link"])
    assert "99,90" in rendered.client.get(anna["preview"]).text
    same = rendered.ask("PATCH", where, json={"values": {"amount": "99.9"}})
    assert same.json()["status"] == "published", "nothing changed"


CODES = {
    "not-number", "empty", "less-than", "nested-value", "too-many-digits", "too-long", "no-field",
    "unknown-character",
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"amount": "nothing"}, "values.amount", "no"),
        ({"amount": None}, "values.amount", "empty"),
        ({"amount": -1}, "values.amount", "less"),
        ({"amount": True}, "values.amount", "number"),
        ({"amount": [1]}, "values.amount", "list"),
        ({"amount": {"a": 1}}, "values.amount", "object"),
        ({"amount": 1e300}, "values.amount", "digits"),
        ({"first_name": "x" * 41}, "values.first_name", "longer"),
        ({"colour": "red"}, "values.colour", "no field"),
        ({"first_name": "\ue000"}, "values.first_name", "Unicode"),
    ],
)
def test_values_that_no_field_takes(
    rendered: Service, values: dict[str, Any], field: str, told: str
) -> None:
    before = person(rendered)
    answer = rendered.ask("PATCH", f"{WHERE}/{before['id']}", json={"values": values})
    problem = check_problem(answer, 422, "invalid-request")
    assert problem["errors"][0]["field"] == field
    assert told in problem["errors"][0]["message"]
    assert problem["errors"][0]["code"] in CODES, "for who says it in another language"
    assert (problem["code"], problem["parameters"]) == ("advice", {})
    assert person(rendered) == before


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("99,90", "99.90"),
        ("1.187,40", "1187.40"),
        ("1 187,40 €", "1187.40"),
        ("1.700", "1700"),
        (1700, "1700"),
        ("1700", "1700"),
    ],
)
def test_typed_numbers_are_read_as_the_files_are(
    rendered: Service, typed: str | int, stored: str
) -> None:
    where = f"{WHERE}/{person(rendered)['id']}"
    sent = {"values": {"amount": typed}, "as_typed": True}
    answer = rendered.ask("PATCH", where, json=sent)
    assert answer.status_code == 200, answer.text
    assert answer.json()["values"]["amount"] == stored
    assert answer.json()["values"]["first_name"] == "Anna"


def refused(service: Service, where: str, **values: str) -> dict[str, str]:
    sent = {"values": values, "as_typed": True}
    problem = check_problem(service.ask("PATCH", where, json=sent), 422, "invalid-request")
    return {error["field"]: error["code"] for error in problem["errors"]}


def test_typed_numbers_that_the_files_may_not_have(rendered: Service) -> None:
    before = person(rendered)
    where = f"{WHERE}/{before['id']}"
    for typed, code in (("99.90", "groups"), ("1,705", "cents"), ("x", "not-number")):
        told = refused(rendered, where, amount=typed, first_name="x" * 41)
        assert told == {"values.amount": code, "values.first_name": "too-long"}
    assert person(rendered) == before
    # A program says what it means.
    answer = rendered.ask("PATCH", where, json={"values": {"amount": "99.90"}})
    assert answer.json()["values"]["amount"] == "99.90"


def test_what_may_be_two_numbers_is_refused(service: Service) -> None:
    """Where the campaign declares no mark, an import refuses it, too."""
    body = bundle(campaign=CAMPAIGN.replace(', decimal: ","', ""))
    assert service.post("/campaigns", content=body, headers=ZIP).status_code == 201
    service.ask("PATCH", "/campaigns/tiny", json={"state": "paused"})
    done = bring(service, HEADER + "a1;Anna;12,50;R1\na2;Anna;1.700;R2\n")
    assert (done["accepted"], done["rejected"]) == (1, 1)
    (error,) = service.get(f"/campaigns/tiny/imports/{done['id']}/errors").json()["errors"]
    assert error["code"] == "ambiguous-mark"
    where = f"{WHERE}/{person(service)['id']}"
    for typed in ("1.700", "1,700"):
        assert refused(service, where, amount=typed) == {"values.amount": error["code"]}
    for typed in ("1.700,00", "1,700.00", "1700"):
        sent = {"values": {"amount": typed}, "as_typed": True}
        answer = service.ask("PATCH", where, json=sent)
        assert float(answer.json()["values"]["amount"]) == 1700


def test_published_again(rendered: Service) -> None:
    anna = person(rendered)
    page = rendered.settings.out / "p" / anna["preview"].split("/")[2] / "index.html"
    page.unlink()
    answer = rendered.post(f"{WHERE}/{anna['id']}/publication")
    assert (answer.status_code, answer.json()["status"]) == (202, "planned")
    work(rendered)
    assert page.exists()


def test_withdrawn(rendered: Service) -> None:
    anna = person(rendered)
    where = f"{WHERE}/{anna['id']}"
    withdrawn = rendered.ask("DELETE", f"{where}/publication").json()
    assert (withdrawn["status"], withdrawn["link"], withdrawn["preview"]) == (
        "withdrawn",
        None,
        None,
    )
    assert rendered.ask("DELETE", f"{where}/publication").json() == withdrawn
    assert rendered.client.get(anna["preview"]).status_code == 404
    token = anna["preview"].split("/")[2]
    assert not (rendered.settings.out / "p" / token / "index.html").exists()
    check_problem(rendered.ask("PATCH", where, json={"values": {"amount": 1}}), 409, "conflict")
    check_problem(rendered.post(f"{where}/publication"), 409, "conflict")
    work(rendered)
    assert person(rendered)["status"] == "withdrawn"


def test_progress(rendered: Service) -> None:
    now = rendered.get("/campaigns/tiny/progress").json()
    assert now["recipients"]["published"] == 3
    assert (now["shared_clips"], now["personal_clips"]) == (2, 5)
    assert now["at_rest"]
    assert now["remaining_s"] == 0
    assert {scene["scene"] for scene in now["slowest_scenes"]} <= {
        "welcome",
        "why",
        "amount",
        "bye",
    }
    assert now["slowest_scenes"][0]["average_ms"] > 0
    check_problem(rendered.get("/campaigns/none/progress"), 404, "not-found")
    check_problem(rendered.get("/campaigns/none/progress/events"), 404, "not-found")


def test_rest_is_not_told_from_before(rendered: Service) -> None:
    """Another server took rows since the last count: whoever waits for the end waits for them."""
    assert rendered.get("/campaigns/tiny/progress").json()["at_rest"]
    with rendered.database.writing() as session:
        row = session.query(Recipient).filter_by(external_id="a1").one()
        row.status = RecipientStatus.PLANNED
    now = rendered.get("/campaigns/tiny/progress").json()
    assert (now["at_rest"], now["recipients"]["planned"]) == (False, 1)


def test_progress_is_told_to_its_end(rendered: Service) -> None:
    anna = person(rendered)
    rendered.post(f"{WHERE}/{anna['id']}/publication")
    worker = threading.Thread(target=work, args=(rendered,))
    headers = {"Authorization": f"Bearer {rendered.admin}"}
    where = "/v1/campaigns/tiny/progress/events"
    with rendered.client.stream("GET", where, headers=headers, timeout=120) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        worker.start()
        lines = [line for line in stream.iter_lines() if line]
    worker.join()
    told = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data")]
    assert told[0]["recipients"]["planned"] == 1
    assert told[-2]["recipients"]["published"] == 3
    assert lines[-2] == "event: rest"
    assert "Anna" not in "".join(lines)


def test_who_watches_is_let_go_when_the_server_stops(
    tiny_rendered_once: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with ExitStack() as watching:
        with service_of(copy_of(tiny_rendered_once, tmp_path / "tiny").out) as service:
            sent = service.post(f"{WHERE}/{person(service)['id']}/publication")
            assert sent.status_code == 202
            client = watching.enter_context(httpx.Client(base_url=service.client.base_url))
            headers = {"Authorization": f"Bearer {service.admin}"}
            stream = watching.enter_context(
                client.stream(
                    "GET", "/v1/campaigns/tiny/progress/events", headers=headers, timeout=60
                )
            )
            assert stream.status_code == 200
        # The answer has an end: one that is broken off cannot be read to it.
        lines = [line for line in stream.iter_lines() if line]
    assert lines[0] == "event: progress"
    assert "event: rest" not in lines
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_the_printers_file(rendered: Service) -> None:
    rendered.ask("DELETE", f"{WHERE}/{person(rendered, 'b2')['id']}/publication")
    answer = rendered.get("/campaigns/tiny/hand-over.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["id"] for row in rows] == ["a1", "c3"]
    assert rows[0]["link"] == person(rendered)["link"]
    assert (rendered.settings.out / rows[0]["qr_svg"]).exists()
    check_problem(rendered.get("/campaigns/none/hand-over.csv"), 404, "not-found")
    excel = rendered.get("/campaigns/tiny/hand-over.csv?excel=true").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(excel), delimiter=";")) == list(
        csv.reader(io.StringIO(answer.text))
    )


@pytest.mark.parametrize("codes", ["svg", "png"])
def test_the_printers_file_with_all_codes(rendered: Service, codes: str) -> None:
    rendered.ask("DELETE", f"{WHERE}/{person(rendered, 'b2')['id']}/publication")
    answer = rendered.get("/campaigns/tiny/hand-over.zip", params={"codes": codes})
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="tiny-{codes}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        rows = list(csv.DictReader(io.StringIO(archive.read("tiny.csv").decode())))
        assert [row["id"] for row in rows] == ["a1", "c3"]
        assert archive.namelist() == [*(row["code"] for row in rows), "tiny.csv"]
        for row in rows:
            code = archive.read(row["code"])
            assert code == (rendered.settings.out / row[f"qr_{codes}"]).read_bytes()
            assert re.fullmatch(rf"codes/\d{{7}}\.{codes}", row["code"]), "no personal data"
    without = csv.DictReader(io.StringIO(rendered.get("/campaigns/tiny/hand-over.csv").text))
    assert [dict(row) for row in without] == [
        {name: cell for name, cell in row.items() if name != "code"} for row in rows
    ]
    check_problem(rendered.get("/campaigns/none/hand-over.zip"), 404, "not-found")
    wrong = rendered.get("/campaigns/tiny/hand-over.zip?codes=gif")
    check_problem(wrong, 422, "invalid-request")


def test_memory_does_not_grow_with_the_codes(rendered: Service) -> None:
    def add(number: int) -> None:
        with rendered.database.writing() as session:
            first = session.query(Recipient).first()
            assert first is not None
            session.execute(
                insert(Recipient),
                [
                    {
                        "campaign_id": first.campaign_id,
                        "import_id": first.import_id,
                        "external_id": f"n{number}-{place}",
                        "row_number": place,
                        "values": {},
                        "values_digest": "0" * 64,
                        "token": new_token(),
                        "status": RecipientStatus.PUBLISHED,
                        "film": "f" * 64,
                        "published_at": utc_now(),
                    }
                    for place in range(number)
                ],
            )

    def peak() -> tuple[int, int]:
        database = rendered.database
        place = Place(rendered.settings, database, open_store(rendered.settings.store))
        with database.reading() as session:
            campaign = session.query(Campaign).one()
        size = 0
        tracemalloc.start()
        for piece in _archive(place, campaign.id, campaign.public_base, CodeFormat.SVG, "tiny"):
            size += len(piece)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size, held

    add(STREAM)
    peak()  # what is loaded once
    few, little = peak()
    add(3 * STREAM)
    many, much = peak()
    assert many > 3.5 * few
    assert much < little + 300_000, "an entry that were kept would need more than 500 bytes"
