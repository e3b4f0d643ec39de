"""The player in a real browser: by touch on a phone, by keyboard at a desk."""

from __future__ import annotations

import pytest
from conftest import CLIP_MS, DESK

FILM = "document.querySelector('sollecito-film')"
OPTIONS = ("pay", "why", "more_time", "already_paid")


def test_the_whole_default_way_by_touch(open_page, site):
    visit = open_page(site.page)
    page = visit.page
    page.tap("#watch")
    page.wait_for_selector(".choice")
    assert page.is_hidden(".cover-actions")
    page.tap(".choice .way >> nth=0")
    page.wait_for_selector(".end")
    assert visit.here == "goodbye"
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(200)
    told = [(event["type"], event.get("scene"), event.get("value")) for event in site.events]
    assert told == [
        ("page.viewed", None, None),
        ("video.started", "welcome", None),
        ("scene.started", "welcome", None),
        ("scene.started", "roads", None),
        ("video.progress", "roads", "25"),
        ("scene.started", "amount", None),
        ("video.progress", "amount", "50"),
        ("choice.shown", "amount", None),
        ("choice.made", "amount", "amount>pay"),
        ("scene.started", "pay", None),
        ("video.progress", "pay", "75"),
        ("scene.started", "goodbye", None),
        ("video.completed", "goodbye", None),
    ]
    assert all(request.startswith((site.origin, "blob:")) for request in visit.requests)
    assert [letter["n"] for letter in site.letters] == list(range(1, len(site.letters) + 1))
    assert len({letter["s"] for letter in site.letters}) == 1


def test_a_touch_before_the_scripts_are_there_starts_the_film_when_they_are(open_page, site):
    visit = open_page("about:blank")
    page = visit.page
    held = []

    def hold(route):
        held.append(route)

    page.route("**/*.js", hold)
    page.goto(site.page, wait_until="commit")
    page.tap("#watch")
    page.wait_for_function("() => location.hash === '#film'")
    assert page.locator("#film").is_visible(), "meanwhile, and without scripts, its text"
    for route in held:
        route.continue_()
    page.unroute("**/*.js")
    page.wait_for_function(
        f"() => {{ const {{ screen }} = {FILM}; return screen && screen.ms > 100; }}"
    )
    page.wait_for_function("() => window.scrollY === 0")
    assert page.evaluate("location.hash") == ""
    assert page.is_hidden(".cover-actions")


@pytest.mark.parametrize("number", range(4), ids=OPTIONS)
@pytest.mark.parametrize("by", ["touch", "keyboard"])
def test_every_way_on_can_be_taken(open_page, site, number, by):
    visit = open_page(site.page, **(DESK if by == "keyboard" else {}))
    visit.at_choice()
    if by == "touch":
        visit.page.tap(f".choice .way >> nth={number}")
    else:
        visit.page.keyboard.press(str(number + 1))
    visit.page.wait_for_function(
        "scene => document.querySelector('sollecito-film').journey.here === scene",
        arg=OPTIONS[number],
    )
    visit.page.wait_for_function("() => document.querySelector('video.front').currentTime > 0.1")


