from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

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
@pytest.mark.parametrize("mask", [None, 0, 7])
def test_codes_are_read_back_at_the_level_asked_for(level, mask):
    found = read(matrix(LINK, level, mask=mask))
    assert found.text == LINK
    assert found.ec_level == level


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
