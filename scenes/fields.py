"""Fields: the named, typed values that every row of data brings, and how their text is read."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Union

from pydantic import Discriminator, PrivateAttr, Tag, field_validator
from pydantic import Field as Declared
from stdnum import iban as iban_number
from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale

from foundation.errors import RowError
from scenes.campaign_file import Strict
from scenes.date_text import parse_date
from scenes.measures import TAG, Name, Words, fault
from scenes.number_text import parse_number
from scenes.payment_codes import check_notice
from scenes.plain_text import TextError, clean
from scenes.values import Money

_TRUE = frozenset({"1", "true", "yes", "y", "sì", "si", "s", "vero", "v", "ja", "wahr", "oui"})
_FALSE = frozenset({"0", "false", "no", "n", "falso", "f", "nein", "falsch", "non", "faux"})
_EMAIL = re.compile(
    r"[^\s@<>,;:\"()\[\]]{1,64}@(?:[^\s@<>,;:\"().\[\]]+\.)+[^\s@<>,;:\"().\[\]]{2,}"
)
_PHONE = re.compile(r"(?:\+|00)?[0-9](?:[0-9 ./()-]*[0-9])?")
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "Fr."}
_MOST_CELL = 20_000


class AnyField(Strict, ABC):
    """What all fields share.

    ``optional`` lets a row leave the field empty; its value is then ``default``, read like data,
    or None. ``name`` is the field's key in the storyboard.
    """

    expected: ClassVar[str] = "text"
    optional: bool = False
    default: Words | None = None
    _name: str = PrivateAttr("")

    @property
    def name(self) -> str:
        """The field's name, as the storyboard declares it."""
        return self._name

    def parse(self, raw: str, locale: str, decimal: str | None = None) -> Any:
        """Return the value of a cell's text.

        Args:
            raw: the cell, as it stands in the data.
            locale: locale of the campaign, ``it-IT``.
            decimal: the declared decimal mark of the data, or None for the locale's.

        Raises RowError, whose reason never repeats the text.
        """
        try:
            if len(raw) > _MOST_CELL:
                raise TextError(f"is longer than {_MOST_CELL} characters")
            text = clean(raw)
            if not text:
                text = self.default or ""
            if not text:
                if self.optional:
                    return None
                raise TextError(f"is empty; expected {self.expected}")
            return self.read(text, locale, decimal)
        except TextError as error:
            raise RowError(self._name, str(error)) from None

    @abstractmethod
    def read(self, text: str, locale: str, decimal: str | None) -> Any:
        """Return the value of a text that is clean and not empty; raises TextError."""

    def restore(self, plain: Any) -> Any:
        """Return the value that ``values.to_json`` made ``plain`` of."""
        return plain


class TextField(AnyField):
    """Text of ``min`` to ``max`` characters that matches ``pattern`` as a whole."""

    type: Literal["text"]
    min: int = Declared(default=0, ge=0)
    max: int = Declared(default=200, ge=1, le=4000)
    pattern: str | None = None

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error:
            raise fault("Expected a regular expression.") from None
        return pattern

    def read(self, text: str, locale: str, decimal: str | None) -> str:
        if len(text) > self.max:
            raise TextError(f"is longer than {self.max} characters")
        if len(text) < self.min:
            raise TextError(f"is shorter than {self.min} characters")
        if self.pattern is not None and re.fullmatch(self.pattern, text) is None:
            raise TextError("does not look as the storyboard's pattern says")
        return text


class NumberField(AnyField, ABC):
    """What numbers share: bounds that are included."""

    min: Decimal | None = None
    max: Decimal | None = None

    def bounded(self, number: Decimal) -> Decimal:
        """Return the number, or raise TextError when it is out of bounds."""
        if self.min is not None and number < self.min:
            raise TextError(f"is less than {self.min}")
        if self.max is not None and number > self.max:
            raise TextError(f"is more than {self.max}")
        return number


class IntegerField(NumberField):
    """A whole number."""

    expected = "a whole number"
    type: Literal["integer"]

    def read(self, text: str, locale: str, decimal: str | None) -> int:
        number = parse_number(text, locale, decimal)
        if number != number.to_integral_value():
            raise TextError("is not a whole number")
        return int(self.bounded(number))


