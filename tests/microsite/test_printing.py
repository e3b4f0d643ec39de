"""The page on paper: a letter on few sheets, whose code a phone can read."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from conftest import DESK
from themed_site import ISSUERS, themed_site

from scenes.themes import shipped_themes

DPI = 300
MM = DPI / 25.4
SMALLEST = 25
"""Millimetres of the code itself, without its quiet zone: what pagoPA asks on paper."""


@pytest.fixture(scope="module", params=shipped_themes())
def printed(request, chromium, tmp_path_factory):
    """The name of a theme, and the page in it as a PDF of Chromium's."""
    folder = tmp_path_factory.mktemp("printed")
    with themed_site(folder, request.param) as site:
        context = chromium.new_context(**DESK, color_scheme="dark")
        page = context.new_page()
        page.goto(site.page, wait_until="networkidle")
        body = page.pdf(prefer_css_page_size=True)
        context.close()
    return request.param, pypdfium2.PdfDocument(body)


def text_of(document) -> str:
    pages = (document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    # Amounts hold no-break spaces, and a long address may be parted at the end of a line.
    return "".join(" ".join(pages).split())


def test_it_is_a_letter_of_two_sheets(printed):
    _, document = printed
    assert 1 <= len(document) <= 2
    for number in range(len(document)):
        width, height = (side / 72 * 25.4 for side in document[number].get_size())
        assert (round(width), round(height)) == (210, 297)
        grey = np.asarray(document[number].render(scale=1).to_pil().convert("L"))
        assert 0.01 < (grey < 128).mean() < 0.2, "neither empty nor a dark ground"


def test_it_says_all_that_a_letter_must(printed):
    theme, document = printed
    text = text_of(document)
    for part in (
        *ISSUERS[theme],
        "Buongiorno Giulia",
        "187,50 €",
        "30 settembre 2026",
        "3012 3456 7890 1234 56",
        "Mostri il codice QR oppure dica il codice avviso.",
        "È scritta sul libretto di circolazione",
        "una soluzione si trova",
        "+39 0123 456 789",
        "tributi@regione.valdora.example",
        "01234567890",
        "Paga ora:",
    ):
        assert "".join(part.split()) in text, part


def test_nothing_is_left_to_press(printed):
    _, document = printed
    text = text_of(document)
    for part in (
        "Guardi il video",
        "Preferisco leggere",
        "Copia",
        "Scarica",
        "Segnali un errore",
        "Tocchi una riga",
        "Vai al testo",
        "Torni all",
    ):
        assert part.replace(" ", "") not in text, part


def test_the_code_reads_and_is_large_enough(printed):
    _, document = printed
    picture = document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == "PAGOPA|002|301234567890123456|01234567890|18750"
    place = code.position
    across = (place.top_right.x - place.top_left.x) / MM
    down = (place.bottom_left.y - place.top_left.y) / MM
    assert across >= SMALLEST
    assert down == pytest.approx(across, abs=0.5)
