"""The payment's QR code as the page shows it and the letter prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microsite.qr_drawing import code_svg

if TYPE_CHECKING:
    from scenes.bound import Payment


_TRANSFER = "BCD\n"
"""The service tag that begins a European credit transfer's code (EPC069-12, section 2.3)."""


def is_transfer(payment: Payment) -> bool:
    """Return whether the code is a credit transfer's, which banks' apps read and nobody else."""
    return (payment.code or "").startswith(_TRANSFER)


def payment_svg(payment: Payment) -> bytes | None:
    """Return the payment code as SVG, 25 × 25 mm, or None when the payment has no code.

    Raises RenderError when the payload does not fit into a code.
    """
    if payment.code is None:
        return None
    return code_svg(payment.code, payment.code_error_correction)