class DecimalField(NumberField):
    """A number with at most ``places`` decimals."""

    expected = "a number"
    type: Literal["decimal"]
    places: int = Declared(default=6, ge=0, le=12)

    def read(self, text: str, locale: str, decimal: str | None) -> Decimal:
        number = parse_number(text, locale, decimal)
        if -int(number.as_tuple().exponent) > self.places:
            raise TextError(f"has more than {self.places} decimals")
        return self.bounded(number)

    def restore(self, plain: Any) -> Decimal:
        return Decimal(plain)


class MoneyField(NumberField):
    """An amount of ``currency``, at most two decimals; not negative unless ``min`` allows it."""

    expected = "an amount"
    type: Literal["money"]
    currency: Annotated[str, Declared(pattern="^[A-Z]{3}$")] = "EUR"
    min: Decimal | None = Decimal(0)

    def read(self, text: str, locale: str, decimal: str | None) -> Money:
        for unit in (_SYMBOLS.get(self.currency, self.currency), self.currency):
            stripped = text.removeprefix(unit).removesuffix(unit)
            if stripped != text:
                text = stripped.strip()
                break
        number = parse_number(text, locale, decimal)
        if -int(number.as_tuple().exponent) > 2:
            raise TextError("has more than two decimals")
        return Money(self.bounded(number), self.currency)

    def restore(self, plain: Any) -> Money:
        return Money(plain, self.currency)


class DateField(AnyField):
    """A day, from ``min`` to ``max`` where given."""

    expected = "a date"
    type: Literal["date"]
    min: date | None = None
    max: date | None = None

    def read(self, text: str, locale: str, decimal: str | None) -> date:
        day = parse_date(text, locale)
        if self.min is not None and day < self.min:
            raise TextError(f"is before {self.min}")
        if self.max is not None and day > self.max:
            raise TextError(f"is after {self.max}")
        return day

    def restore(self, plain: Any) -> date:
        return date.fromisoformat(plain)


class BooleanField(AnyField):
    """Yes or no: ``sì``/``no``, ``true``/``false``, ``1``/``0``, in any case."""

    expected = "yes or no"
    type: Literal["boolean"]

    def read(self, text: str, locale: str, decimal: str | None) -> bool:
        word = text.casefold()
        if word not in _TRUE | _FALSE:
            raise TextError("is neither yes nor no; expected one of true, false, sì, no, 1, 0")
        return word in _TRUE


class ChoiceField(AnyField):
    """One of the words of ``of``, in any case; the value is the word as the storyboard writes it."""

    expected = "one of the storyboard's choices"
    type: Literal["choice"]
    of: tuple[Words, ...] = Declared(min_length=1)

    def read(self, text: str, locale: str, decimal: str | None) -> str:
        for word in self.of:
            if word.casefold() == text.casefold():
                return word
        raise TextError(f"is none of: {', '.join(self.of)}")


class IbanField(AnyField):
    """An IBAN (ISO 13616), check digits and country's structure verified; value without spaces."""

    expected = "an IBAN"
    type: Literal["iban"]

    def read(self, text: str, locale: str, decimal: str | None) -> str:
        try:
            return str(iban_number.validate(text))
        except ValidationError:
            raise TextError("is not an IBAN: check digits, length or country are wrong") from None


class FiscalCodeField(AnyField):
    """An Italian fiscal code: 16 characters of a person, or 11 digits, check character verified."""

    expected = "an Italian fiscal code"
    type: Literal["fiscal_code"]

    def read(self, text: str, locale: str, decimal: str | None) -> str:
        try:
            return str(codicefiscale.validate(text))
        except ValidationError:
            raise TextError("is not an Italian fiscal code, or its check is wrong") from None


class PagopaNoticeField(AnyField):
    """A pagoPA notice number of 18 digits, check digits verified; value without spaces."""

    expected = "a pagoPA notice number"
    type: Literal["pagopa_notice"]

    def read(self, text: str, locale: str, decimal: str | None) -> str:
        return check_notice(text)


class EmailField(AnyField):
    """One e-mail address."""

    expected = "an e-mail address"
    type: Literal["email"]

    def read(self, text: str, locale: str, decimal: str | None) -> str:
        if len(text) > 254 or _EMAIL.fullmatch(text) is None:
            raise TextError("is not an e-mail address")
        return text


