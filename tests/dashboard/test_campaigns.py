"""Campaigns in the dashboard: made from a bundle or a template, paused, ended, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bundles import FILES, ROWS, bundle
from tiny_campaign import CAMPAIGN, STORYBOARD

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from service_client import Service

pytestmark = pytest.mark.browser


def archive(**changes: str) -> dict[str, Any]:
    return {"name": "tiny.zip", "mimeType": "application/zip", "buffer": bundle(**changes)}


def test_a_faulty_bundle_is_told_readably(service: Service, open_board: Callable[..., Board]):
    board = open_board(service)
    page = board.page
    page.get_by_role("link", name="New campaign").first.click()
    page.locator("input[type=file]").set_input_files(
        archive(storyboard=STORYBOARD.replace("next: why", "next: nowhere"))
    )
    board.see("1 fault was found")
    fault = page.locator(".faults li").inner_text()
    assert "storyboard.yaml:" in fault
    assert "nowhere" in fault
    assert page.get_by_role("button", name="Make the campaign").count() == 1  # of the template
    assert service.get("/campaigns").json()["campaigns"] == []


def test_a_faulty_data_file_is_left_out(service: Service, open_board: Callable[..., Board]):
    board = open_board(service)
    page = board.page
    board.go("new")
    rows = ROWS + "d4;Dora;molto;R004\n"
    page.locator("input[type=file]").set_input_files(
        {
            "name": "tiny.zip",
            "mimeType": "application/zip",
            "buffer": bundle({**FILES, "debtors.csv": rows}),
        }
    )
    board.see("No faults in the campaign’s files")
    board.see("The data file “debtors.csv” is not imported")
    board.see("it is the example’s, or one to try out")
    page.get_by_text("1 fault in the data").click()
    assert "Not a number" in page.locator(".faults li").first.inner_text()
    page.get_by_role("button", name="Make the campaign").first.click()
    page.get_by_role("heading", name="tiny", level=1).wait_for()
    assert service.get("/campaigns/tiny/imports").json()["imports"] == []


def test_a_campaign_is_made_from_a_bundle(service: Service, open_board: Callable[..., Board]):
    board = open_board(service, expected=("422",))
    page = board.page
    board.go("new")
    page.locator("input[type=file]").set_input_files(
        {"name": "x.zip", "mimeType": "application/zip", "buffer": b"no archive"}
    )
    board.see("The archive cannot be used")
    page.locator("input[type=file]").set_input_files(archive())
    board.see("No faults were found")
    page.get_by_role("button", name="Make the campaign").first.click()
    page.get_by_role("heading", name="Prova tiny", level=1).wait_for()
    board.see("There is nobody in this campaign yet")


def test_a_campaign_is_made_from_a_template(service: Service, open_board: Callable[..., Board]):
    board = open_board(service)
    page = board.page
    board.go("new")
    page.get_by_label("Template").select_option("vehicle-tax")
    page.get_by_label("Name of the new campaign").fill("Bollo 2027")
    page.get_by_role("button", name="Make the campaign").click()
    board.see("small letters")
    page.get_by_label("Name of the new campaign").fill("bollo-2027")
    page.get_by_label("Who writes").fill("Regione Esempio")
    page.get_by_role("button", name="Make the campaign").click()
    page.get_by_role("heading", name="bollo-2027", level=1).wait_for()
    assert page.title() == "Progress · bollo-2027 · Sollecito"
    board.see("This campaign still has what the example had")
    assert not page.locator(".notice .example").is_visible(), "the campaign itself comes first"
    page.get_by_text("What it is, and what to do").click()
    left = page.locator(".notice .example").inner_text()
    assert "The payee’s fiscal code" in left
    assert "The contacts of who writes" in left
    assert "nor in lines" in left
    assert "Addresses in the texts" in left
    assert service.get("/campaigns/bollo-2027").json()["state"] == "paused"
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Resume").click()
    dialog = page.get_by_role("dialog")
    assert "avvisi.valdoro.example" in dialog.inner_text()
    dialog.get_by_role("button", name="Resume to try it out").click()
    page.get_by_role("button", name="Pause").wait_for()
    assert service.get("/campaigns/bollo-2027").json()["state"] == "running"
    board.see("People would be sent nowhere")
    page.get_by_role("link", name="Campaigns").first.click()
    page.get_by_role("link", name="bollo-2027").wait_for()


def test_a_campaign_is_paused_ended_and_deleted(
    rendered: Service, open_board: Callable[..., Board]
):
    board = open_board(rendered)
    page = board.page
    board.go("campaigns", "tiny", "settings")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Resume").wait_for()
    assert rendered.get("/campaigns/tiny").json()["state"] == "paused"
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Pause").wait_for()
    place = page.get_by_role("button", name="Pause").bounding_box()
    page.mouse.dblclick(place["x"] + 30, place["y"] + 20, delay=120)
    page.get_by_role("button", name="Resume").wait_for()
    page.wait_for_timeout(500)
    assert rendered.get("/campaigns/tiny").json()["state"] == "paused", "clicked twice, done once"
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_role("button", name="End the campaign").click()
    page.get_by_role("dialog").get_by_role("button", name="End the campaign").click()
    board.see("Its links no longer open")
    assert page.get_by_role("button", name="Pause").count() == 0
    page.get_by_role("button", name="Delete the campaign").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Type").fill("tin")
    dialog.get_by_role("button", name="Delete the campaign").click()
    dialog.get_by_role("alert").wait_for()
    assert rendered.get("/campaigns/tiny").json()["state"] == "ended"
    dialog.get_by_label("Type").fill("tiny")
    dialog.get_by_label("Type").press("Enter")
    page.get_by_role("heading", name="Campaigns", level=1).wait_for()
    assert rendered.get("/campaigns/tiny").json()["state"] == "deleting"


def test_new_files_are_taken(rendered: Service, open_board: Callable[..., Board]):
    board = open_board(rendered)
    rendered.post(
        "/campaigns",
        content=bundle(campaign=bundle_campaign("other")),
        headers={"Content-Type": "application/zip"},
    ).raise_for_status()
    board.go("campaigns", "other", "settings")
    board.page.locator("input[type=file]").set_input_files(
        archive(
            campaign=bundle_campaign("other"), storyboard=STORYBOARD.replace("Grazie", "A presto")
        )
    )
    board.see("The new version is here")
    assert rendered.get("/campaigns/other").json()["version"] == 2


def bundle_campaign(name: str) -> str:
    return CAMPAIGN.replace("name: tiny", f"name: {name}")
