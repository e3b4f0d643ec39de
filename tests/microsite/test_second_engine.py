"""The main journeys in WebKitGTK: another engine plays, branches, captions and reads the same."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
import webkit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selenium.webdriver import WebKitGTK
    from selenium.webdriver.remote.webelement import WebElement

if webkit.missing() and not os.environ.get("CI"):
    pytest.skip(
        f"The second engine is not installed ({webkit.missing()}); Debian: apt-get install "
        + " ".join(webkit.PACKAGES),
        allow_module_level=True,
    )

PATIENCE_S = 60
"""Seconds for each step: the machine may be busy and draws without graphics."""

FILM = "const film = document.querySelector('sollecito-film'); "


class Visitor:
    """Somebody with another browser, and what they see."""

    def __init__(self, driver: WebKitGTK) -> None:
        self.driver = driver

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element("css selector", selector)

    def run(self, script: str, *values: object) -> object:
        return self.driver.execute_script(script, *values)

    def until(self, script: str) -> None:
        """Wait until an expression is true; the test fails with it when it never is."""
        from selenium.webdriver.support.wait import WebDriverWait

        WebDriverWait(self.driver, PATIENCE_S).until(
            lambda driver: driver.execute_script(f"return Boolean({script})"), script
        )

    def start(self) -> None:
        self.find("#watch").click()
        self.until("document.querySelector('video.front')")

    def jump(self, scene: str) -> None:
        self.run(FILM + "film.jump(arguments[0])", scene)

    @property
    def here(self) -> object:
        return self.run(FILM + "return film.journey.here")

    def way(self, label: str) -> WebElement:
        ways = self.driver.find_elements("css selector", ".choice .way")
        return next(way for way in ways if label in way.get_attribute("textContent"))


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKitGTK]:
    with webkit.webkit(tmp_path_factory.mktemp("webkit")) as driver:
        driver.set_window_size(400, 820)
        yield driver


@pytest.fixture
def visit(driver: WebKitGTK, site) -> Callable[[], Visitor]:
    def visited() -> Visitor:
        driver.get(site.page)
        return Visitor(driver)

    return visited


def test_the_film_plays_to_the_question_and_on(visit, site):
    visitor = visit()
    visitor.start()
    visitor.until("document.querySelector('video.front').currentTime > 0.2")
    assert visitor.run("return document.querySelector('video.front').videoWidth") > 0
    visitor.until("document.querySelector('.choice')")
    assert visitor.here == "amount"
    focused = visitor.run("return document.activeElement.textContent")
    assert focused == visitor.find(".choice h2").get_attribute("textContent")
    patience = time.monotonic() + PATIENCE_S
    while not site.told("choice.shown") and time.monotonic() < patience:
        time.sleep(0.1)  # events are sent a moment later, together
    types = {event["type"] for event in site.events}
    assert {"page.viewed", "video.started", "scene.started", "choice.shown"} <= types


def test_an_aside_comes_back_to_its_question(visit):
    visitor = visit()
    visitor.start()
    visitor.jump("amount")
    visitor.until("document.querySelector('.choice')")
    visitor.way("Perché").click()
    visitor.until("document.querySelector('sollecito-film').journey.here === 'why'")
    visitor.until("document.querySelector('.choice')")
    assert visitor.here == "amount"


def test_captions_are_seen_and_can_be_put_away(visit):
    visitor = visit()
    visitor.start()
    visitor.until("!document.querySelector('.caption').hidden")
    assert visitor.find(".caption").text
    visitor.find(".key-captions").click()
    visitor.until("document.querySelector('.caption').hidden")
    assert visitor.find(".key-captions").get_attribute("aria-pressed") == "false"


def test_the_way_to_the_payment_is_there_without_the_film(visit):
    visitor = visit()
    link = visitor.find(".pay")
    visitor.until("document.querySelector('.pay').href.includes('/pay/')")
    assert link.is_displayed()
    visitor.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", link)
    link.click()
    visitor.until("document.title === 'paid'")


def test_nothing_runs_over_the_edge(visit):
    visitor = visit()
    visitor.run("document.querySelectorAll('details').forEach(d => { d.open = true })")
    wide, room = visitor.run(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide == room


def test_a_form_says_what_is_wrong_and_is_sent(visit, site):
    visitor = visit()
    call = "#form-call_me_back"

    def touch(selector: str) -> None:
        element = visitor.find(selector)
        visitor.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    # What comes with the script moves the form: a touch before that may land beside it.
    visitor.run(f"document.querySelector('{call}').scrollIntoView({{behavior: 'instant'}})")
    visitor.until("document.documentElement.hasAttribute('data-sections')")
    touch(f"{call} > summary")
    visitor.find(f"{call} input[name=phone]").send_keys("12")
    touch(f"{call} button[type=submit]")
    visitor.until(f"document.querySelector('{call} [aria-invalid=true]')")
    assert site.sent == []
    phone = visitor.find(f"{call} input[name=phone]")
    phone.clear()
    phone.send_keys("+39 333 1234567")
    touch(f"{call} input[value=morning]")
    touch(f"{call} button[type=submit]")
    visitor.until(f"document.querySelector('{call} .sent')")
    (sent,) = site.sent
    assert (sent["phone"], sent["when"]) == ("+39 333 1234567", "morning")
