"""The door of the dashboard: what opens it, what a key shows, and that nothing is left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from campaigns.api_keys import Scope, revoke_key
from foundation.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from service_client import Service

pytestmark = pytest.mark.browser

REFUSED = ("401",)


def test_a_key_opens_and_stays_in_the_tab(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered)
    page = board.page
    page.get_by_role("link", name="tiny").wait_for()
    assert page.evaluate("sessionStorage.length") == 1
    assert page.evaluate("document.cookie") == ""
    kept = page.evaluate("Object.values(localStorage).join()")
    assert rendered.admin not in kept + page.url
    assert all(rendered.admin not in url for url in board.requests)
    page.reload()
    page.get_by_role("link", name="tiny").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for()
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    page.get_by_label("Key", exact=True).wait_for()


@pytest.mark.parametrize("key", ["slc_nothing", "with spaces", "chiave è"])
def test_a_wrong_key_is_told(rendered: Service, open_board: Callable[..., Board], key: str):
    board = open_board(rendered, key="", expected=REFUSED)
    page = board.page
    page.goto(board.address)
    field = page.get_by_label("Key", exact=True)
    field.fill(key)
    field.press("Enter")
    assert "does not work" in page.get_by_role("alert").inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert field.evaluate("field => field === document.activeElement")
    assert page.evaluate("sessionStorage.length") == 0


def test_an_expired_key_is_told(rendered: Service, open_board: Callable[..., Board]):
    old = rendered.key(Scope.READ, expires_at=utc_now() - timedelta(hours=1))
    board = open_board(rendered, key="", expected=REFUSED)
    board.page.goto(board.address)
    board.page.get_by_label("Key", exact=True).fill(old)
    board.page.get_by_role("button", name="Sign in").click()
    assert "expired" in board.page.get_by_role("alert").inner_text()


def test_a_key_revoked_meanwhile_signs_out(rendered: Service, open_board: Callable[..., Board]):
    key = rendered.key(Scope.READ)
    board = open_board(rendered, key=key, expected=REFUSED)
    board.see("tiny")
    with rendered.database.writing() as session:
        revoke_key(session, key.split("_")[1])
    board.go("campaigns", "tiny", "statistics")
    board.see("The key is no longer valid")
    assert board.page.evaluate("sessionStorage.length") == 0


def test_a_reader_sees_no_button_that_fails(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered, key=rendered.key(Scope.READ))
    page = board.page
    page.get_by_role("link", name="tiny").wait_for()
    assert page.get_by_role("link", name="New campaign").count() == 0
    assert page.get_by_role("link", name="Keys").count() == 0
    for part in ("", "imports", "recipients", "failures", "statistics", "messages", "settings"):
        board.go("campaigns", "tiny", part)
        page.get_by_role("navigation", name="Parts of the campaign").wait_for()
        page.wait_for_function("() => !document.querySelector('.loading')")
        for name in ("Import", "Pause", "Delete", "Withdraw", "Publish again", "Save", "Webhook"):
            assert page.get_by_role("button", name=name).count() == 0, (part, name)
    assert page.get_by_role("link", name="Webhook").count() == 0
    board.go("keys")
    board.see("may not look after keys")


def test_the_dashboard_speaks_italian(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered, key="", locale="it-IT")
    page = board.page
    page.goto(board.address)
    page.get_by_role("heading", name="Accesso").wait_for()
    assert page.get_attribute("html", "lang") == "it"
    page.get_by_label("Lingua").select_option("en")
    page.get_by_role("heading", name="Sign in").wait_for()
    page.reload()
    page.get_by_role("heading", name="Sign in").wait_for()
