"""What binding makes of a form: words and limits without expressions.

One declaration serves the page's HTML and script and, without what is prefilled, the server, which
judges by it what was sent. The schema of its JSON is ``FORMS_SCHEMA``.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from scenes.canonical import canonical_json

FORMS_SCHEMA = "sollecito/forms@1"

FormKind = Literal[
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


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing that is asked for.

    ``required_for`` is a choice and its option with which the field is required. ``least`` and
    ``most`` are characters of a text, amounts and numbers as ``12.50``, days as ``2026-09-30`` or
    ``today+30``, the best grade of a rating (``most``); empty: no limit. ``places``: decimals
    of a number. ``marks`` is how the locale writes: decimal and grouping mark of numbers (``,.``),
    order of days (``dmy``). ``options`` are (name, label). ``value`` is what is prefilled; the
    server keeps a declaration without it.
    """

    id: str
    kind: FormKind
    label: str
    hint: str = ""
    required: bool = False
    required_for: tuple[str, str] | None = None
    least: str = ""
    most: str = ""
    places: int = 0
    currency: str = ""
    marks: str = ""
    options: tuple[tuple[str, str], ...] = ()
    look: Literal["radio", "select"] = "radio"
    low: str = ""
    high: str = ""
    autocomplete: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a recipient is offered; ``use`` names the shipped one it was made of, if any.

    ``thanks`` is shown when it was sent, ``after`` says what happens next. ``open`` forms are
    unfolded from the start.
    """

    id: str
    title: str
    fields: tuple[FormField, ...]
    submit: str
    thanks: str
    intro: str = ""
    after: str = ""
    use: str = ""
    open: bool = False


def declaration(
    forms: tuple[Form, ...],
    locale: str,
    phone: str = "",
    wording: tuple[tuple[str, str, str], ...] = (),
) -> str:
    """Return the canonical JSON of forms by which a server judges: nothing prefilled is in it.

    ``phone`` and ``wording`` (``PageLook.wording``) are the issuer's, for what servers say.
    """
    bare = [
        dataclasses.replace(
            form, fields=tuple(dataclasses.replace(field, value="") for field in form.fields)
        )
        for form in forms
    ]
    plain: dict[str, Any] = {
        "schema": FORMS_SCHEMA,
        "locale": locale,
        "phone": phone,
        "forms": bare,
    }
    if own := [list(words) for words in wording if words[0] == "forms"]:
        plain["wording"] = own
    return canonical_json(plain)


def declaration_digest(text: str) -> str:
    """Return the SHA-256 of a declaration, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def forms_of(plain: dict[str, Any]) -> dict[str, Form]:
    """Return the forms of a parsed declaration by id; ValueError for one of another schema."""
    if plain.get("schema") != FORMS_SCHEMA:
        raise ValueError("a declaration of forms of another schema")
    return {form["id"]: _form(form) for form in plain["forms"]}


def _form(plain: dict[str, Any]) -> Form:
    fields = tuple(
        FormField(
            **{
                **field,
                "options": tuple(map(tuple, field["options"])),
                "required_for": tuple(field["required_for"]) if field["required_for"] else None,
            }
        )
        for field in plain["fields"]
    )
    return Form(**{**plain, "fields": fields})
