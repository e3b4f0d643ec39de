"""A QR code in a terminal: two modules a character, dark on light whatever the terminal's theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from scenes.qr_code import matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

QUIET = 4
"""Modules of light margin on every side (ISO/IEC 18004)."""


def terminal_code(data: str) -> Text:
    """Return a QR code for a terminal, error correction Q."""
    modules = matrix(data, "Q")
    width = len(modules) + 2 * QUIET
    light = [False] * width
    rows: list[Sequence[bool]] = [light] * QUIET
    rows += [[False] * QUIET + list(row) + [False] * QUIET for row in modules]
    rows += [light] * QUIET
    if len(rows) % 2:
        rows.append(light)
    lines = [
        "".join(_cell(top, bottom) for top, bottom in zip(rows[i], rows[i + 1], strict=True))
        for i in range(0, len(rows), 2)
    ]
    return Text("\n".join(lines), style="black on white", no_wrap=True)


def _cell(top: bool, bottom: bool) -> str:
    return {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}[
        (top, bottom)
    ]
