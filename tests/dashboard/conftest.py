"""The dashboard in a real browser, before a real service whose workers really work."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from board import DESK, PATIENT_MS, Board
from bundles import bundle
from served_campaign import copy_of
from service_client import Service, service_of

from foundation.logging import configure_logging
from foundation.settings import load_settings
from workers.background import working_in_background

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session", autouse=True)
def _logging() -> None:
    """Log as the server does."""
    configure_logging(load_settings(log_level="warning"))


@pytest.fixture
def rendered(tiny_rendered_once: Path, tmp_path: Path) -> Iterator[Service]:
    """Return a service with the rendered campaign; nothing works in the background."""
    tiny = copy_of(tiny_rendered_once, tmp_path / "tiny")
    with service_of(tiny.out) as service:
        yield service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return an empty service."""
    with service_of(tmp_path / "out") as service:
        yield service


@contextmanager
def at_work(out: Path) -> Iterator[Service]:
    """Yield a service with its workers, and the empty campaign ``tiny``."""
    with service_of(out, sweep_seconds=0.5) as service, working_in_background(service.settings):
        answer = service.post(
            "/campaigns", content=bundle(), headers={"Content-Type": "application/zip"}
        )
        assert answer.status_code == 201, answer.text
        yield service


@pytest.fixture
def working(tmp_path: Path) -> Iterator[Service]:
    """Return a service that renders what is sent to it."""
    with at_work(tmp_path / "out") as service:
        yield service


@pytest.fixture
def open_board(chromium: Browser) -> Iterator[Callable[..., Board]]:
    """Open dashboards in fresh contexts; at the end the browser may have complained of nothing."""
    boards: list[tuple[Board, tuple[str, ...]]] = []

    def opened(
        service: Service, *, key: str | None = None, expected: tuple[str, ...] = (), **options: Any
    ) -> Board:
        context = chromium.new_context(**{**DESK, "locale": "en-GB", **options})
        page = context.new_page()
        page.set_default_timeout(PATIENT_MS)
        board = Board(page, service)
        page.on("console", lambda message: board.messages.append(message.text))
        page.on("pageerror", lambda error: board.messages.append(str(error)))
        page.on("request", lambda request: board.requests.append(request.url))
        boards.append((board, expected))
        if key != "":
            board.sign_in(key)
        return board

    yield opened
    for board, expected in boards:
        origin = str(board.service.client.base_url)
        strangers = [url for url in board.requests if not url.startswith((origin, "blob:"))]
        board.page.context.close()
        surprises = [
            message for message in board.messages if not any(part in message for part in expected)
        ]
        assert surprises == []
        assert strangers == []
