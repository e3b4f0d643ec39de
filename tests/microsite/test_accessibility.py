"""axe finds nothing, in any state of the page; what it cannot see is asked for by hand."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import DESK

CHECKS = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
        "EN-301-549",
    ]
}


def violations(page) -> list[str]:
    results = Axe().run(page, options=CHECKS)
    return [
        f"{found['id']}: {found['help']} ({node['target']})"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]


def settled(page) -> None:
    """Wait until what glides has arrived: half-seen text has less contrast."""
    page.wait_for_function("() => document.getAnimations().every(a => a.playState === 'finished')")


@pytest.mark.parametrize(("device", "scheme"), [("phone", "light"), ("desk", "dark")])
def test_no_violation_in_any_state(open_page, site, scheme, device):
    visit = open_page(site.page, color_scheme=scheme, **(DESK if device == "desk" else {}))
    page = visit.page
    assert violations(page) == [], "cover and text"
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert violations(page) == [], "everything open"
    visit.start()
    page.keyboard.press(" ")
    assert violations(page) == [], "playing, paused"
    if device == "phone":
        page.tap(".key-chapters")
        settled(page)
        assert violations(page) == [], "chapters"
    visit.jump("amount")
    page.wait_for_selector(".choice")
    settled(page)
    assert violations(page) == [], "choice"
    visit.jump("goodbye")
    page.wait_for_selector(".end")
    settled(page)
    assert violations(page) == [], "end"


def test_failed_clip_has_no_violation(open_page, site):
    site.broken.add(f"/clips/{8:032x}.mp4")
    visit = open_page(site.page, expected=("404",))
    visit.start()
    visit.jump("goodbye")
    visit.page.wait_for_selector(".failed")
    settled(visit.page)
    assert violations(visit.page) == []


def test_the_page_can_be_walked_by_keyboard_and_every_stop_shows(open_page, site):
    visit = open_page(site.page, **DESK)
    page = visit.page
    stops = []
    for _ in range(6):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "() => [document.activeElement.textContent.trim(),"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )
    assert stops[0][0] == "Vai al testo"
    assert [text for text, _ in stops[1:3]] == ["Guardi il video", "Preferisco leggere"]
    assert all(outline == "solid" for _, outline in stops)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_runs_over_the_edge(open_page, site, width):
    visit = open_page(site.page, viewport={"width": width, "height": 740})
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_twice_the_text_size_still_fits(open_page, site):
    visit = open_page(site.page)
    visit.page.evaluate("document.documentElement.style.setProperty('font-size', '225%')")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 360
    visit.at_choice()
    visit.page.locator(".choice .way").last.scroll_into_view_if_needed()
    assert visit.page.locator(".choice .way").last.is_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_charts_words_and_its_table(open_page, site):
    visit = open_page(site.page)
    name = visit.page.locator("svg.chart").evaluate(
        "e => e.getAttribute('aria-labelledby').split(' ')"
        ".map(id => document.getElementById(id).textContent).join(' ')"
    )
    assert "La tassa negli ultimi anni" in name
    assert "2025: 187,50 €." in name
    rows = visit.page.locator("figure table tbody tr").all_text_contents()
    assert len(rows) == 4


def test_on_paper_everything_is_open_and_the_player_is_gone(open_page, site):
    visit = open_page(site.page, **DESK)
    page = visit.page
    open_before = page.locator("details[open]").count()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.is_hidden("#cover")
    assert page.is_visible("text=Mostri il codice QR oppure dica il codice avviso.")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == open_before
