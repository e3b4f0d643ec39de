"""Numbers, amounts and dates in words, as a voice says them in the campaign's language.

num2words makes the numerals; what it says wrongly is mended here: cents of zero are left out,
Italian says "un euro", "un milione di euro", "centoventitré", "primo ottobre", German "ein Euro",
Spanish "veintiún euros". Other languages get what num2words knows of them, and where it knows
nothing, or something wrong, the written form, which the voice reads in its own way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_currency, format_decimal, get_currency_name
from num2words import num2words

if TYPE_CHECKING:
    from datetime import date

    from scenes.values import Money

_LARGEST = 10**15


# num2words writes "centoventitre" and "un milione e duecentomila"; it should be "centoventitré"
# (a stressed last syllable) and "un milione duecentomila".
_ACCENT = re.compile(r"(?<=\w)tre\b")
_LARGE_JOINT = re.compile(r"(?<=milion[ei]|iliard[oi]) e (?=\w*(?:mila|mille))")


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How a language speaks amounts: one and many cents, the joint, "one" before a unit, minus."""

    cent: str
    cents: str
    joint: str
    one: str
    minus: str
    point: str
    of_millions: str = ""


_TONGUES = {
    "it": _Tongue("centesimo", "centesimi", "e", "un", "meno", "virgola", "di "),
    "en": _Tongue("cent", "cents", "and", "one", "minus", "point"),
    "de": _Tongue("Cent", "Cent", "und", "ein", "minus", "Komma"),
    "fr": _Tongue("centime", "centimes", "et", "un", "moins", "virgule", "d’"),
    "es": _Tongue("céntimo", "céntimos", "con", "un", "menos", "coma", "de "),
}


_SAYING = Lock()
"""num2words has one converter for each language, which some languages' rules write into."""

_WHOLE_ALONE = frozenset({"ar", "cy"})
"""Languages of which num2words knows whole numbers alone: in Arabic every amount is of riyals, and
in Welsh what stands after the point is left out."""


def _said(number: int | Decimal, **options: str) -> str:
    with _SAYING:
        return str(num2words(number, **options))


@lru_cache(maxsize=4096)
def number_words(number: int | Decimal, locale: str) -> str:
    """Return a number in words: ``trentatré``, ``dodici virgola cinque``."""
    language = Locale.parse(locale, sep="-").language
    tongue = _TONGUES.get(language)
    speakable = -_LARGEST < number < _LARGEST
    if tongue is None or not speakable:
        written = str(format_decimal(number, locale=Locale.parse(locale, sep="-")))
        return _foreign(number, language, written) if speakable else written
    whole = abs(int(number))
    words = _cardinal(whole, language)
    fraction = format(abs(Decimal(number)), "f").partition(".")[2].rstrip("0")
    if fraction:
        zeros = len(fraction) - len(fraction.lstrip("0"))
        rest = [fraction[zeros:]] if language != "en" and len(fraction) <= 3 else fraction[zeros:]
        parts = ["0"] * zeros + list(rest)
        spoken = " ".join(_cardinal(int(part), language) for part in parts)
        words = f"{words} {tongue.point} {spoken}"
    return f"{tongue.minus} {words}" if number < 0 else words


@lru_cache(maxsize=4096)
def money_words(amount: Money, locale: str) -> str:
    """Return an amount in words: ``centottantasette euro e cinquanta centesimi``."""
    place = Locale.parse(locale, sep="-")
    tongue = _TONGUES.get(place.language)
    cents = abs(amount.cents)
    if tongue is None or cents >= _LARGEST:
        written = str(format_currency(amount.rounded(), amount.currency, locale=place))
        if cents >= _LARGEST:
            return written
        options = {"to": "currency", "currency": amount.currency}
        return _foreign(Decimal(amount.rounded()), place.language, written, **options)
    whole, part = divmod(cents, 100)
    spoken = []
    if whole or not part:
        words = tongue.one if whole == 1 else _before_noun(whole, place.language)
        joint = tongue.of_millions if whole and whole % 1_000_000 == 0 else ""
        unit = get_currency_name(amount.currency, count=whole, locale=place)
        spoken.append(f"{words} {joint}{unit}")
    if part and amount.currency in {"EUR", "USD"}:
        words = tongue.one if part == 1 else _before_noun(part, place.language)
        spoken.append(f"{words} {tongue.cent if part == 1 else tongue.cents}")
    elif part:
        spoken.append(_cardinal(part, place.language))
    text = f" {tongue.joint} ".join(spoken)
    return f"{tongue.minus} {text}" if amount < 0 else text


@lru_cache(maxsize=4096)
def date_words(day: date, locale: str) -> str:
    """Return a date in words: ``trenta settembre duemilaventisei``, ``primo ottobre …``."""
    place = Locale.parse(locale, sep="-")
    language = place.language
    month = get_month_names("wide", locale=place)[day.month]
    if language not in _TONGUES:
        return str(format_date(day, "long", locale=place))
    if language in {"en", "de"}:  # "nineteen ninety-nine"; elsewhere a year is a number
        year = _said(day.year, lang=language, to="year")
    else:
        year = _cardinal(day.year, language)
    if language == "en":
        ordinal = _said(day.day, lang="en", to="ordinal")
        if place.territory == "US":
            return f"{month} {ordinal}, {year}"
        return f"the {ordinal} of {month} {year}"
    if language == "de":
        return f"{_said(day.day, lang='de', to='ordinal')}n {month} {year}"
    first = {"it": "primo", "fr": "premier", "es": "uno"}[language]
    number = first if day.day == 1 else _cardinal(day.day, language)
    return f"{number} de {month} de {year}" if language == "es" else f"{number} {month} {year}"


def _cardinal(number: int, language: str) -> str:
    words = _said(number, lang=language)
    if language == "it":
        words = _ACCENT.sub("tré", words)
        words = _LARGE_JOINT.sub(" ", words)
    return words


def _before_noun(number: int, language: str) -> str:
    """Return a cardinal as it stands before "euros", where "one" at its end loses a sound."""
    words = _cardinal(number, language)
    if language == "de" and words.endswith("eins"):
        return words[:-1]
    if language == "es" and words.endswith("uno"):
        return f"{words[:-3]}ún" if words.endswith("veintiuno") else words[:-1]
    return words


def _foreign(number: int | Decimal, language: str, written: str, **options: str) -> str:
    """Return what num2words says in a language without rules here, or the written form."""
    broken = number != int(number) or bool(options)
    if language in _WHOLE_ALONE and broken:
        return written
    try:
        return _said(number, lang=language, **options)
    except (
        NotImplementedError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ):
        return written  # what num2words raises where a language lacks something differs


@lru_cache(maxsize=4096)
def spelled(text: str) -> str:
    """Return text so that a voice says it character by character: ``F, A, 1, 2, 3, X``."""
    return ", ".join(character for character in text.upper() if character.isalnum())


@lru_cache(maxsize=4096)
def digits_apart(text: str, group: int) -> str:
    """Return digits said one by one, with a breath after each group: ``3 0 1 0, 1 2 3 4``."""
    compact = "".join(text.split())
    groups = [compact[i : i + group] for i in range(0, len(compact), group)]
    return ", ".join(" ".join(part) for part in groups)
