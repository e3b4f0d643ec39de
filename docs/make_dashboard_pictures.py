"""Make docs/pictures/dashboard/ anew: a campaign of invented people, from its data to its numbers.

Run by ``make pictures``. The program serves an empty folder; everything else is done with the
dashboard in a real Chromium, while the program renders.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "docs")]
from browser_install import find_chromium  # noqa: E402  (the tests know how to find a browser)
from served_example import EXAMPLE, served, sollecito  # noqa: E402  (stands beside this file)

if TYPE_CHECKING:
    from playwright.sync_api import Page

TARGET = ROOT / "docs" / "pictures" / "dashboard"
NAME = "bollo-2026"
PEOPLE = 40
RENAMED = {"Totale": "Importo dovuto", "Targa": "N. targa"}
"""Columns that another office calls otherwise."""

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36"
"""What the browser of somebody who looks at a page says of itself."""

BROKEN = {3: ("Importo dovuto", "n.d."), 10: ("Pagare entro", "31/02/2027")}
"""Rows in which a cell cannot be used."""


def data() -> bytes:
    """Return the example's first rows as another office would send them, two of them broken."""
    source = csv.DictReader(
        io.StringIO((EXAMPLE / "debtors.csv").read_text("utf-8-sig")), delimiter=";"
    )
    text = io.StringIO()
    header = [RENAMED.get(name, name) for name in source.fieldnames or ()]
    writer = csv.DictWriter(text, header, delimiter=";")
    writer.writeheader()
    for number, row in zip(range(PEOPLE), source, strict=False):
        cells = {RENAMED.get(name, name): cell for name, cell in row.items()}
        if number in BROKEN:
            column, cell = BROKEN[number]
            cells[column] = cell
        writer.writerow(cells)
    return text.getvalue().encode()


def key_of(out: Path) -> str:
    """Make a key and return it."""
    command = sollecito(
        "keys", "create", "Ufficio tributi", "--scope", "admin", "--out", str(out), "--json"
    )
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    return str(json.loads(done.stdout)["secret"])


def shot(page: Page, name: str) -> None:
    """Keep what the window shows now."""
    page.wait_for_timeout(700)
    file = TARGET / f"{name}.webp"
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(file, quality=82, method=6)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB")


def look(address: str, key: str) -> None:
    """Go through the dashboard and take the pictures."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
        page.set_default_timeout(240_000)
        sign_in(page, address, key)
        page.get_by_role("link", name="New campaign").click()
        page.get_by_label("Template").select_option("vehicle-tax")
        page.get_by_label("Name of the new campaign").fill(NAME)
        page.get_by_role("button", name="Make the campaign").click()
        # It has the example's payee, so it begins paused.
        page.get_by_role("link", name="Settings", exact=True).click()
        page.get_by_role("button", name="Resume").click()
        page.get_by_role("button", name="Resume to try it out").click()
        page.get_by_role("button", name="Pause").wait_for()
        page.get_by_role("link", name="Data", exact=True).click()
        page.get_by_role("heading", name="Imports so far").wait_for()  # settings take a file, too
        page.locator("input[type=file]").set_input_files(
            {"name": "elenco.csv", "mimeType": "text/csv", "buffer": data()}
        )
        page.locator(".mapping").wait_for()
        page.get_by_role("heading", name="Which column is which?").evaluate(
            "it => it.scrollIntoView()"
        )
        page.evaluate("scrollBy(0, -40)")
        shot(page, "mapping")
        page.get_by_role("button", name="Check first").click()
        page.locator(".faulty").first.wait_for()
        page.locator(".rejected .faulty").first.scroll_into_view_if_needed()
        page.get_by_role("heading", name="What the check found").evaluate(
            "it => it.scrollIntoView()"
        )
        page.evaluate("scrollBy(0, -40)")
        shot(page, "faults")
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("link", name="Watch the progress").wait_for()
        page.get_by_role("link", name="Progress", exact=True).click()
        page.wait_for_function("() => document.querySelectorAll('.film img').length > 4")
        page.evaluate("scrollTo(0, 0)")
        shot(page, "progress")
        page.get_by_role("link", name="People", exact=True).click()
        page.get_by_label("State").select_option("published")
        page.locator(".person").first.click()
        page.frame_locator(".phone iframe").locator("#watch").wait_for()
        page.locator(".recipient").evaluate("it => it.scrollIntoView()")
        page.evaluate("scrollBy(0, -20)")
        shot(page, "people")
        visit(address, key)
        page.get_by_role("link", name="Statistics", exact=True).click()
        page.locator(".day-chart").wait_for()
        page.evaluate("scrollTo(0, 0)")
        shot(page, "statistics")
        page.get_by_label("Field").select_option("euro_class")
        page.locator(".segments").wait_for()
        page.get_by_role("heading", name="By segment").evaluate("it => it.scrollIntoView()")
        page.evaluate("scrollBy(0, -40)")
        shot(page, "segments")
        phone = browser.new_page(
            viewport={"width": 360, "height": 740}, color_scheme="dark", locale="it-IT"
        )
        sign_in(phone, address, key, "Chiave", "Accedi")
        phone.get_by_role("link", name=NAME).click()
        phone.locator(".film img").first.wait_for()
        shot(phone, "phone")
        browser.close()


def sign_in(page: Page, address: str, key: str, label: str = "Key", enter: str = "Sign in") -> None:
    """Open the dashboard with a key."""
    page.goto(f"{address}/dashboard/")
    page.get_by_label(label, exact=True).fill(key)
    page.get_by_role("button", name=enter).click()


def visit(address: str, key: str) -> None:
    """Let some people look at their pages, as their pages would tell it."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/v1/campaigns/{NAME}/publications", headers={"Authorization": f"Bearer {key}"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        people = json.load(answer)["recipients"]
    steps = ("page.viewed", "video.started", "video.completed")
    for number, person in enumerate(people):
        told: list[dict[str, object]] = [
            {"type": step, "at_ms": at} for at, step in enumerate(steps[: 3 - number % 3])
        ]
        if number % 3 == 0:
            told.append({"type": "cta.clicked", "value": "pay", "at_ms": 9})
        token = person["preview"].strip("/").partition("/")[2]
        letter = {"t": token, "s": f"picture-{number}", "n": 1, "source": "paper", "events": told}
        body = json.dumps(letter).encode()
        urllib.request.urlopen(  # noqa: S310 - our own server
            urllib.request.Request(f"{address}/e", body, {"User-Agent": PHONE})  # noqa: S310 - as above
        ).close()


def main() -> None:
    """Serve, look, and write the pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "out"
        out.mkdir()
        key = key_of(out)
        with served(out) as address:
            look(address, key)


if __name__ == "__main__":
    main()
