"""Every QR code of the example is read by a library other than the one that drew it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import resvg_py
import zxingcpp
from PIL import Image
from streams import picture_at

if TYPE_CHECKING:
    from rendered_example import Person, Rendered

DOTS = round(25 / 25.4 * 300)
"""25 mm at 300 dots an inch."""


def read_codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("RGB"))]


def print_svg(svg: str) -> Image.Image:
    """Draw an SVG as a printer would: 25 mm wide at 300 dpi, black or white dots only."""
    png = resvg_py.svg_to_bytes(svg_string=svg, dpi=300, background="white")
    drawn = Image.open(io.BytesIO(bytes(png))).convert("L")
    assert drawn.size == (DOTS, DOTS)
    return drawn.point(lambda value: 255 if value >= 128 else 0)


@pytest.fixture(params=range(40), ids=lambda number: f"debtor{number + 1}")
def person(request: pytest.FixtureRequest, vehicle_tax: Rendered) -> Person:
    return vehicle_tax.people[request.param]


def test_link_code_in_print_and_as_bitmap(person: Person) -> None:
    link = person.handover["link"]
    assert link == link.upper()
    svg = (person.out / person.handover["qr_svg"]).read_text(encoding="utf-8")
    assert read_codes(print_svg(svg)) == [link]
    bitmap = Image.open(person.out / person.handover["qr_png"])
    assert read_codes(bitmap) == [link]
    code = zxingcpp.read_barcodes(bitmap.convert("RGB"))[0]
    assert code.ec_level == "Q"


def test_payment_code_of_the_film_and_of_the_page(person: Person) -> None:
    cents = person.row["Totale"].replace(".", "").replace(",", "")
    expected = f"PAGOPA|002|{person.row['Codice avviso']}|"
    clips = [person.clip(scene) for scene in person.payload()["defaultPath"]]
    path = person.payload()["defaultPath"]
    before = sum(clip["duration_ms"] for clip in clips[: path.index("pay")]) / 1000
    during = clips[path.index("pay")]["duration_ms"] / 1000
    seen = read_codes(Image.fromarray(picture_at(person.film, before + during - 0.5)))
    assert len(seen) == 1
    assert seen[0].startswith(expected)
    assert seen[0].endswith(f"|{cents}")
    (shown,) = (person.out / person.handover["page"]).parent.glob("payment-*.svg")
    assert read_codes(print_svg(shown.read_text(encoding="utf-8"))) == seen
