"""Data sent by the dashboard: columns mapped, rows checked and taken, faults in their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from held_imports import ended, hold
from imported_rows import bring, paused_campaign
from sqlalchemy import update

from campaigns.models import RejectedRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from service_client import Service

pytestmark = pytest.mark.browser

OFFICE = "Pratica;Nome;Importo dovuto;Riferimento interno;Note\n"
"""The header of another office: no name is that of a field."""

GOOD = OFFICE + "a1;Anna;12,50;R001;x\nb2;Bruno;1.187,40;R002;\n"
SOME_BAD = GOOD + "c3;Chiara;molto;R003;\nd4;;8,00;R004;\n"


def file(text: str, name: str = "elenco.csv") -> dict[str, Any]:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def send(board: Board, text: str) -> None:
    board.go("campaigns", "tiny", "imports")
    board.page.locator("input[type=file]").set_input_files(file(text))
    board.page.get_by_role("heading", name="Which column is which?").wait_for()


def map_columns(board: Board) -> None:
    for label, column in (
        ("Id of the row", "Pratica"),
        ("first_name", "Nome"),
        ("amount", "Importo dovuto"),
        ("reference", "Riferimento interno"),
    ):
        board.page.get_by_label(label).select_option(column)


def test_columns_are_mapped_and_rows_taken(working: Service, open_board: Callable[..., Board]):
    board = open_board(working, expected=("404",))
    page = board.page
    send(board, GOOD)
    assert "12,50" in page.locator(".mapping").inner_text()
    page.get_by_label("reference").select_option("")
    board.see("Not used: Riferimento interno, Note")
    page.get_by_role("button", name="Import", exact=True).click()
    board.see("Every row needs these fields")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    map_columns(board)
    board.see("Not used: Note")
    page.get_by_role("button", name="Import", exact=True).click()
    board.see("All rows were taken")
    page.get_by_role("link", name="Watch the progress").click()
    page.locator(".legend .published").get_by_text("2").wait_for()
    page.wait_for_function("() => document.querySelectorAll('.strip .film img').length === 2")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.film img')].every(i => i.naturalWidth > 0)"
    )
    people = working.get("/campaigns/tiny/recipients").json()["recipients"]
    assert [person["external_id"] for person in people] == ["a1", "b2"]


def test_columns_are_as_last_time(service: Service, open_board: Callable[..., Board]):
    paused_campaign(service)
    held = hold(service, GOOD)
    columns = {
        "id": "Pratica",
        "first_name": "Nome",
        "amount": "Importo dovuto",
        "reference": "Note",
    }
    where = f"/campaigns/tiny/imports/{held['id']}"
    assert service.post(f"{where}/start", json={"columns": columns}).status_code == 202
    ended(service, held)
    board = open_board(service)
    send(board, GOOD)
    board.see("The columns are those chosen for the last file")
    assert board.page.get_by_label("reference").input_value() == "Note"
    assert board.page.locator(".mapping .chip").all_inner_texts() == ["As last time"] * 4
    board.page.get_by_label("reference").select_option("Riferimento interno")
    assert board.page.locator(".mapping .chip").all_inner_texts()[-1] == "Your choice"


def test_rows_are_checked_first_and_faults_shown(
    working: Service, open_board: Callable[..., Board]
):
    board = open_board(working)
    page = board.page
    send(board, SOME_BAD)
    map_columns(board)
    page.get_by_role("button", name="Check first").click()
    page.get_by_role("heading", name="What the check found").wait_for()
    board.see("2 rows cannot be used")
    assert working.get("/campaigns/tiny").json()["recipients"]["planned"] == 0
    assert not page.get_by_label("amount").is_visible(), "the columns are out of the way"
    faulty = page.locator(".faulty")
    faulty.first.wait_for()
    assert faulty.count() == 2
    assert "molto" in faulty.nth(0).inner_text()
    assert faulty.nth(0).locator(".reason").inner_text()
    page.get_by_label("Faults in column").select_option("=Nome")
    page.wait_for_function("() => document.querySelectorAll('.rejected tbody tr').length === 1")
    assert "d4" in page.locator(".rejected tbody").inner_text()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download as CSV").click()
    text = waited.value.path().read_text("utf-8-sig")
    assert "molto" in text
    again = page.get_by_role("button", name="Check again")
    before = again.element_handle()
    again.click()
    before.wait_for_element_state("hidden")
    page.get_by_role("heading", name="What the check found").wait_for()
    page.get_by_text("The columns and their fields").click()
    assert page.get_by_label("amount").input_value() == "Importo dovuto", "as it was chosen"
    page.get_by_role("button", name="Import", exact=True).click()
    board.see("Done; 2 rows could not be used")
    page.locator(".faulty").first.wait_for()
    (done,) = working.get("/campaigns/tiny/imports").json()["imports"]
    assert (done["read"], done["accepted"], done["rejected"]) == (4, 2, 2)
    sent = [url for url in board.requests if url.endswith("/imports") or "/imports?" in url]
    assert len([url for url in sent if "hold=true" in url]) == 1, "the file travelled once"


def test_while_rows_are_checked_again_nothing_else_is_asked_for(
    working: Service, open_board: Callable[..., Board]
):
    board = open_board(working)
    page = board.page
    send(board, SOME_BAD)
    map_columns(board)
    page.get_by_role("button", name="Check first").click()
    again = page.get_by_role("button", name="Check again")
    before = again.element_handle()
    states = page.evaluate(
        """() => {
            const [load, again, drop] = document.querySelectorAll(".outcome + .actions button");
            again.click();
            const states = [load, again, drop].map((each) => each.getAttribute("aria-disabled"));
            load.click();
            drop.click();
            return states;
        }"""
    )
    assert states == ["true", None, "true"], "seen, and told to who does not see it"
    before.wait_for_element_state("hidden")
    page.get_by_role("heading", name="What the check found").wait_for()
    asked = [url for url in board.requests if url.endswith(("/start", "/cancel"))]
    assert len(asked) == 2, "both were checks"
    assert working.get("/campaigns/tiny").json()["recipients"]["planned"] == 0
    page.get_by_role("button", name="Import", exact=True).click()
    board.see("Done; 2 rows could not be used")


def test_faults_are_told_in_the_readers_language(
    service: Service, open_board: Callable[..., Board]
):
    paused_campaign(service)
    bad = "a1;;12,50;R001\na2;Anna;molto;R002\na3;Anna;-3;R003\na1;Anna;12;R004;x\n"
    done = bring(service, "id;first_name;amount;reference\n" + bad)
    with service.database.writing() as session:  # as a later version of the program may say it
        session.execute(
            update(RejectedRow).where(RejectedRow.line == 4).values(reason="is not of this world")
        )
    board = open_board(service)
    page = board.page
    page.get_by_label("Language").select_option("it")
    board.go("campaigns", "tiny", "imports", str(done["id"]))
    page.get_by_role("heading", name="Righe non utilizzabili").wait_for()
    reasons = page.locator(".reason > span:last-child")
    assert reasons.all_inner_texts() == [
        "Vuoto: serve un testo.",
        "Non è un numero: servono solo cifre, ad esempio 187,50.",
        "is not of this world",
        (
            "La riga ha un numero di celle (5) diverso da quello dell’intestazione (4). Forse manca"
            " un separatore, oppure una cella che ne contiene uno non è tra virgolette."
        ),
    ]
    assert page.locator(".reason [lang=en]").all_inner_texts() == ["is not of this world"]
    page.get_by_label("Lingua").select_option("en")
    page.get_by_role("heading", name="Rows that could not be used").wait_for()
    assert reasons.first.inner_text() == "Empty: a text is needed."


def test_a_file_is_dropped(working: Service, open_board: Callable[..., Board]):
    board = open_board(working)
    page = board.page
    board.go("campaigns", "tiny", "imports")
    page.locator(".drop").wait_for()
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "elenco.csv", { type: "text/csv" }));
          const zone = document.querySelector(".file-choice");
          zone.dispatchEvent(new DragEvent("dragenter", { dataTransfer: data, bubbles: true }));
          if (!document.querySelector(".drop.over")) throw new Error("not lit");
          zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        GOOD,
    )
    page.get_by_role("heading", name="Which column is which?").wait_for()
    page.get_by_role("button", name="Discard the file").click()
    board.see("Cancelled")


def test_all_or_nothing_takes_nothing(working: Service, open_board: Callable[..., Board]):
    board = open_board(working)
    board.go("campaigns", "tiny", "imports")
    board.page.get_by_label("Take all or nothing").check()
    board.page.locator("input[type=file]").set_input_files(file(SOME_BAD))
    board.page.get_by_role("heading", name="Which column is which?").wait_for()
    map_columns(board)
    board.page.get_by_role("button", name="Import", exact=True).click()
    board.see("Nothing was taken: 2 rows have faults")
    counts = working.get("/campaigns/tiny").json()["recipients"]
    assert counts["planned"] + counts["published"] == 0


def test_what_is_no_table_is_told(working: Service, open_board: Callable[..., Board]):
    board = open_board(working, expected=("422",))
    board.go("campaigns", "tiny", "imports")
    board.page.locator("input[type=file]").set_input_files(file(""))
    board.see("The file cannot be read as a table")
    assert board.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
