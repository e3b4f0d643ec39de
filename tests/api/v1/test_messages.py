"""``/v1/campaigns/{name}/messages`` and its webhook: the inbox for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from form_answer_table import ASK, CALL, NOW
from service_client import Service, check_problem

from campaigns.api_keys import Scope
from campaigns.models import Import, ImportState, Recipient, RecipientStatus
from campaigns.queries import ensure_campaign
from inbox.declarations import keep_declaration
from inbox.taking import take
from scenes.bound_forms import declaration

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

TOKEN = "B3" * 13
MESSAGES = "/campaigns/tiny/messages"
WEBHOOK = "/campaigns/tiny/webhook"


@pytest.fixture
def send(service: Service) -> Callable[..., str]:
    """Return what sends a form, and returns its reference."""
    with service.database.writing() as session:
        campaign = ensure_campaign(
            session, "tiny", digest="0", expires_on=None, public_base="https://a.e", pay_hosts=[]
        )
        load = Import(campaign_id=campaign.id, file="x", header=[], state=ImportState.DONE)
        session.add(load)
        session.flush()
        text = declaration((CALL, ASK), "it-IT", "800 000 000")
        session.add(
            Recipient(
                campaign_id=campaign.id,
                import_id=load.id,
                external_id="R-1",
                row_number=1,
                values={},
                values_digest="0",
                token=TOKEN,
                status=RecipientStatus.PUBLISHED,
                published_at=NOW,
                plan={},
                forms=keep_declaration(session, campaign.id, text),
            )
        )

    def sent(form: str = "call", **answers: Any) -> str:
        return take(service.database, TOKEN, form, answers, now=NOW).reference

    return sent


def references(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [message["reference"] for message in answer.json()["messages"]]


def test_messages_are_listed_by_pages_and_filters(service: Service, send) -> None:
    sent = [send(phone=f"33312345{n:02}") for n in range(5)]
    asked = send("ask", note="Quando?")
    machine = send(phone="3331234599", leave_empty="x")
    first = service.get(f"{MESSAGES}?limit=4")
    assert references(first) == [asked, *sent[:1:-1]]
    assert first.json()["counts"] == {"new": 6, "in_progress": 0, "done": 0}
    late = send("ask", note="Arrivata intanto")
    second = service.get(f"{MESSAGES}?limit=4&after={first.json()['next']}")
    assert references(second) == sent[1::-1], "pages stay right while messages come in"
    assert second.json()["next"] is None
    assert references(service.get(f"{MESSAGES}?form=ask")) == [late, asked]
    assert machine in references(service.get(f"{MESSAGES}?machines=true"))
    assert references(service.get(f"{MESSAGES}?state=done")) == []
    assert len(references(service.get(f"{MESSAGES}?recipient=R-1"))) == 7
    assert references(service.get(f"{MESSAGES}?recipient=R-2")) == []


def test_a_message_is_worked_off_under_its_tag(service: Service, send) -> None:
    reference = send(phone="3331234567", euro="12,5")
    seen = service.get(f"{MESSAGES}/{reference.lower()}")
    assert seen.json()["answers"][1] == {
        "id": "euro",
        "label": "Euro",
        "value": "12.50",
        "shown": "12,50\u00a0€",
    }
    tag = seen.headers["etag"]
    again = service.get(f"{MESSAGES}/{reference}", headers={"If-None-Match": tag})
    assert again.status_code == 304
    change = {"state": "in_progress", "note": "chiamata"}
    done = service.ask("PATCH", f"{MESSAGES}/{reference}", json=change, headers={"If-Match": tag})
    assert (done.json()["state"], done.json()["note"]) == ("in_progress", "chiamata")
    assert done.headers["etag"] != tag
    late = service.ask(
        "PATCH", f"{MESSAGES}/{reference}", json={"state": "done"}, headers={"If-Match": tag}
    )
    check_problem(late, 412, "precondition-failed")
    assert service.ask("PATCH", f"{MESSAGES}/{reference}", json={"state": "done"}).is_success
    wrong = service.ask("PATCH", f"{MESSAGES}/{reference}", json={"state": "lost"})
    check_problem(wrong, 422, "invalid-request")


def test_the_export_is_for_spreadsheets(service: Service, send) -> None:
    send("ask", note="=1+1")
    answer = service.get("/campaigns/tiny/messages.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"\xef\xbb\xbfreference;")
    assert "'=1+1" in answer.text


def test_each_thing_needs_its_scope(service: Service, send) -> None:
    reference = send(phone="3331234567")
    read, publish = service.key(Scope.READ), service.key(Scope.PUBLISH)
    path = f"{MESSAGES}/{reference}"
    assert service.get(path, key=read).is_success
    refused = service.ask("PATCH", path, key=read, json={"state": "done"})
    check_problem(refused, 403, "forbidden")
    assert service.ask("PATCH", path, key=publish, json={"state": "done"}).is_success
    check_problem(service.get(MESSAGES, key=service.key(Scope.UPLOAD)), 403, "forbidden")
    check_problem(service.get(WEBHOOK, key=read), 403, "forbidden")
    check_problem(service.client.get(f"/v1{MESSAGES}"), 401, "unauthorized")


@pytest.mark.parametrize(
    "path",
    [
        "/campaigns/other/messages",
        "/campaigns/other/messages.csv",
        f"{MESSAGES}/AAAA-AAAA",
        f"{MESSAGES}/%00",
        WEBHOOK,
        "/campaigns/other/webhook/deliveries",
    ],
)
def test_what_is_not_there_is_said(service: Service, send, path: str) -> None:
    assert send
    check_problem(service.get(path), 404, "not-found")


def test_a_cursor_of_something_else_is_refused(service: Service, send) -> None:
    assert send
    for cursor in ("MQ", "!!", "bXg", "x" * 40):
        check_problem(service.get(f"{MESSAGES}?after={cursor}"), 422, "invalid-request")


def test_a_webhook_is_set_seen_and_removed(service: Service, send) -> None:
    assert send
    url = "https://office.example/hook"
    made = service.ask("PUT", WEBHOOK, json={"url": url}).json()
    assert made["secret"].startswith("whsec_")
    seen = service.get(WEBHOOK).json()
    assert (seen["url"], seen["values"], seen["disabled_at"]) == (url, False, None)
    assert "secret" not in seen
    reference = send(phone="3331234567")
    (waiting,) = service.get(f"{WEBHOOK}/deliveries").json()["deliveries"]
    assert waiting["reference"] == reference
    assert service.ask("DELETE", WEBHOOK).status_code == 204
    check_problem(service.ask("DELETE", WEBHOOK), 404, "not-found")


@pytest.mark.parametrize("url", ["http://a.example/", "javascript:x", "https://u:p@a.example/", ""])
def test_addresses_that_are_none_are_refused(service: Service, send, url: str) -> None:
    assert send
    problem = check_problem(service.ask("PUT", WEBHOOK, json={"url": url}), 422, "invalid-request")
    assert problem["errors"][0]["field"] == "url"
