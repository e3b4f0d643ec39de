"""Fields of codes that can be checked: IBAN, fiscal code, notice, e-mail, telephone."""

from __future__ import annotations

import re
from typing import Literal

from stdnum import iban as iban_number
from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale
from typing_extensions import override

from scenes.field_base import AnyField, DataForm
from scenes.payment_codes import check_notice
from scenes.plain_text import TextError

_EMAIL = re.compile(
    r"[^\s@<>,;:\"()\[\]]{1,64}@(?:[^\s@<>,;:\"().\[\]]+\.)+[^\s@<>,;:\"().\[\]]{2,}"
)
_PHONE = re.compile(r"(?:\+|00)?[0-9](?:[0-9 ./()-]*[0-9])?")


class IbanField(AnyField):
    """An IBAN (ISO 13616), check digits and country's structure verified; value without spaces."""

    expected = "an IBAN"
    type: Literal["iban"]

    @override
    def read(self, text: str, form: DataForm) -> str:
        try:
            return str(iban_number.validate(text))
        except ValidationError:
            raise TextError("is not an IBAN: check digits, length or country are wrong") from None


class FiscalCodeField(AnyField):
    """An Italian fiscal code: 16 characters of a person, or 11 digits, check character verified."""

    expected = "an Italian fiscal code"
    type: Literal["fiscal_code"]

    @override
    def read(self, text: str, form: DataForm) -> str:
        try:
            return str(codicefiscale.validate(text))
        except ValidationError:
            raise TextError("is not an Italian fiscal code, or its check is wrong") from None


class PagopaNoticeField(AnyField):
    """A pagoPA notice number of 18 digits, check digits verified; value without spaces."""

    expected = "a pagoPA notice number"
    type: Literal["pagopa_notice"]

    @override
    def read(self, text: str, form: DataForm) -> str:
        return check_notice(text)


class EmailField(AnyField):
    """One e-mail address."""

    expected = "an e-mail address"
    type: Literal["email"]

    @override
    def read(self, text: str, form: DataForm) -> str:
        if len(text) > 254 or _EMAIL.fullmatch(text) is None:
            raise TextError("is not an e-mail address")
        return text


class PhoneField(AnyField):
    """A telephone number of 5 to 15 digits (ITU-T E.164); value: digits, with ``+`` if given."""

    expected = "a telephone number"
    type: Literal["phone"]

    @override
    def read(self, text: str, form: DataForm) -> str:
        digits = "".join(character for character in text if character.isdigit())
        if _PHONE.fullmatch(text) is None or not text.isascii():
            raise TextError("is not a telephone number")
        international = text.startswith(("+", "00"))
        digits = digits.removeprefix("00") if text.startswith("00") else digits
        if not 5 <= len(digits) <= 15:
            raise TextError("is not a telephone number: 5 to 15 digits expected")
        return f"+{digits}" if international else digits
