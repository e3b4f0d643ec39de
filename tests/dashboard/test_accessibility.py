"""Everybody can use the dashboard: axe on each view, keyboard, narrow screens, large text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from board import DESK, PHONE
from filled import add_events, add_message, add_people, fail

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from playwright.sync_api import Page
    from service_client import Service

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # The page in the phone is the recipient's; tests/microsite look at it.
    "iframes": False,
}

VIEWS = {
    "campaigns": ((), ".campaigns"),
    "new": (("new",), ".drop"),
    "keys": (("keys",), "table"),
    "progress": (("campaigns", "tiny"), ".film"),
    "imports": (("campaigns", "tiny", "imports"), "table"),
    "import": (("campaigns", "tiny", "imports", "1"), ".figures"),
    "recipients": (("campaigns", "tiny", "recipients"), ".person"),
    "failures": (("campaigns", "tiny", "failures"), ".failure"),
    "statistics": (("campaigns", "tiny", "statistics"), ".day-chart"),
    "messages": (("campaigns", "tiny", "messages"), ".message"),
    "hand-over": (("campaigns", "tiny", "hand-over"), ".downloads"),
    "webhook": (("campaigns", "tiny", "webhook"), "#hook-url"),
    "settings": (("campaigns", "tiny", "settings"), ".danger-zone"),
}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {each['help']} ({node['target']}) {node.get('failureSummary', '')}"
        for each in found
        for node in each["nodes"]
    ]


def fill_up(service: Service) -> None:
    add_events(service)
    add_people(service, ["Anna"] * 12 + ["Zoe"] * 9)
    add_message(service)
    fail(service, "c3", "amount: is odd")


@pytest.mark.parametrize(("device", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_no_view_has_a_violation(
    rendered: Service, open_board: Callable[..., Board], device: dict, scheme: str
):
    fill_up(rendered)
    board = open_board(rendered, key="", expected=("404",), color_scheme=scheme, **device)
    page = board.page
    page.goto(board.address)
    page.get_by_label("Key", exact=True).wait_for()
    assert violations(page) == [], "sign in"
    board.sign_in()
    for name, (parts, ready) in VIEWS.items():
        board.go(*parts)
        page.locator(ready).first.wait_for()
        if name == "recipients":
            page.locator(".person").first.click()
            page.locator(".phone iframe").wait_for()
        if name == "statistics":
            page.get_by_label("Field").select_option("first_name")
            page.locator(".segments").wait_for()
        assert violations(page) == [], name
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= device["viewport"]["width"], name
    page.get_by_role("button", name="Delete the campaign").click()
    assert violations(page) == [], "dialog"


def test_mapping_and_faults_have_no_violation(working: Service, open_board: Callable[..., Board]):
    board = open_board(working, **PHONE)
    page = board.page
    board.go("campaigns", "tiny", "imports")
    rows = "id;first_name;amount;reference\na1;Anna;molto;R001\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "elenco.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.locator(".mapping").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Check first").click()
    page.get_by_role("heading", name="What the check found").wait_for()
    page.locator(".faulty").wait_for()
    page.get_by_text("The columns and their fields").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator(".notice-title", has_text="Done; 1 row").wait_for()
    page.locator(".faulty").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_text_of_twice_the_size_fits(rendered: Service, open_board: Callable[..., Board]):
    """1.4.4 Resize Text, as a browser that is told to write larger does it."""
    fill_up(rendered)
    board = open_board(rendered, expected=("404",), viewport={"width": 640, "height": 800})
    page = board.page
    for name, (parts, ready) in VIEWS.items():
        board.go(*parts)
        page.locator(ready).first.wait_for()
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, name


def test_the_keyboard_leads_everywhere(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered, key="")
    page = board.page
    page.goto(board.address)
    page.get_by_label("Key", exact=True).wait_for()
    page.wait_for_function("() => document.activeElement.id === 'key'")
    page.keyboard.insert_text(rendered.admin)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="tiny").wait_for()
    page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Prova tiny"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="tiny", level=1).wait_for()
    page.wait_for_function("() => 'focus' in document.activeElement.dataset")
    page.locator(".skip").focus()
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.url.endswith("#/campaigns/tiny")


def test_nothing_moves_for_whoever_wants_it_so(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered, reduced_motion="reduce")
    board.go("campaigns", "tiny")
    board.page.locator(".film").first.hover()
    assert board.page.evaluate("document.getAnimations().length") == 0
