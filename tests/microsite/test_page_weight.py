"""What the first screen costs in each theme, and that nothing on it moves while it loads."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from conftest import DESK, PHONE
from themed_site import themed_site

from api.compression import GZIP_LEVEL
from scenes.themes import shipped_themes

MOST = 60_000
"""Bytes before the first clip, packed by gzip: Brotli saves a tenth more where it is taken."""

TEXTS = (".html", ".css", ".js", ".svg", ".json")

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    window.shifts.push([shift.value, shift.sources.map((s) => s.node && s.node.className)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module", params=shipped_themes())
def site(request, tmp_path_factory):
    with themed_site(tmp_path_factory.mktemp("themed"), request.param) as site:
        yield site


def sent(site, address: str, level: int) -> tuple[str, int]:
    """Return the path of an answer and its bytes on the line, packed at a level of gzip."""
    path = urlsplit(address).path
    file = site.folder / path.lstrip("/")
    file = file / "index.html" if path.endswith("/") else file
    body = file.read_bytes()
    if file.suffix not in TEXTS:
        return path, len(body)
    return path, len(gzip.compress(body, level))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_weight_before_the_first_clip(open_page, site, scheme):
    visit = open_page(site.page, color_scheme=scheme)
    visit.page.wait_for_load_state("networkidle")
    gets = [address for address in visit.requests if not address.endswith("/e")]
    parts = dict(sent(site, address, 9) for address in gets)
    assert not any(path.startswith(("/clips", "/films")) for path in parts)
    assert sum(path.endswith(".woff2") for path in parts) == 2, "two weights, Latin alone"
    assert sum(path.startswith("/static/cover") for path in parts) == 1, "one time of day"
    assert not any(path.startswith("/static/sections") for path in parts), "when it is turned to"
    assert sum(parts.values()) <= MOST, parts
    own_server = dict(sent(site, address, GZIP_LEVEL) for address in gets)
    assert sum(own_server.values()) <= MOST, own_server


def test_letters_beyond_italian_are_loaded_when_a_name_has_them(open_page, site):
    visit = open_page(site.page)
    visit.page.wait_for_load_state("networkidle")
    with visit.page.expect_request(lambda request: "latin-ext" in request.url):
        visit.page.evaluate("document.querySelector('h1').textContent = 'Wałęsa, Erdoğan'")


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_fonts_arrive_late(chromium, site, device):
    """The fonts come a second after everything else; their stand-ins keep the room."""
    context = chromium.new_context(**device)
    context.add_init_script(SHIFTS)
    page = context.new_page()
    waiting = []
    page.route("**/*.woff2", lambda route: waiting.append(route))  # noqa: PLW0108 - the library marks what it is given
    page.goto(site.page, wait_until="domcontentloaded")
    page.wait_for_function("() => document.querySelector('.landscape img').complete")
    page.wait_for_timeout(1000)
    assert len(waiting) == 2, "the page is read meanwhile"
    place = "() => document.querySelector('#watch').getBoundingClientRect().y"
    before = page.evaluate(place)
    for route in waiting:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_function(
        "() => [...document.fonts].filter(f => f.status === 'loaded').length >= 2"
    )
    page.wait_for_timeout(300)
    moved, after = page.evaluate("window.shifts"), page.evaluate(place)
    context.close()
    assert sum(value for value, _ in moved) < 0.001, moved
    assert abs(after - before) < 1
