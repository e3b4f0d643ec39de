"""The page and the server together: forms in a real Chromium, with scripts and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from foundation.database import open_database
from inbox.models import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page
    from served_campaign import Served

CALL = "#form-call_me_back"


@pytest.fixture
def open_form(chromium: Browser, counting: Served) -> Iterator[Callable[..., Page]]:
    """Open a recipient's page at a form; at the end the browser may have complained of nothing."""
    messages: list[str] = []
    pages: list[Page] = []

    def opened(**options: Any) -> Page:
        page = chromium.new_page(viewport={"width": 360, "height": 740}, **options)
        page.set_default_timeout(20_000)
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(f"{counting.client.base_url}/p/{counting.tiny.token()}/#form-call_me_back")
        if page.get_attribute(CALL, "open") is None:
            page.click(f"{CALL} > summary")
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    # A browser tells of every answer that is an error, also of one that is meant.
    assert [text for text in messages if "422 (Unprocessable" not in text] == []


def kept(served: Served) -> list[Message]:
    database = open_database(served.tiny.settings.database)
    with database.reading() as session:
        found = list(session.query(Message).order_by(Message.id))
    database.close()
    return found


def fill(page: Page, phone: str) -> None:
    page.fill("input[name=phone]", phone)
    page.check("input[value=morning]")


def no_violation(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [f"{each['id']}: {each['help']}" for each in found] == []


def test_a_form_reaches_the_inbox_and_its_reference_the_person(open_form, counting) -> None:
    page = open_form()
    fill(page, "333 1234567")
    # Whoever sends within a second and a half of opening the page is taken for a machine.
    page.wait_for_function("() => performance.now() > 1600")
    page.click(f"{CALL} button[type=submit]")
    page.locator(f"{CALL} .sent").wait_for()
    (message,) = kept(counting)
    assert message.reference in page.text_content(f"{CALL} .sent")
    assert message.bot_reason is None
    assert [part["value"] for part in message.answers] == ["3331234567", "morning"]


def test_without_scripts_it_is_checked_sent_and_thanked_for(open_form, counting) -> None:
    page = open_form(java_script_enabled=False)
    page.fill("input[name=phone]", "12")
    page.check("input[value=morning]")
    page.fill("textarea", "Rate\nper favore")
    page.click(f"{CALL} button[type=submit]")
    page.locator(".trouble").wait_for()
    assert page.input_value("input[name=phone]") == "12"
    assert page.input_value("textarea") == "Rate\nper favore"
    assert page.is_checked("input[value=morning]")
    page.locator(".trouble a").first.click()
    assert page.url.endswith("#f-call_me_back-phone")
    page.fill("input[name=phone]", "333 1234567")
    page.click("button[type=submit]")
    page.locator(".sent").wait_for()
    (message,) = kept(counting)
    assert message.reference in page.text_content(".sent")
    page.reload()
    assert len(kept(counting)) == 1, "loading the page again sends nothing again"
    page.click(".back a")
    assert page.url.endswith(f"/p/{counting.tiny.token()}/#form-call_me_back")


def test_the_servers_own_pages_have_no_violation(open_form) -> None:
    page = open_form()
    # As a browser without scripts would: the form itself is sent.
    page.fill("input[name=phone]", "12")
    page.evaluate(f"document.querySelector('{CALL} form').submit()")
    page.locator(".trouble").wait_for()
    no_violation(page)
    fill(page, "333 1234567")
    page.click("button[type=submit]")
    page.locator(".sent").wait_for()
    no_violation(page)
