"""The dashboard in a browser, as tests use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from service_client import Service

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

PATIENT_MS = 60_000
"""Milliseconds that anything may take on a busy machine."""


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
