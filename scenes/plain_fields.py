"""Fields of plain kinds: text, numbers, money, dates, yes or no, one of some words."""

from __future__ import annotations

from abc import ABC
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field as Declared
from pydantic import PrivateAttr, model_validator
from pydantic_core import SchemaError, SchemaValidator, core_schema
from typing_extensions import override

from scenes.date_text import parse_date
from scenes.field_base import AnyField, DataForm
from scenes.measures import Currency, Words, fault
from scenes.number_text import parse_number
from scenes.plain_text import TextError
from scenes.values import Money

if TYPE_CHECKING:
    from collections.abc import Callable

_TRUE = frozenset({"1", "true", "yes", "y", "sì", "si", "s", "vero", "v", "ja", "wahr", "oui"})
_FALSE = frozenset({"0", "false", "no", "n", "falso", "f", "nein", "falsch", "non", "faux"})
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "Fr."}


class TextField(AnyField):
    """Text of ``min`` to ``max`` characters that matches ``pattern`` as a whole.

    The pattern is run by an engine whose time is linear in the text's length whatever the pattern
    is (Rust's ``regex``), so no pattern can hold up an import.
    """

    type: Literal["text"]
    min: int = Declared(default=0, ge=0)
    max: int = Declared(default=200, ge=1, le=4000)
    pattern: str | None = None
    _matcher: SchemaValidator | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _compile(self) -> TextField:
        if self.pattern is not None:
            self._matcher = _matcher(self.pattern)
        return self

    @override
    def read(self, text: str, form: DataForm) -> str:
        if len(text) > self.max:
            raise TextError(f"is longer than {self.max} characters")
        if len(text) < self.min:
            raise TextError(f"is shorter than {self.min} characters")
        # The field is asked first: what a model keeps privately is slow to come by.
        if self.pattern is not None and not self._matches(text):
            raise TextError(f"does not match the storyboard's pattern {self.pattern}")
        return text

    @override
    def prepared(self, form: DataForm) -> Callable[[str], str]:
        least, most = self.min, self.max
        fits = self._matcher.isinstance_python if self._matcher is not None else None

        def read(text: str) -> str:
            if least <= len(text) <= most and (fits is None or fits(text)):
                return text
            return self.read(text, form)  # which says what is wrong

        return read

    def _matches(self, text: str) -> bool:
        return self._matcher is None or self._matcher.isinstance_python(text)


def _matcher(pattern: str) -> SchemaValidator:
    """Return what matches whole texts; raises a fault of the key ``pattern``."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
        whole = rf"\A(?:{pattern})\z"
        return SchemaValidator(core_schema.str_schema(pattern=whole, regex_engine="rust-regex"))
    except SchemaError as error:
        reason = str(error)
    message = "Expected a regular expression."
    if "look-around" in reason or "backreferences" in reason:
        message = "A pattern has neither look-ahead, look-behind nor references to its groups."
    elif "size limit" in reason:
        message = "The pattern repeats too much."
    raise fault(message, "", "pattern")


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

    @override
    def read(self, text: str, form: DataForm) -> int:
        number = parse_number(text, form.locale, form.decimal)
        if number != number.to_integral_value():
            raise TextError("is not a whole number")
        return int(self.bounded(number))


class DecimalField(NumberField):
    """A number with at most ``places`` decimals."""

    expected = "a number"
    type: Literal["decimal"]
    places: int = Declared(default=6, ge=0, le=12)

    @override
    def read(self, text: str, form: DataForm) -> Decimal:
        number = parse_number(text, form.locale, form.decimal)
        if -int(number.as_tuple().exponent) > self.places:
            raise TextError(f"has more than {self.places} decimals")
        return self.bounded(number)

    @override
    def restore(self, plain: Any) -> Decimal:
        return Decimal(plain)


class MoneyField(NumberField):
    """An amount of ``currency``, at most two decimals; not negative unless ``min`` allows it."""

    expected = "an amount"
    type: Literal["money"]
    currency: Currency = "EUR"
    min: Decimal | None = Decimal(0)

    @override
    def read(self, text: str, form: DataForm) -> Money:
        # What begins and ends with a digit has no unit.
        bare = text[0].isdigit() and text[-1].isdigit()
        units = () if bare else (_SYMBOLS.get(self.currency, self.currency), self.currency)
        for unit in units:
            stripped = text.removeprefix(unit).removesuffix(unit)
            if stripped != text:
                text = stripped.strip()
                break
        number = parse_number(text, form.locale, form.decimal)
        if -int(number.as_tuple().exponent) > 2:
            raise TextError("has more than two decimals")
        return Money(self.bounded(number), self.currency)

    @override
    def restore(self, plain: Any) -> Money:
        return Money(plain, self.currency)


class DateField(AnyField):
    """A day, from ``min`` to ``max`` where given."""

    expected = "a date"
    type: Literal["date"]
    min: date | None = None
    max: date | None = None

    @override
    def read(self, text: str, form: DataForm) -> date:
        day = parse_date(text, form.locale)
        if self.min is not None and day < self.min:
            raise TextError(f"is before {self.min}")
        if self.max is not None and day > self.max:
            raise TextError(f"is after {self.max}")
        return day

    @override
    def restore(self, plain: Any) -> date:
        return date.fromisoformat(plain)


class BooleanField(AnyField):
    """Yes or no: ``sì``/``no``, ``true``/``false``, ``1``/``0``, in any case."""

    expected = "yes or no"
    type: Literal["boolean"]

    @override
    def read(self, text: str, form: DataForm) -> bool:
        word = text.casefold()
        if word not in _TRUE | _FALSE:
            raise TextError("is neither yes nor no; expected one of true, false, sì, no, 1, 0")
        return word in _TRUE


class ChoiceField(AnyField):
    """One of the words of ``of``, in any case; the value is as the storyboard writes it."""

    expected = "one of the storyboard's choices"
    type: Literal["choice"]
    of: tuple[Words, ...] = Declared(min_length=1)

    @override
    def read(self, text: str, form: DataForm) -> str:
        for word in self.of:
            if word.casefold() == text.casefold():
                return word
        raise TextError(f"is none of: {', '.join(self.of)}")
