"""Numbers as tables write them, read by the declared decimal mark; the ambiguous is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import get_decimal_symbol

from scenes.plain_text import TextError

_SHAPE = re.compile(r"(?P<sign>[-+\u2212]?)(?P<body>[0-9][0-9.,'\u2019 \u00a0\u202f]*)")
_GROUP_SPACES = str.maketrans(dict.fromkeys(" \u00a0\u202f", " ") | {"\u2019": "'"})
_PLAIN = re.compile(r"[0-9]+")
_MOST_DIGITS = 18

# As nearly all amounts are written: what these match needs no closer look.
_USUAL = {
    ",": re.compile(r"(?:[0-9]{1,12}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3})(?:,[0-9]{1,6})?"),
    ".": re.compile(r"(?:[0-9]{1,12}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,6})?"),
}


@lru_cache(maxsize=64)
def decimal_mark(locale: str) -> str:
    """Return the decimal mark of a locale such as ``it-IT``."""
    return get_decimal_symbol(Locale.parse(locale, sep="-"))


def parse_number(text: str, locale: str, decimal: str | None) -> Decimal:
    """Return the number that ``text`` writes.

    Args:
        text: stripped text, without unit or currency.
        locale: BCP 47 locale of the campaign.
        decimal: the decimal mark that the campaign declares for its data, or None: then the
            locale's mark counts, another mark is taken where it can only be a decimal mark
            (``187.50``, ``1,234.56``), and ``1.234`` is refused.

    Raises TextError with the reason.
    """
    if decimal is not None and (usual := _USUAL.get(decimal)) and usual.fullmatch(text):
        groups = "." if decimal == "," else ","
        return Decimal(text.replace(groups, "").replace(decimal, "."))
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        mark = decimal or decimal_mark(locale)
        raise TextError(f"is not a number; expected digits alone, such as 187{mark}50")
    body = shape["body"].translate(_GROUP_SPACES)
    if _PLAIN.fullmatch(body):
        whole, fraction = body, ""
    else:
        whole, fraction = _parts(body, decimal_mark(locale), decimal)
    if len(whole) + len(fraction) > _MOST_DIGITS:
        raise TextError(f"has more than {_MOST_DIGITS} digits")
    number = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return -number if shape["sign"] in {"-", "\u2212"} and number else number


def _parts(body: str, usual: str, declared: str | None) -> tuple[str, str]:
    marks = [character for character in body if not character.isdigit()]
    last = marks[-1]
    if declared is not None:
        mark = declared if declared in marks else None
    elif last not in ".,":
        mark = None
    elif len(set(marks)) > 1:
        mark = last
    elif len(marks) > 1:
        mark = None
    elif len(body) - body.index(last) - 1 != 3 or body.startswith("0"):
        mark = last
    else:
        # One mark and three digits after it: thousands or thousandths?
        grouping = "," if usual == "." else "."
        meaning = "thousands or decimals" if last == grouping else "decimals or thousands"
        raise TextError(
            f"is ambiguous: '{last}' before three digits may part {meaning}; "
            "write two decimals, or declare data.decimal in campaign.yaml"
        )
    whole, _, fraction = body.partition(mark) if mark else (body, "", "")
    if mark and (not fraction or not _PLAIN.fullmatch(fraction)):
        raise TextError(f"is not a number with the decimal mark '{mark}'")
    return _ungroup(whole), fraction


def _ungroup(whole: str) -> str:
    marks = {character for character in whole if not character.isdigit()}
    if not marks:
        return whole
    if len(marks) > 1:
        raise TextError("mixes marks between its groups of digits")
    head, *groups = whole.split(marks.pop())
    if not 1 <= len(head) <= 3 or any(len(group) != 3 for group in groups):
        raise TextError("has groups of digits that are not of three; check the decimal mark")
    if head.startswith("0"):
        raise TextError("begins with 0 before a group of three digits; check the decimal mark")
    return head + "".join(groups)
