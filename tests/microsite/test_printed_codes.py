"""The codes as a printer and a phone see them: drawn by one library, read by another."""

from __future__ import annotations

import dataclasses
import io
import re
from itertools import accumulate

import numpy as np
import pytest
import resvg_py
import zxingcpp
from invented_story import LINK, page
from PIL import Image

from foundation.errors import RenderError
from microsite.link_code import link_png, link_svg
from microsite.link_label import _font, _font_of, label_svg
from microsite.payment_code import payment_svg
from microsite.qr_drawing import code_svg
from microsite.wording_files import languages, wording

DPI = 300
DOTS = round(25 / 25.4 * DPI)


def drawn(svg: bytes, dpi: int = DPI) -> Image.Image:
    """Draw an SVG at its own size in millimetres, as an office printer would."""
    png = resvg_py.svg_to_bytes(svg_string=svg.decode(), dpi=dpi, background="white")
    return Image.open(io.BytesIO(bytes(png))).convert("L")


def read(picture: Image.Image) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(picture.convert("RGB"))


def test_the_links_svg_is_25_mm_and_reads_at_300_dpi():
    picture = drawn(link_svg(LINK))
    assert abs(picture.width - DOTS) <= 1
    assert picture.width == picture.height
    (code,) = read(picture.point(lambda value: 255 if value >= 128 else 0))
    assert code.text == LINK
    assert code.ec_level == "Q"


def test_the_links_png_is_25_mm_at_its_own_resolution():
    picture = Image.open(io.BytesIO(link_png(LINK)))
    across, down = picture.info["dpi"]
    assert across == pytest.approx(down)
    assert across >= 599
    assert picture.width / across * 25.4 == pytest.approx(25, abs=0.01)
    assert picture.mode == "1"
    (code,) = read(picture)
    assert (code.text, code.ec_level) == (LINK, "Q")


def test_the_quiet_zone_is_four_modules():
    svg = link_svg(LINK).decode()
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    steps = re.findall(r"m(-?\d+) (-?\d+)h\d+v1h-\d+z", svg)
    # Each is seen from the one before (SVG 2, 9.3.3: a closed path goes on from its start).
    starts = list(
        zip(*(accumulate(map(int, axis)) for axis in zip(*steps, strict=True)), strict=True)
    )
    assert min(x for x, _ in starts) == 4
    assert min(y for _, y in starts) == 4
    assert max(y for _, y in starts) == side - 5


def test_the_label_reads_and_prints_the_address():
    svg = label_svg(LINK, "it-IT")
    picture = drawn(svg)
    assert abs(picture.height - DOTS) <= 1
    assert picture.width > 2.5 * picture.height
    assert [code.text for code in read(picture)] == [LINK]
    assert "<text" not in svg.decode(), "outlines only: the printer needs no font"

    from rapidocr_onnxruntime import RapidOCR

    enlarged = np.array(drawn(svg, 500).convert("RGB"))[:, round(25 / 25.4 * 500) :]
    lines, _ = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)(enlarged, use_cls=False)
    seen = "".join(text for _, text, _ in lines).replace(" ", "")
    assert "promemoria.regione.valdora.example/" in seen
    assert "K7QX2M5NTB3VH" in seen


@pytest.mark.parametrize("language", languages())
def test_the_label_has_every_letter_of_its_language(language: str):
    svg = label_svg(LINK, language)
    assert [code.text for code in read(drawn(svg))] == [LINK]
    for key in ("label_scan", "label_type"):
        text = wording(language)["page"][key]
        font = _font(_font_of(text, "Regular"), "Regular")
        missing = [letter for letter in text if not font.get_nominal_glyph(ord(letter))]
        assert missing == []


def test_words_beside_the_code_that_no_font_has_are_refused():
    with pytest.raises(RenderError, match="No font has the letters"):
        label_svg(LINK, "it-IT", (("page", "label_scan", "\U00013000"),))


def test_lines_from_the_right_begin_where_their_width_asks():
    begins = re.findall(r"translate\(([\d.]+) ", label_svg(LINK, "ar").decode())
    assert len(set(begins)) > 1
    assert len(set(re.findall(r"translate\(([\d.]+) ", label_svg(LINK, "fr").decode()))) == 1


def test_the_payment_code_is_pagopas_version_and_level():
    svg = payment_svg(page().payment)
    (code,) = read(drawn(svg))
    assert code.text == "PAGOPA|002|301234567890123456|01234567890|18750"
    assert code.ec_level == "M"
    assert 'viewBox="0 0 41 41"' in svg.decode(), "version 4: 33 modules and the quiet zone"


def test_other_payment_codes_take_the_smallest_version():
    epc = "BCD\n002\n1\nSCT\n\nRegione Valdora\nIT60X0542811101000000123456\nEUR187.50"
    svg = payment_svg(dataclasses.replace(page().payment, code=epc))
    assert [code.text for code in read(drawn(svg))] == [epc]


def test_a_payment_without_code_has_none():
    assert payment_svg(dataclasses.replace(page().payment, code=None)) is None


def test_what_does_not_fit_is_refused():
    with pytest.raises(RenderError, match="do not fit"):
        code_svg("x" * 5000, "Q")
