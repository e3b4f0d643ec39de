"""The player in a portal: docs/player/embedded.html, opened with nothing of the page around it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import CLIP_MS, DESK, PHONE
from invented_story import page_clips, page_input
from served_site import Site, serve

from microsite.bundle import player_script, player_style
from microsite.payload import story

DOCS = Path(__file__).parents[2] / "docs" / "player"
FIRST = "document.getElementById('first')"
SECOND = "document.getElementById('second')"


@pytest.fixture
def portal(tmp_path, site_folder):
    """The portal's folder, served: its page, film.js, film.css, story.json and the clips."""
    for file in DOCS.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "film.js").write_bytes(player_script())
    (tmp_path / "film.css").write_text(player_style(), encoding="utf-8")
    told = story(page_input(clips=page_clips(ms=CLIP_MS)), {}) | {"root": "./"}
    (tmp_path / "story.json").write_text(json.dumps(told), encoding="utf-8")
    shutil.copytree(site_folder / "clips", tmp_path / "clips")
    site = Site(tmp_path, "-")
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


def ready(visit) -> None:
    visit.page.wait_for_function("() => document.querySelectorAll('.touch').length === 2")


def test_it_looks_like_the_portal_and_leaves_the_portal_alone(open_page, portal):
    visit = open_page(f"{portal.origin}/embedded.html", expected=("favicon", "404"), **DESK)
    ready(visit)
    page = visit.page
    colors = page.evaluate(
        "[getComputedStyle(document.querySelector('#first .key')).borderTopWidth,"
        " getComputedStyle(document.querySelector('main > .key')).borderTopWidth,"
        " getComputedStyle(document.querySelector('main > .key')).display,"
        f" getComputedStyle({FIRST}).backgroundColor]"
    )
    assert colors == ["0px", "3px", "inline-block", "rgb(43, 29, 58)"]
    drawn = page.evaluate("document.querySelector('#first .key-back path').getBBox().width")
    assert drawn > 0, "icons come with the script"
    assert page.locator("#first .stage").bounding_box()["height"] < 800
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))


def test_without_any_colours_of_the_page_it_has_its_own(open_page, portal):
    visit = open_page(f"{portal.origin}/embedded.html", expected=("favicon", "404"), **DESK)
    ready(visit)
    seen = visit.page.evaluate(
        "(() => { for (const sheet of document.styleSheets) sheet.disabled = !sheet.href;"
        f" const style = getComputedStyle({FIRST});"
        " return [style.color, style.backgroundColor]; })()"
    )
    assert seen == ["rgb(255, 255, 255)", "rgb(20, 48, 58)"]


def test_one_film_at_a_time_and_each_with_its_own_events(open_page, portal):
    visit = open_page(f"{portal.origin}/embedded.html", expected=("favicon", "404"), **PHONE)
    ready(visit)
    page = visit.page
    page.tap("#first .touch")
    page.wait_for_function(f"() => {FIRST}.screen.ms > 100")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.tap("#second .touch")
    page.wait_for_function(f"() => {SECOND}.screen.ms > 100")
    assert page.evaluate(f"{FIRST}.screen.paused") is True
    assert page.evaluate("told.filter(([id, type]) => type === 'video.started')") == [
        ["first", "video.started", "welcome"],
        ["second", "video.started", "welcome"],
    ]


def test_clips_can_be_given_as_bytes(open_page, portal):
    visit = open_page(f"{portal.origin}/embedded.html", expected=("favicon", "404"), **DESK)
    ready(visit)
    page = visit.page
    page.click("#second .touch")
    page.wait_for_function(f"() => {SECOND}.journey.here === 'roads' && {SECOND}.screen.ms > 0")
    assert page.evaluate(f"{SECOND}.screen.front.src").startswith("blob:")
    page.wait_for_selector("#second .choice")
    page.keyboard.press("1")
    page.wait_for_selector("#second .end")


@pytest.mark.parametrize("given", ["Blob", "address"])
def test_clips_can_be_given_as_blobs_or_other_addresses(open_page, portal, given):
    visit = open_page(f"{portal.origin}/embedded.html", expected=("favicon", "404"), **DESK)
    ready(visit)
    page = visit.page
    give = {
        "Blob": "async (file) => (await fetch('clips/' + file)).blob()",
        "address": "async (file) => new URL('clips/' + file + '?key=1', location.href).href",
    }[given]
    page.evaluate(f"void ({SECOND}.clips = {give})")
    page.click("#second .touch")
    page.wait_for_function(f"() => {SECOND}.screen.ms > 100")
    source = page.evaluate(f"{SECOND}.screen.front.src")
    assert source.startswith("blob:") if given == "Blob" else source.endswith("?key=1")


def test_a_clip_that_is_not_given_is_told_in_words(open_page, portal):
    visit = open_page(f"{portal.origin}/embedded.html", expected=("favicon", "404"), **DESK)
    ready(visit)
    page = visit.page
    page.evaluate(f"void ({SECOND}.clips = () => Promise.reject(new Error('not yours')))")
    page.click("#second .touch")
    page.wait_for_selector("#second .failed")
    assert "Buongiorno Giulia." in page.text_content("#second .failed")


def test_a_story_that_does_not_come_is_an_error_event(open_page, portal):
    (portal.folder / "story.json").unlink()
    visit = open_page("about:blank", expected=("404", "favicon", "is not valid JSON", "JSON"))
    page = visit.page
    page.goto(f"{portal.origin}/film.js")
    failed = page.evaluate(
        "async () => { const script = document.createElement('script'); script.src = '/film.js';"
        " document.head.append(script); await new Promise((done) => { script.onload = done; });"
        " const film = document.createElement('sollecito-film');"
        " film.setAttribute('src', '/no.json');"
        " const failed = new Promise((done) => film.addEventListener('error', () => done(1)));"
        " document.body.append(film); return failed; }"
    )
    assert failed == 1


def test_from_the_right_to_the_left(open_page, portal):
    told = json.loads((portal.folder / "story.json").read_text(encoding="utf-8"))
    (portal.folder / "story.json").write_text(json.dumps(told | {"dir": "rtl", "lang": "ar"}))
    visit = open_page(f"{portal.origin}/embedded.html", expected=("favicon", "404"), **PHONE)
    ready(visit)
    page = visit.page
    keys = page.evaluate(
        "[...document.querySelectorAll('#first .key')].filter((key) => key.offsetWidth)"
        ".map((key) => key.getBoundingClientRect())"
        ".filter((key, at, all) => key.top === all[0].top).map((key) => key.left)"
    )
    assert len(keys) >= 5
    assert keys == sorted(keys, reverse=True)
    flipped = page.evaluate(
        "getComputedStyle(document.querySelector('#first .key-back .icon-back')).transform"
    )
    assert flipped.startswith("matrix(-1")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_portals_own_pay_address_stays_whenever_it_is_set(open_page, portal):
    visit = open_page(f"{portal.origin}/embedded.html", expected=("favicon", "404"), **DESK)
    ready(visit)
    page = visit.page
    addresses = page.evaluate(
        """async () => {
            const early = document.createElement("sollecito-film");
            early.setAttribute("src", "story.json");
            early.pay = "https://portal.example/pay";
            document.body.append(early);
            await new Promise((done) => {
                const look = () => (early.stage ? done() : setTimeout(look, 20));
                look();
            });
            const late = document.getElementById("second");
            const before = late.payAddress;
            late.pay = "https://portal.example/later";
            return [early.payAddress, before === late.story.pay, late.payAddress];
        }"""
    )
    assert addresses == ["https://portal.example/pay", True, "https://portal.example/later"]
