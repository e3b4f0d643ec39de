"""QR codes as plain matrices of modules (ISO/IEC 18004), drawn by whoever needs them.

The level asked for is the level made: the library used here does not raise it when there is room,
and the mode is one for the whole text (numeric, alphanumeric for an upper-case link, else UTF-8
bytes), so a code's version can be told beforehand.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import QRData

from foundation.errors import RenderError

QUIET_ZONE = 4
"""Light modules that must stand around a code; ``matrix`` leaves them to the caller."""

Level = Literal["L", "M", "Q", "H"]
Matrix = tuple[tuple[bool, ...], ...]

_LEVELS: dict[str, int] = {
    "L": ERROR_CORRECT_L,
    "M": ERROR_CORRECT_M,
    "Q": ERROR_CORRECT_Q,
    "H": ERROR_CORRECT_H,
}


def matrix(
    data: str,
    error_correction: Level = "M",
    *,
    version: int | None = None,
    mask: int | None = None,
) -> Matrix:
    """Return the modules of a QR code, rows from top to bottom, True is dark, without quiet zone.

    Args:
        data: the text; all upper case (A–Z 0–9 space $%*+-./:) makes a smaller code.
        error_correction: L 7 %, M 15 %, Q 25 %, H 30 %; exactly this level.
        version: 1 to 40 fixes the size (17 + 4 × version modules); None takes the smallest.
        mask: 0 to 7 fixes the mask, which is five times quicker; None seeks the best one.

    Raises RenderError when the data does not fit.
    """
    code = _code(data, error_correction, version, mask)
    try:
        fitting = version or code.best_fit()
        return _modules(data, error_correction, fitting, mask)
    except (DataOverflowError, ValueError) as error:
        size = f"version {version}" if version is not None else "any version"
        message = f"{len(data)} characters do not fit into a QR code of {size}-{error_correction}"
        raise RenderError(message) from error


def _code(data: str, level: Level, version: int | None, mask: int | None) -> QRCode[Any]:
    code = QRCode(version=version, error_correction=_LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(QRData(data), optimize=0)
    return code


# The same code stands in a film, on a page and on paper; seeking the best mask is what costs.
@lru_cache(maxsize=64)
def _modules(data: str, level: Level, version: int, mask: int | None) -> Matrix:
    code = _code(data, level, version, mask)
    code.make(fit=False)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)
