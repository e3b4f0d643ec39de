"""The forms of the page as authors write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, WithJsonSchema, model_validator
from pydantic import Field as Declared

from scenes.campaign_file import Strict
from scenes.measures import Currency, Name, Words, fault

FormFieldType = Literal[
    "text",
    "textarea",
    "email",
    "phone",
    "date",
    "number",
    "money",
    "choice",
    "checkbox",
    "rating",
]

MOST_LETTERS = 4000
"""Characters that a text of a form may have at most."""

MOST_GRADE = 10
_MOVING = re.compile(r"today(?:\s*([+-])\s*([0-9]{1,4}))?")
_NUMBER = re.compile(r"-?[0-9]{1,11}(?:\.[0-9]{1,4})?")


def is_expression(limit: str) -> bool:
    """Return whether a limit is worked out of a row's data."""
    return "{{" in limit or "{%" in limit


def _as_limit(raw: Any) -> Any:
    if isinstance(raw, bool) or raw is None:
        raise fault("Expected a number, a date, today, or an expression in quotes.")
    if isinstance(raw, datetime):
        raise fault("Expected a day without a time, such as 2026-09-30.")
    if isinstance(raw, float):
        return format(Decimal(str(raw)), "f")
    return raw.isoformat() if isinstance(raw, date) else str(raw)


Limit = Annotated[
    str, BeforeValidator(_as_limit), WithJsonSchema({"type": ["integer", "number", "string"]})
]
"""A number, a day (``2026-09-30``, ``today``, ``today + 30``) or an expression."""

_ALLOWED: dict[str, frozenset[str]] = {
    "text": frozenset({"min", "max", "prefill", "autocomplete"}),
    "textarea": frozenset({"min", "max", "prefill"}),
    "email": frozenset({"prefill", "autocomplete"}),
    "phone": frozenset({"prefill", "autocomplete"}),
    "date": frozenset({"min", "max", "prefill", "autocomplete"}),
    "number": frozenset({"min", "max", "prefill", "places"}),
    "money": frozenset({"min", "max", "prefill", "currency"}),
    "choice": frozenset({"options", "look", "prefill"}),
    "checkbox": frozenset(),
    "rating": frozenset({"max", "low", "high"}),
}
"""Keys that only some types of fields have."""

SPECIAL = frozenset().union(*_ALLOWED.values())


def moving_day(limit: str) -> int | None:
    """Return the days after today that ``today + 30`` means; None for what is not written so."""
    found = _MOVING.fullmatch(limit.strip())
    if found is None:
        return None
    days = int(found[2] or 0)
    return -days if found[1] == "-" else days


def parse_limit(kind: str, limit: str) -> str:
    """Return a limit without expression in its plain form; raises ValueError when it is none.

    Numbers stay numbers, days become ``2026-09-30`` or ``today+30``.
    """
    text = limit.strip()
    if kind == "date":
        days = moving_day(text)
        return date.fromisoformat(text).isoformat() if days is None else f"today{days:+d}"
    if kind in {"text", "textarea", "rating"}:
        most = MOST_GRADE if kind == "rating" else MOST_LETTERS
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise ValueError(text)
        return str(int(text))
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    return text


_EXPECTED = {
    "date": "Expected a day such as 2026-09-30, today, 'today + 30', or an expression.",
    "text": f"Expected a whole number of characters, 1 to {MOST_LETTERS}.",
    "textarea": f"Expected a whole number of characters, 1 to {MOST_LETTERS}.",
    "rating": f"Expected the best grade, a whole number of 2 to {MOST_GRADE}.",
    "number": "Expected a number of at most eleven digits, or an expression in quotes.",
    "money": "Expected an amount such as 12.50, or an expression in quotes.",
}


class FormFieldFile(Strict):
    """One thing that a form asks for."""

    id: Name
    type: FormFieldType
    label: Words
    hint: Words | None = None
    required: bool = False
    required_for: dict[Name, Name] | None = Declared(default=None, min_length=1, max_length=1)
    min: Limit | None = None
    max: Limit | None = None
    places: int = Declared(default=0, ge=0, le=4)
    currency: Currency = "EUR"
    options: dict[Name, Words] = Declared(default_factory=dict, max_length=60)
    look: Literal["radio", "select"] | None = None
    low: Words | None = None
    high: Words | None = None
    autocomplete: (
        Literal[
            "name",
            "given-name",
            "family-name",
            "organization",
            "street-address",
            "postal-code",
            "address-level2",
            "email",
            "tel",
            "bday",
            "off",
        ]
        | None
    ) = None
    prefill: Words | None = None
    when: Words | None = None

    @model_validator(mode="after")
    def _fits(self) -> FormFieldFile:
        for key in sorted(SPECIAL & self.model_fields_set - _ALLOWED[self.type]):
            having = [kind for kind in get_args(FormFieldType) if key in _ALLOWED[kind]]
            message = f"A {self.type} field has no '{key}'; {', '.join(having)} have."
            raise fault(message, "", key)
        if self.type == "choice" and len(self.options) < 2:
            raise fault("A choice has at least two options, name to label.", "", "options")
        if self.id == TRAP or self.id in CARRIED:
            raise fault(f"'{self.id}' is taken already; choose another name.", "", "id")
        self._check_limits()
        return self

    def _check_limits(self) -> None:
        plain: dict[str, str] = {}
        for key in ("min", "max"):
            limit = getattr(self, key)
            if limit is None or (is_expression(limit) and self.type in {"date", "number", "money"}):
                continue
            try:
                plain[key] = parse_limit(self.type, limit)
            except ValueError:
                raise fault(_EXPECTED[self.type], "", key) from None
        if self.type == "rating" and int(plain.get("max", "5")) < 2:
            raise fault(_EXPECTED["rating"], "", "max")
        if len(plain) == 2 and _above(self.type, plain["min"], plain["max"]):
            raise fault("'min' is more than 'max': nothing would fit.", "", "min")


def _above(kind: str, low: str, high: str) -> bool:
    if kind != "date":
        return Decimal(low) > Decimal(high)
    moving = [limit.startswith("today") for limit in (low, high)]
    if all(moving):
        return int(low[5:]) > int(high[5:])
    return not any(moving) and low > high


TRAP = "leave_empty"
"""The field that people do not see and machines fill in."""

CARRIED = frozenset({"attempt", "elapsed"})
"""What the page's script sends besides the fields."""


class FormFile(Strict):
    """A form: one that is shipped (``use``), or one of the author's own."""

    use: str | None = None
    id: Name | None = None
    title: Words | None = None
    intro: Words | None = None
    fields: tuple[FormFieldFile, ...] = Declared(default=(), max_length=20)
    prefill: dict[Name, Words] = Declared(default_factory=dict)
    submit: Words | None = None
    thanks: Words | None = None
    after: Words | None = None
    open: bool = False
    when: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> FormFile:
        if self.use is None:
            for key, value in (("id", self.id), ("title", self.title), ("fields", self.fields)):
                if not value:
                    message = f"A form of your own has '{key}'."
                    raise fault(message, "Or name a shipped one: use: call_me_back.")
        names = [field.id for field in self.fields]
        for at, name in enumerate(names):
            if name in names[:at]:
                raise fault(f"There are two fields '{name}'.", "", f"fields.{at}.id")
        return self

    @property
    def name(self) -> str:
        """The name by which options and events know the form."""
        return self.id or self.use or ""
