"""Where one left the film, what one chose, and asides that come back."""

from __future__ import annotations

from conftest import DESK

FILM = "document.querySelector('sollecito-film')"


def test_an_earlier_visit_can_be_gone_on_with(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    page = visit.page
    page.keyboard.press("3")
    page.wait_for_function(f"() => {FILM}.screen.ms > 300 && {FILM}.journey.here === 'more_time'")
    page.evaluate(f"{FILM}.pause()")
    page.wait_for_timeout(200)
    left = page.evaluate(f"{FILM}.screen.ms")
    page.reload()
    page.tap("#watch")
    page.wait_for_selector(".resume")
    assert page.evaluate("document.activeElement.textContent") == (
        "Riprendere da dove aveva interrotto?"
    )
    assert "«Più tempo»" in page.text_content(".resume")
    page.wait_for_timeout(600)
    assert visit.front("paused") is True, "it waits for the answer"
    page.tap(".resume .way >> nth=0")
    page.wait_for_function(f"() => {FILM}.journey.here === 'more_time'")
    page.wait_for_function(f"left => {FILM}.screen.ms >= left - 60", arg=left)
    assert page.locator(".taken").all_text_contents() == ["Mi serve più tempo"]
    page.wait_for_selector(".end")
    page.reload()
    page.tap("#watch")
    page.wait_for_selector("video.front", state="attached")
    assert page.locator(".resume").count() == 0, "after the end nothing is left"


def test_it_can_begin_again_instead(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.at_choice()
    visit.page.reload()
    visit.page.click("#watch")
    visit.page.wait_for_selector(".resume")
    visit.page.click(".resume .way >> nth=1")
    visit.page.wait_for_function(f"() => {FILM}.journey.here === 'welcome'")
    assert visit.page.evaluate(f"{FILM}.journey.trail.length") == 1


REFUSE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
});
"""


def test_where_nothing_may_be_kept_all_works_and_nothing_is_asked(open_page, site):
    visit = open_page(site.page, before=REFUSE)
    visit.at_choice()
    visit.page.tap(".key-settings")
    visit.page.get_by_label("Giallo su nero").check()
    visit.page.reload()
    visit.start()
    assert visit.page.locator(".resume").count() == 0


def test_what_is_kept_of_another_story_is_not_used(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    visit.page.evaluate(
        "const key = Object.keys(localStorage)[0];"
        "localStorage.setItem(key, JSON.stringify({ day: 1e6, ms: 0, trail: [{ id: 'gone' }] }))"
    )
    visit.page.reload()
    visit.start()
    assert visit.here == "welcome"


def test_an_aside_called_from_within_a_scene_comes_back_to_the_exact_place(open_page, site):
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    visit.jump("roads")
    page.wait_for_function(f"() => {FILM}.journey.here === 'roads' && {FILM}.screen.ms > 300")
    page.evaluate(f"{FILM}.pause()")
    left = page.evaluate(f"{FILM}.screen.ms")
    page.evaluate("window.seen = [];")
    page.evaluate(f"{FILM}.addEventListener('sollecito', (event) => seen.push(event.detail.scene))")
    visit.jump("why")
    page.wait_for_function(f"() => {FILM}.journey.here === 'roads'")
    page.wait_for_function(f"left => {FILM}.screen.ms >= left - 40", arg=left)
    assert page.evaluate("seen.filter((id, at) => seen.indexOf(id) === at)")[:2] == ["why", "roads"]


def test_the_choices_made_are_listed_and_lead_back(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.at_choice()
    page = visit.page
    page.keyboard.press("2")
    page.wait_for_selector(".choice", state="detached")
    page.wait_for_selector(".choice")
    page.keyboard.press("3")
    page.wait_for_selector(".taken >> nth=1")
    assert page.locator(".taken").all_text_contents() == [
        "Perché questo importo?",
        "Mi serve più tempo",
    ]
    page.wait_for_selector(".chapters:visible")
    page.click(".taken >> nth=0")
    page.wait_for_function(f"() => {FILM}.journey.here === 'why'")
