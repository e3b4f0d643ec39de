"""Captions, the text that follows the voice, pictures in words, and how they look."""

from __future__ import annotations

import statistics

from conftest import DESK

FILM = "document.querySelector('sollecito-film')"

NOTE_CAPTIONS = """() => {
  const film = document.querySelector("sollecito-film");
  const caption = document.querySelector(".caption");
  window.delays = [];
  let last = "";
  new MutationObserver(() => {
    const text = caption.hidden ? "" : caption.textContent;
    if (!text || text === last) return;
    last = text;
    const { here } = film.journey;
    const cue = film.story.scenes[here].cues.find((each) => each[2] === text);
    if (cue) window.delays.push(film.screen.ms - cue[0]);
  }).observe(caption, { attributes: true, childList: true, subtree: true, characterData: true });
}"""


def test_captions_come_within_100_ms_of_their_time(open_page, site):
    """EN 301 549, 7.1.2: by the clip's own clock, so that a busy machine tells nothing false."""
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    page.evaluate(NOTE_CAPTIONS)
    for scene in ("welcome", "amount", "welcome", "amount", "welcome", "amount"):
        visit.jump(scene)
        page.wait_for_function(f"() => {FILM}.waiting || {FILM}.journey.here === 'roads'")
    delays = page.evaluate("window.delays")
    assert len(delays) >= 8
    assert min(delays) >= 0
    assert statistics.median(delays) <= 100, sorted(delays)


def test_captions_are_large_yellow_or_below_and_the_device_remembers(open_page, site):
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    page.keyboard.press(" ")
    size = "parseFloat(getComputedStyle(document.querySelector('.caption')).fontSize)"
    color = "getComputedStyle(document.querySelector('.caption span')).color"
    page.wait_for_selector(".caption:visible")
    before = page.evaluate(size)
    page.tap(".key-settings")
    assert page.evaluate("document.activeElement.textContent") == "Impostazioni del video"
    page.get_by_label("Molto grandi").check()
    page.get_by_label("Giallo su nero").check()
    page.keyboard.press("Escape")
    assert page.evaluate(size) > 1.5 * before
    assert page.evaluate(color) == "rgb(255, 230, 0)"
    page.tap(".key-settings")
    page.get_by_label("Sotto l’immagine").check()
    page.tap(".settings .close")
    caption, frame = visit.boxes(".caption", ".frame")
    assert caption["y"] >= frame["y"] + frame["height"]
    page.reload()
    visit.start()
    page.wait_for_selector(".below .caption:visible")
    assert page.evaluate(color) == "rgb(255, 230, 0)"


def test_there_are_three_sizes_schemes_and_places_at_least(open_page, site):
    visit = open_page(site.page)
    visit.start()
    count = {
        name: visit.page.locator(f".settings .{name} input").count()
        for name in ("size", "colors", "place", "ground")
    }
    assert min(count.values()) >= 3
    schemes = visit.page.evaluate(
        "[...document.querySelectorAll('.settings .colors input')].map((input) => {"
        "  input.click();"
        "  const { color, backgroundColor } ="
        "    getComputedStyle(document.querySelector('.caption span'));"
        "  return color + ' on ' + backgroundColor;"
        "})"
    )
    assert len(set(schemes)) == len(schemes)


