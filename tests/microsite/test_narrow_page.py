"""The page as a narrow phone lays it out."""

from __future__ import annotations

import re

import pytest
from conftest import DESK

from microsite.bundle import player_style

LINES = """selector => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  return new Set(Array.from(range.getClientRects(), box => Math.round(box.top))).size;
}"""


@pytest.mark.parametrize("scripts", [True, False])
def test_an_explanation_spans_its_whole_row(open_page, site, scripts):
    visit = open_page(site.page, java_script_enabled=scripts)
    page = visit.page
    if scripts:
        visit.read()  # what its script adds moves the rest
    page.locator(".details summary").first.click()
    row = page.locator(".details li").first.bounding_box()
    explanation = page.locator(".details .fold p").first
    explanation.wait_for(state="visible")
    assert explanation.bounding_box()["width"] > row["width"] * 0.85
    summary = page.locator(".details summary").first
    assert re.sub(r"\s+", " ", summary.text_content()).strip() == "Potenza del motore: 75 kW"
    assert page.get_by_role("list").locator(":scope.details").count() == 1


def test_hours_stay_on_one_line(open_page, site):
    page = open_page(site.page).page
    assert page.evaluate(LINES, ".contact .whole") == 1
    assert page.locator(".contact .whole").first.text_content() == "8:30–17:00"


def test_addresses_break_only_after_their_marks(open_page, site):
    page = open_page(site.page, viewport={"width": 320, "height": 740}).page
    torn = page.evaluate(
        """() => Array.from(document.querySelectorAll(".contact a")).flatMap(link =>
          Array.from(link.childNodes).filter(node => node.nodeType === 3).filter(node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return range.getClientRects().length > 1;
          }).map(node => node.data))"""
    )
    assert torn == []
    assert page.locator(".contact a wbr").count() > 0


def test_digits_on_the_ways_are_for_keyboards(open_page, site):
    phone = open_page(site.page)
    phone.at_choice()
    assert phone.page.is_hidden(".choice kbd >> nth=0")
    desk = open_page(site.page, **DESK, has_touch=False, is_mobile=False)
    desk.at_choice()
    assert desk.page.is_visible(".choice kbd >> nth=0")
    digits = player_style().index(".way kbd{display:grid")
    query = player_style().rindex("@media", 0, digits)
    assert player_style()[query:].startswith("@media (hover:hover) and (pointer:fine)")
