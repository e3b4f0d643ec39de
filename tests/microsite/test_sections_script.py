"""The script of what stands below the first screen comes when somebody turns to it."""

from __future__ import annotations

import pytest
from form_by_hand import CALL, SEND, WORDS, focused

PHONE_NUMBER = "+39\u00a00123\u00a0456\u00a0789"
NO_LINE = ("ERR_FAILED", "ERR_INTERNET_DISCONNECTED")


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


def told(page) -> str:
    """Return what stands above the form that could not be sent."""
    page.wait_for_selector(f"{CALL} [role=alert]")
    text: str = page.text_content(f"{CALL} [role=alert]")
    return text


NOT_SENT = WORDS["not_sent"] + WORDS["offline"].format(phone=PHONE_NUMBER)


def test_without_a_line_the_page_stays_and_says_so(open_page, site):
    visit = open_page(site.page, expected=NO_LINE)
    page = visit.page
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    write(page)
    page.click(SEND)
    assert told(page) == NOT_SENT
    assert focused(page) == WORDS["not_sent"]
    assert page.get_attribute(SEND, "aria-disabled") is None
    page.click(SEND)
    page.wait_for_timeout(200)
    assert told(page) == NOT_SENT
    assert page.locator(f"{CALL} [role=alert]").count() == 1
    assert (page.url, site.sent) == (site.page, [])
    assert page.input_value(f"{CALL} input[name=phone]") == "+39 333 1234567"
    page.context.set_offline(False)
    page.wait_for_selector("html[data-sections]", state="attached")
    assert site.sent == [], "nothing is sent behind somebody's back"
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .sent")
    assert page.locator(f"{CALL} [role=alert]").count() == 0
    (sent,) = site.sent
    assert (sent["phone"], len(sent["attempt"])) == ("+39 333 1234567", 32)


def test_a_line_that_only_seems_to_be_there_loses_nothing(open_page, site):
    """The browser says that it is online, and nothing comes through."""
    visit = open_page(site.page, expected=NO_LINE)
    visit.page.wait_for_load_state("networkidle")
    visit.page.route("**/*", lambda route: route.abort())
    write(visit.page)
    assert visit.page.evaluate("navigator.onLine")
    visit.page.click(SEND)
    assert told(visit.page) == NOT_SENT
    assert visit.page.input_value(f"{CALL} input[name=phone]") == "+39 333 1234567"
    assert (visit.page.url, site.sent) == (site.page, [])


def test_the_page_says_at_once_that_it_is_sending_and_sends_once(open_page, site):
    visit = open_page(site.page)
    waiting = held(visit)
    write(visit.page)
    page = visit.page
    status = f"{CALL} .send [role=status]"
    assert page.text_content(status) == ""
    page.click(SEND)
    assert page.text_content(status) == WORDS["sending"]
    page.wait_for_function(  # the page glides there
        "status => document.querySelector(status).getBoundingClientRect().bottom <= innerHeight",
        arg=status,
    )
    assert page.get_attribute(SEND, "aria-disabled") == "true"
    page.focus(SEND)
    for _ in range(2):
        page.keyboard.press("Enter")
    waiting[0].continue_()
    page.wait_for_selector(f"{CALL} .sent")
    page.wait_for_timeout(200)
    assert len(site.sent) == 1
    assert page.text_content(status) == ""
    page.click(f"{CALL} .sent button")
    assert page.get_attribute(SEND, "aria-disabled") is None
    assert page.text_content(SEND) != WORDS["sending"]


def test_the_browser_sends_a_form_whose_script_hangs(open_page, site):
    visit = open_page(site.page)
    held(visit)
    write(visit.page)
    with visit.page.expect_navigation(timeout=60_000):
        visit.page.click(SEND)
        visit.page.wait_for_timeout(2000)
        assert site.sent == [], "the script has its time"
    (sent,) = site.sent
    assert sent["phone"] == "+39 333 1234567"
    assert "attempt" not in sent


def failing(visit) -> None:
    """Turn to the text while the script cannot be had."""
    visit.page.route("**/static/sections-*", lambda route: route.abort())
    with visit.page.expect_event("requestfailed", lambda request: "sections-" in request.url):
        visit.page.mouse.wheel(0, 400)


def test_it_comes_by_itself_after_a_failure_ever_more_seldom(open_page, site):
    waits = (
        "const late = window.setTimeout; window.waits = [];"
        "window.setTimeout = (act, ms) => {"
        " if (ms >= 2000 && ms % 2000 === 0) window.waits.push(ms); return late(act, ms / 20); };"
    )
    visit = open_page(site.page, before=waits, expected=NO_LINE)
    failing(visit)
    visit.page.wait_for_function("() => window.waits.includes(16000)")
    seen = visit.page.evaluate("window.waits")
    assert [wait for wait in seen if wait in (2000, 4000, 8000, 16000)][:4] == [
        2000,
        4000,
        8000,
        16000,
    ]
    assert sections(visit) >= 4
    visit.page.unroute("**/static/sections-*")
    visit.page.wait_for_selector("html[data-sections]", state="attached")


@pytest.mark.parametrize("way", ["scrolling", "line"])
def test_it_comes_before_its_time_where_something_happens(open_page, site, way):
    """The timer never rings here: only scrolling, or the line's return, brings the script."""
    still = (
        "const late = window.setTimeout;"
        "window.setTimeout = (act, ms) => late(act, ms === 2000 ? 1e8 : ms);"
    )
    visit = open_page(site.page, before=still, expected=NO_LINE)
    page = visit.page
    failing(visit)
    page.unroute("**/static/sections-*")
    asked = sections(visit)
    if way == "line":
        page.context.set_offline(True)
        page.context.set_offline(False)
    else:
        page.wait_for_timeout(2500)
        assert sections(visit) == asked
        page.mouse.wheel(0, 40)
    page.wait_for_selector("html[data-sections]", state="attached")
