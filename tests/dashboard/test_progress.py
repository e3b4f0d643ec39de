"""Progress in the dashboard: told as it goes on, asked for when the line is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from service_client import Service

pytestmark = pytest.mark.browser

ROWS = "id;first_name;amount;reference\na1;Anna;12,50;R001\nb2;Bruno;8,00;R002\n"


def send_rows(service: Service, rows: str = ROWS) -> None:
    service.post(
        "/campaigns/tiny/imports", content=rows, headers={"Content-Type": "text/csv"}
    ).raise_for_status()


def published(board: Board, number: int) -> None:
    board.page.locator(".legend .published").get_by_text(str(number), exact=True).wait_for()


def test_what_others_begin_is_seen(working: Service, open_board: Callable[..., Board]):
    board = open_board(working)
    board.go("campaigns", "tiny")
    board.see("There is nobody in this campaign yet")
    send_rows(working)
    published(board, 2)
    assert any(url.endswith("/progress/events") for url in board.requests)
    assert board.page.locator(".line").inner_text() == ""
    people = board.page.locator(".film-id").all_inner_texts()
    assert sorted(people) == ["a1", "b2"]


def test_a_broken_line_is_made_up_for(working: Service, open_board: Callable[..., Board]):
    board = open_board(working, expected=("Failed to load resource",))
    page = board.page
    page.route("**/progress/events", lambda route: route.abort())
    board.go("campaigns", "tiny")
    board.see("Asking now and then")
    send_rows(working)
    published(board, 2)
    page.unroute("**/progress/events")
    page.wait_for_function("() => document.querySelector('.line').textContent === ''")


def test_a_lost_service_is_told_and_found_again(
    rendered: Service, open_board: Callable[..., Board]
):
    board = open_board(rendered, expected=("Failed to load resource",))
    page = board.page
    page.route("**/v1/**", lambda route: route.abort())
    board.go("campaigns", "tiny")
    board.see("The service cannot be reached")
    page.unroute("**/v1/**")
    page.get_by_role("button", name="Try again").click()
    published(board, 3)


def test_progress_is_told_politely(working: Service, open_board: Callable[..., Board]):
    board = open_board(working)
    page = board.page
    board.go("campaigns", "tiny")
    board.see("There is nobody in this campaign yet")
    page.evaluate(
        """() => {
          window.said = [];
          const region = document.querySelector("[role=status]");
          new MutationObserver(() => {
            if (region.textContent) window.said.push(region.textContent);
          }).observe(region, { childList: true, characterData: true, subtree: true });
        }"""
    )
    more = "".join(f"x{n};Anna;12,50;R{n:03}\n" for n in range(6))
    send_rows(working, ROWS + more)
    published(board, 8)
    page.wait_for_timeout(200)
    said = page.evaluate("window.said")
    assert 1 <= len(said) <= 3
    assert "published" in said[0]
