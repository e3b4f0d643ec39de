"""A parser for the XML of files that anybody may have made."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from foundation.errors import DataError


def new_parser(name: str) -> expat.XMLParserType:
    """Return a parser; its names of elements may have prefixes (``local``).

    A document type, which no workbook has, is refused with DataError: it is the way to entities
    that grow without end or that read other files.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise DataError(f"'{name}' holds XML with a document type, which no workbook has.")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def local(tag: str) -> str:
    """Return an element's name without its namespace's prefix."""
    return tag.rpartition(":")[2] if ":" in tag else tag
