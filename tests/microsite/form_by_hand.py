"""A form of the page as a person opens, fills and leaves it, for tests in a browser."""

from __future__ import annotations

from microsite.wording_files import wording

WORDS = wording("it-IT")["forms"]
CALL = "#form-call_me_back"
SEND = f"{CALL} button[type=submit]"


def opened(visit, form="call_me_back"):
    visit.page.locator(f"#form-{form} > summary").click()
    return visit.page


def filled(page):
    page.fill(f"{CALL} input[name=phone]", "+39 333 1234567")
    page.check(f"{CALL} input[value=morning]")


def focused(page) -> str:
    text: str = page.evaluate("document.activeElement.textContent")
    return text.strip()
