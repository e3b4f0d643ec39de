from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from qrcode.main import QRCode
from qrcode.util import QRData, mask_func

from foundation.errors import RenderError
from scenes.payment_codes import PAGOPA_VERSION, pagopa
from scenes.qr_code import QUIET_ZONE, matrix

LINK = "HTTPS://AVVISI.ACQUE.EXAMPLE/ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read(modules):
    """Decode a matrix with a library that did not draw it."""
    dark = np.pad(np.array(modules, dtype=bool), QUIET_ZONE)
    picture = np.where(np.kron(dark, np.ones((4, 4), dtype=bool)), 0, 255).astype(np.uint8)
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
@pytest.mark.parametrize("text", [LINK, "Nicolò – 187,50 €", "1", "0" * 99])
def test_codes_are_read_back_at_the_level_asked_for(level, text):
    found = read(matrix(text, level))
    assert found.text == text
    assert found.ec_level == level


def without_mask(modules):
    """Return the data modules of a code with its mask taken off, whichever it has."""
    side = len(modules)
    # The mask's number stands beside the finder (ISO/IEC 18004, 7.9): bits 12 to 10, XOR 101.
    number = int("".join(str(int(modules[8][x])) for x in (2, 3, 4)), 2) ^ 0b101
    mask = mask_func(number)
    return [[modules[y][x] ^ mask(y, x) for x in range(9, side - 9)] for y in range(9, side - 9)]


@pytest.mark.parametrize("text", [LINK, LINK.lower(), "ABC", "1234"])
@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_a_code_holds_what_another_library_writes(text, level):
    """Two encoders agree on every bit of data and of error correction; masks may differ."""
    code = QRCode(error_correction={"L": 1, "M": 0, "Q": 3, "H": 2}[level], border=0)
    code.add_data(QRData(text), optimize=0)
    code.make(fit=True)
    ours = matrix(text, level)
    assert len(ours) == len(code.modules)
    assert without_mask(ours) == without_mask(code.modules)


def test_text_beyond_ascii_is_utf_8():
    assert read(matrix("Nicolò – 187,50 €")).text == "Nicolò – 187,50 €"


def test_an_upper_case_link_makes_a_smaller_code():
    # a token of 26 characters behind a host of 20: version 3 at M, 4 at Q
    assert len(matrix(LINK, "M")) == 17 + 4 * 3
    assert len(matrix(LINK.lower(), "M")) == 17 + 4 * 4
    assert len(matrix(LINK, "Q")) == 17 + 4 * 4


def test_a_pagopa_code_has_version_4_and_level_m():
    payload = pagopa("301000000000000043", "01234567890", 18750)
    modules = matrix(payload, "M", version=PAGOPA_VERSION)
    assert len(modules) == 33
    assert modules == matrix(payload, "M")
    found = read(modules)
    assert (found.text, found.ec_level) == (payload, "M")


def test_what_does_not_fit_is_refused():
    with pytest.raises(RenderError, match="do not fit"):
        matrix("x" * 63, "M", version=4)
    with pytest.raises(RenderError, match="do not fit"):
        matrix("x" * 4000, "H")
