"""QR codes as plain matrices of modules (ISO/IEC 18004), drawn by whoever needs them.

The level asked for is the level made, and text stands in a code as it is, without a switch of
character set that some readers do not know: ASCII (links, pagoPA) is encoded by zxing-cpp, which
takes a fraction of a millisecond; text beyond it becomes UTF-8 bytes by the slower ``qrcode``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import zxingcpp
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import QRData

from foundation.errors import RenderError

QUIET_ZONE = 4
"""Light modules that must stand around a code; ``matrix`` leaves them to the caller."""

PAGOPA = "PAGOPA|"
PAGOPA_VERSION = 4
"""pagoPA prints its code in version 4 at level M, never smaller, never raised."""

Level = Literal["L", "M", "Q", "H"]
Matrix = tuple[tuple[bool, ...], ...]

_LEVELS: dict[str, int] = {
    "L": ERROR_CORRECT_L,
    "M": ERROR_CORRECT_M,
    "Q": ERROR_CORRECT_Q,
    "H": ERROR_CORRECT_H,
}


# The same code stands in a film, on a page and on paper.
@lru_cache(maxsize=64)
def matrix(data: str, error_correction: Level = "M", *, version: int | None = None) -> Matrix:
    """Return the modules of a QR code, rows from top to bottom, True is dark, without quiet zone.

    Args:
        data: the text; all upper case (A–Z 0–9 space $%*+-./:) makes a smaller code.
        error_correction: L 7 %, M 15 %, Q 25 %, H 30 %; exactly this level.
        version: 1 to 40 fixes the size (17 + 4 × version modules); None takes the smallest, and
            for a payload of pagoPA the one that its guidelines fix.

    Raises RenderError when the data does not fit.
    """
    if version is None and data.startswith(PAGOPA):
        version = PAGOPA_VERSION
    try:
        if data.isascii():
            return _ascii_modules(data, error_correction, version)
        return _utf8_modules(data, error_correction, version)
    except (DataOverflowError, ValueError) as error:
        size = f"version {version}" if version is not None else "any version"
        message = f"{len(data)} characters do not fit into a QR code of {size}-{error_correction}"
        raise RenderError(message) from error


def _ascii_modules(data: str, level: Level, version: int | None) -> Matrix:
    options: dict[str, Any] = {"ec_level": level}
    if version is not None:
        options["version"] = version
    code = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, **options)
    picture: Any = code.to_image(scale=1, add_quiet_zones=False)
    rows: Any = memoryview(picture).tolist()
    return tuple(tuple(value == 0 for value in row) for row in rows)


def _utf8_modules(data: str, level: Level, version: int | None) -> Matrix:
    code: QRCode[Any] = QRCode(version=version, error_correction=_LEVELS[level], border=0)
    code.add_data(QRData(data), optimize=0)
    code.make(fit=version is None)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)
