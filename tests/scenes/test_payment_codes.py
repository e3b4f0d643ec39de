from __future__ import annotations

from decimal import Decimal

import pytest

from scenes.payment_codes import check_notice, epc, pagopa
from scenes.plain_text import TextError


def test_notice_numbers_carry_a_check_modulo_93():
    assert check_notice("301000000000000043") == "301000000000000043"
    assert check_notice("3010 0000 0000 0000 43") == "301000000000000043"
    # with 1 the number belongs to the creditor alone
    assert check_notice("112345678901234567") == "112345678901234567"
    for wrong in ("301000000000000044", "501000000000000043", "30100000000000004", "３" * 18):
        with pytest.raises(TextError):
            check_notice(wrong)


def test_any_single_wrong_digit_of_a_notice_is_found():
    number = "302000123456789004"[:16]
    number = f"{number}{int(number) % 93:02d}"
    for place in range(1, 18):
        for digit in "0123456789":
            wrong = number[:place] + digit + number[place + 1 :]
            if wrong != number:
                with pytest.raises(TextError):
                    check_notice(wrong)


def test_the_pagopa_payload():
    payload = pagopa("301000000000000043", "01234567890", 18750)
    assert payload == "PAGOPA|002|301000000000000043|01234567890|18750"
    assert pagopa("301000000000000043", "01234567890", 5).endswith("|05")


@pytest.mark.parametrize(
    ("creditor", "cents"), [("0123456789", 100), ("0123456789A", 100), ("01234567890", 0)]
)
def test_the_pagopa_payload_refuses(creditor, cents):
    with pytest.raises(TextError):
        pagopa("301000000000000043", creditor, cents)


def test_the_epc_payload():
    payload = epc(
        name="Comune di Prova",
        iban="IT60 X054 2811 1010 0000 0123 456",
        amount=Decimal("187.50"),
        reference="RF18 5390 0754 7034",
    )
    assert payload.split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "",
        "Comune di Prova",
        "IT60X0542811101000000123456",
        "EUR187.50",
        "",
        "RF18539007547034",
    ]


def test_the_epc_payload_with_a_text_stands_on_the_eleventh_line():
    payload = epc(
        name="Comune", iban="IT60X0542811101000000123456", amount=Decimal(1), text="Bolletta n. 12"
    )
    assert payload.split("\n")[9:] == ["", "Bolletta n. 12"]


def test_an_epc_payload_ends_with_its_last_element():
    payload = epc(name="Comune", iban="IT60X0542811101000000123456", amount=Decimal(1))
    assert payload.endswith("EUR1.00")


GOOD = {"name": "Comune", "iban": "IT60X0542811101000000123456", "amount": Decimal(1)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Comune\nDE89370400440532013000"},
        {"name": "Comune\r"},
        {"name": ""},
        {"name": "x" * 71},
        {"text": "riga\nIBAN"},
        {"text": "x" * 141},
        {"reference": "RF18539007547035"},
        {"reference": "RF18539007547034", "text": "anche"},
        {"iban": "IT60X0542811101000000123457"},
        {"bic": "ABC"},
        {"amount": Decimal(0)},
        {"amount": Decimal("0.001")},
        {"amount": Decimal(10**9)},
        {"name": "ü" * 70, "text": "ü" * 140},
    ],
)
def test_an_epc_payload_refuses_what_would_send_money_elsewhere(wrong):
    with pytest.raises(TextError):
        epc(**{**GOOD, **wrong})
