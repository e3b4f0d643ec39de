"""Downloads: streamed by the browser, with the key in no address, decided by ``/v1`` alone."""

from __future__ import annotations

import threading
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from api.dashboard.downloads import MOST_BYTES
from api.v1 import hand_over
from campaigns.api_keys import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx
    from board import Board
    from service_client import Service

PATH = "/campaigns/tiny/hand-over.csv"


def ask(service: Service, path: str = PATH, key: str | None = None, **more: Any) -> httpx.Response:
    form = {"path": path, "key": service.admin if key is None else key}
    return service.client.post("/dashboard/download", data=form, **more)


def test_it_is_what_a_program_gets(rendered: Service) -> None:
    answer = ask(rendered)
    program = rendered.get(PATH)
    assert (answer.status_code, answer.content) == (200, program.content)
    for name in ("content-type", "content-disposition", "cache-control", "x-content-type-options"):
        assert answer.headers[name] == program.headers[name], name
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    shown = ask(rendered, "/campaigns/tiny/hand-over.zip?codes=png")
    assert shown.headers["content-disposition"] == 'attachment; filename="tiny-png.zip"'
    assert ask(rendered, "/campaigns/tiny/messages.csv?state=new").status_code == 200


def test_what_may_not_be_had_is_refused_as_a_program_is(rendered: Service) -> None:
    refused = ask(rendered, key="slc_nobody_knows")
    assert refused.status_code == 401
    assert refused.json()["type"].endswith(":unauthorized")
    assert ask(rendered, key=rendered.key(Scope.UPLOAD)).status_code == 403
    assert ask(rendered, "/campaigns/none/hand-over.csv").status_code == 404
    assert ask(rendered, "/campaigns/tiny/imports/999/errors.csv").status_code == 404
    assert ask(rendered, "/campaigns/tiny/hand-over.zip?codes=gif").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/keys",
        "/campaigns/tiny",
        "/campaigns/../keys/hand-over.csv",
        "/campaigns/tiny/hand-over.csv/../../keys",
        "/campaigns/tiny/hand-over.csv?a\r\nb",
        "https://elsewhere.example/campaigns/tiny/hand-over.csv",
    ],
)
def test_nothing_else_can_be_asked_for(rendered: Service, path: str) -> None:
    assert ask(rendered, path).status_code == 400


def test_odd_forms_are_refused(rendered: Service) -> None:
    assert ask(rendered, key="slc_a\r\nX-Other: b").status_code == 400
    assert ask(rendered, key="x" * MOST_BYTES).status_code == 413
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert ask(rendered, headers=foreign).status_code == 403
    client = rendered.client
    assert client.post("/dashboard/download", json={"path": PATH}).status_code == 415
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"\xff=1", b"a=1&b=2&c=3"):
        assert client.post("/dashboard/download", content=body, headers=form).status_code == 400
    assert client.get("/dashboard/download").status_code == 404


def test_no_key_is_logged(rendered: Service) -> None:
    with capture_logs() as lines:
        ask(rendered)
        ask(rendered, key="slc_nobody_knows")
    assert lines
    assert rendered.admin not in str(lines)
    assert "nobody_knows" not in str(lines)


def test_it_comes_as_it_is_made(rendered: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    read = threading.Event()

    def slowly(*_: Any, **__: Any) -> Iterator[str]:
        yield "id\n" * 40_000
        assert read.wait(60), "the first part was to be read before the second is made"
        yield "end\n"

    monkeypatch.setattr(hand_over, "csv_lines", slowly)
    form = {"path": PATH, "key": rendered.admin}
    with rendered.client.stream("POST", "/dashboard/download", data=form, timeout=60) as answer:
        assert "content-length" not in answer.headers
        parts = answer.iter_bytes(1000)
        assert next(parts).startswith(b"id\n")
        read.set()
        assert b"".join(parts).endswith(b"end\n")


@pytest.mark.browser
def test_the_browser_saves_it_by_itself(
    rendered: Service, open_board: Callable[..., Board]
) -> None:
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "hand-over")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download: Codes as PNG").click()
    assert waited.value.suggested_filename == "tiny-png.zip"
    assert waited.value.url.endswith("/dashboard/download")
    with zipfile.ZipFile(waited.value.path()) as archive:
        assert sum(name.endswith(".png") for name in archive.namelist()) == 3
    assert not any(url.startswith("blob:") or rendered.admin in url for url in board.requests)
    page.wait_for_function("() => !document.querySelector('form[action=download]')")
    assert rendered.admin not in page.content()
    assert page.locator("[role=alert]").count() == 0


@pytest.mark.browser
def test_a_long_download_needs_no_frame(
    rendered: Service, open_board: Callable[..., Board], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = threading.Event()

    def slowly(*_: Any, **__: Any) -> Iterator[str]:
        yield "id\n" * 40_000
        assert gone.wait(60), "the frame was to be removed before the second part is made"
        yield "end\n"

    monkeypatch.setattr(hand_over, "csv_lines", slowly)
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "hand-over")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download: Links as CSV").click()
    page.evaluate("document.querySelector('iframe[name=download]').remove()")
    gone.set()
    assert waited.value.path().read_text().endswith("end\n")


@pytest.mark.browser
def test_a_refusal_is_told(rendered: Service, open_board: Callable[..., Board]) -> None:
    board = open_board(rendered, expected=("429",))
    page = board.page
    board.go("campaigns", "tiny", "hand-over")
    pressed = page.get_by_role("button", name="Download: Links as CSV")
    pressed.wait_for()
    problem = '{"type":"urn:sollecito:problem:rate-limited","status":429,"title":"Too many"}'
    page.route(
        "**/dashboard/download",
        lambda route: route.fulfill(
            status=429, body=problem, headers={"Content-Type": "application/problem+json"}
        ),
    )
    pressed.click()
    page.get_by_role("alert").get_by_text("Too many requests at once").wait_for()
