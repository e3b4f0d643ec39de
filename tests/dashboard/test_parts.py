"""The other parts of a campaign, and the keys: failures, numbers, messages, files, webhook."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from bundles import ROWS
from filled import add_events, add_message, add_payment, add_people, fail
from imported_rows import bring, paused_campaign

from campaigns.api_keys import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from service_client import Service

pytestmark = pytest.mark.browser


def test_failures_are_grouped_and_tried_again(rendered: Service, open_board: Callable[..., Board]):
    fail(rendered, "a1", "amount: is odd")
    fail(rendered, "c3", "amount: is odd")
    fail(rendered, "b2", "The disk is full. What was finished stays; make room and run again.")
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny")
    page.get_by_role("link", name="What to do").click()
    page.locator(".failure").first.wait_for()
    first, second = page.locator(".failure").all()
    assert "2" in first.locator("h3").inner_text()
    assert "Correct what the reason names" in first.inner_text()
    assert "operator" in second.inner_text()
    first.get_by_role("button", name="Try these again").click()
    page.wait_for_function("() => document.querySelectorAll('.failure').length === 1")
    counts = rendered.get("/campaigns/tiny").json()["recipients"]
    assert (counts["planned"], counts["failed"]) == (2, 1)
    page.get_by_role("button", name="See one of them").click()
    page.get_by_role("heading", name="b2", level=3).wait_for()


def test_rows_of_the_last_file_that_were_rejected_are_told(
    service: Service, open_board: Callable[..., Board]
):
    paused_campaign(service)
    bring(service, ROWS)
    board = open_board(service)
    page = board.page
    board.go("campaigns", "tiny", "failures")
    board.see("Nobody failed")
    done = bring(service, ROWS + "d4;Dora;molto;R004\ne5;;1,00;R005\n")
    bring(service, "no table", dry_run="true")  # a check says nothing of people
    page.reload()
    board.see("2 rows of the last file could not be used")
    assert page.get_by_text("Nobody failed").count() == 0
    board.go("campaigns", "tiny")
    board.see("2 rows of the last file could not be used")
    page.get_by_role("link", name="See the rows and why").click()
    page.get_by_role("heading", name="Rows that could not be used").wait_for()
    assert page.url.endswith(f"/imports/{done['id']}")
    assert bring(service, ROWS)["rejected"] == 0
    board.go("campaigns", "tiny", "failures")
    board.see("Nobody failed")


def test_numbers_are_shown(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "statistics")
    board.see("Nobody has opened a page yet")
    add_events(rendered)
    page.reload()
    page.locator(".bars").first.wait_for()
    funnel = dict(
        zip(
            page.locator(".bars").first.locator(".bar-name").all_inner_texts(),
            page.locator(".bars").first.locator(".bar-value b").all_inner_texts(),
            strict=True,
        )
    )
    assert funnel == {
        "People in the campaign": "3",
        "Page viewed": "2",
        "Film started": "2",
        "Film seen to its end": "1",
        "Pay now pressed": "1",
    }, "of payments nothing is known"
    chosen = page.locator(".choice").inner_text()
    assert "At “Importo” amount" in chosen, "the scene's title, and its name"
    assert "Ho finito bye" in chosen, "the option's words, and where they lead"
    page.get_by_text("As a table").click()
    assert page.locator("details table tbody tr").count() == 1


def test_numbers_are_shown_by_segment(rendered: Service, open_board: Callable[..., Board]):
    add_events(rendered)
    add_people(rendered, ["Anna"] * 12 + ["Zoe"] * 9)
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "statistics")
    page.get_by_label("Field").select_option("reference")
    page.locator(".segments").wait_for()
    assert page.locator(".segments tbody tr").count() == 1, "every reference is one person's"
    page.get_by_label("Field").select_option("first_name")
    page.locator(".segments").get_by_text("Anna").wait_for()
    rows = [
        [cell.split()[0] for cell in row.locator("td").all_inner_texts()]
        for row in page.locator(".segments tbody tr").all()
    ]
    assert rows == [["13", "1", "1", "0", "0", "0"], ["11", "1", "1", "1", "1", "1"]]
    assert "Zoe" not in page.locator(".segments").inner_text(), "nine people are not told alone"
    board.see("Groups of fewer than 10 people are put together")


def test_payments_are_shown_once_something_reports_them(
    rendered: Service, open_board: Callable[..., Board]
):
    add_events(rendered)
    add_people(rendered, ["Anna"] * 12 + ["Zoe"] * 9)
    add_payment(rendered, "a1")
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "statistics")
    page.locator(".bars").first.get_by_text("Paid (confirmed)").wait_for()
    page.get_by_label("Field").select_option("first_name")
    page.locator(".segments").get_by_text("Anna").wait_for()
    assert page.locator(".segments thead th").last.inner_text() == "Paid"
    assert page.locator(".segments tbody tr").first.locator("td").last.inner_text()[0] == "1"


def test_a_few_people_are_not_divided(rendered: Service, open_board: Callable[..., Board]):
    add_events(rendered)
    board = open_board(rendered)
    board.go("campaigns", "tiny", "statistics")
    board.page.get_by_label("Field").select_option("first_name")
    board.see("fewer than 10 people")
    assert board.page.locator(".segments").count() == 0


def test_messages_are_worked_off(rendered: Service, open_board: Callable[..., Board]):
    reference = add_message(rendered)
    add_message(rendered, phone="333 999 9999", leave_empty="x")
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "messages")
    page.locator(".message").first.wait_for()
    assert page.locator(".message").count() == 1
    message = page.locator(".message").first
    assert reference in message.inner_text()
    assert "Anna Prova" in message.inner_text()
    message.get_by_label("State").select_option("done")
    message.get_by_label("Note for colleagues").fill("richiamata")
    message.get_by_role("button", name="Save").click()
    page.locator(".message .chip.published").wait_for()
    page.locator(".counts").get_by_text("1 done").wait_for()
    seen = rendered.get(f"/campaigns/tiny/messages/{reference}").json()
    assert (seen["state"], seen["note"]) == ("done", "richiamata")
    page.locator(".filters").get_by_label("State").select_option("new")
    board.see("No message is in this state")
    page.locator(".filters").get_by_label("State").select_option("")
    page.get_by_label("Also what machines").check()
    page.wait_for_function("() => document.querySelectorAll('.message').length === 2")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download as CSV").click()
    assert reference in waited.value.path().read_text("utf-8-sig")


def test_a_colleague_who_was_quicker_wins(rendered: Service, open_board: Callable[..., Board]):
    reference = add_message(rendered)
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "messages")
    page.locator(".message").first.wait_for()
    rendered.ask(
        "PATCH", f"/campaigns/tiny/messages/{reference}", json={"note": "me ne occupo io"}
    ).raise_for_status()
    page.locator(".message").get_by_role("button", name="Save").click()
    page.wait_for_function(
        "() => document.querySelector('.message textarea').value === 'me ne occupo io'"
    )
    seen = rendered.get(f"/campaigns/tiny/messages/{reference}").json()
    assert seen["note"] == "me ne occupo io"


def test_files_for_the_printer(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "hand-over")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download: Links as CSV").click()
    assert waited.value.suggested_filename == "tiny.csv"
    text = waited.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["id"] for row in rows] == ["a1", "b2", "c3"]
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download: Codes as SVG").click()
    with zipfile.ZipFile(waited.value.path()) as archive:
        assert sum(name.endswith(".svg") for name in archive.namelist()) == 3


def test_keys_are_made_and_revoked(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered, expected=("401",))
    page = board.page
    page.get_by_role("link", name="Keys").click()
    page.get_by_role("button", name="Make the key").click()
    board.see("Say who will have the key")
    page.get_by_label("Who has it").fill("Sportello")
    page.get_by_label("Publish", exact=False).check()
    page.get_by_role("button", name="Make the key").click()
    secret = page.get_by_role("dialog").get_by_role("textbox").input_value()
    assert secret.startswith("slc_")
    page.get_by_role("button", name="I have copied it").click()
    mine = rendered.get("/me", key=secret).json()
    assert (mine["label"], mine["scopes"]) == ("Sportello", ["read", "publish"])
    assert secret not in page.content()
    page.get_by_role("button", name="Revoke: Sportello").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    page.locator("tr.past").wait_for()
    assert rendered.ask("GET", "/me", key=secret).status_code == 401


def test_a_webhook_is_set_and_removed(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered, expected=("404", "422"))
    page = board.page
    board.go("campaigns", "tiny", "webhook")
    page.get_by_label("Address").fill("http://127.0.0.1/hook")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Address").get_attribute("aria-invalid") == "true"
    page.get_by_label("Address").fill("https://93.184.215.14/hook")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("dialog").get_by_role("textbox").input_value()
    page.get_by_role("button", name="I have copied it").click()
    board.see("Nothing has been delivered yet")
    assert rendered.get("/campaigns/tiny/webhook").json()["url"] == "https://93.184.215.14/hook"
    add_message(rendered)
    page.reload()
    page.locator("table").get_by_text("call_me_back").wait_for()
    page.get_by_role("button", name="Remove webhook").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove webhook").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert rendered.get("/campaigns/tiny/webhook").status_code == 404


def test_a_key_that_only_sends_can_make_campaigns(
    service: Service, open_board: Callable[..., Board]
):
    board = open_board(service, key=service.key(Scope.UPLOAD))
    board.see("This key may not look at campaigns")
    board.page.get_by_role("link", name="New campaign").click()
    board.see("From your folder")
