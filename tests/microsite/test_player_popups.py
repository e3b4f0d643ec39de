"""Pop-ups: the film waits while one is read and goes on at the exact place."""

from __future__ import annotations

from conftest import DESK

FILM = "document.querySelector('sollecito-film')"


def at_popup(visit, *, playing: bool = False) -> None:
    """Go to the scene with the pop-up, and stop there unless it is to play on."""
    visit.start()
    visit.jump("amount")
    visit.page.wait_for_function(f"() => {FILM}.journey.here === 'amount'")
    if not playing:
        visit.page.wait_for_function(f"() => {FILM}.screen.ms > 40")
        visit.page.evaluate(f"{FILM}.pause()")


def test_a_popup_comes_in_its_time_makes_itself_small_and_stays(open_page, site):
    visit = open_page(site.page)
    at_popup(visit)
    page = visit.page
    page.evaluate(f"{FILM}.seek(300); {FILM}.tick()")
    page.wait_for_selector(".popup:not(.past)")
    assert page.text_content(".popup") == "Che cosa sono gli interessi?"
    page.evaluate(f"{FILM}.seek(700)")
    page.wait_for_selector(".popup.past")
    box = page.locator(".popup").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    assert page.get_by_role("button", name="Che cosa sono gli interessi?").first.is_visible()


def test_it_pauses_and_goes_on_at_the_exact_place(open_page, site):
    visit = open_page(site.page)
    at_popup(visit, playing=True)
    page = visit.page
    page.wait_for_selector(".popup")
    page.evaluate("document.querySelector('.popup').click()")
    page.wait_for_selector(".popup-panel")
    assert visit.front("paused") is True
    assert page.evaluate("document.activeElement.textContent") == "Gli interessi"
    assert page.locator(".popup-panel p").all_text_contents()[1] == "Qui sono 3,20 €."
    before = visit.front("currentTime")
    page.evaluate(
        "window.went = []; document.querySelector('video.front')"
        ".addEventListener('seeking', () => went.push(1))"
    )
    page.wait_for_timeout(1200)
    assert visit.front("currentTime") == before
    page.tap(".popup-panel .way")
    page.wait_for_selector(".popup-panel", state="detached")
    assert page.evaluate("document.activeElement.className").startswith("popup")
    page.wait_for_function(
        f"before => {FILM}.screen.front.currentTime > before || {FILM}.waiting", arg=before
    )
    assert page.evaluate("window.went") == [], "it plays on, without a jump"
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(300)
    assert [(e["scene"], e["value"]) for e in site.told("popup.opened")] == [("amount", "1")]


def test_at_a_choice_a_popup_gives_the_choice_back(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.at_choice()
    page = visit.page
    page.click(".popup")
    page.wait_for_selector(".popup-panel")
    page.keyboard.press("2")
    assert visit.here == "amount", "digits belong to the choice"
    page.keyboard.press("Escape")
    page.wait_for_selector(".choice")
    page.keyboard.press("3")
    page.wait_for_function(f"() => {FILM}.journey.here === 'more_time'")


def test_the_text_beside_the_film_lists_it(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.start()
    page = visit.page
    page.keyboard.press("t")
    page.click(".reading .asks")
    page.wait_for_selector(".popup-panel")
    page.keyboard.press("Escape")
    page.wait_for_selector(".reading")
    assert page.evaluate("document.activeElement.className") == "line asks"
    text = page.text_content("#film .transcript")
    assert "Che cosa sono gli interessi?" in text, "and the page does, too"


def test_at_a_choice_on_a_phone_its_words_are_seen_beside_the_picture(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    page = visit.page
    button = page.locator(".popup")
    assert button.inner_text().strip() == "Che cosa sono gli interessi?"
    words, picture = visit.boxes(".popup span", ".frame")
    assert words["width"] > 100, "its words, not a sign alone"
    assert words["y"] >= picture["y"] + picture["height"], "nothing lies over the amount"
    tree = page.locator("sollecito-film").aria_snapshot()
    assert '- button "Che cosa sono gli interessi?"' in tree
    assert '- heading "Come preferisce continuare?"' in tree
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    words, picture = visit.boxes(".popup", ".frame")
    assert words["y"] >= picture["y"] + picture["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_picture_keeps_its_size_when_one_comes(open_page, site):
    visit = open_page(site.page)
    at_popup(visit)
    page = visit.page
    width = "document.querySelector('.frame').getBoundingClientRect().width"
    page.evaluate(f"{FILM}.popups.shown.forEach(({{ button }}) => {{ button.hidden = true; }})")
    before = page.evaluate(width)
    page.evaluate(f"{FILM}.popups.tick(900)")
    page.wait_for_selector(".popup")
    assert page.evaluate(width) == before
    visit.jump("goodbye")
    page.wait_for_function(f"() => {FILM}.journey.here === 'goodbye'")
    assert page.evaluate(width) == before, "nor does it jump between scenes"


def test_one_is_read_and_left_by_keys_alone(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    page = visit.page
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "Che cosa sono gli interessi?"
    page.keyboard.press("Enter")
    page.wait_for_selector(".popup-panel")
    assert page.evaluate("document.activeElement.textContent") == "Gli interessi"
    page.keyboard.press("Escape")
    page.wait_for_selector(".choice")
    assert page.evaluate("document.activeElement.className").startswith("popup")
    page.keyboard.press("2")
    page.wait_for_function(f"() => {FILM}.journey.here !== 'amount'")
