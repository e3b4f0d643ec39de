"""The three shapes of the page: each can be used by everybody, and none runs over the edge."""

from __future__ import annotations

import pytest
from conftest import DESK, PHONE
from test_accessibility import violations
from themed_site import themed_site

SHAPES = ("utility", "warm")
"""Public, the usual one, is walked through in every state by the other tests."""


@pytest.fixture(scope="module", params=SHAPES)
def site(request, tmp_path_factory):
    with themed_site(tmp_path_factory.mktemp("shape"), request.param) as site:
        yield site


@pytest.mark.parametrize(
    ("device", "scheme", "contrast"),
    [(PHONE, "light", "no-preference"), (DESK, "dark", "no-preference"), (PHONE, "dark", "more")],
    ids=["phone light", "desk dark", "phone dark more"],
)
def test_axe_finds_nothing(open_page, site, device, scheme, contrast):
    visit = open_page(site.page, color_scheme=scheme, contrast=contrast, **device)
    page = visit.page
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_runs_over_the_edge(open_page, site, width):
    visit = open_page(site.page, viewport={"width": width, "height": 740})
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_the_first_screen_is_one_screen(open_page, site):
    for device in (PHONE, DESK):
        page = open_page(site.page, **device).page
        bottom = page.evaluate("document.querySelector('.cover').getBoundingClientRect().bottom")
        assert bottom <= device["viewport"]["height"] + 1, "what stands below is not cut in half"


def test_twice_the_text_size_still_fits(open_page, site):
    visit = open_page(site.page)
    visit.page.evaluate("document.documentElement.style.setProperty('font-size', '225%')")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 360


def test_forced_colours_leave_edges(open_page, site):
    page = open_page(site.page, forced_colors="active").page
    for name in (".card", ".slip", ".primary"):
        width = page.locator(name).first.evaluate("e => getComputedStyle(e).borderTopWidth")
        assert float(width.removesuffix("px")) >= 1, name
