"""Criteria of WCAG 2.2 that axe cannot see, measured on the page and in every state of the player.

docs/accessibility.md says which test stands for which criterion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import DESK, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit

SPACING = """* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }"""
"""The text spacing of WCAG 2.2, 1.4.12."""

CUT_OFF = """() => {
  const cut = [];
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility() || element.closest("svg, .unseen, select, option")) continue;
    const own = Array.from(element.childNodes).some(
      node => node.nodeType === 3 && node.data.trim());
    const style = getComputedStyle(element);
    if (!own || style.overflow === "visible" || style.overflow === "auto") continue;
    if (style.clipPath === "inset(50%)") continue; // for ears alone, on purpose
    if (element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1) cut.push(element.outerHTML);
  }
  return cut;
}"""
"""Elements whose own text is wider or higher than what is shown of them."""

SMALL = """least => {
  const small = [];
  for (const target of document.querySelectorAll(
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]")) {
    if (!target.checkVisibility({visibilityProperty: true})) continue;
    const label = target.matches("input") && target.closest("label");
    const box = (label || target).getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const inText = target.matches("a")
      && getComputedStyle(target).display === "inline" && target.closest("p, li, dd, td");
    if (!inText && (box.width < least - 0.5 || box.height < least - 0.5))
      small.push(target.outerHTML.slice(0, 120) + " " + box.width + "x" + box.height);
  }
  return small;
}"""
"""Targets smaller than so many pixels; links in a line of text are excepted (2.5.8)."""

COVERED = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  if (!box.width) return null;
  const spots = [[0.5, 0.5], [0.1, 0.3], [0.9, 0.7], [0.5, 0.9]];
  const seen = spots.some(([x, y]) => {
    const found = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return found && (element.contains(found) || found.contains(element));
  });
  return seen ? null : element.outerHTML.slice(0, 120);
}"""
"""The focused element when nothing of it can be seen."""

MOST_STOPS = 250


def to_playing(visit: Visit) -> None:
    visit.start()


def to_choice(visit: Visit) -> None:
    visit.at_choice()


def to_end(visit: Visit) -> None:
    visit.start()
    visit.jump("goodbye")
    visit.page.wait_for_selector(".end")


def to_film_text(visit: Visit) -> None:
    visit.start()
    visit.page.locator(".key-text").evaluate("key => key.click()")


def to_settings(visit: Visit) -> None:
    visit.start()
    visit.page.locator(".key-settings").evaluate("key => key.click()")


def to_text(visit: Visit) -> None:
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


STATES: dict[str, Callable[[Visit], None]] = {
    "cover and text": to_text,
    "playing": to_playing,
    "choice": to_choice,
    "end": to_end,
    "the film's text": to_film_text,
    "settings": to_settings,
}


@pytest.fixture(params=STATES)
def reach(request: pytest.FixtureRequest) -> Callable[[Visit], None]:
    return STATES[request.param]


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_wide_text_spacing_cuts_nothing_off(open_page, site, reach, device):
    """1.4.12 Text Spacing."""
    # The policy allows no style of others, so it comes as a person's own style sheet would.
    visit = open_page(site.page, **device, bypass_csp=True)
    reach(visit)
    visit.page.add_style_tag(content=SPACING)
    assert visit.page.evaluate(CUT_OFF) == []
    width = device["viewport"]["width"]
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_every_target_has_24_pixels(open_page, site, reach, device):
    """2.5.8 Target Size (Minimum)."""
    visit = open_page(site.page, **device)
    reach(visit)
    assert visit.page.evaluate(SMALL, 24) == []


def test_ways_and_payment_have_44_pixels(open_page, site):
    """More than 2.5.8 asks for: fingers that shake."""
    visit = open_page(site.page)
    boxes = [visit.page.locator(".pay").bounding_box()]
    visit.at_choice()
    boxes += [way.bounding_box() for way in visit.page.locator(".choice .way").all()]
    boxes += [key.bounding_box() for key in visit.page.locator(".deck .key:visible").all()]
    assert len(boxes) > 6
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_the_focus_is_never_hidden_and_never_caught(open_page, site, reach, device):
    """2.1.2 No Keyboard Trap, 2.4.3 Focus Order, 2.4.11 Focus Not Obscured (Minimum)."""
    # Without motion a focus is where it will stay; else the page glides to it.
    visit = open_page(site.page, **device, reduced_motion="reduce")
    reach(visit)
    page = visit.page
    # Halted, so that on a busy machine no question comes in between and takes the focus.
    page.evaluate("document.querySelectorAll('video').forEach(video => video.pause())")
    hidden, order = [], []
    page.evaluate("document.activeElement.blur()")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        page.evaluate("() => new Promise(requestAnimationFrame)")
        hidden.append(page.evaluate(COVERED))
        order.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    else:
        pytest.fail(f"The focus does not leave the page: {order[-5:]}")
    assert [element for element in hidden if element] == []
    assert len(order) > 8


def test_letters_are_shortcuts_in_the_player_only(open_page, site):
    """2.1.4 Character Key Shortcuts: active only while the player has the focus."""
    visit = open_page(site.page, **DESK)
    visit.start()
    captions = visit.page.locator(".key-captions")
    pressed = captions.get_attribute("aria-pressed")
    visit.page.locator(".content a").first.focus()
    visit.page.keyboard.press("c")
    assert captions.get_attribute("aria-pressed") == pressed
    captions.focus()
    visit.page.keyboard.press("c")
    assert captions.get_attribute("aria-pressed") != pressed


@pytest.mark.parametrize("size", [(740, 360), (360, 740), (320, 256)])
def test_both_orientations_and_deep_zoom(open_page, site, reach, size):
    """1.3.4 Orientation, 1.4.10 Reflow (1280 × 1024 at 400 % are 320 × 256 pixels)."""
    width, height = size
    visit = open_page(site.page, viewport={"width": width, "height": height})
    reach(visit)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_names_hold_what_is_read_on_them(open_page, site, reach):
    """2.5.3 Label in Name: who speaks to the phone says what stands on the button."""
    visit = open_page(site.page)
    reach(visit)
    unlike = visit.page.evaluate(
        """() => Array.from(document.querySelectorAll("[aria-label]"))
          .filter(element => element.checkVisibility() && element.matches("a, button, summary"))
          .filter(element => {
            const shown = element.innerText.trim().toLowerCase();
            return shown && !element.getAttribute("aria-label").toLowerCase().includes(shown);
          }).map(element => element.outerHTML)"""
    )
    assert unlike == []


def test_nothing_appears_on_hover_or_moves_by_focus_alone(open_page, site):
    """1.4.13 Content on Hover or Focus, 3.2.1 On Focus: the page stays as it is."""
    visit = open_page(site.page, **DESK, has_touch=False, is_mobile=False)
    page = visit.page
    # The script for what stands below comes when one scrolls there, and brings hints of its own.
    page.evaluate("document.querySelector('#text').scrollIntoView()")
    page.wait_for_selector("html[data-sections]", state="attached")
    before = page.evaluate("document.body.innerText")
    for link in page.locator("main a:visible, main button:visible").all()[:12]:
        link.hover()
        link.focus()
    assert page.evaluate("document.body.innerText") == before
    assert page.evaluate("document.querySelectorAll('[title]').length") == 0


def test_languages_are_told(open_page, site):
    """3.1.1 Language of Page, 3.1.2 Language of Parts."""
    visit = open_page(site.page)
    assert visit.page.evaluate("document.documentElement.lang") == "it-IT"
    visit.start()
    assert visit.page.locator(".caption").get_attribute("lang") == "it-IT"
