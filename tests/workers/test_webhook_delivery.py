"""Webhooks: signed, tried again, never led elsewhere, never into the own network unless allowed."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from form_answer_table import NOTE
from sqlalchemy import select, update
from standardwebhooks import Webhook as Verifier

from campaigns.migrate import upgrade
from campaigns.models import Import, ImportState, Recipient, RecipientStatus
from campaigns.queries import ensure_campaign
from foundation.clock import utc_now
from foundation.database import Database, open_database
from foundation.settings import load_settings
from inbox.declarations import keep_declaration
from inbox.models import DeliveryState, Message, MessageState, Webhook, WebhookDelivery
from inbox.queries import change_message
from inbox.taking import take
from inbox.webhooks import BACKOFF, Due, deliveries, set_webhook
from scenes.bound_forms import Form, declaration
from workers import webhook_delivery
from workers.checked_request import RefusedAddressError, check_url, is_public, post, resolve
from workers.webhook_delivery import deliver_due, forget_old

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foundation.settings import Settings

TOKEN = "A2" * 13
SECRET = "whsec_" + "c2VjcmV0" * 4  # of nobody


class Receiver:
    """A server that takes webhooks and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                status, headers = receiver.answers.pop(0) if receiver.answers else (204, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook?x=1"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Return settings with SQLite, or with PostgreSQL where a test asks for it."""
    url = None
    if getattr(request, "param", "") == "postgresql":
        url = request.getfixturevalue("postgres_url")
    return load_settings(out=tmp_path, webhooks_to_private=True, database_url=url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database)
    upgrade(database.engine)
    with database.writing() as session:
        campaign = ensure_campaign(
            session, "tiny", digest="0", expires_on=None, public_base="https://a.e", pay_hosts=[]
        )
        load = Import(campaign_id=campaign.id, file="x", header=[], state=ImportState.DONE)
        session.add(load)
        session.flush()
        form = Form("note", "Nota", (NOTE,), "Invia", "Grazie")
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
                published_at=utc_now(),
                plan={},
                forms=keep_declaration(session, campaign.id, declaration((form,), "it-IT")),
            )
        )
    yield database
    database.close()


def hook(database: Database, url: str, *, values: bool = False) -> str:
    with database.writing() as session:
        return set_webhook(session, 1, url, values=values).secret


def send(database: Database, text: str = "Segreto", **more: Any) -> str:
    return take(database, TOKEN, "note", {"note": text, **more}).reference


def log(database: Database) -> list[WebhookDelivery]:
    with database.reading() as session:
        return [row[0] for row in deliveries(session, 1)]


def now_due(database: Database) -> None:
    with database.writing() as session:
        session.execute(update(WebhookDelivery).values(next_at=utc_now()))


def test_a_message_is_told_signed_and_without_what_was_written(database, settings, receiver):
    secret = hook(database, receiver.url)
    reference = send(database)
    assert deliver_due(database, settings) == 1
    ((headers, body),) = receiver.got
    told = Verifier(secret).verify(body, headers)
    assert told["type"] == "form.sent"
    data = told["data"]
    assert (data["campaign"], data["form"], data["reference"]) == ("tiny", "note", reference)
    assert data["recipient"] == "R-1"
    assert b"Segreto" not in body
    assert headers["Content-Type"] == "application/json"
    assert deliver_due(database, settings) == 0
    assert [entry.state for entry in log(database)] == [DeliveryState.DELIVERED]
    with pytest.raises(Exception, match="signature"):
        Verifier("whsec_AAAA").verify(body, headers)


def test_what_was_written_is_told_only_where_it_is_wanted(database, settings, receiver):
    hook(database, receiver.url, values=True)
    send(database)
    deliver_due(database, settings)
    answers = json.loads(receiver.got[0][1])["data"]["answers"]
    assert answers == [{"id": "note", "label": "Nota", "value": "Segreto", "shown": "Segreto"}]