def test_without_sound_captions_come_back(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.start()
    visit.page.keyboard.press("c")
    assert visit.page.get_attribute(".key-captions", "aria-pressed") == "false"
    visit.page.keyboard.press("m")
    assert visit.page.get_attribute(".key-captions", "aria-pressed") == "true"


def test_the_text_follows_the_voice_and_can_be_touched(open_page, site):
    visit = open_page(site.page)
    visit.start()
    page = visit.page
    page.keyboard.press("t")
    page.wait_for_selector(".reading:visible")
    scrolled = page.evaluate("window.scrollY")
    page.wait_for_function(
        "() => document.querySelector('.line[aria-current]')"
        ".textContent.includes('tiene in ordine strade')"
    )
    page.wait_for_selector(".choice")
    assert page.is_hidden(".reading"), "it makes way for the question"
    page.tap(".key-text")
    assert page.evaluate("window.scrollY") == scrolled
    inside = page.evaluate(
        "(() => { const line = document.querySelector('.line[aria-current]')"
        ".getBoundingClientRect(); const list = document.querySelector('.lines')"
        ".getBoundingClientRect(); return line.top >= list.top && line.bottom <= list.bottom; })()"
    )
    assert inside
    page.get_by_role("button", name="Le mandiamo questo breve video").click()
    page.wait_for_function(f"() => {FILM}.journey.here === 'welcome' && {FILM}.screen.ms >= 450")
    assert page.is_visible(".reading"), "it stays open from scene to scene"


def test_on_a_wide_screen_the_text_stands_beside_the_picture(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.start()
    visit.page.keyboard.press("t")
    frame, text = visit.boxes(".frame", ".reading")
    assert text["x"] >= frame["x"] + frame["width"]
    visit.page.keyboard.press("t")
    assert visit.page.is_hidden(".reading")
    assert visit.page.evaluate("document.activeElement.className").startswith("key key-text")


SPEAK = """
window.spoken = [];
class Utterance { constructor(text) { this.text = text; } }
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "it-IT" }],
  speak(utterance) {
    const { paused } = document.querySelector("sollecito-film").screen;
    window.spoken.push([utterance.lang, utterance.text, paused]);
    setTimeout(() => { utterance.onstart(); setTimeout(() => utterance.onend(), 400); }, 20);
  },
  cancel() {},
} });
"""


def test_pictures_are_described_before_the_voice_begins(open_page, site):
    visit = open_page(site.page, before=SPEAK, **DESK)
    visit.start()
    page = visit.page
    visit.jump("roads")
    page.keyboard.press("d")
    assert page.get_attribute(".key-describe", "aria-pressed") == "true"
    visit.jump("welcome")
    page.wait_for_function("() => window.spoken.length === 1")
    assert page.evaluate("window.spoken[0]") == [
        "it-IT",
        "Un piccolo paese tra le colline, al mattino.",
        True,
    ]
    assert page.text_content(".told").startswith("Si vede: Un piccolo paese")
    page.wait_for_function(f"() => {FILM}.screen.ms > 100")
    visit.jump("roads")
    page.wait_for_function(f"() => {FILM}.screen.ms > 0 && {FILM}.journey.here === 'roads'")
    assert page.is_hidden(".told")


def test_a_clip_that_was_here_before_is_held_once_it_is_back_at_its_place(open_page, site):
    """A video that seeks has no picture for a while, and tells of its place, not of its data."""
    visit = open_page(site.page, **DESK)
    visit.start()
    held = visit.page.evaluate(
        """async () => {
          const video = new EventTarget();
          Object.assign(video, { readyState: 1, seeking: true });
          const told = [];
          const held = document.querySelector("sollecito-film").screen.picture(video);
          held.then((word) => told.push(word));
          video.dispatchEvent(new Event("canplay"));
          await Promise.resolve();
          told.push("not yet");
          Object.assign(video, { readyState: 2, seeking: false });
          video.dispatchEvent(new Event("seeked"));
          await held;
          return told;
        }"""
    )
    assert held == ["not yet", "held"]


def test_without_a_voice_pictures_are_described_in_writing(open_page, site):
    silent = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"
    visit = open_page(site.page, before=silent, **DESK)
    visit.start()
    page = visit.page
    page.keyboard.press("d")
    page.wait_for_selector(".told:visible")
    assert "Un piccolo paese" in page.text_content("[aria-live=polite].unseen")
    visit.jump("welcome")
    page.wait_for_function(f"() => {FILM}.screen.ms > 100")
    assert page.is_visible(".told")


def test_controls_for_captions_and_descriptions_stand_beside_play(open_page, site):
    """EN 301 549, 7.3."""
    visit = open_page(site.page)
    visit.start()
    keys = visit.page.locator(".keys > button:visible")
    names = [keys.nth(at).get_attribute("class").split()[-1] for at in range(keys.count())]
    assert {"key-toggle", "key-captions", "key-describe"} <= set(names)
