"""Make docs/pictures/overview.jpg anew: the page on a phone, and the scenes of one film.

Run by ``make pictures``. Everything in the picture comes out of the program: the example is
rendered for its first person, served, opened in a real Chromium, and photographed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
from browser_install import find_chromium  # noqa: E402  (the tests know how to find a browser)

from docs.served_example import render, served, token_of  # noqa: E402  (found by the path above)

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = (360, 740)
SCALE = 2
STRIP = (225, 400)
GAP = 28
BACKGROUND = "#eef2f1"


def photograph(page: Page, path: Path) -> Image.Image:
    """Return what the phone shows now."""
    page.screenshot(path=path)
    return Image.open(path).convert("RGB")


def pages(address: str, token: str, folder: Path) -> list[Image.Image]:
    """Return the phone's pictures: cover, film, choice, text."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": PHONE[0], "height": PHONE[1]},
            device_scale_factor=SCALE,
            has_touch=True,
            is_mobile=True,
        )
        page.goto(f"{address}/p/{token}/")
        page.wait_for_timeout(800)
        shots = [photograph(page, folder / "cover.png")]
        page.locator("#watch").click()
        page.wait_for_timeout(5500)
        shots.append(photograph(page, folder / "film.png"))
        page.locator(".chapter", has_text="Quanto e quando").evaluate("node => node.click()")
        page.wait_for_function(
            "() => { const video = document.querySelector('video.front');"
            " return video.currentTime > 0.3 && video.currentTime < 5; }"
        )
        page.evaluate(
            "() => { const video = document.querySelector('video.front');"
            " video.currentTime = video.duration - 0.5; }"
        )
        page.locator(".panel.choice").wait_for()
        page.wait_for_timeout(1200)
        shots.append(photograph(page, folder / "choice.png"))
        page.goto(f"{address}/p/{token}/#pay")
        page.wait_for_timeout(800)
        page.evaluate("() => window.scrollBy(0, -24)")
        page.wait_for_timeout(300)
        shots.append(photograph(page, folder / "text.png"))
        browser.close()
    return shots


def card(picture: Image.Image, size: tuple[int, int], radius: int) -> Image.Image:
    """Return a picture with round corners and a soft shadow, on the background."""
    grown = Image.new("RGB", (size[0] + 40, size[1] + 40), BACKGROUND)
    shadow = Image.new("L", grown.size, 0)
    ImageDraw.Draw(shadow).rounded_rectangle((20, 26, size[0] + 20, size[1] + 26), radius, fill=60)
    grown.paste("#20343c", mask=shadow.filter(ImageFilter.GaussianBlur(9)))
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=255)
    grown.paste(picture.resize(size, Image.Resampling.LANCZOS), (20, 20), mask)
    return grown


def row(pictures: list[Image.Image], size: tuple[int, int], radius: int) -> Image.Image:
    """Return pictures side by side as cards."""
    cards = [card(picture, size, radius) for picture in pictures]
    width = sum(each.width for each in cards) + GAP * (len(cards) - 1)
    line = Image.new("RGB", (width, cards[0].height), BACKGROUND)
    at = 0
    for each in cards:
        line.paste(each, (at, 0))
        at += each.width + GAP
    return line


def main() -> None:
    """Render, serve, photograph, and write the picture."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "out"
        person = render(out)
        html = (out / person["page"]).read_text(encoding="utf-8")
        start = html.index(">", html.index('<script type="application/json"')) + 1
        story = json.loads(html[start : html.index("</script>", start)])
        posters = [
            Image.open(out / "clips" / f"{scene['clip']}.jpg").convert("RGB")
            for scene in story["scenes"].values()
        ]
        with served(out) as address:
            shots = pages(address, token_of(person), Path(name))
    phones = row(shots, (432, 888), 36)
    strip = row(posters, STRIP, 16)
    width = max(phones.width, strip.width) + 2 * GAP
    sheet = Image.new("RGB", (width, phones.height + strip.height + 3 * GAP), BACKGROUND)
    sheet.paste(phones, ((width - phones.width) // 2, GAP))
    sheet.paste(strip, ((width - strip.width) // 2, phones.height + 2 * GAP))
    target = ROOT / "docs" / "pictures" / "overview.jpg"
    target.parent.mkdir(exist_ok=True)
    sheet = sheet.resize((1600, round(sheet.height * 1600 / width)), Image.Resampling.LANCZOS)
    sheet.save(target, quality=90, optimize=True, progressive=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
