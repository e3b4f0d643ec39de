"""Forms that are sent: judged by what was published, kept once, and never telling about links."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

import pytest
from served_campaign import Served, serving
from sqlalchemy import create_engine, text

from foundation.database import open_database
from inbox.models import Message
from inbox.taking import MOST_AN_HOUR
from workers.withdrawal import withdraw_recipients

if TYPE_CHECKING:
    import httpx

GOOD = {"phone": "+39 333 1234567", "name": "Anna Bò", "when": "morning", "topic": "=1+1"}
SCRIPT = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
ATTEMPT = "0123456789abcdef" * 2


def send(
    served: Served,
    sent: dict[str, Any],
    *,
    row: str = "a1",
    form: str = "call_me_back",
    **headers: str,
) -> httpx.Response:
    path = f"/f/{served.tiny.token(row)}/{form}"
    body = urlencode(sent)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return served.client.post(path, content=body, headers={**kind, **headers})


def messages(served: Served) -> list[Message]:
    database = open_database(served.tiny.settings.database)
    with database.reading() as session:
        found = list(session.query(Message).order_by(Message.id))
    database.close()
    return found


def test_a_form_is_taken_and_kept_as_people_read_it(counting: Served) -> None:
    answer = send(
        counting, {**GOOD, "elapsed": "30000", "leave_empty": "", "attempt": ATTEMPT}, **SCRIPT
    )
    assert answer.status_code == 201
    (message,) = messages(counting)
    assert answer.json() == {"reference": message.reference}
    assert message.form == "call_me_back"
    assert message.title == "La richiamiamo noi"
    assert message.state == "new"
    assert message.bot_reason is None
    assert message.answers == [
        {
            "id": "phone",
            "label": "A che numero la chiamiamo?",
            "value": "+393331234567",
            "shown": "+393331234567",
        },
        {
            "id": "name",
            "label": "Di chi dobbiamo chiedere?",
            "value": "Anna Bò",
            "shown": "Anna Bò",
        },
        {"id": "when", "label": "Quando preferisce?", "value": "morning", "shown": "Mattina"},
        {"id": "topic", "label": "Di che cosa vuole parlare?", "value": "=1+1", "shown": "=1+1"},
    ]
    (event,) = counting.events()
    assert (event.type, event.value, event.bot_reason) == ("form.sent", "call_me_back", None)


def test_the_same_attempt_counts_once_and_another_message_is_another(counting: Served) -> None:
    first = send(counting, {**GOOD, "attempt": ATTEMPT}, **SCRIPT)
    again = send(counting, {**GOOD, "attempt": ATTEMPT}, **SCRIPT)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    without = send(counting, GOOD, **SCRIPT)  # the same words a moment later
    assert without.json() == first.json()
    other = send(counting, {**GOOD, "topic": "Rate", "attempt": ATTEMPT}, **SCRIPT)
    assert other.status_code == 201
    assert len(messages(counting)) == 2
    assert len(counting.events()) == 2


def test_what_is_wrong_is_told_field_by_field(counting: Served) -> None:
    answer = send(counting, {"phone": "12", "when": "never"}, **SCRIPT)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:sollecito:problem:invalid-request"
    assert [(e["field"], e["problem"]) for e in problem["errors"]] == [
        ("phone", "phone"),
        ("when", "choice"),
    ]
    assert problem["errors"][0]["message"].startswith("Controlli il numero")
    assert messages(counting) == []


def test_the_page_cannot_widen_what_was_published(counting: Served) -> None:
    # b2 owes more than 100 euros and is offered more time, a1 is not.
    wish = {"help": "later"}
    assert send(counting, wish, row="b2", form="more_time", **SCRIPT).status_code == 201
    refused = send(counting, wish, row="a1", form="more_time", **SCRIPT)
    assert refused.status_code == 404
    sent = send(counting, {**GOOD, "amount": "0", "state": "done", "note": "x"}, **SCRIPT)
    assert sent.status_code == 201
    assert {part["id"] for part in messages(counting)[-1].answers} == set(GOOD)


def test_without_scripts_a_page_thanks_and_loading_it_again_sends_nothing(counting: Served) -> None:
    answer = send(counting, GOOD, Origin="null")
    assert answer.status_code == 303
    (message,) = messages(counting)
    assert answer.headers["location"] == f"call_me_back/{message.reference}"
    path = f"/f/{counting.tiny.token()}/call_me_back/{message.reference}"
    page = counting.client.get(path)
    assert page.status_code == 200
    assert message.reference in page.text
    assert "La richiamiamo noi" in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    other = counting.client.get(f"/f/{counting.tiny.token('b2')}/call_me_back/{message.reference}")
    assert other.status_code == 404
    assert len(messages(counting)) == 1


@pytest.mark.parametrize("sent", [GOOD, {"phone": "12"}], ids=["taken", "to be checked"])
def test_what_the_server_answers_looks_like_the_page(
    counting: Served, sent: dict[str, str]
) -> None:
    token = counting.tiny.token()
    page = counting.client.get(f"/p/{token}/").text
    style = re.search(r"static/page-[\w-]+\.css", page)
    assert style is not None
    answer = send(counting, sent, Origin="null")
    if answer.status_code == 303:
        answer = counting.client.get(urljoin(str(answer.url), answer.headers["location"]))
    (link,) = re.findall(r'<link rel="stylesheet" href="([^"]*)"', answer.text)
    assert link.endswith(f"/{style[0]}")
    assert counting.client.get(urljoin(str(answer.url), link)).status_code == 200
    assert "style-src 'self' 'sha256-" in answer.headers["content-security-policy"]


def test_without_scripts_the_form_comes_back_with_what_was_written(counting: Served) -> None:
    hostile = '"><script>alert(1)</script>'
    answer = send(counting, {"phone": "12", "name": hostile, "topic": "a\nb"})
    assert answer.status_code == 422
    assert "Controlli il numero" in answer.text
    assert "Scelga una risposta" in answer.text
    assert "<script" not in answer.text
    assert 'value="12"' in answer.text
    assert "a\nb</textarea>" in answer.text
    assert answer.text.count('aria-invalid="true"') == 2


@pytest.mark.parametrize("accept", [{}, SCRIPT])
def test_unknown_expired_and_withdrawn_links_look_the_same(
    counting: Served, accept: dict[str, str]
) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded", **accept}
    body = urlencode(GOOD)

    def ask(token: str) -> tuple[int, str]:
        answer = counting.client.post(f"/f/{token}/call_me_back", content=body, headers=kind)
        return answer.status_code, answer.text

    token, other = counting.tiny.token(), counting.tiny.token("c3")
    unknown = ask("A" * 26)
    assert unknown[0] == 404
    assert ask("nonsense") == unknown
    engine = create_engine(counting.tiny.settings.database)
    with engine.begin() as connection:
        connection.execute(text("update recipients set status='withdrawn' where external_id='c3'"))
    assert ask(other) == unknown
    with engine.begin() as connection:
        connection.execute(text("update campaigns set expires_on = '2020-01-01'"))
    engine.dispose()
    assert ask(token) == unknown
    assert messages(counting) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({}, 303),
    ],
)
def test_what_a_browser_calls_foreign_is_refused(
    counting: Served, headers: dict[str, str], status: int
) -> None:
    assert send(counting, GOOD, **headers).status_code == status


def test_its_own_origin_is_not_foreign(counting: Served) -> None:
    origin = str(counting.client.base_url).rstrip("/")
    assert send(counting, GOOD, Origin=origin).status_code == 303


def test_rubbish_is_refused(counting: Served) -> None:
    path = f"/f/{counting.tiny.token()}/call_me_back"
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    def ask(body: bytes, headers: dict[str, str] = form) -> int:
        return counting.client.post(path, content=body, headers=headers).status_code

    assert ask(b"{}", {"Content-Type": "application/json"}) == 415
    assert ask(b"phone=" + b"1" * 70_000) == 413
    assert ask(b"&".join(b"a%d=1" % n for n in range(60))) == 400
    assert ask(b"phone=\xff\xfe") == 400
    assert ask(b"") == 422
    assert messages(counting) == []


@pytest.mark.parametrize(
    ("extra", "headers", "reason"),
    [
        ({"leave_empty": "https://spam.example"}, {}, "hidden field"),
        ({"elapsed": "200"}, {}, "too quick"),
        ({}, {"User-Agent": "python-requests/2"}, "program"),
    ],
)
def test_machines_are_kept_apart(counting: Served, extra, headers, reason) -> None:
    assert send(counting, {**GOOD, **extra}, **SCRIPT, **headers).status_code == 201
    assert [message.bot_reason for message in messages(counting)] == [reason]
    assert counting.statistics().of("form.sent").events == 0


def test_a_recipient_can_send_only_so_much(counting: Served) -> None:
    for number in range(MOST_AN_HOUR):
        assert send(counting, {**GOOD, "topic": str(number)}, **SCRIPT).status_code == 201
    refused = send(counting, {**GOOD, "topic": "more"}, **SCRIPT)
    assert refused.status_code == 429
    assert refused.headers["retry-after"]
    page = send(counting, {**GOOD, "topic": "more"})
    assert page.status_code == 429
    assert "800\u00a0123\u00a0456" in page.text
    assert send(counting, {**GOOD, "topic": "0"}, **SCRIPT).status_code == 200, "sent before"
    assert send(counting, GOOD, row="b2", **SCRIPT).status_code == 201
    assert len(messages(counting)) == MOST_AN_HOUR + 1


def test_an_address_can_send_only_so_much(tiny) -> None:
    settings = tiny.settings.model_copy(update={"forms_an_hour": 3})
    with serving(settings) as client:
        served = Served(tiny, client)
        answers = [send(served, {**GOOD, "topic": str(n)}, **SCRIPT).status_code for n in range(5)]
        assert answers == [201, 201, 201, 429, 429]
        assert "800\u00a0123\u00a0456" in send(served, GOOD).text
        unknown = client.post(
            "/f/" + "A" * 26 + "/x",
            content="",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert unknown.status_code == 404, "too many and unknown look like unknown"


def test_nothing_of_a_message_stands_in_the_log(tiny, capfd) -> None:
    from foundation.logging import configure_logging

    configure_logging(tiny.settings.model_copy(update={"log_level": "debug", "log_format": "json"}))
    with serving(tiny.settings) as client:
        served = Served(tiny, client)
        send(served, {**GOOD, "topic": "Segreto molto personale"}, **SCRIPT)
        send(served, {"phone": "12", "topic": "Segreto"}, **SCRIPT)
        reference = messages(served)[0].reference
    told = capfd.readouterr().err.splitlines()
    lines = "\n".join(line for line in told if '"logger": "http' not in line)  # the client's own
    configure_logging(tiny.settings)
    assert '"form.taken"' in lines
    for part in ("Segreto", "3331234567", "Anna", reference, tiny.token(), "127.0.0.1"):
        assert part not in lines


def test_messages_of_the_withdrawn_stay_until_they_are_done(counting: Served) -> None:
    send(counting, GOOD, **SCRIPT)
    campaign_id = messages(counting)[0].campaign_id
    withdraw_recipients(counting.tiny.settings, campaign_id, ["a1"])
    assert len(messages(counting)) == 1


def test_the_declaration_is_kept_once_for_those_who_are_offered_the_same(counting: Served) -> None:
    engine = create_engine(counting.tiny.settings.database)
    with engine.begin() as connection:
        texts = connection.execute(text("select text from form_declarations")).scalars().all()
        used = connection.execute(text("select count(distinct forms) from recipients")).scalar()
    engine.dispose()
    assert len(texts) == used == 2
    assert {tuple(form["id"] for form in json.loads(one)["forms"]) for one in texts} == {
        ("call_me_back",),
        ("call_me_back", "more_time"),
    }
