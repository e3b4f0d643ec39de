"""People in the dashboard: found, seen on a phone, corrected, published again, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from campaigns.api_keys import Scope
from tracking.models import Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from service_client import Service

pytestmark = pytest.mark.browser


def people(board: Board) -> list[str]:
    return board.page.locator(".person-id").all_inner_texts()


def show(board: Board, who: str) -> None:
    board.page.get_by_role("button", name=who).click()
    board.page.get_by_role("heading", name=who, level=3).wait_for()


def test_people_are_found(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered)
    board.go("campaigns", "tiny", "recipients")
    page = board.page
    page.locator(".person").first.wait_for()
    assert people(board) == ["a1", "b2", "c3"]
    page.get_by_label("Search a name").fill("b")
    page.wait_for_function("() => document.querySelectorAll('.person').length === 1")
    assert people(board) == ["b2"]
    page.get_by_label("Search a name").fill("ANNA r001")
    page.get_by_text("First name: Anna · Reference: R001").wait_for()
    assert people(board) == ["a1"]
    assert not [url for url in board.requests if "anna" in url.lower()], "it is in no address"
    page.get_by_label("Search a name").fill("zz")
    board.see("Nobody was found")
    page.get_by_label("Search a name").fill("")
    page.get_by_label("State").select_option("failed")
    board.see("Nobody was found")
    page.get_by_label("State").select_option("published")
    page.wait_for_function("() => document.querySelectorAll('.person').length === 3")


def test_the_page_is_seen_on_a_phone_and_not_counted(
    rendered: Service, open_board: Callable[..., Board]
):
    board = open_board(rendered)
    board.go("campaigns", "tiny", "recipients")
    show(board, "a1")
    phone = board.page.frame_locator(".phone iframe")
    # A click before the page's script is there leads to the text, as without one.
    phone.locator("#watch").evaluate(
        """() => document.readyState === "complete"
          || new Promise((done) => addEventListener("load", done, { once: true }))
            .then(() => true)"""
    )
    phone.locator("#watch").click()
    phone.locator("video.front").wait_for(state="attached")
    size = board.page.locator(".phone iframe").bounding_box()
    assert size is not None
    assert (size["width"], size["height"]) == (360, 740)
    # What the page tells is sent within a second; looking is not telling.
    board.page.wait_for_timeout(2500)
    with rendered.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 0
    token = phone.locator("html").evaluate("() => location.pathname.split('/')[2]")
    assert token not in board.page.url
    assert "a1" not in board.page.url + board.page.title()
    board.page.reload()
    board.page.get_by_role("heading", name="a1", level=3).wait_for()


def test_somebody_is_corrected(working: Service, open_board: Callable[..., Board]):
    rows = "id;first_name;amount;reference\na1;Anna;12,50;R001\n"
    working.post(
        "/campaigns/tiny/imports", content=rows, headers={"Content-Type": "text/csv"}
    ).raise_for_status()
    board = open_board(working, expected=("422",))
    page = board.page
    board.go("campaigns", "tiny")
    page.locator(".film").first.click()
    page.get_by_role("heading", name="a1", level=3).wait_for()
    page.get_by_text("Amount amount", exact=True).wait_for()  # its words, and its name
    assert page.get_by_label("amount").input_value() == "12,50", "with the campaign's mark"
    hint = page.locator("#value-amount-hint").inner_text()
    assert hint == "Now: 12,50\u00a0€ · Digits with “,” before the decimals, such as 187,50."
    page.get_by_label("amount").fill("molto")
    page.get_by_role("button", name="Save and publish again").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("amount").get_attribute("aria-invalid") == "true"
    page.get_by_label("amount").fill("1.70")
    page.get_by_role("button", name="Save and publish again").click()
    page.get_by_role("alert").get_by_text("Check the decimal mark").wait_for()
    person = working.get("/campaigns/tiny/recipients").json()["recipients"][0]
    values = working.get(f"/campaigns/tiny/recipients/{person['id']}").json()["values"]
    assert values["amount"] == "12.50", "neither 1.70 nor 170 was guessed"
    page.get_by_label("amount").fill("99,90")
    page.get_by_role("button", name="Save and publish again").click()
    page.get_by_role("status").get_by_text("Saved").wait_for(state="attached")
    phone = page.frame_locator(".phone iframe")
    page.locator(".recipient .chip.published").wait_for()
    phone.get_by_text("99,90").first.wait_for(state="attached")
    page.get_by_role("button", name="Publish again", exact=True).click()
    page.locator(".recipient .chip.planned").wait_for()
    page.locator(".recipient .chip.published").wait_for()


def test_somebody_is_withdrawn_when_asked_twice(
    rendered: Service, open_board: Callable[..., Board]
):
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "recipients")
    show(board, "b2")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("dialog").get_by_role("button", name="No, go back").click()
    assert rendered.get("/campaigns/tiny").json()["recipients"]["withdrawn"] == 0
    page.get_by_role("button", name="Withdraw").click()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw for good").click()
    board.see("there is no page any more")
    assert rendered.get("/campaigns/tiny").json()["recipients"]["withdrawn"] == 1
    assert page.get_by_role("button", name="Withdraw", exact=True).count() == 0


def test_whoever_may_only_look_cannot_change(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered, key=rendered.key(Scope.READ))
    board.go("campaigns", "tiny", "recipients")
    show(board, "a1")
    board.see("12,50\u00a0€")  # as the campaign writes it, not the English reader
    assert board.page.locator(".recipient form").count() == 0
    board.page.get_by_role("button", name="Close").click()
    assert board.page.evaluate("document.activeElement.dataset.id") is not None
