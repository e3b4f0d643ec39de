"""What goes wrong on real phones: refused playback, missing clips, no server that counts."""

from __future__ import annotations

import json
import re

import pytest

from microsite.wording_files import wording

FILM = "document.querySelector('sollecito-film')"
WORDS = wording("it-IT")["player"]

REFUSE_ONCE = """
const play = HTMLMediaElement.prototype.play;
window.refusals = 3;
HTMLMediaElement.prototype.play = function () {
  if (window.refusals-- > 0) {
    return Promise.reject(new DOMException("a touch is needed", "NotAllowedError"));
  }
  return play.call(this);
};
"""


def test_refused_playback_asks_for_a_touch(open_page, site):
    visit = open_page(site.page, before=REFUSE_ONCE)
    visit.page.tap("#watch")
    visit.page.wait_for_selector(".touch:visible")
    assert "Tocchi per farlo partire" in visit.page.text_content(".touch")
    visit.page.tap(".touch")
    visit.page.wait_for_function("() => document.querySelector('video.front').currentTime > 0.1")
    assert visit.page.is_hidden(".touch")


def test_a_missing_clip_is_tried_twice_then_told_in_words(open_page, site):
    site.broken.add(f"/clips/{2:032x}.mp4")
    visit = open_page(site.page, expected=("404",))
    visit.start()
    page = visit.page
    page.wait_for_selector(".failed")
    assert page.evaluate("document.activeElement.textContent") == (
        "Questa parte del video non si apre."
    )
    assert "tiene in ordine strade" in page.text_content(".failed .said")
    page.tap(".failed .way >> nth=0")
    page.wait_for_function(
        "() => document.querySelector('sollecito-film').journey.here === 'amount'"
    )
    page.wait_for_selector(".choice")


def test_a_clip_that_comes_back_can_be_tried_again(open_page, site):
    gone = f"/clips/{8:032x}.mp4"
    site.broken.add(gone)
    visit = open_page(site.page, expected=("404",))
    visit.start()
    visit.jump("goodbye")
    visit.page.wait_for_selector(".failed")
    site.broken.discard(gone)
    visit.page.tap(".failed .way >> nth=1")
    visit.page.wait_for_selector(".end")


def impatient(visit, seconds: float) -> None:
    """Let the player wait ``seconds`` for a clip that does not move, instead of eight."""
    visit.page.evaluate(
        "ms => { document.querySelector('sollecito-film').watchdog.patience = ms; }",
        seconds * 1000,
    )


def test_a_clip_that_hangs_is_told_in_words_at_once_and_tried_meanwhile(open_page, site):
    clip = f"/clips/{8:032x}.mp4"
    site.hanging.add(clip)
    visit = open_page(site.page, expected=("ERR_",))
    visit.start()
    page = visit.page
    assert page.evaluate(f"{FILM}.watchdog.patience") == 8000
    impatient(visit, 1.5)
    visit.jump("goodbye")
    page.wait_for_selector(".failed")
    assert WORDS["retrying"] in page.text_content(".failed")
    assert page.locator(".failed .said").count() > 0
    page.wait_for_timeout(500)
    assert page.locator(".failed").count() == 1, "what is read stays while it is tried"
    site.hanging.discard(clip)
    page.evaluate(f"{FILM}.trouble.goOnTrying(0)")
    page.wait_for_selector(".end")


def test_who_goes_on_meanwhile_is_not_called_back(open_page, site):
    clip = f"/clips/{2:032x}.mp4"
    site.hanging.add(clip)
    visit = open_page(site.page, expected=("ERR_",))
    visit.start()
    impatient(visit, 1.5)
    page = visit.page
    page.wait_for_selector(".failed")
    page.tap(".failed .way >> nth=0")
    page.wait_for_function(f"() => {FILM}.journey.here === 'amount'")
    assert page.evaluate(f"{FILM}.trouble.lost") is None
    page.wait_for_selector(".choice")


