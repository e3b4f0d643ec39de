"""Make docs/pictures/forms.jpg anew: the page's forms, on a phone and on a desk, in each state.

Run by ``make pictures``. The example is rendered for its first person, served by the program, and
filled in with a real Chromium: what is thanked for was taken by the server.
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
    from playwright.sync_api import Browser, Page

PHONE, DESK = (360, 740), (1280, 740)
SCALE = 2
GAP = 24
BACKGROUND = "#eef2f1"
CALL = "#form-call_me_back"
TARGET = ROOT / "docs" / "pictures" / "forms.jpg"
WIDTH = 2000


def shot(page: Page, folder: Path, top: str) -> Image.Image:
    """Return the window with an element at its top."""
    page.evaluate(
        "top => window.scrollTo({top: document.querySelector(top).getBoundingClientRect().top"
        " + window.scrollY - 12, behavior: 'instant'})",
        top,
    )
    page.wait_for_timeout(250)
    path = folder / "shot.png"
    page.screenshot(path=path)
    return Image.open(path).convert("RGB")


def states(
    browser: Browser, address: str, folder: Path, size: tuple[int, int], scheme: str
) -> list[Image.Image]:
    """Return what is seen in a window: the list, a form, what is to be checked, the thanks."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=SCALE,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(address)
    page.wait_for_timeout(500)
    found = [shot(page, folder, "#forms")]
    page.click("#form-more_time > summary")
    found.append(shot(page, folder, "#form-more_time"))
    page.click(f"{CALL} > summary")
    page.fill(f"{CALL} input[name=phone]", "12")
    page.click(f"{CALL} button[type=submit]")
    found.append(shot(page, folder, CALL))
    page.fill(f"{CALL} input[name=phone]", "333 123 4567")
    page.check(f"{CALL} input[value=morning]")
    # One recipient sends several: without this the same words would be the same message.
    page.fill(f"{CALL} textarea", f"{size[0]} {scheme}")
    page.click(f"{CALL} button[type=submit]")
    page.locator(f"{CALL} .sent").wait_for()
    found.append(shot(page, folder, CALL))
    page.close()
    return found


def row(pictures: list[Image.Image], width: int) -> Image.Image:
    """Return pictures side by side, so that the row has the given width."""
    room = width - GAP * (len(pictures) - 1)
    whole = sum(picture.width for picture in pictures)
    sized = [
        picture.resize(
            (picture.width * room // whole, picture.height * room // whole),
            Image.Resampling.LANCZOS,
        )
        for picture in pictures
    ]
    line = Image.new("RGB", (width, sized[0].height), BACKGROUND)
    at = 0
    for picture in sized:
        line.paste(picture, (at, 0))
        at += picture.width + GAP
    return line


def main() -> None:
    """Render, serve, fill in, photograph, and write the picture."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        person = render(folder / "out")
        with served(folder / "out") as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            address = f"{server}/p/{token_of(person)}/"
            rows = [
                row(states(browser, address, folder, PHONE, scheme), WIDTH)
                for scheme in ("light", "dark")
            ]
            wide = [
                states(browser, address, folder, DESK, scheme)[2] for scheme in ("light", "dark")
            ]
            rows.append(row(wide, WIDTH))
            browser.close()
    height = sum(line.height for line in rows) + GAP * (len(rows) + 1)
    sheet = Image.new("RGB", (WIDTH + 2 * GAP, height), BACKGROUND)
    at = GAP
    for line in rows:
        sheet.paste(line, (GAP, at))
        at += line.height + GAP
    sheet = sheet.resize((1400, round(sheet.height * 1400 / sheet.width)), Image.Resampling.LANCZOS)
    sheet.save(TARGET, quality=82, optimize=True, progressive=True)
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