def test_a_failure_is_tried_again_later_with_the_same_id(database, settings, receiver):
    hook(database, receiver.url)
    send(database)
    receiver.answers = [(500, {}), (302, {"Location": receiver.url}), (200, {})]
    before = utc_now()
    deliver_due(database, settings)
    (entry,) = log(database)
    assert (entry.state, entry.attempts, entry.last_status) == (DeliveryState.WAITING, 1, 500)
    assert BACKOFF[0] <= entry.next_at - before < BACKOFF[0] * 1.2 + timedelta(seconds=60)
    assert deliver_due(database, settings) == 0, "not yet"
    now_due(database)
    deliver_due(database, settings)
    assert [entry.last_status for entry in log(database)] == [302], "redirects are not followed"
    now_due(database)
    deliver_due(database, settings)
    assert [entry.state for entry in log(database)] == [DeliveryState.DELIVERED]
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len(receiver.got) == 3


def test_it_is_given_up_after_the_last_attempt(database, settings, receiver):
    hook(database, receiver.url)
    send(database)
    for _ in range(len(BACKOFF) + 1):
        receiver.answers = [(503, {})]
        now_due(database)
        deliver_due(database, settings)
    (entry,) = log(database)
    assert (entry.state, entry.attempts) == (DeliveryState.GIVEN_UP, len(BACKOFF) + 1)
    now_due(database)
    assert deliver_due(database, settings) == 0


@pytest.mark.parametrize("reason", ["gone", "long"])
def test_a_webhook_that_does_not_want_or_work_is_disabled(database, settings, receiver, reason):
    hook(database, receiver.url)
    send(database)
    if reason == "long":
        with database.writing() as session:
            session.execute(update(Webhook).values(failing_since=utc_now() - timedelta(days=6)))
    receiver.answers = [(410 if reason == "gone" else 500, {})]
    deliver_due(database, settings)
    with database.reading() as session:
        found = session.scalars(select(Webhook)).one()
    assert found.disabled_at is not None
    assert ("410" if reason == "gone" else "5 days") in found.disabled_reason
    now_due(database)
    assert deliver_due(database, settings) == 0
    send(database, "Altro")
    assert len(log(database)) == 1, "nothing is planned for a disabled one"
    hook(database, receiver.url)
    assert deliver_due(database, settings) == 1
    assert log(database)[0].state == DeliveryState.DELIVERED


def test_machines_are_told_to_nobody(database, settings, receiver):
    hook(database, receiver.url)
    send(database, leave_empty="x")
    assert deliver_due(database, settings) == 0


@pytest.mark.parametrize("settings", ["sqlite", "postgresql"], indirect=True)
def test_two_processes_do_not_tell_the_same(database, settings, receiver):
    hook(database, receiver.url)
    for number in range(8):
        send(database, str(number))
    threads = [threading.Thread(target=deliver_due, args=(database, settings)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(receiver.got) == 8
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 8


def test_the_own_network_is_not_reached_unless_that_is_allowed(database, settings, receiver):
    hook(database, receiver.url.replace("http://", "https://"))
    send(database)
    closed = settings.model_copy(update={"webhooks_to_private": False})
    deliver_due(database, closed)
    (entry,) = log(database)
    assert receiver.got == []
    assert entry.last_error == "The host 127.0.0.1 is not in the public internet."


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "::", "::1",
        "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
        "2001:db8::1", "fec0::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_which_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"]
)
def test_which_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/", "ftp://a.example/", "https:///x", "https://u:p@a.example/",
        "https://a.example:99999/", "https://a.example/ x", "https://a.example\\@b.example/", "",
        "javascript:alert(1)", "https://a.example/#x", "https://a.example/\r\nX: y",
        "https://a..b/", f"https://{'a' * 64}.example/", "https://./",
    ],
)  # fmt: skip
def test_which_urls_are_refused(url):
    with pytest.raises(RefusedAddressError):
        check_url(url, private=False)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    def both(_host: str, port: int, **_: object) -> list[Any]:
        return [(2, 1, 6, "", ("1.1.1.1", port)), (2, 1, 6, "", ("10.0.0.1", port))]

    monkeypatch.setattr("socket.getaddrinfo", both)
    with pytest.raises(RefusedAddressError, match="not in the public internet"):
        resolve("https://rebind.example/", private=False)


