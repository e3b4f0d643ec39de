"""The recipient's link as a QR code for the letter, alone and with its printed address.

Error correction Q, because letters are folded, stamped and scanned in kitchens; the link is in
upper case, so the code stays small (alphanumeric mode). Citizens are told to distrust a letter that
shows only a code, so ``label`` puts the address that can be typed in beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microsite.qr_drawing import code_picture, code_svg, png_bytes

if TYPE_CHECKING:
    from scenes.qr_code import Level

LEVEL: Level = "Q"


def link_svg(link: str) -> bytes:
    """Return the link's code as SVG: 25 × 25 mm, quiet zone 4, one path of whole modules."""
    return code_svg(link, LEVEL)


def link_png(link: str) -> bytes:
    """Return the link's code as a 1-bit PNG, 25 mm wide at the resolution it names (≥ 600 dpi)."""
    return png_bytes(code_picture(link, LEVEL))
