"""What went wrong, said to an Italian reader: corrections, failed films, imports, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from filled import fail
from imported_rows import bring, paused_campaign

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from playwright.sync_api import Page
    from service_client import Service

pytestmark = pytest.mark.browser

ITALIAN: dict[str, Any] = {"locale": "it-IT"}

PLACE = "scenes.amount.layers[2].text"
EMPTY = "the field is empty in this row; give it a default, or hide the place with 'when'"


def italian(open_board: Callable[..., Board], service: Service, *expected: str) -> Board:
    board = open_board(service, expected=expected)
    board.page.get_by_label("Language").select_option("it")
    board.page.get_by_role("button", name="Esci").wait_for()
    assert board.page.locator(".skip").text_content() == "Vai al contenuto"
    return board


def english_of(page: Page, within: str) -> list[str]:
    """Return what is seen in English there; what is folded up has no text."""
    return list(filter(None, page.locator(f"{within} [lang=en]").all_inner_texts()))


def test_a_correction(rendered: Service, open_board: Callable[..., Board]):
    board = italian(open_board, rendered, "422")
    page = board.page
    board.go("campaigns", "tiny", "recipients")
    page.get_by_role("button", name="a1").click()
    page.locator("#value-amount").fill("molto")
    page.locator("#value-first_name").fill("x" * 41)
    page.get_by_role("button", name="Salva").click()
    page.get_by_role("alert").wait_for()
    told = page.get_by_role("alert").inner_text()
    assert "Non è un numero: servono solo cifre" in told
    assert "Supera i 40 caratteri." in told
    assert "Corregga i valori indicati, poi riprovi." in told
    assert english_of(page, "[role=alert]") == []
    described = page.locator("#value-first_name").get_attribute("aria-describedby")
    assert described == "value-first_name-wrong"
    assert page.locator(f"#{described}").inner_text() == "Supera i 40 caratteri."
    page.locator("#value-amount").fill("12,60")
    page.get_by_role("button", name="Salva").click()
    page.locator("#value-amount-wrong").wait_for(state="detached")
    page.locator("#value-first_name-wrong").wait_for()  # told again
    assert page.locator("#value-amount-wrong").count() == 0


def test_failed_films(rendered: Service, open_board: Callable[..., Board]):
    fail(rendered, "a1", f"Scene 'amount': {PLACE}: {EMPTY}")
    fail(rendered, "b2", "Scene 'amount': The voice gave no sound.")
    fail(rendered, "c3", "The disk is full. What was finished stays; make room and run again.")
    board = italian(open_board, rendered)
    page = board.page
    board.go("campaigns", "tiny", "failures")
    page.locator(".failure").first.wait_for()
    told = "\n".join(page.locator(".failure").all_inner_texts())
    assert "un campo usato in questo punto è vuoto" in told
    assert "Il disco del server è pieno." in told
    assert english_of(page, ".failure") == ["The voice gave no sound."], "what has no code"
    board.go("campaigns", "tiny", "recipients")
    page.get_by_role("button", name="c3").click()
    page.locator(".recipient .notice.bad").wait_for()
    assert "Il disco del server è pieno." in page.locator(".recipient .notice.bad").inner_text()


def test_a_file_that_is_no_table(service: Service, open_board: Callable[..., Board]):
    paused_campaign(service)
    failed = bring(service, "name;town\nAnna;Roma\n")
    assert failed["state"] == "failed"
    board = italian(open_board, service, "422")
    page = board.page
    board.go("campaigns", "tiny", "imports", str(failed["id"]))
    board.see("Nella prima riga mancano colonne necessarie.")
    assert english_of(page, ".notice.bad") == []
    board.go("campaigns", "tiny", "imports")
    page.locator("input[type=file]").set_input_files(
        {"name": "x.csv", "mimeType": "text/csv", "buffer": b"%PDF-1.7 and more"}
    )
    board.see("Il file non è una tabella CSV.")
    assert english_of(page, "[role=alert]") == []


@pytest.mark.parametrize(
    ("status", "body", "words", "left"),
    [
        (
            409,
            {"type": "urn:sollecito:problem:conflict", "detail": "x", "code": "import-not-held"},
            "già stata avviata o annullata",
            [],
        ),
        (
            429,
            {"type": "urn:sollecito:problem:rate-limited", "detail": "x", "code": "advice"},
            "Attenda un minuto, poi riprovi.",
            [],
        ),
        (
            409,
            {"type": "urn:sollecito:problem:conflict", "detail": "Something new.", "code": None},
            "verifichi com’è ora",
            ["Something new."],
        ),
        (
            500,
            {"type": "urn:sollecito:problem:internal", "detail": "x", "code": "advice"},
            "Riprovi tra poco.",
            [],
        ),
    ],
)
def test_refusals(
    service: Service,
    open_board: Callable[..., Board],
    status: int,
    body: dict[str, Any],
    words: str,
    left: list[str],
):
    paused_campaign(service)
    board = italian(open_board, service, str(status))
    page = board.page
    page.route(
        "**/v1/campaigns/tiny",
        lambda route: route.fulfill(
            status=status, json={"title": "t", "parameters": {}, "request_id": "r", **body}
        ),
    )
    board.go("campaigns", "tiny")
    page.locator(".notice.bad").wait_for()
    assert words in page.locator(".notice.bad").inner_text()
    assert english_of(page, ".notice.bad") == left


def test_a_service_that_is_not_reached(service: Service, open_board: Callable[..., Board]):
    paused_campaign(service)
    board = italian(open_board, service, "ERR_FAILED")
    board.page.route("**/v1/campaigns/tiny", lambda route: route.abort())
    board.go("campaigns", "tiny")
    board.see("Il servizio non è raggiungibile.")
    board.see("Controlli la connessione, poi riprovi.")
