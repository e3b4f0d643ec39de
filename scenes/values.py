"""Values of fields: money, and how every value goes to JSON and back."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from numbers import Rational

    from scenes.field_base import AnyField

CENT = Decimal("0.01")


class CurrencyError(ValueError):
    """Raised when amounts of two currencies are added or compared; says no amounts."""


class Money(Decimal):
    """An amount with its currency (ISO 4217), exact; calculates and compares like a number.

    Adding two currencies raises CurrencyError. Money divided by money is a plain Decimal.
    """

    currency: str
    __slots__ = ("currency",)

    def __new__(cls, amount: Decimal | int | str, currency: str = "EUR") -> Self:
        """Make an amount; ``amount`` as Decimal takes it, never a float."""
        self = super().__new__(cls, amount)
        self.currency = currency
        return self

    def rounded(self) -> Money:
        """Return the amount as it is shown and spoken: two decimals, halves away from zero."""
        return self._like(Decimal(self).quantize(CENT, rounding=ROUND_HALF_UP))

    @property
    def cents(self) -> int:
        """The amount in hundredths of its currency."""
        return int(self.rounded() * 100)

    def _like(self, amount: Decimal) -> Money:
        return Money(amount, self.currency)

    def _same(self, other: object) -> None:
        if isinstance(other, Money) and other.currency != self.currency:
            raise CurrencyError("amounts of two currencies cannot be put together")

    def __reduce__(self) -> tuple[type[Money], tuple[str, str]]:  # type: ignore[override] # Decimal's is declared too narrowly
        return (Money, (str(self), self.currency))

    def __repr__(self) -> str:
        return f"Money('{self}', '{self.currency}')"

    def __hash__(self) -> int:
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Money) and other.currency != self.currency:
            return False
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Decimal | float | Rational, /) -> bool:
        self._same(other)
        return super().__lt__(other)

    def __le__(self, other: Decimal | float | Rational, /) -> bool:
        self._same(other)
        return super().__le__(other)

    def __gt__(self, other: Decimal | float | Rational, /) -> bool:
        self._same(other)
        return super().__gt__(other)

    def __ge__(self, other: Decimal | float | Rational, /) -> bool:
        self._same(other)
        return super().__ge__(other)

    def __add__(self, other: Decimal | int, /) -> Money:
        self._same(other)
        return self._like(super().__add__(other))

    __radd__ = __add__

    def __sub__(self, other: Decimal | int, /) -> Money:
        self._same(other)
        return self._like(super().__sub__(other))

    def __rsub__(self, other: Decimal | int, /) -> Money:
        return self._like(super().__rsub__(other))

    def __mul__(self, other: Decimal | int, /) -> Money:
        if isinstance(other, Money):
            raise CurrencyError("an amount cannot be multiplied by an amount")
        return self._like(super().__mul__(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Decimal | int, /) -> Decimal:
        self._same(other)
        result = super().__truediv__(other)
        return result if isinstance(other, Money) else self._like(result)

    def __neg__(self) -> Money:
        return self._like(super().__neg__())

    def __abs__(self) -> Money:
        return self._like(super().__abs__())


def to_json(value: object) -> Any:
    """Return a field's value as JSON can hold it; exact, so numbers become text.

    Dates become ``2026-09-30``, money and decimals ``187.50``, lists stay lists of objects.
    Raises TypeError for a value that no field makes.
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    raise TypeError(f"no field makes a {type(value).__name__}")


def from_json(field: AnyField, plain: Any) -> object:
    """Return the value that ``to_json`` made ``plain`` of; ``field`` knows its type."""
    return None if plain is None else field.restore(plain)
