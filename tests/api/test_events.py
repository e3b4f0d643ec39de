"""Messages of pages: taken, refused, and never telling anything about links."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx
    from served_campaign import Served


def tell(served: Served, body: Any, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "text/plain;charset=UTF-8", **headers}
    return served.client.post("/e", content=content, headers=headers)


def message(
    served: Served, *events: dict[str, Any], number: int = 1, **more: Any
) -> dict[str, Any]:
    token = served.tiny.token()
    return {"t": token, "s": "0123456789abcdef", "n": number, "events": list(events), **more}


def test_a_page_that_speaks_is_heard_and_told_so(counting: Served) -> None:
    answer = tell(counting, message(counting, {"type": "page.viewed", "at_ms": 12}))
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer.headers["x-sollecito"] == "1"
    choice = {"type": "choice.made", "scene": "amount", "value": "amount>bye", "at_ms": 90}
    started = {"type": "video.started", "at_ms": 50}
    assert tell(counting, message(counting, started, choice, number=2)).status_code == 204
    counted = counting.statistics()
    assert counted.viewed.events == counted.started.events == 1
    assert [(c.scene, c.option, c.events) for c in counted.choices] == [("amount", "bye", 1)]


def test_a_repeated_message_counts_once(counting: Served) -> None:
    body = message(counting, {"type": "page.viewed"})
    for _ in range(3):
        assert tell(counting, body).status_code == 204
    assert counting.statistics().viewed.events == 1


def test_machines_do_not_count(counting: Served) -> None:
    body = message(counting, {"type": "page.viewed"})
    answer = tell(counting, body, **{"User-Agent": "Googlebot/2.1"})
    assert answer.status_code == 204
    assert counting.statistics().viewed.events == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'{"t": 5}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 5000, 400),
        (b" " * 20_000, 413),
    ],
)
def test_rubbish_is_refused(counting: Served, body: bytes, status: int) -> None:
    answer = tell(counting, body)
    assert answer.status_code == status
    assert "x-sollecito" not in answer.headers
    assert counting.events() == []


def test_a_body_without_end_is_not_read_to_its_end(counting: Served) -> None:
    def endless():
        for _ in range(2000):
            yield b"x" * 65_536

    try:
        answer = counting.client.post("/e", content=endless())
    except OSError:
        return  # the server hung up, which is as good
    assert answer.status_code == 413


def test_a_link_that_is_not_good_gets_no_sign(counting: Served) -> None:
    answer = tell(counting, {**message(counting), "t": "A" * 26})
    assert answer.status_code == 204
    assert "x-sollecito" not in answer.headers


def test_pages_may_not_tell_what_only_the_server_sees(counting: Served) -> None:
    body = message(counting, {"type": "payment.confirmed"}, {"type": "link.opened"})
    assert tell(counting, body).status_code == 204
    assert counting.events() == []