def test_the_name_is_resolved_once_and_the_checked_address_is_asked(monkeypatch, receiver):
    asked: list[str] = []
    real = socket.getaddrinfo

    def once(host: str, *more: Any, **given: Any) -> Any:
        asked.append(host)
        name = "127.0.0.1" if host == "hook.example" else host
        return real(name, *more, **given)

    monkeypatch.setattr("socket.getaddrinfo", once)
    port = receiver.url.split(":")[2].split("/")[0]
    assert post(f"http://hook.example:{port}/x", b"{}", {}, private=True) == 204
    assert asked.count("hook.example") == 1
    assert receiver.got[0][0]["Host"] == f"hook.example:{port}"


def test_names_and_paths_of_other_letters_are_sent_as_the_protocol_wants(monkeypatch, receiver):
    """RFC 3490 for the name, RFC 3986 for the path."""
    real = socket.getaddrinfo
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda host, *more, **given: real(
            "127.0.0.1" if host.endswith(".example") else host, *more, **given
        ),
    )
    port = receiver.url.split(":")[2].split("/")[0]
    assert post(f"http://città.example:{port}/perché?a=%20b", b"{}", {}, private=True) == 204
    assert receiver.got[0][0]["Host"] == f"xn--citt-3na.example:{port}"


@contextmanager
def dripping() -> Iterator[str]:
    """Yield the address of a receiver that never comes to the end of its headers."""
    end = threading.Event()

    def drip(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 204 ")
                while not end.wait(0.05):
                    connection.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        end.set()


def test_an_answer_that_drips_has_an_end():
    with dripping() as url, pytest.raises(RefusedAddressError, match="No answer came from"):
        post(url, b"{}", {}, private=True, whole_s=0.5)


def test_a_slow_receiver_holds_up_its_own_deliveries_only(database, settings, monkeypatch):
    monkeypatch.setattr(webhook_delivery, "RECEIVER_S", 0.2)
    told: list[str] = []

    def post(url: str, *_: object, **__: object) -> int:
        if url.endswith("/slow"):
            time.sleep(0.3)
        told.append(url)
        return 204

    monkeypatch.setattr(webhook_delivery, "post", post)
    slow = [Due(n, f"s{n}", "https://a.example/slow", SECRET, {}) for n in range(3)]
    quick = [Due(n, f"q{n}", "https://b.example/quick", SECRET, {}) for n in range(3)]
    monkeypatch.setattr(webhook_delivery, "is_due", lambda _session: True)
    monkeypatch.setattr(webhook_delivery, "take_due", lambda _session: [*slow, *quick])
    monkeypatch.setattr(webhook_delivery, "note_delivered", lambda *_: None)
    assert deliver_due(database, settings) == 4
    assert sorted(url.rpartition("/")[2] for url in told) == ["quick"] * 3 + ["slow"]


def test_an_error_of_one_delivery_ends_no_other(database, settings, receiver, monkeypatch):
    hook(database, receiver.url)
    send(database)
    monkeypatch.setattr(webhook_delivery, "post", lambda *_, **__: 1 // 0)
    assert deliver_due(database, settings) == 1
    (entry,) = log(database)
    assert (entry.attempts, entry.last_status) == (1, None)
    assert entry.last_error == "Unexpected ZeroDivisionError. This is a fault of the program."


def test_a_host_that_is_not_there_is_a_failure_with_its_reason(database, settings):
    hook(database, "http://127.0.0.1:9/")
    send(database)
    deliver_due(database, settings)
    (entry,) = log(database)
    assert entry.last_status is None
    assert "No answer came from 127.0.0.1" in entry.last_error


def test_old_messages_go_by_the_setting(database, settings):
    send(database)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    with database.writing() as session:
        message = session.scalars(select(Message)).one()
        change_message(message, state=MessageState.DONE, now=long_ago)
    assert forget_old(database, settings) == 0
    assert forget_old(database, settings.model_copy(update={"messages_days": 30})) == 1
