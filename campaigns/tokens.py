"""Tokens: the unguessable names that stand for a person everywhere outside."""

from __future__ import annotations

import base64
import secrets

from campaigns.models import TOKEN_LENGTH

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""Base32 of RFC 4648: 5 bits a character, all of them in the QR code's alphanumeric mode."""

SECRET_BYTES = 32
"""Length of the secret that keys a campaign's clip names."""


def new_token() -> str:
    """Return a new token: 26 characters of upper-case base32, 130 random bits."""
    return new_tokens(1)[0]


def new_tokens(count: int) -> list[str]:
    """Return ``count`` new tokens; much quicker than one by one."""
    # 65 bytes are 520 bits: exactly four tokens.
    noise = base64.b32encode(secrets.token_bytes(65 * (-(-count // 4)))).decode("ascii")
    return [noise[at * TOKEN_LENGTH : (at + 1) * TOKEN_LENGTH] for at in range(count)]


def read_token(text: str) -> str | None:
    """Return the token that was typed or scanned in either case, or None when it is none."""
    token = text.strip().upper()
    # Beyond ASCII, upper() makes letters of others: "ß" becomes "SS".
    if (
        not text.isascii()
        or len(token) != TOKEN_LENGTH
        or any(character not in ALPHABET for character in token)
    ):
        return None
    return token


def new_secret() -> bytes:
    """Return a new secret of a campaign: 32 random bytes."""
    return secrets.token_bytes(SECRET_BYTES)
