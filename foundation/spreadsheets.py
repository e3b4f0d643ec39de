"""Tables for spreadsheets: cells that are never taken for formulas, files that open as they are."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings that a spreadsheet takes for a formula, full-width ones (U+FF1D = and so on) too."""

BOM = "\ufeff"
"""Begins a UTF-8 file that spreadsheets are to recognise as such."""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (an apostrophe before it).

    Plain numbers, such as ``-12,50``, stay as they are.
    """
    if cell.lstrip(" \n").startswith(FORMULA) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    return cell.strip("+-").replace(",", "").replace(".", "").replace(" ", "").isdecimal()
