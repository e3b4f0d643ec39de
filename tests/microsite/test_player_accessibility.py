"""axe finds nothing in any state of the player; what screen readers are told of it."""

from __future__ import annotations

import itertools

import pytest
from conftest import DESK
from test_accessibility import settled, violations

FILM = "document.querySelector('sollecito-film')"


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_no_violation_in_any_state_of_the_player(open_page, site, device):
    visit = open_page(site.page, **(DESK if device == "desk" else {}))
    page = visit.page
    visit.at_choice()
    page.keyboard.press("d")
    page.click(".popup")
    page.wait_for_selector(".popup-panel")
    settled(page)
    assert violations(page) == [], "pop-up"
    page.keyboard.press("Escape")
    for drawer in ("text", "settings"):
        page.click(f".key-{drawer}")
        settled(page)
        assert violations(page) == [], drawer
        page.keyboard.press("Escape")
    page.reload()
    page.click("#watch")
    page.wait_for_selector(".resume")
    settled(page)
    assert violations(page) == [], "resume"
    page.click(".resume .way >> nth=1")
    page.wait_for_function(f"() => {FILM}.screen.ms > 0")
    page.evaluate(f"{FILM}.settings.set('pictures', 'stills'); {FILM}.apply('pictures')")
    page.wait_for_selector(".still:visible")
    page.evaluate(f"{FILM}.pause(); {FILM}.toggleDescribed(); {FILM}.toggleDescribed()")
    settled(page)
    assert violations(page) == [], "stills, described"
    page.evaluate(f"{FILM}.giveUp('offline', 0)")
    settled(page)
    assert violations(page) == [], "no line"


def test_what_a_screen_reader_finds(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.at_choice()
    region = visit.page.get_by_role("region", name="Video con scelte")
    tree = region.aria_snapshot()
    assert 'heading "Come preferisce continuare?"' in tree
    for name in ("Pausa", "Avvia"):
        if f'button "{name}"' in tree:
            break
    else:
        pytest.fail("play has no name")
    assert 'button "Sottotitoli" [pressed]' in tree
    assert 'button "Descrizione delle immagini"' in tree
    assert 'slider "Punto del video"' in tree
    assert visit.page.text_content("[aria-live=polite].unseen").startswith("Il video aspetta")


def test_the_whole_film_by_keyboard_alone(open_page, site):
    visit = open_page(site.page, **DESK)
    page = visit.page
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "watch":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".choice")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {FILM}.journey.seen.has('why')")
    page.wait_for_selector(".choice")
    page.keyboard.press("4")
    page.wait_for_selector(".end")
    assert visit.here == "goodbye"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Paga ora"


def test_twice_the_text_size_leaves_every_control_in_reach(open_page, site):
    visit = open_page(site.page)
    visit.page.evaluate("document.documentElement.style.setProperty('font-size', '225%')")
    visit.at_choice()
    page = visit.page
    for name in ("text", "settings"):
        page.locator(f".key-{name}").scroll_into_view_if_needed()
        page.tap(f".key-{name}")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.keyboard.press("Escape")


def test_the_focus_is_never_on_a_hidden_video(open_page, site):
    visit = open_page(site.page)
    page = visit.page
    visit.start()
    named = "[document.activeElement.getAttribute('role'), document.activeElement.ariaLabel]"
    assert page.evaluate(named) == ["region", "Video con scelte"]
    page.wait_for_timeout(500)  # a second touch within that time is taken for the first
    page.tap(".frame")
    assert page.evaluate(named) == ["region", "Video con scelte"]
    assert page.locator("video[tabindex]").count() == 0


def test_the_signs_of_the_ways_keep_their_ground_where_the_machine_sets_colours(open_page, site):
    visit = open_page(site.page, forced_colors="active")
    visit.at_choice()
    ground = visit.page.evaluate(
        "getComputedStyle(document.querySelector('.way-icon')).backgroundColor"
    )
    assert ground == "rgb(0, 0, 0)"


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_words_under_the_keys_do_not_touch(open_page, site, width):
    visit = open_page(site.page, viewport={"width": width, "height": 800})
    visit.start()
    words = [
        key.bounding_box() for key in visit.page.locator(".key span").all() if key.is_visible()
    ]
    for one, other in itertools.pairwise(sorted(words, key=lambda box: (box["y"], box["x"]))):
        assert other["y"] > one["y"] + 5 or other["x"] >= one["x"] + one["width"], (one, other)
