"""The quick looks at codes say yes only where the library does."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.it import codicefiscale

from scenes.coded_fields import is_italian_iban, is_plain_fiscal_code

IBAN = "IT60X0542811101000000123456"
FISCAL_CODE = "RSSMRA85T10A562S"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = LETTERS + "0123456789abz -"


def test_usual_codes_are_seen_at_once() -> None:
    assert is_italian_iban(IBAN)
    assert is_plain_fiscal_code(FISCAL_CODE)
    assert is_plain_fiscal_code("RCCMNL83S18D969H")
    assert is_plain_fiscal_code("CNTCHR83T41D969D"), "days of women begin at 41"


def test_other_good_codes_are_left_to_the_library() -> None:
    assert not is_plain_fiscal_code("RSSMRA85TMLA562G"), "letters in the place of digits"
    assert not is_plain_fiscal_code(FISCAL_CODE.lower())
    assert not is_italian_iban("DE89370400440532013000")
    assert not is_italian_iban("IT60 X054 2811 1010 0000 0123 456")


@settings(max_examples=400)
@given(at=st.integers(0, 26), character=st.sampled_from(ALPHABET))
@example(at=0, character="I")
def test_what_passes_quickly_passes_slowly_iban(at: int, character: str) -> None:
    text = IBAN[:at] + character + IBAN[at + 1 :]
    if is_italian_iban(text):
        assert iban.validate(text) == text
    elif text.startswith("IT") and text.isalnum() and text.isupper():
        assert not iban.is_valid(text)


@settings(max_examples=600)
@given(
    at=st.integers(0, 14),
    character=st.sampled_from(ALPHABET),
    day=st.integers(0, 79),
    month=st.sampled_from("ABCDEHLMPRST"),
)
def test_what_passes_quickly_passes_slowly_fiscal_code(
    at: int, character: str, day: int, month: str
) -> None:
    body = f"RSSMRA85{month}{day:02}A562"
    body = body[:at] + character + body[at + 1 :]
    passed = [body + check for check in LETTERS if is_plain_fiscal_code(body + check)]
    assert all(codicefiscale.validate(text) == text for text in passed)
    assert len(passed) <= 1
