"""A page that runs from right to left, in every state; and how a screen reader meets the page."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import CLIP_MS, DESK, PHONE
from invented_story import TOKEN, bound_story, page_clips, page_input
from served_site import Site, serve, write_site
from test_accessibility import settled, violations
from test_wcag import STATES


@pytest.fixture(scope="module")
def arabic_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("arabic")
    bound = dataclasses.replace(bound_story(), locale="ar-EG")
    write_site(folder, page_input(bound, clips=page_clips(ms=CLIP_MS)))
    site = Site(folder, TOKEN, api=True)
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(open_page, arabic_site, state, device):
    visit = open_page(arabic_site.page, **device)
    STATES[state](visit)
    settled(visit.page)
    assert visit.page.evaluate("document.documentElement.dir") == "rtl"
    assert violations(visit.page) == []
    width = device["viewport"]["width"]
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_the_page_begins_on_the_right(open_page, arabic_site):
    slip, text = open_page(arabic_site.page, **DESK).boxes(".slip", ".greeting")
    assert slip["x"] < text["x"], "the payment slip stands at the end of the line"


def test_a_screen_reader_meets_who_writes_and_two_ways_on(open_page, site):
    page = open_page(site.page).page
    tree = page.locator("#cover").aria_snapshot()
    assert tree.splitlines()[0].startswith('- region "Un breve messaggio per Lei"')
    assert '- heading "Un breve messaggio per Lei" [level=1]' in tree
    ways = [line.strip() for line in tree.splitlines() if "- link" in line]
    assert [way.split('"')[1] for way in ways] == ["Guardi il video", "Preferisco leggere"]


def test_a_screen_reader_meets_the_text_as_regions_with_headings(open_page, site):
    page = open_page(site.page).page
    regions = page.get_by_role("region").all()
    names = [region.get_by_role("heading").first.inner_text() for region in regions]
    assert names[:3] == ["Un breve messaggio per Lei", "Buongiorno Giulia", "Da pagare"]
    assert len(names) == len(set(names))
    landmarks = page.locator("body").aria_snapshot()
    for landmark in ("banner", "main", "contentinfo"):
        assert f"- {landmark}" in landmarks


def test_a_screen_reader_meets_the_question_and_its_answers(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    tree = visit.page.locator(".panel.choice").aria_snapshot()
    assert '- heading "Come preferisce continuare?"' in tree
    buttons = [line.split('"')[1] for line in tree.splitlines() if "- button" in line]
    assert buttons[:4] == [
        "Mostrami come pagare",
        "Perché questo importo?",
        "Mi serve più tempo",
        "Ho già pagato",
    ]
