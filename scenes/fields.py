"""Fields: the named, typed values that every row of data brings, and how their text is read."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import Discriminator, Tag
from pydantic import Field as Declared
from typing_extensions import override

from foundation.errors import RowError
from scenes.coded_fields import (
    EmailField,
    FiscalCodeField,
    IbanField,
    PagopaNoticeField,
    PhoneField,
)
from scenes.field_base import AnyField, DataForm
from scenes.image_field import ImageField
from scenes.measures import TAG, Currency, Name
from scenes.plain_fields import (
    BooleanField,
    ChoiceField,
    DateField,
    DecimalField,
    IntegerField,
    MoneyField,
    TextField,
)
from scenes.plain_text import TextError, clean

ColumnType = Literal["text", "integer", "decimal", "money", "date", "boolean"]

_COLUMN_FIELDS: dict[str, AnyField] = {}


class ListField(AnyField):
    """A list in one cell: items parted by ``|``, the parts of an item by ``=``.

    ``of`` names the parts and their types in order: ``{label: text, value: money}`` reads
    ``2022=187,50|2023=190``. The value is a tuple of objects with these names.
    """

    expected = "a list"
    empty = ()
    type: Literal["list"]
    of: dict[Name, ColumnType] = Declared(min_length=1, max_length=8)
    max: int = Declared(default=50, ge=1, le=500)
    currency: Currency = "EUR"

    @override
    def read(self, text: str, form: DataForm) -> tuple[dict[str, Any], ...]:
        items = [item.strip() for item in text.split("|") if item.strip()]
        if len(items) > self.max:
            raise TextError(f"has more than {self.max} items")
        return tuple(self._item(number, item, form) for number, item in enumerate(items, start=1))

    def parse_items(self, items: Any, locale: str) -> tuple[dict[str, Any], ...]:
        """Return the value of a list that the data brings as such, an array of objects.

        Numbers are text with a dot before the decimals. Raises RowError as ``parse`` does.
        """
        try:
            return self._listed(items, DataForm(locale, "."))
        except TextError as error:
            raise RowError(self._name, str(error)) from None

    def _listed(self, items: Any, form: DataForm) -> tuple[dict[str, Any], ...]:
        if not isinstance(items, list):
            raise TextError("is an object; expected a list of them")
        if not items and not self.optional:
            raise TextError(f"is empty; expected {self.expected}")
        if len(items) > self.max:
            raise TextError(f"has more than {self.max} items")
        return tuple(
            self._object_item(number, item, form) for number, item in enumerate(items, start=1)
        )

    def _object_item(self, number: int, item: Any, form: DataForm) -> dict[str, Any]:
        if not isinstance(item, dict) or set(item) != set(self.of):
            raise TextError(f"item {number} does not have the keys {', '.join(self.of)}")
        parts = [item[name] for name in self.of]
        if any(isinstance(part, (list, dict)) for part in parts):
            raise TextError(f"item {number} holds a list; expected text and numbers")
        return self._parts(number, ["" if part is None else _written(part) for part in parts], form)

    def _item(self, number: int, item: str, form: DataForm) -> dict[str, Any]:
        parts = item.split("=")
        if len(parts) != len(self.of):
            shape = "=".join(self.of)
            raise TextError(f"item {number} does not have the form {shape}")
        return self._parts(number, parts, form)

    def _parts(self, number: int, parts: list[str], form: DataForm) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for (name, kind), part in zip(self.of.items(), parts, strict=True):
            text = clean(part)
            if not text:
                raise TextError(f"item {number}: its {name} is empty")
            try:
                value[name] = self._column(kind).read(text, form)
            except TextError as error:
                raise TextError(f"item {number}: its {name} {error}") from None
        return value

    def _column(self, kind: str) -> AnyField:
        key = f"{kind} {self.currency}"
        if key not in _COLUMN_FIELDS:
            extra = {"currency": self.currency} if kind == "money" else {}
            _COLUMN_FIELDS[key] = _KINDS[kind].model_validate({"type": kind} | extra)
        return _COLUMN_FIELDS[key]

    @override
    def restore(self, plain: Any) -> tuple[dict[str, Any], ...]:
        return tuple(
            {name: self._column(self.of[name]).restore(part) for name, part in item.items()}
            for item in plain
        )


def _written(part: Any) -> str:
    if isinstance(part, bool):
        return "true" if part else "false"
    return str(part)


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
    "iban", "fiscal_code", "pagopa_notice", "email", "phone", "image", "list",
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
        Annotated[ImageField, Tag("=image")],
        Annotated[ListField, Tag("=list")],
    ],
    Discriminator(
        _kind,
        custom_error_type="field_type",
        custom_error_message=f"A field has a type, one of: {', '.join(FIELD_TYPES)}.",
    ),
]