def test_an_aside_returns_to_the_choice(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    visit.page.keyboard.press("2")
    visit.page.wait_for_selector(".choice", state="detached")
    assert visit.here == "why"
    visit.page.wait_for_selector(".choice")
    assert visit.here == "amount"
    assert visit.page.locator(".choice .way").count() == 5


def test_the_question_takes_the_focus_and_waits(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    focused = visit.page.evaluate("document.activeElement.textContent")
    assert focused == "Come preferisce continuare?"
    visit.page.wait_for_timeout(2 * CLIP_MS)
    assert visit.page.is_visible(".choice")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.innerText").startswith("Mostrami")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".choice", state="detached")
    assert visit.here == "pay"


def test_captions_are_shown_in_time_and_can_be_turned_off(open_page, site):
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    page.wait_for_function("() => document.querySelector('.caption').textContent !== ''")
    assert page.text_content(".caption") == "Buongiorno Giulia."
    assert page.get_attribute(".caption", "lang") == "it-IT"
    page.keyboard.press(" ")
    page.evaluate("document.querySelector('sollecito-film').seek(700)")
    page.wait_for_function(
        "() => document.querySelector('.caption').textContent.includes('FP 214 KD')"
    )
    assert page.get_attribute(".key-captions", "aria-pressed") == "true"
    page.keyboard.press("c")
    assert page.is_hidden(".caption")
    assert page.get_attribute(".key-captions", "aria-pressed") == "false"
    page.tap(".key-captions")
    assert page.is_visible(".caption")


def test_pause_seek_mute_and_full_window_by_keys(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.start()
    page = visit.page
    page.keyboard.press(" ")
    page.wait_for_function("() => document.querySelector('video.front').paused")
    assert page.text_content(".key-toggle") == "Avvia"
    assert page.is_visible(".touch")
    page.evaluate("document.querySelector('sollecito-film').seek(900)")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelector('video.front').currentTime === 0")
    page.keyboard.press("m")
    assert visit.front("muted") is True
    page.keyboard.press("m")
    assert visit.front("muted") is False
    page.keyboard.press("f")
    assert page.evaluate("document.querySelector('sollecito-film').className") == "large"
    box = page.locator("sollecito-film").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1280, 800)
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('sollecito-film.large')")
    page.keyboard.press(" ")
    page.wait_for_function("() => !document.querySelector('video.front').paused")
    page.evaluate("document.querySelector('sollecito-film').seek(0)")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "() => document.querySelector('sollecito-film').journey.here === 'roads'"
    )


def test_keys_belong_to_the_player_only(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.start()
    visit.page.evaluate("document.querySelector('#text').focus()")
    visit.page.keyboard.press("m")
    visit.page.keyboard.press("c")
    assert visit.front("muted") is False
    assert visit.page.get_attribute(".key-captions", "aria-pressed") == "true"


def test_back_replay_and_chapters(open_page, site):
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    assert page.is_disabled(".key-back")
    visit.jump("amount")
    page.tap(".key-back")
    assert visit.here == "welcome"
    page.tap(".key-chapters")
    assert page.get_attribute(".key-chapters", "aria-expanded") == "true"
    assert page.evaluate("document.activeElement.textContent") == "Capitoli"
    titles = page.locator(".chapter span").all_text_contents()
    assert titles == [
        "Benvenuta",
        "A che cosa serve",
        "Il suo importo",
        "Come pagare",
        "Arrivederci",
    ]
    assert page.text_content(".chapter[aria-current=true] span") == "Benvenuta"
    page.keyboard.press("Escape")
    assert page.is_hidden(".chapters")
    page.tap(".key-chapters")
    page.tap(".chapter >> nth=4")
    page.wait_for_selector(".end")
    assert page.evaluate("document.activeElement.textContent") == "Grazie per l’attenzione"
    page.tap(".end .way >> nth=2")
    page.wait_for_selector(".end", state="detached")
    assert visit.here == "welcome"


def test_the_next_clips_are_there_before_the_choice_is_made(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    names = [f"GET /clips/{number:032x}.mp4" for number in (4, 5, 6, 7)]
    visit.page.wait_for_function(
        "() => document.querySelector('sollecito-film').files.held.size >= 4"
    )
    assert set(names) <= set(site.asked)
    before = len(site.asked)
    visit.page.keyboard.press("3")
    visit.page.wait_for_function("() => document.querySelector('video.front').currentTime > 0.1")
    assert visit.front("src").startswith("blob:")
    assert [asked for asked in site.asked[before:] if "000006" in asked] == []


def test_the_same_two_videos_serve_the_whole_story(open_page, site):
    visit = open_page(site.page)
    visit.start()
    same = "[...document.querySelectorAll('video')]"
    visit.page.evaluate(f"window.both = {same}")
    visit.jump("pay")
    visit.page.wait_for_selector(".end")
    assert visit.page.evaluate("both.length") == 2
    assert visit.page.evaluate(f"{same}.every((video, at) => video === both[at])")


def test_scene_titles_are_announced(open_page, site):
    visit = open_page(site.page)
    visit.start()
    # Told in the same moment as the scene begins: the next one may be there before a test looks.
    said = visit.page.evaluate(
        """() => ["welcome", "pay"].map((scene) => {
          document.querySelector("sollecito-film").jump(scene);
          return document.querySelector("[aria-live=polite].unseen").textContent;
        })"""
    )
    assert said == ["Parte: Benvenuta", "Parte: Come pagare"]


def test_reading_instead_stops_the_film_and_goes_to_the_text(open_page, site):
    visit = open_page(site.page)
    visit.start()
    visit.jump("goodbye")
    visit.page.wait_for_selector(".end")
    visit.page.tap(".end .way >> nth=1")
    assert visit.page.evaluate("document.activeElement.id") == "text"
    visit.page.wait_for_function(
        "() => document.querySelector('#greeting').getBoundingClientRect().top < innerHeight"
    )


def test_controls_are_large_enough_to_touch(open_page, site):
    visit = open_page(site.page, viewport={"width": 320, "height": 600})
    visit.at_choice()
    boxes = visit.page.evaluate(
        "[...document.querySelectorAll('.stage button, .stage a, .stage input')]"
        ".map(e => e.getBoundingClientRect()).filter(r => r.width).map(r => [r.width, r.height])"
    )
    assert len(boxes) >= 11
    assert min(min(box) for box in boxes) >= 44
    overflow = visit.page.evaluate("document.documentElement.scrollWidth")
    assert overflow == 320


def test_a_wish_for_less_motion_is_respected(open_page, site):
    visit = open_page(site.page, reduced_motion="reduce")
    visit.at_choice()
    running = visit.page.evaluate("document.getAnimations().length")
    assert running == 0


NOTE_PLAYED = """
window.played = new Set();
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  window.played.add(this);
  return play.call(this);
};
document.addEventListener("click", () => { window.playedInTouch = window.played.size; });
"""


def test_both_videos_are_unlocked_in_the_first_touch(open_page, site):
    visit = open_page(site.page, before=NOTE_PLAYED)
    visit.page.tap("#watch")
    assert visit.page.evaluate("window.playedInTouch") == 2


def test_the_film_can_be_started_again_from_the_text(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    visit.read()  # what comes with the text's script must not move what is about to be touched
    visit.page.tap("[data-watch]")
    visit.page.wait_for_selector(".choice", state="detached")
    assert visit.here == "welcome"
    visit.page.wait_for_function("() => window.scrollY === 0")
    visit.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    visit.page.wait_for_timeout(200)
    assert len(site.told("video.started")) == 1


def test_on_a_phone_held_sideways_the_controls_are_in_sight(open_page, site):
    visit = open_page(site.page, viewport={"width": 740, "height": 360})
    visit.at_choice()
    deck = visit.page.locator(".deck").bounding_box()
    assert deck["y"] + deck["height"] <= 360
    visit.page.locator(".choice .way").last.scroll_into_view_if_needed()
    assert visit.page.evaluate("window.scrollY") == 0


TOUCHES = """
window.touches = [];
addEventListener("click", () => touches.push(performance.now()), true);
"""


def twice(page, selector: str) -> bool:
    """Touch the same place two times, as many people do with everything.

    Returns whether the page saw a double touch: on a busy machine it may see two of their own.
    """
    box = page.locator(selector).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(100)
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(600)
    first, second = page.evaluate("touches.slice(-2)")
    return second - first < 350


def test_a_double_touch_starts_the_film_and_takes_a_way_like_a_single_one(open_page, site):
    playing = "() => { const front = document.querySelector('video.front'); return %s; }"
    for _ in range(6):
        visit = open_page(site.page, before=TOUCHES)
        page = visit.page
        if not twice(page, "#watch"):
            continue
        page.wait_for_function(playing % "front && !front.paused && front.currentTime > 0.2")
        visit.jump("amount")
        page.wait_for_selector(".choice")
        page.wait_for_timeout(600)
        if not twice(page, ".choice .way >> nth=0"):
            continue
        page.wait_for_function(
            "() => document.querySelector('sollecito-film').journey.trail"
            ".some(({ id }) => id === 'pay')"
            " && document.querySelector('video.front').currentTime > 0.2"
        )
        return
    pytest.fail("The machine was too busy to touch anything twice.")
