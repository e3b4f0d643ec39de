"""What a person who looks at campaigns asks for: the key, counts, the newest pages, numbers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from bundles import HEADER, bundle
from served_campaign import copy_of
from service_client import Service, check_problem, service_of
from sqlalchemy import select, update
from tiny_campaign import STORYBOARD

from campaigns.api_keys import Scope
from campaigns.failure_advice import Remedy, remedy_of
from campaigns.models import Recipient, RecipientStatus
from campaigns.tokens import new_token
from scenes.ready_forms import ready_forms
from workers.background import finish_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TINY = "/campaigns/tiny"


@pytest.fixture
def rendered(tiny_rendered_once: Path, tmp_path: Path) -> Iterator[Service]:
    tiny = copy_of(tiny_rendered_once, tmp_path / "tiny")
    with service_of(tiny.out) as service:
        yield service


def test_a_key_sees_itself(service: Service) -> None:
    mine = service.get("/me", key=service.key(Scope.UPLOAD)).json()
    assert mine["label"] == "test"
    assert mine["scopes"] == mine["allows"] == ["upload"]
    assert mine["expires_at"] is None
    assert service.get("/me").json()["allows"] == ["read", "upload", "publish", "admin"]
    check_problem(service.client.get("/v1/me"), 401, "unauthorized")


def test_lists_count_when_asked(rendered: Service) -> None:
    (plain,) = rendered.get("/campaigns").json()["campaigns"]
    (counted,) = rendered.get("/campaigns?counts=true").json()["campaigns"]
    assert plain["recipients"] is None
    assert counted["recipients"] == {"planned": 0, "published": 3, "failed": 0, "withdrawn": 0}


def test_the_newest_pages_come_first(rendered: Service) -> None:
    people = rendered.get(f"{TINY}/publications").json()["recipients"]
    moments = [person["published_at"] for person in people]
    assert len(people) == 3
    assert moments == sorted(moments, reverse=True)
    poster = rendered.client.get(people[0]["poster"])
    assert poster.headers["content-type"] == "image/jpeg"
    assert len(rendered.get(f"{TINY}/publications?limit=1").json()["recipients"]) == 1
    rendered.ask("DELETE", f"{TINY}/recipients/{people[0]['id']}/publication")
    assert len(rendered.get(f"{TINY}/publications").json()["recipients"]) == 2


def test_people_are_found_by_beginning_and_segment(rendered: Service) -> None:
    def ids(**query: str) -> list[str]:
        answer = rendered.get(f"{TINY}/recipients", params=query).json()
        return [person["external_id"] for person in answer["recipients"]]

    assert ids(id_begins="b") == ["b2"]
    assert ids(id_begins="%") == []
    assert ids(segment="amount:12.50") == ["a1", "c3"]
    assert ids(segment="amount:12.50", id_begins="c") == ["c3"]
    assert ids(segment="unknown:x") == []
    check_problem(rendered.get(f"{TINY}/recipients?segment=amount"), 422, "invalid-request")


def test_fields_are_told(rendered: Service) -> None:
    answer = rendered.get(f"{TINY}/fields").json()
    assert (answer["locale"], answer["decimal"]) == ("it-IT", ",")
    assert {"name": "amount", "title": "Importo"} in answer["scenes"]
    fields = answer["fields"]
    assert [(field["name"], field["type"]) for field in fields] == [
        ("first_name", "text"),
        ("amount", "money"),
        ("reference", "text"),
    ]
    assert all(field["required"] and field["values"] is None for field in fields)
    assert [field["currency"] for field in fields] == [None, "EUR", None]
    assert all(field["parts"] is None for field in fields)
    assert all(field["label"] is None for field in fields), "the storyboard does not say"


def test_labels_of_fields_are_told(service: Service) -> None:
    labelled = STORYBOARD.replace("type: money,", "type: money, label: Importo dovuto,")
    made = service.post(
        "/campaigns",
        content=bundle(storyboard=labelled),
        headers={"Content-Type": "application/zip"},
    )
    assert made.status_code == 201, made.text
    fields = service.get(f"{TINY}/fields").json()["fields"]
    assert {field["name"]: field["label"] for field in fields} == {
        "first_name": None,
        "amount": "Importo dovuto",
        "reference": None,
    }


def test_numbers_of_what_happened(rendered: Service) -> None:
    person = rendered.get(f"{TINY}/publications").json()["recipients"][0]
    token = person["preview"].strip("/").partition("/")[2]
    events = [
        {"type": "page.viewed", "at_ms": 1},
        {"type": "video.started", "at_ms": 2},
        {"type": "choice.made", "scene": "amount", "value": "amount>bye", "at_ms": 3},
    ]
    letter = {"t": token, "s": "0123456789abcdef", "n": 1, "events": events}
    assert rendered.client.post("/e", json=letter).status_code == 204
    numbers = rendered.get(f"{TINY}/statistics").json()
    assert numbers["viewed"] == numbers["started"] == {"events": 1, "recipients": 1}
    assert numbers["paid"] == numbers["completed"] == {"events": 0, "recipients": 0}
    assert numbers["choices"] == [
        {
            "scene": "amount",
            "title": "Importo",
            "option": "bye",
            "label": "Ho finito",
            "events": 1,
            "recipients": 1,
        }
    ]
    forgotten = [
        {"type": "choice.made", "scene": "amount", "value": "gone>away", "at_ms": 4},
        {"type": "cta.clicked", "value": "form:call_me_back", "at_ms": 5},
    ]
    letter = {"t": token, "s": "0123456789abcdef", "n": 2, "events": forgotten}
    assert rendered.client.post("/e", json=letter).status_code == 204
    numbers = rendered.get(f"{TINY}/statistics").json()
    gone = next(each for each in numbers["choices"] if each["scene"] == "gone")
    assert (gone["title"], gone["label"]) == (None, None)
    (click,) = numbers["clicks"]
    assert (click["name"], click["label"]) == (
        "form:call_me_back",
        ready_forms("it-IT")["call_me_back"].title,
    )
    slow = rendered.get(f"{TINY}/progress").json()["slowest_scenes"]
    assert ("amount", "Importo") in [(scene["scene"], scene["title"]) for scene in slow]
    assert numbers["recipients"]["published"] == 3
    check_problem(rendered.get("/campaigns/none/statistics"), 404, "not-found")


def test_numbers_by_segment(rendered: Service) -> None:
    where = f"{TINY}/statistics"
    assert rendered.get(where).json()["by"] is None
    few = rendered.get(where, params={"by": "first_name"}).json()["by"]
    assert few == {
        "field": "first_name",
        "label": None,
        "segments": [],
        "rest": None,
        "merged": 0,
        "fewest": 10,
    }
    with rendered.database.writing() as session:
        first = session.scalars(select(Recipient)).first()
        assert first is not None
        session.add_all(
            Recipient(
                campaign_id=first.campaign_id,
                import_id=first.import_id,
                external_id=f"more-{number}",
                row_number=number,
                values={**first.values, "first_name": "Anna" if number % 3 else "Zoe"},
                values_digest="0",
                token=new_token(),
                status=RecipientStatus.FAILED,
            )
            for number in range(30)
        )
    by = rendered.get(where, params={"by": "first_name"}).json()["by"]
    assert [(each["value"], each["people"]) for each in by["segments"]] == [("Anna", 21)]
    assert (by["rest"]["people"], by["rest"]["viewed"], by["merged"]) == (12, 0, 3)
    for wrong in ("amount", "nobody", ""):
        problem = check_problem(rendered.get(where, params={"by": wrong}), 422, "invalid-request")
        assert problem["errors"][0]["field"] == "by"


def test_failures_are_grouped_and_tried_again(rendered: Service) -> None:
    for external_id, reason in (("a1", "amount: is odd"), ("b2", "amount: is odd"), ("c3", None)):
        with rendered.database.writing() as session:
            session.execute(
                update(Recipient)
                .where(Recipient.external_id == external_id)
                .values(status=RecipientStatus.FAILED, error=reason)
            )
    first, second = rendered.get(f"{TINY}/failures").json()["failures"]
    assert (first["reason"], first["recipients"], first["remedy"]) == (
        "amount: is odd",
        2,
        "correct",
    )
    assert (second["reason"], second["recipients"]) == ("", 1)
    assert first["advice"]
    assert (first["code"], first["parameters"]) == (
        "field-failed",
        {"field": "amount", "detail": "is odd"},
    )
    assert (second["code"], second["parameters"]) == (None, {})
    assert rendered.get(f"{TINY}/progress").json()["failures"][0]["code"] == "field-failed"
    person = rendered.get(f"{TINY}/recipients/{first['examples'][0]}").json()
    assert (person["error"], person["error_code"]) == ("amount: is odd", "field-failed")
    assert person["error_parameters"] == first["parameters"]
    assert len(first["examples"]) == 2
    again = rendered.post(f"{TINY}/failures/retry", json={"reason": "amount: is odd"})
    assert (again.status_code, again.json()) == (202, {"planned": 2})
    assert rendered.post(f"{TINY}/failures/retry", json={}).json() == {"planned": 1}
    assert rendered.get(f"{TINY}/failures").json() == {"failures": []}
    reader = rendered.key(Scope.READ)
    check_problem(rendered.post(f"{TINY}/failures/retry", json={}, key=reader), 403, "forbidden")


@pytest.mark.parametrize(
    ("reason", "remedy"),
    [
        ("amount: is empty; expected an amount", Remedy.CORRECT),
        ("The campaign cannot be used: campaign.yaml: …", Remedy.FILES),
        ("Set aside: 3 attempts ended without a result.", Remedy.OPERATOR),
        ("Unexpected KeyError. This is a fault of the program.", Remedy.OPERATOR),
        ("The scene 'amount' took longer than 120 s.", Remedy.AGAIN),
        ("Scene 'amount': scenes.amount.say: the number is too large", Remedy.CORRECT),
        ("scenes.amount.layers[0]: There is no icon 'x'.", Remedy.FILES),
        ("sun.png: the picture is damaged and cannot be read.", Remedy.FILES),
        ("", Remedy.AGAIN),
    ],
)
def test_what_mends_a_failure(reason: str, remedy: Remedy) -> None:
    assert remedy_of(reason) is remedy
    assert remedy.advice.endswith(".")


def test_rejected_rows_show_the_faulty_cell(service: Service) -> None:
    service.post(
        "/campaigns", content=bundle(), headers={"Content-Type": "application/zip"}
    ).raise_for_status()
    rows = HEADER + "a1;Anna;12,50;R001\nb2;Bruno;molto;R002\n;;12,50;R003\nd4;Dora;x;R004\n"
    made = service.post(
        f"{TINY}/imports", content=rows, headers={"Content-Type": "text/csv"}
    ).json()
    finish_unfinished(service.settings, threading.Event())
    where = f"{TINY}/imports/{made['id']}/rejected"
    whole = service.get(where).json()
    assert whole["header"] == ["id", "first_name", "amount", "reference"]
    assert [row["line"] for row in whole["rows"]] == [3, 4, 5]
    assert whole["rows"][0]["cells"] == ["b2", "Bruno", "molto", "R002"]
    assert [fault["column"] for fault in whole["rows"][0]["faults"]] == ["amount"]
    assert whole["columns"][0] == {"column": "amount", "faults": 2}
    amounts = service.get(where, params={"column": "amount", "limit": 1}).json()
    assert [row["line"] for row in amounts["rows"]] == [3]
    rest = service.get(where, params={"column": "amount", "after": amounts["next"]}).json()
    assert [row["line"] for row in rest["rows"]] == [5]
    assert rest["next"] is None
