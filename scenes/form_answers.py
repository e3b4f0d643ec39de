"""What was written into a form's field: read, tidied and judged by the declaration.

``microsite/page_script/form_answers.js`` does the same in the browser; a test gives both the same
table of good and bad answers. Nothing here trusts the browser.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from scenes.coded_fields import EmailField, PhoneField
from scenes.field_base import DataForm
from scenes.plain_text import TextError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.bound_forms import Form, FormField

YES = "yes"
"""The value of a box that is ticked."""

_DROPPED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff]"
)
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LOCAL_DAY = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_NOT_OF_NUMBERS = re.compile("[\\s'\u2019\u20ac$\u00a3]|EUR|USD|GBP|CHF", re.IGNORECASE)
_MOST_WHOLE = 11
_EMAIL = EmailField(type="email")
_PHONE = PhoneField(type="phone")
_FORM = DataForm("en")


@dataclass(frozen=True, slots=True)
class Days:
    """What is today: it may be ``earliest`` or ``latest``, by where on earth the person is."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What a field holds, tidied; ``problem`` names what is wrong with it, ``limit`` by how much.

    Problems are ``required``, ``nothing``, ``too_short``, ``too_long``, ``email``, ``phone``,
    ``date``, ``too_early``, ``too_late``, ``number``, ``places``, ``too_small``, ``too_large``,
    ``choice``.
    """

    value: str
    problem: str = ""
    limit: str = ""


def read_form(form: Form, sent: Mapping[str, str], days: Days) -> dict[str, Answer]:
    """Return the answer to each field of a form, in its order; what is missing counts as empty.

    A form in which nothing at all was answered has the problem ``nothing`` at its first field.
    """
    answers = {field.id: read_answer(field, sent.get(field.id, ""), days) for field in form.fields}
    for field in form.fields:
        if field.required_for is not None and answers[field.id] == Answer(""):
            name, option = field.required_for
            if name in answers and answers[name].value == option:
                answers[field.id] = Answer("", "required")
    if form.fields and all(answer == Answer("") for answer in answers.values()):
        answers[form.fields[0].id] = Answer("", "nothing")
    return answers


def read_answer(field: FormField, raw: str, days: Days) -> Answer:
    """Return what was written into a field, judged by its declaration."""
    text = tidy(raw, lines=field.kind == "textarea")
    if not text:
        return Answer("", "required" if field.required else "")
    match field.kind:
        case "text" | "textarea":
            return _text(field, text)
        case "email" | "phone":
            return _coded(field, text)
        case "date":
            return _date(field, text, days)
        case "number" | "money":
            return _number(field, text)
        case "choice":
            names = [name for name, _ in field.options]
            return Answer(text) if text in names else Answer("", "choice")
        case "checkbox":
            return Answer(YES) if text == YES else Answer("", "choice")
        case "rating":
            grades = [str(grade) for grade in range(1, int(field.most) + 1)]
            return Answer(text) if text in grades else Answer("", "choice")


def tidy(raw: str, *, lines: bool = False) -> str:
    """Return a text in NFC without what cannot be seen, its white space made single.

    With ``lines`` its line breaks stay, at most two together.
    """
    text = _DROPPED.sub("", unicodedata.normalize("NFC", raw))
    if not lines:
        return re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"[^\S\n]+", " ", re.sub(r"\r\n?", "\n", text))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


def _text(field: FormField, text: str) -> Answer:
    if field.most and len(text) > int(field.most):
        return Answer(text, "too_long", field.most)
    if field.least and len(text) < int(field.least):
        return Answer(text, "too_short", field.least)
    return Answer(text)


def _coded(field: FormField, text: str) -> Answer:
    reader = _EMAIL if field.kind == "email" else _PHONE
    try:
        return Answer(str(reader.read(text, _FORM)))
    except TextError:
        return Answer(text, field.kind)


def _date(field: FormField, text: str, days: Days) -> Answer:
    day = _day(text, field.marks)
    if day is None:
        return Answer(text, "date")
    if field.least and day < (least := day_of(field.least, days.earliest)):
        return Answer(day.isoformat(), "too_early", least.isoformat())
    if field.most and day > (most := day_of(field.most, days.latest)):
        return Answer(day.isoformat(), "too_late", most.isoformat())
    return Answer(day.isoformat())


def _day(text: str, order: str) -> date | None:
    if found := _DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _LOCAL_DAY.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        day, month = (second, first) if order == "mdy" else (first, second)
    else:
        return None
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def day_of(limit: str, today: date) -> date:
    """Return the day that ``2026-09-30`` or ``today+30`` means."""
    if limit.startswith("today"):
        return today + timedelta(days=int(limit[5:] or 0))
    return date.fromisoformat(limit)


def _number(field: FormField, text: str) -> Answer:
    plain = plain_number(text, field.marks)
    if plain is None:
        return Answer(text, "number")
    places = 2 if field.kind == "money" else field.places
    if len(plain.partition(".")[2]) > places:
        return Answer(plain, "places", str(places))
    if field.kind == "money":
        whole, _, cents = plain.partition(".")
        plain = f"{whole}.{cents:0<2}"
    if field.least and Decimal(plain) < Decimal(field.least):
        return Answer(plain, "too_small", field.least)
    if field.most and Decimal(plain) > Decimal(field.most):
        return Answer(plain, "too_large", field.most)
    return Answer(plain)


def plain_number(text: str, marks: str) -> str | None:
    """Return ``1200.5`` for ``1.200,50`` with the marks ``,.``; None for what is no number."""
    body = _NOT_OF_NUMBERS.sub("", text).replace("\u2212", "-")
    negative = body.startswith("-")
    body = body[1:] if negative else body
    mark, group = marks[:1], marks[1:2]
    if group and re.fullmatch(rf"[0-9]{{1,3}}(?:\{group}[0-9]{{3}})+(?:\{mark}[0-9]+)?", body):
        body = body.replace(group, "")
    elif _PLAIN_NUMBER.fullmatch(body) is None:
        return None
    whole, _, fraction = body.replace(",", ".").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if len(whole) > _MOST_WHOLE:
        return None
    plain = f"{whole}.{fraction}" if fraction else whole
    return f"-{plain}" if negative and plain != "0" else plain
