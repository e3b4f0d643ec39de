"""Stable codes for why rows cannot be used (``coded_sentences``).

A test runs through here every reason that the program can give.
"""

from __future__ import annotations

import re

from campaigns.coded_sentences import NUMBERS, CodedSentences
from scenes.coded_fields import (
    EmailField,
    FiscalCodeField,
    IbanField,
    PagopaNoticeField,
    PhoneField,
)
from scenes.fields import ListField
from scenes.image_field import ImageField
from scenes.plain_fields import (
    BooleanField,
    ChoiceField,
    DateField,
    DecimalField,
    IntegerField,
    MoneyField,
    TextField,
)

EXPECTED: dict[str, str] = {
    TextField.expected: "text",
    IntegerField.expected: "integer",
    DecimalField.expected: "decimal",
    MoneyField.expected: "money",
    DateField.expected: "date",
    BooleanField.expected: "boolean",
    ChoiceField.expected: "choice",
    IbanField.expected: "iban",
    FiscalCodeField.expected: "fiscal_code",
    PagopaNoticeField.expected: "pagopa_notice",
    EmailField.expected: "email",
    PhoneField.expected: "phone",
    ImageField.expected: "image",
    ListField.expected: "list",
}
"""What a field expects in words, and its type."""

ORDERS = {"day/month/year": "day-first", "month/day/year": "month-first"}
"""How a locale writes days."""

_WHOLE = r"[0-9][0-9,]*"
_PLACES = {
    "at": _WHOLE,
    "cells": _WHOLE,
    "columns": _WHOLE,
    "item": _WHOLE,
    "line": _WHOLE,
    "most": NUMBERS,
    "least": NUMBERS,
    "characters": r"U\+[0-9A-F]+(?:, U\+[0-9A-F]+)*",
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "expected": "|".join(map(re.escape, EXPECTED)),
    "order": "|".join(map(re.escape, ORDERS)),
}
"""What may stand in the place of a parameter; anything where it is not named here."""