class PhoneField(AnyField):
    """A telephone number of 5 to 15 digits (ITU-T E.164); value: digits, with ``+`` if given."""

    expected = "a telephone number"
    type: Literal["phone"]

    def read(self, text: str, locale: str, decimal: str | None) -> str:
        digits = "".join(character for character in text if character.isdigit())
        if _PHONE.fullmatch(text) is None or not text.isascii():
            raise TextError("is not a telephone number")
        international = text.startswith(("+", "00"))
        digits = digits.removeprefix("00") if text.startswith("00") else digits
        if not 5 <= len(digits) <= 15:
            raise TextError("is not a telephone number: 5 to 15 digits expected")
        return f"+{digits}" if international else digits


ColumnType = Literal["text", "integer", "decimal", "money", "date", "boolean"]

_COLUMN_FIELDS: dict[str, AnyField] = {}


class ListField(AnyField):
    """A list in one cell: items parted by ``|``, the parts of an item by ``=``.

    ``of`` names the parts and their types in order: ``{label: text, value: money}`` reads
    ``2022=187,50|2023=190``. The value is a tuple of objects with these names.
    """

    expected = "a list"
    type: Literal["list"]
    of: dict[Name, ColumnType] = Declared(min_length=1, max_length=8)
    max: int = Declared(default=50, ge=1, le=500)
    currency: Annotated[str, Declared(pattern="^[A-Z]{3}$")] = "EUR"

    def read(self, text: str, locale: str, decimal: str | None) -> tuple[dict[str, Any], ...]:
        items = [item.strip() for item in text.split("|") if item.strip()]
        if len(items) > self.max:
            raise TextError(f"has more than {self.max} items")
        return tuple(
            self._item(number, item, locale, decimal) for number, item in enumerate(items, start=1)
        )

    def _item(self, number: int, item: str, locale: str, decimal: str | None) -> dict[str, Any]:
        parts = item.split("=")
        if len(parts) != len(self.of):
            form = "=".join(self.of)
            raise TextError(f"item {number} does not have the form {form}")
        value: dict[str, Any] = {}
        for (name, kind), part in zip(self.of.items(), parts, strict=True):
            text = part.strip()
            try:
                if not text:
                    raise TextError("is empty")  # noqa: TRY301 # one place words all reasons
                value[name] = self._column(kind).read(text, locale, decimal)
            except TextError as error:
                raise TextError(f"item {number}: its {name} {error}") from None
        return value

    def _column(self, kind: str) -> AnyField:
        key = f"{kind} {self.currency}"
        if key not in _COLUMN_FIELDS:
            extra = {"currency": self.currency} if kind == "money" else {}
            _COLUMN_FIELDS[key] = _KINDS[kind].model_validate({"type": kind} | extra)
        return _COLUMN_FIELDS[key]

    def restore(self, plain: Any) -> tuple[dict[str, Any], ...]:
        return tuple(
            {name: self._column(self.of[name]).restore(part) for name, part in item.items()}
            for item in plain
        )


_KINDS: dict[str, type[AnyField]] = {
    "text": TextField,
    "integer": IntegerField,
    "decimal": DecimalField,
    "money": MoneyField,
    "date": DateField,
    "boolean": BooleanField,
}


def _kind(raw: Any) -> str | None:
    kind = raw.get("type") if isinstance(raw, dict) else getattr(raw, "type", None)
    return TAG + kind if kind in FIELD_TYPES else None


FIELD_TYPES = (
    "text", "integer", "decimal", "money", "date", "boolean", "choice",
    "iban", "fiscal_code", "pagopa_notice", "email", "phone", "list",
)  # fmt: skip
"""The types a field may have."""

Field = Annotated[
    Union[  # noqa: UP007 # pydantic wants tagged members at run time
        Annotated[TextField, Tag("=text")],
        Annotated[IntegerField, Tag("=integer")],
        Annotated[DecimalField, Tag("=decimal")],
        Annotated[MoneyField, Tag("=money")],
        Annotated[DateField, Tag("=date")],
        Annotated[BooleanField, Tag("=boolean")],
        Annotated[ChoiceField, Tag("=choice")],
        Annotated[IbanField, Tag("=iban")],
        Annotated[FiscalCodeField, Tag("=fiscal_code")],
        Annotated[PagopaNoticeField, Tag("=pagopa_notice")],
        Annotated[EmailField, Tag("=email")],
        Annotated[PhoneField, Tag("=phone")],
        Annotated[ListField, Tag("=list")],
    ],
    Discriminator(
        _kind,
        custom_error_type="field_type",
        custom_error_message=f"A field has a type, one of: {', '.join(FIELD_TYPES)}.",
    ),
]
