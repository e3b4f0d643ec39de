"""Still pictures with sound instead of video: for who saves data, or wants no motion."""

from __future__ import annotations

import pytest

FILM = "document.querySelector('sollecito-film')"

CONNECTION = "Object.defineProperty(navigator, 'connection', {{ value: {} }});"
SAVING = {
    "save-data": CONNECTION.format("{ saveData: true, effectiveType: '4g' }"),
    "2g": CONNECTION.format("{ saveData: false, effectiveType: '2g' }"),
}


def endings(site) -> list[str]:
    return [asked.rsplit(".", 1)[1] for asked in site.asked if "/clips/" in asked]


@pytest.mark.parametrize("why", [*SAVING, "reduced motion"])
def test_stills_come_by_themselves_and_say_so(open_page, site, why):
    options = {"reduced_motion": "reduce"} if why == "reduced motion" else {}
    visit = open_page(site.page, before=SAVING.get(why, ""), **options)
    visit.start()
    page = visit.page
    page.wait_for_function(f"() => {FILM}.journey.here === 'roads'")
    page.wait_for_function("() => document.querySelector('.still').naturalWidth > 0")
    assert page.is_visible(".still")
    assert page.text_content(".caption").startswith("La tassa automobilistica")
    assert page.text_content(".light") == "Immagini fisse"
    assert "mp4" not in endings(site)
    page.wait_for_selector(".choice")


def test_the_viewer_can_have_video_all_the_same_and_the_other_way_round(open_page, site):
    visit = open_page(site.page, before=SAVING["2g"])
    visit.start()
    page = visit.page
    page.evaluate(f"{FILM}.pause()")
    page.tap(".light")
    page.get_by_label("In movimento").check()
    page.wait_for_function("() => document.querySelector('video.front').videoWidth > 0")
    page.keyboard.press("Escape")
    assert page.is_hidden(".still")
    assert page.is_hidden(".light")
    page.tap(".key-settings")
    page.get_by_label("Fisse, meno dati").check()
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.querySelector('video.front').videoWidth === 0")
    page.wait_for_selector(".still:visible")
    assert page.is_hidden(".light"), "who chose it knows"


def test_a_clip_without_sound_of_its_own_is_shown_as_video(open_page, site):
    site.broken.add(f"/clips/{1:032x}.m4a")
    visit = open_page(site.page, before=SAVING["2g"], expected=("404",))
    visit.start()
    visit.page.wait_for_function("() => document.querySelector('video.front').videoWidth > 0")
    visit.page.wait_for_function(f"() => {FILM}.journey.here === 'roads'")
    assert endings(site).count("mp4") >= 1
    assert visit.page.locator(".failed").count() == 0


def test_who_saves_data_loads_only_the_likely_next_clip(open_page, site):
    visit = open_page(site.page, before=SAVING["save-data"])
    visit.at_choice()
    visit.page.wait_for_timeout(1500)
    asked = {asked for asked in site.asked if asked.endswith(".m4a")}
    likely, others = f"GET /clips/{4:032x}.m4a", [f"GET /clips/{n:032x}.m4a" for n in (5, 6, 7)]
    assert likely in asked
    assert not asked & set(others)


def test_what_is_too_large_is_not_loaded_ahead(open_page, site):
    visit = open_page(site.page)
    page = visit.page
    page.evaluate(f"for (const id of ['why', 'more_time']) {FILM}.story.scenes[id].bytes = 9e6;")
    visit.start()
    visit.jump("amount")
    page.wait_for_selector(".choice")
    page.wait_for_function(f"() => {FILM}.files.held.has('{7:032x}.mp4')")
    held = page.evaluate(f"[...{FILM}.files.held.keys()]")
    assert f"{4:032x}.mp4" in held
    assert not {f"{5:032x}.mp4", f"{6:032x}.mp4"} & set(held)