FORMS: tuple[tuple[str, str], ...] = (
    # Rows as a whole.
    ("row-nul", "the row holds a NUL byte, which no text has"),
    (
        "row-damaged",
        "the row holds characters that were damaged before or that are in another encoding",
    ),
    (
        "row-encoding",
        (
            "the row is in UTF-8, but the rest of the file in Windows-1252; save the whole file as"
            " UTF-8 from the program it comes from"
        ),
    ),
    (
        "row-width",
        (
            "the row has {cells} cells, the header has {columns}; perhaps a delimiter is missing,"
            " or a cell that holds one lacks its quotation marks"
        ),
    ),
    (
        "row-width",
        (
            "the row has {cells} cell, the header has {columns}; perhaps a delimiter is missing,"
            " or a cell that holds one lacks its quotation marks"
        ),
    ),
    ("row-width", "the row has {cells} cells, the header has {columns}"),
    ("cell-endless", "a cell has more than {most} characters"),
    (
        "quote-inside",
        "a quotation mark stands inside a quoted cell; write it twice there, or remove it",
    ),
    (
        "quote-open",
        (
            "a quotation mark seems to have been left open: the cell runs over into line {line};"
            " close the mark, or remove it"
        ),
    ),
    (
        "quote-swallowed",
        "the row was swallowed by a quotation mark that was left open in line {line}",
    ),
    ("id-repeated", "the id of this row stands in line {line} already"),
    ("json-key-twice", "the object has the same key twice"),
    ("json-no-number", "{word} is no number in JSON; leave the value out, or write null"),
    ("json-digits", "a number has too many digits"),
    ("json-no-object", "an item of the array is no object"),
    ("json-no-object", "the line is no JSON object with the names of the columns as keys"),
    ("json-not-whole", "the line is no whole JSON object (at character {at})"),
    ("json-nested", "the object is nested too deeply"),
    # Any cell.
    ("id-empty", "is empty; every row needs an id of its own"),
    ("id-unprintable", "holds a line break or another character that cannot be printed"),
    ("empty", "is empty; expected {expected}"),
    ("too-long", "is longer than {most} characters"),
    ("too-short", "is shorter than {least} characters"),
    ("bidi-control", "contains an invisible character that turns the reading direction"),
    (
        "lost-character",
        "contains a character that was lost (\ufffd); save the file again as UTF-8",
    ),
    ("control-character", "contains a control character"),
    ("unknown-character", "contains a character that Unicode does not know"),
    ("invisible-character", "contains an invisible character"),
    ("stacked-marks", "puts more than {most} marks on one letter"),
    ("no-glyph", "holds characters that no installed font can draw: {characters}"),
    ("no-glyph", "holds characters that no installed font can draw: {characters}. {advice}"),
    ("nested-value", "is a list or an object; expected {expected}"),
    # Cells of workbooks.
    (
        "sheet-formula",
        (
            "holds a formula without its result; open the workbook in Excel, let it calculate, and"
            " save it, or paste the values"
        ),
    ),
    ("sheet-error", "holds an error of the spreadsheet (such as #N/D or #REF!)"),
    ("sheet-bounds", "holds a number beyond all bounds"),
    ("sheet-no-date", "is shown as a date, but holds none"),
    (
        "sheet-digits",
        (
            "holds a number of more than fifteen digits, which Excel rounds; format the column as"
            " text and enter it again"
        ),
    ),
    # Text, numbers, money, dates, yes or no, choices.
    ("pattern", "does not match the storyboard's pattern {pattern}"),
    ("not-number", "is not a number; expected digits alone, such as 187{mark}50"),
    ("too-many-digits", "has more than {most} digits"),
    (
        "ambiguous-mark",
        (
            "is ambiguous: '{mark}' before three digits may part {meaning}; write two decimals, or"
            " declare data.decimal in campaign.yaml"
        ),
    ),
    ("decimal-mark", "is not a number with the decimal mark '{mark}'"),
    ("mixed-marks", "mixes marks between its groups of digits"),
    ("zero-before-group", "begins with 0 before a group of three digits; check the decimal mark"),
    ("groups", "has groups of digits that are not of three; check the decimal mark"),
    ("less-than", "is less than {least}"),
    ("more-than", "is more than {most}"),
    ("not-whole", "is not a whole number"),
    ("cents", "has more than two decimals"),
    ("decimals", "has more than {most} decimals"),
    ("short-year", "has a year of two digits; write all four"),
    ("not-date", "is not a date; expected {order} or year-month-day"),
    ("no-such-date", "is a date that does not exist (read as {order})"),
    ("far-year", "has a year outside 1900 to 2200"),
    ("before", "is before {day}"),
    ("after", "is after {day}"),
    ("not-boolean", "is neither yes nor no; expected one of true, false, sì, no, 1, 0"),
    ("not-choice", "is none of: {choices}"),
    # Codes.
    ("not-iban", "is not an IBAN: check digits, length or country are wrong"),
    ("not-fiscal-code", "is not an Italian fiscal code, or its check is wrong"),
    ("notice-digits", "is not a pagoPA notice number: 18 digits expected"),
    ("notice-begin", "is not a pagoPA notice number: it begins with 0, 1, 2 or 3"),
    ("notice-check", "is not a pagoPA notice number: its check digits are wrong"),
    ("not-email", "is not an e-mail address"),
    ("not-phone", "is not a telephone number"),
    ("phone-digits", "is not a telephone number: 5 to 15 digits expected"),
    # Pictures.
    ("image-name", "is not a plain file name; expected one without folders"),
    ("image-missing", "names a file that the folder of pictures does not have"),
    ("image-bytes", "names a picture of more than {most} MB"),
    ("image-pixels", "names a file that has more than {most} megapixels; make it smaller"),
    (
        "image-shape",
        "names a file that is more than {most} times as long as it is narrow; cut it",
    ),
    (
        "image-broken",
        "names a file that cannot be read as a picture: expected a whole PNG, JPEG or WebP file",
    ),
    # Lists.
    ("list-items", "has more than {most} items"),
    ("list-object", "is an object; expected a list of them"),
    ("item-keys", "item {item} does not have the keys {keys}"),
    ("item-nested", "item {item} holds a list; expected text and numbers"),
    ("item-form", "item {item} does not have the form {form}"),
    ("item-empty", "item {item}: its {part} is empty"),
    ("item-part", "item {item}: its {part} {reason}"),
)
"""Codes and the sentences that they stand for. A code never changes its meaning."""

REASONS = CodedSentences(FORMS, _PLACES, words={"expected": EXPECTED, "order": ORDERS})

reason_code = REASONS.code_of
"""Returns the code and the parameters of a reason; None for a sentence that is not known."""
