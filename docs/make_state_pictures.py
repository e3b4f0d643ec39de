"""Make docs/pictures/states/ anew: each state of the page and the player, 360, 768 and 1280 wide.

Run by ``make pictures``. The example is rendered for its first person, served by the program and
walked through in a real Chromium; docs/pictures/states/README.md lists what was photographed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "docs")]
from browser_install import find_chromium  # noqa: E402  (the tests know how to find a browser)
from served_example import render, served, token_of  # noqa: E402  (stands beside this file)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

TARGET = ROOT / "docs" / "pictures" / "states"
SIZES = ((360, 740), (768, 1024), (1280, 800))
HEIGHT = 620
"""Pixels of each window in a sheet; the three stand side by side."""

GAP = 20
BACKGROUND = "#dfe6e5"
FILM = "document.querySelector('sollecito-film')"


def watch(page: Page) -> None:
    """Start the film and wait until it moves."""
    page.locator("#watch").click()
    page.locator("video.front").wait_for(state="attached")
    page.wait_for_function("() => document.querySelector('video.front').currentTime > 0.2")


def into(page: Page, scene: str, share: float) -> None:
    """Go to a place of a scene, as a share of its length, and stop there."""
    page.evaluate(f"scene => {FILM}.jump(scene)", scene)
    page.wait_for_function(
        "() => { const v = document.querySelector('video.front');"
        " return v.currentTime > 0 && v.currentTime < 2 && v.duration; }"
    )
    page.evaluate(
        "share => { const v = document.querySelector('video.front');"
        " v.currentTime = v.duration * share; }",
        share,
    )
    page.wait_for_timeout(500)


def to(page: Page, selector: str) -> None:
    """Bring a part of the page to the top of the window."""
    page.evaluate(
        "selector => window.scrollTo({top: document.querySelector(selector)"
        ".getBoundingClientRect().top + window.scrollY - 12, behavior: 'instant'})",
        selector,
    )


def playing(page: Page) -> None:
    """Stand in a personal scene, with captions."""
    watch(page)
    into(page, "amount", 0.72)


def key(name: str) -> Callable[[Page], None]:
    """Return what plays, and then presses a key of the deck."""

    def pressed(page: Page) -> None:
        playing(page)
        page.locator(f".key-{name}").evaluate("key => key.click()")

    return pressed


def choice(page: Page) -> None:
    """Wait at the question."""
    watch(page)
    into(page, "amount", 0.97)
    page.locator(".panel.choice").wait_for()


def popup(page: Page) -> None:
    """Open the first pop-up of the story."""
    watch(page)
    scene = page.evaluate(
        f"() => Object.entries({FILM}.story.scenes).find(([, s]) => s.popups && s.popups.length)[0]"
    )
    into(page, scene, 0.5)
    page.locator(".popup").first.wait_for()
    page.locator(".popup").first.evaluate("button => button.click()")
    page.locator(".popup-panel").wait_for()


def over(page: Page) -> None:
    """See the story to its end."""
    watch(page)
    into(page, "goodbye", 0.97)
    page.locator(".panel.end").wait_for()


def broken(page: Page) -> None:
    """Have a clip that never opens."""
    page.route("**/clips/*.mp4", lambda route: route.abort())
    page.locator("#watch").click()
    page.locator(".panel.failed").wait_for(timeout=60_000)


def searched(page: Page) -> None:
    """Look for a word in the questions."""
    below(page, "[data-search]")
    page.locator("[data-search] input").fill("rate")
    page.wait_for_timeout(500)
    to(page, "[data-search]")


def below(page: Page, selector: str) -> None:
    """Turn to the text, whose script comes then, and to a part of it."""
    to(page, "#text")
    page.locator("html[data-sections]").wait_for(state="attached")
    to(page, selector)


def at(selector: str) -> Callable[[Page], None]:
    """Return what brings a part of the page to the top."""
    return lambda page: below(page, selector)


STATES: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("cover", "The first screen: nobody learns of a debt", lambda _page: None),
    ("playing", "A personal scene with captions", playing),
    ("choice", "The story waits at a choice", choice),
    ("pop-up", "A pop-up: the film waits", popup),
    ("transcript", "The text follows the speech", key("text")),
    ("settings", "Captions as the viewer likes them", key("settings")),
    ("chapters", "Chapters and the way taken", key("chapters")),
    ("end", "The end", over),
    ("failed", "A clip that does not open: its words stand there", broken),
    ("text", "What it is about", at("#text")),
    ("payment", "The payment slip", at(".slip")),
    ("chart", "The chart", at("[aria-labelledby=chart]")),
    ("list", "A list", at(".list")),
    ("search", "A word found in the questions", searched),
    ("offers", "Useful things of the issuer", at(".offers")),
    ("contact", "Who to ask", at(".contact")),
)


def photograph(browser: Browser, address: str, folder: Path) -> list[tuple[str, str]]:
    """Write a sheet for each state, light, and dark for some; return file names and titles."""
    made = []
    for name, title, reach in STATES:
        for scheme in ("light", "dark") if name in {"cover", "text", "list"} else ("light",):
            shots = []
            for size in SIZES:
                page = browser.new_page(
                    viewport={"width": size[0], "height": size[1]},
                    device_scale_factor=1.5,
                    color_scheme="dark" if scheme == "dark" else "light",
                    reduced_motion="no-preference",
                )
                page.goto(address)
                page.wait_for_timeout(400)
                reach(page)
                page.wait_for_timeout(600)
                path = folder / "shot.png"
                page.screenshot(path=path)
                page.close()
                shots.append(Image.open(path).convert("RGB"))
            file = f"{name}{'-dark' if scheme == 'dark' else ''}.webp"
            sheet(shots).save(TARGET / file, quality=80, method=6)
            made.append((file, title + (", in the dark" if scheme == "dark" else "")))
            print(file)
    return made


def sheet(shots: list[Image.Image]) -> Image.Image:
    """Return windows side by side, equally high."""
    sized = [
        shot.resize((round(shot.width * HEIGHT / shot.height), HEIGHT), Image.Resampling.LANCZOS)
        for shot in shots
    ]
    width = sum(shot.width for shot in sized) + GAP * (len(sized) + 1)
    whole = Image.new("RGB", (width, HEIGHT + 2 * GAP), BACKGROUND)
    left = GAP
    for shot in sized:
        whole.paste(shot, (left, GAP))
        left += shot.width + GAP
    return whole


def main() -> None:
    """Render, serve, photograph, and write the list."""
    from playwright.sync_api import sync_playwright

    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "out"
        token = token_of(render(out))
        with served(out) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            made = photograph(browser, f"{address}/p/{token}/", Path(name))
            browser.close()
    lines = [
        "# Each state of page and player",
        "",
        "360, 768 and 1280 pixels wide, made by `make pictures` from `examples/vehicle-tax`.",
        "Forms have [a picture of their own](../forms.jpg).",
    ]
    for file, title in made:
        lines += ["", f"## {title}", "", f"![{title}]({file})"]
    (TARGET / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
