"""Payloads of payment QR codes: pagoPA notices and EPC credit transfers, and their check digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import iban as iban_number
from stdnum import iso11649
from stdnum.exceptions import ValidationError

from scenes.plain_text import TextError, clean

if TYPE_CHECKING:
    from decimal import Decimal

PAGOPA_VERSION = 4
"""The QR version that the pagoPA specification prints its code in, at level M."""

_NOTICE = re.compile(r"[0-3][0-9]{17}")
CREDITOR = re.compile(r"[0-9]{11}")
"""A public body's fiscal code: eleven digits."""
_MOST_CENTS = 99_999_999_999
_EPC_MOST_CENTS = 99_999_999_999
_EPC_MOST_BYTES = 331


def check_notice(notice: str) -> str:
    """Return an 18-digit pagoPA notice number without spaces; TextError when it is not one.

    With the auxiliary digit 0, 2 or 3 the last two digits are all those before them modulo 93;
    with 1 the number belongs to the creditor alone and carries no check.
    Source: pagoPA, Specifiche attuative dei codici identificativi di versamento (SACI), 2.1 and
    2.2; Avviso di pagamento, section "check-digit".
    """
    digits = notice.replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) != 18:
        raise TextError("is not a pagoPA notice number: 18 digits expected")
    if _NOTICE.fullmatch(digits) is None:
        raise TextError("is not a pagoPA notice number: it begins with 0, 1, 2 or 3")
    if digits[0] != "1" and int(digits[:16]) % 93 != int(digits[16:]):
        raise TextError("is not a pagoPA notice number: its check digits are wrong")
    return digits


def pagopa(notice: str, creditor: str, cents: int) -> str:
    """Return the payload ``PAGOPA|002|notice|creditor|cents`` of a pagoPA QR code (level M).

    ``creditor`` is the fiscal code of the public body, 11 digits; ``cents`` the amount in cents,
    1 to 99,999,999,999, written with at least two digits. Raises TextError.
    Source: pagoPA, Avviso di pagamento, QR code section (version 002 of the code).
    """
    number = check_notice(notice)
    if CREDITOR.fullmatch(creditor) is None:
        raise TextError("the creditor's fiscal code has 11 digits")
    if not 1 <= cents <= _MOST_CENTS:
        raise TextError("the amount of a pagoPA code is between 0.01 and 999,999,999.99")
    return f"PAGOPA|002|{number}|{creditor}|{cents:02d}"


def epc(
    *,
    name: str,
    iban: str,
    amount: Decimal,
    reference: str = "",
    text: str = "",
    bic: str = "",
) -> str:
    """Return the payload of an EPC credit-transfer QR code (EPC069-12 version 002, level M).

    Args:
        name: who is paid, 1 to 70 characters.
        iban: the account.
        amount: euros, 0.01 to 999999999.99.
        reference: a structured reference (ISO 11649, ``RF18…``), or
        text: free text of up to 140 characters; never both.
        bic: 8 or 11 characters, or empty.

    Raises TextError. No element may hold a control character: a line feed in the name would shift
    the lines and send the money elsewhere.
    """
    elements = {"name": name, "iban": iban, "reference": reference, "text": text, "bic": bic}
    for element, content in elements.items():
        if any(ord(character) < 32 or 127 <= ord(character) < 160 for character in content):
            raise TextError(f"the {element} of a payment code holds a control character")
        elements[element] = clean(content)
    if not 1 <= len(elements["name"]) <= 70:
        raise TextError("the name of a payment code has 1 to 70 characters")
    if elements["reference"] and elements["text"]:
        raise TextError("a payment code has a reference or a text, not both")
    if len(elements["text"]) > 140:
        raise TextError("the text of a payment code has at most 140 characters")
    if elements["bic"] and re.fullmatch(r"[A-Z0-9]{8}([A-Z0-9]{3})?", elements["bic"]) is None:
        raise TextError("a BIC has 8 or 11 characters")
    try:
        account = iban_number.validate(elements["iban"])
        structured = iso11649.validate(elements["reference"]) if elements["reference"] else ""
    except ValidationError:
        raise TextError(
            "the IBAN or the reference (ISO 11649) of the payment code is wrong"
        ) from None
    cents = int(amount * 100)
    if cents != amount * 100 or not 1 <= cents <= _EPC_MOST_CENTS:
        raise TextError("the amount of a payment code is between 0.01 and 999999999.99")
    lines = ["BCD", "002", "1", "SCT", elements["bic"], elements["name"], account]
    lines += [f"EUR{cents // 100}.{cents % 100:02d}", "", structured]
    if elements["text"]:
        lines.append(elements["text"])
    payload = "\n".join(lines).rstrip("\n")
    if len(payload.encode()) > _EPC_MOST_BYTES:
        raise TextError(f"the payment code is longer than {_EPC_MOST_BYTES} bytes")
    return payload