@pytest.mark.parametrize("trouble", ["cut", "hanging"])
def test_a_clip_that_never_comes_is_told_in_words(open_page, site, trouble):
    clip = f"/clips/{2:032x}.mp4"
    getattr(site, trouble).add(clip)
    visit = open_page(site.page, expected=("ERR_",))
    visit.start()
    impatient(visit, 1.5)
    page = visit.page
    page.wait_for_selector(".failed")
    assert page.is_hidden(".busy")
    assert "tiene in ordine strade" in page.text_content(".failed .said")
    assert visit.front("src") == ""
    page.wait_for_timeout(500)
    asked = site.asked.count(f"GET {clip}")
    page.wait_for_timeout(2000)
    assert site.asked.count(f"GET {clip}") == asked, (
        "asked for again after a while, not all the time"
    )
    getattr(site, trouble).discard(clip)
    page.tap(".failed .way >> nth=1")
    page.wait_for_selector(".choice")
    assert page.locator("video.front").count() == 1


def test_a_hanging_clip_is_no_fault_while_the_viewer_waits_or_looks_elsewhere(open_page, site):
    site.hanging.add(f"/clips/{8:032x}.mp4")
    visit = open_page(site.page)
    visit.start()
    impatient(visit, 1)
    page = visit.page
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })"
    )
    visit.jump("goodbye")
    page.wait_for_timeout(3500)
    assert page.locator(".failed").count() == 0, "a hidden page"
    page.evaluate("document.querySelector('sollecito-film').pause()")
    page.evaluate("delete document.hidden")
    page.wait_for_timeout(3500)
    assert page.locator(".failed").count() == 0, "paused by the viewer"


def test_a_slow_line_that_still_delivers_is_waited_for(open_page, site):
    site.slow.add(f"/clips/{8:032x}.mp4")
    visit = open_page(site.page)
    visit.start()
    impatient(visit, 2)
    visit.jump("goodbye")
    visit.page.wait_for_selector(".end, .failed")
    assert visit.page.locator(".failed").count() == 0
    assert site.asked.count(f"GET /clips/{8:032x}.mp4") == 1, "not tried again"


def test_on_a_static_host_all_works_and_only_the_network_is_logged(open_page, static_site):
    # The browser itself logs the refused beacon; a page cannot know before it asks.
    visit = open_page(static_site.page, expected=("405",))
    visit.at_choice()
    visit.page.keyboard.press("1")
    visit.page.wait_for_selector(".end")
    assert len(visit.messages) == 1
    posts = [asked for asked in static_site.asked if asked.startswith("POST")]
    assert posts == ["POST /e"], "nothing is sent after the first refusal"
    assert visit.page.get_attribute(".slip a.pay", "href").startswith("https://pagamenti.")


def test_from_a_folder_all_works_and_nothing_is_logged(open_page, site_folder):
    from invented_story import TOKEN

    visit = open_page((site_folder / "p" / TOKEN / "index.html").as_uri())
    visit.page.tap("#watch")
    visit.page.wait_for_selector(".choice")
    visit.page.keyboard.press("1")
    visit.page.wait_for_selector(".end")
    font = visit.page.evaluate("document.fonts.check('600 16px \"Titillium Web\"')")
    assert font
    assert all(request.startswith(("file:", "blob:")) for request in visit.requests)


def test_nothing_but_the_place_is_kept_on_the_device_and_it_does_not_tell_the_link(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    kept = visit.page.evaluate(
        "[document.cookie, Object.entries(localStorage), sessionStorage.length]"
    )
    assert kept[::2] == ["", 0]
    assert visit.page.context.cookies() == []
    [(key, value)] = kept[1]
    assert re.fullmatch(r"sollecito\.place\.[0-9a-z]+", key)
    assert site.token not in key + value
    assert set(json.loads(value)) == {"day", "ms", "trail"}
    assert "Giulia" not in value
    assert "187" not in value
    visit.jump("goodbye")
    visit.page.wait_for_selector(".end")
    assert visit.page.evaluate("localStorage.length") == 0
