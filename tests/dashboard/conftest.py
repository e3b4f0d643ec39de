"""The dashboard in a real browser, before a real service whose workers really work."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from bundles import bundle
from served_campaign import copy_of
from service_client import Service, service_of

from foundation.logging import configure_logging
from foundation.settings import load_settings
from workers.background import working_in_background

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

PATIENT_MS = 60_000
"""Milliseconds that anything may take on a busy machine."""


@pytest.fixture(scope="session", autouse=True)
def _logging() -> None:
    """Log as the server does."""
    configure_logging(load_settings(log_level="warning"))


@dataclass
class Board:
    """The dashboard that was opened, and what the browser said meanwhile."""

    page: Page
    service: Service
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.service.client.base_url}/dashboard/"

    def sign_in(self, key: str | None = None) -> None:
        """Open the dashboard and sign in, as an admin without a key."""
        self.page.goto(self.address)
        self.page.get_by_label("Key", exact=True).fill(key or self.service.admin)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("button", name="Sign out").wait_for()

    def go(self, *parts: str) -> None:
        """Go to a view as an address names it."""
        self.page.evaluate("hash => { location.hash = hash }", "#/" + "/".join(parts))

    def see(self, text: str) -> None:
        """Wait until a text can be read."""
        self.page.get_by_text(text, exact=False).first.wait_for()


@pytest.fixture
def rendered(tiny_rendered_once: Path, tmp_path: Path) -> Iterator[Service]:
    """Return a service with the rendered campaign; nothing works in the background."""
    tiny = copy_of(tiny_rendered_once, tmp_path / "tiny")
    with service_of(tiny.out) as service:
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
