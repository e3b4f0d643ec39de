"""The script of what stands below the first screen comes when somebody turns to it."""

from __future__ import annotations

import pytest

CALL = "#form-call_me_back"


def sections(visit) -> int:
    """Return how often the script was asked for."""
    return sum("/static/sections-" in address for address in visit.requests)


def test_it_waits_until_the_text_is_turned_to(open_page, site):
    visit = open_page(site.page)
    visit.page.wait_for_load_state("networkidle")
    assert sections(visit) == 0
    visit.page.mouse.wheel(0, 400)
    visit.page.wait_for_selector("html[data-sections]", state="attached")
    visit.page.mouse.wheel(0, 4000)
    visit.page.wait_for_timeout(300)
    assert sections(visit) == 1


@pytest.mark.parametrize("link", [".cover-actions a.quiet", ".skip"])
def test_the_ways_to_the_text_bring_it(open_page, site, link):
    visit = open_page(site.page)
    visit.page.focus(link)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("html[data-sections]", state="attached")
    assert sections(visit) == 1


def test_a_link_to_a_form_brings_it(open_page, site):
    visit = open_page(f"{site.page}#form-question")
    visit.page.wait_for_selector("html[data-sections]", state="attached")


def held(visit):
    """Keep the script back until the test lets it go."""
    waiting = []
    visit.page.route("**/static/sections-*", lambda route: waiting.append(route))  # noqa: PLW0108 - the library marks what it is given
    return waiting


def write(page) -> None:
    page.locator(f"{CALL} > summary").click()
    page.fill(f"{CALL} input[name=phone]", "+39 333 1234567")
    page.check(f"{CALL} input[value=morning]")


def test_a_form_that_is_sent_before_it_waits_for_it(open_page, site):
    visit = open_page(site.page)
    waiting = held(visit)
    write(visit.page)
    visit.page.click(f"{CALL} button[type=submit]")
    assert site.sent == []
    visit.page.wait_for_timeout(100)
    assert len(waiting) == 1
    waiting[0].continue_()
    visit.page.wait_for_selector(f"{CALL} .sent")
    (sent,) = site.sent
    assert (sent["phone"], len(sent["attempt"])) == ("+39 333 1234567", 32)


def test_a_form_is_sent_by_the_browser_where_it_does_not_come(open_page, site):
    visit = open_page(site.page, expected=("ERR_FAILED", "404"))
    visit.page.route("**/static/sections-*", lambda route: route.abort())
    write(visit.page)
    with visit.page.expect_navigation():
        visit.page.click(f"{CALL} button[type=submit]")
    (sent,) = site.sent
    assert sent["phone"] == "+39 333 1234567"
    assert "attempt" not in sent


def test_it_is_asked_for_again_after_a_failure(open_page, site):
    visit = open_page(site.page, expected=("ERR_FAILED",))
    visit.page.route("**/static/sections-*", lambda route: route.abort())
    visit.page.mouse.wheel(0, 400)
    visit.page.wait_for_timeout(300)
    assert sections(visit) >= 1
    visit.page.unroute("**/static/sections-*")
    visit.page.focus(f"{CALL} > summary")
    visit.page.wait_for_selector("html[data-sections]", state="attached")


def test_what_was_written_before_it_came_is_kept(open_page, site):
    visit = open_page(site.page)
    waiting = held(visit)
    write(visit.page)
    visit.page.evaluate("document.activeElement.blur()")
    waiting[0].continue_()
    visit.page.wait_for_selector("html[data-sections]", state="attached")
    assert visit.page.input_value(f"{CALL} input[name=phone]") == "+39 333 1234567"
    visit.page.unroute("**/static/sections-*")
    visit.page.reload()
    visit.page.wait_for_selector(f"{CALL} .form-notice")
    assert visit.page.input_value(f"{CALL} input[name=phone]") == "+39 333 1234567"
    assert visit.page.is_checked(f"{CALL} input[value=morning]")
