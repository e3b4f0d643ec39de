"""The payment's QR code as the page shows it and the letter prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microsite.qr_drawing import code_svg

if TYPE_CHECKING:
    from scenes.bound import Payment


def payment_svg(payment: Payment) -> bytes | None:
    """Return the payment code as SVG, 25 × 25 mm, or None when the payment has no code.

    Raises RenderError when the payload does not fit into a code.
    """
    if payment.code is None:
        return None
    return code_svg(payment.code, payment.code_error_correction)
