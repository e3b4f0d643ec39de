from __future__ import annotations

import pytest

from campaigns.tokens import ALPHABET, new_secret, new_token, new_tokens, read_token


def test_a_token_has_130_bits() -> None:
    token = new_token()
    assert len(token) == 26
    assert set(token) <= set(ALPHABET)
    assert len(ALPHABET) == 32


def test_many_tokens_at_once() -> None:
    tokens = new_tokens(1001)
    assert len(tokens) == len(set(tokens)) == 1001
    assert all(read_token(token) == token for token in tokens)
    # Each of the 26 places takes all 32 letters: a place that is stuck would have fewer bits.
    assert all({token[place] for token in tokens} == set(ALPHABET) for place in range(26))
    assert new_tokens(0) == []


def test_tokens_are_read_in_either_case() -> None:
    token = new_token()
    assert read_token(token.lower()) == token
    assert read_token(f" {token}\n") == token


@pytest.mark.parametrize(
    "text",
    ["", "A" * 25, "A" * 27, "A" * 25 + "1", "A" * 25 + "0", "A" * 25 + "ı", "ß" * 13, "../" * 9],
)
def test_what_is_no_token(text: str) -> None:
    assert read_token(text) is None


def test_secrets() -> None:
    assert len(new_secret()) == 32
    assert new_secret() != new_secret()
