"""Stable codes for why a file cannot be read as a table, or an import ended (``coded_sentences``).

``{advice}`` is English, and said in the words of the code.
"""

from __future__ import annotations

from campaigns.coded_sentences import NUMBERS, CodedSentences

FORMS: tuple[tuple[str, str], ...] = (
    ("table-empty", "'{file}' is empty. A header line and one row a person are expected."),
    ("table-no-rows", "'{file}' has a header but no rows."),
    (
        "table-columns-missing",
        (
            "The header of '{file}' (line {line}) has {missing}. The first line must name the"
            " columns; {advice}"
        ),
    ),
    ("table-columns-missing", "'{file}' has no column {missing}; {advice}"),
    ("table-column-nameless", "Column {column} of '{file}' has no name in the header."),
    ("table-column-damaged", "The name of column {column} of '{file}' is damaged."),
    ("table-column-twice", "Columns {first} and {column} of '{file}' have the same name."),
    ("table-too-wide", "'{file}' has {columns} columns; at most {most} can be used."),
    ("table-line-endless", "'{file}' has a line of more than {most} MiB {advice}"),
    ("table-line-endless", "'{file}' has rows of more than {most} MiB each: {advice}"),
    ("table-cell-endless", "'{file}' has a cell of more than {most} characters."),
    ("table-unreadable", "The data file '{file}' cannot be read: {advice}"),
    ("table-header", "The header of '{file}' cannot be read: {advice}"),
    (
        "table-quote-open",
        "'{file}' has a quotation mark in the row of line {line} that is never closed. {advice}",
    ),
    ("table-no-text", "'{file}' looks like UTF-16 without its mark, or is no text. {advice}"),
    ("table-no-csv", "'{file}' is {kind}, not a CSV file. {advice}"),
    ("table-json-lines", "'{file}' begins like JSON Lines, but {advice}"),
    ("table-json-keys", "'{file}' has keys with white space around them; remove it."),
    ("table-json-comma", "'{file}' is not whole JSON: {advice}"),
    ("table-json-cut", "'{file}' is no whole JSON array: {advice}"),
    ("table-json-cut", "'{file}' is a JSON array that never ends: it was cut short."),
    ("table-json-faulty", "'{file}' cannot be read as JSON: {advice}"),
    ("table-encrypted", "'{file}' is an encrypted Parquet file. {advice}"),
    ("table-encrypted", "'{file}' is protected by a password. {advice}"),
    ("table-encrypted", "'{file}' is a workbook protected by a password. {advice}"),
    ("table-parquet-damaged", "'{file}' is a Parquet file that was cut short. {advice}"),
    ("table-parquet-damaged", "'{file}' is a damaged Parquet file, or one {advice}"),
    ("table-parquet-type", "{column} holds bytes or durations; {advice}"),
    ("table-old-excel", "'{file}' is an old Excel workbook (.xls). {advice}"),
    ("table-old-excel", "'{file}' is a binary Excel workbook (.xlsb). {advice}"),
    ("table-open-document", "'{file}' is a LibreOffice document. {advice}"),
    ("table-archive", "'{file}' is {kind}, not a workbook. {advice}"),
    ("table-no-workbook", "'{file}' has more than {most} parts: this is no table."),
    ("table-no-workbook", "'{file}' unpacks to far more than it should: {advice}"),
    ("table-no-workbook", "'{file}' holds XML with a document type, which no workbook has."),
    (
        "table-workbook-damaged",
        "'{file}' begins like an Excel workbook, but was cut short or is damaged. {advice}",
    ),
    # Why an import ended that was no fault of its file.
    ("import-not-started", "Nobody started it within {hours} hours."),
    ("import-attempts", "After {attempts} attempts: {detail}"),
)
"""Codes and the sentences that they stand for. A code never changes its meaning."""

_PLACES = {
    "line": "[0-9]+",
    "column": ".+",
    "first": "[0-9]+",
    "hours": "[0-9]+",
    "attempts": "[0-9]+",
    "most": NUMBERS,
    "file": "[^\n]+?",
}

TABLES = CodedSentences(FORMS, _PLACES)

table_code = TABLES.code_of
"""Returns the code and the parameters of why an import ended; None for a sentence not known."""
