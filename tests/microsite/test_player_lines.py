"""Bad lines: cut off, gone, back again; pages that are put aside; sound that is taken away."""

from __future__ import annotations

import pytest

FILM = "document.querySelector('sollecito-film')"


def test_a_line_that_is_gone_offers_the_text_and_goes_on_when_it_is_back(open_page, site):
    visit = open_page(site.page, expected=("ERR_",))
    visit.start()
    page = visit.page
    page.evaluate(f"{FILM}.pause()")
    page.context.set_offline(True)
    visit.jump("goodbye")
    page.wait_for_selector(".failed")
    assert page.evaluate("document.activeElement.textContent") == "Non c’è rete"
    assert "siamo qui per aiutarla" in page.text_content(".failed .said")
    page.context.set_offline(False)
    page.wait_for_selector(".end")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(300)
    assert [(e["scene"], e["value"]) for e in site.told("clip.failed")] == [("goodbye", "offline")]


def test_a_broken_clip_is_told_and_the_story_goes_on(open_page, site):
    site.broken.add(f"/clips/{2:032x}.mp4")
    visit = open_page(site.page, expected=("404",))
    visit.start()
    page = visit.page
    page.wait_for_selector(".failed")
    page.tap(".failed .way >> nth=0")
    page.wait_for_function(f"() => {FILM}.journey.here === 'amount'")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(300)
    assert [(e["scene"], e["value"]) for e in site.told("clip.failed")] == [("roads", "broken")]


def test_a_clip_that_stops_in_the_middle_goes_on_from_there(open_page, site):
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    visit.jump("roads")
    page.wait_for_function(f"() => {FILM}.screen.ms > 400 && {FILM}.journey.here === 'roads'")
    page.evaluate(f"{FILM}.screen.pause(); window.stopped = {FILM}.screen.ms;")
    page.evaluate(f"{FILM}.stopped('network')")
    page.wait_for_function(f"() => !{FILM}.screen.paused && {FILM}.screen.ms >= stopped - 40")
    assert visit.here == "roads"


def test_it_says_that_it_tries_again_and_waits_longer_each_time(open_page, site):
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    waits = page.evaluate(
        "(() => { const set = window.setTimeout; const waits = [];"
        f" const film = {FILM}; film.pause(); film.retry = () => {{}};"
        " window.setTimeout = (call, ms) => { waits.push(ms); return set(call, 1e6); };"
        " for (let at = 0; at < 2; at++) film.trouble.met('network', 0);"
        " window.setTimeout = set; return waits; })()"
    )
    assert waits == sorted(waits)
    assert waits[-1] >= 2000
    assert page.text_content(".busy") == "La rete è lenta: riprovo…"


def test_a_page_that_is_put_aside_stops_and_offers_to_go_on(open_page, site):
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.wait_for_function(f"() => {FILM}.screen.paused")
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector(".touch:visible")
    page.tap(".touch")
    page.wait_for_function(f"() => !{FILM}.screen.paused")


def test_a_pause_from_outside_is_shown(open_page, site):
    """A phone call, the buttons of a headset: the browser pauses the element itself."""
    visit = open_page(site.page)
    visit.start()
    visit.page.evaluate("document.querySelector('video.front').pause()")
    visit.page.wait_for_selector(".touch:visible")
    assert visit.page.text_content(".key-toggle") == "Avvia"


def test_a_phone_that_is_turned_keeps_place_and_controls(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    page = visit.page
    for width, height in ((740, 360), (320, 568)):
        page.set_viewport_size({"width": width, "height": height})
        assert visit.here == "amount"
        page.locator(".choice .way").first.scroll_into_view_if_needed()
        assert page.locator(".choice .way").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("contrast", ["more", "forced"])
def test_more_contrast_is_given(open_page, site, contrast):
    option = {"contrast": "more"} if contrast == "more" else {"forced_colors": "active"}
    visit = open_page(site.page, **option)
    visit.start()
    border = visit.page.evaluate("getComputedStyle(document.querySelector('.key')).borderTopStyle")
    assert border == "solid"
