"""Which requests are answered with compressed texts."""

from __future__ import annotations

import gzip

import pytest

from api.compression import compressed, is_text, takes_gzip


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("deflate, gzip ; q=1.0, *;q=0.5", True),
        ("", False),
        ("br, deflate", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=much", False),
        ("identity", False),
    ],
)
def test_what_browsers_say_they_take(header: str, taken: bool) -> None:
    assert takes_gzip(header) is taken


def test_the_same_text_gives_the_same_bytes() -> None:
    body = b"Buongiorno " * 100
    assert compressed(body) == compressed(body)
    assert gzip.decompress(compressed(body)) == body


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("p/A/index.html", True),
        ("static/a.css", True),
        ("static/a.js", True),
        ("static/a.svg", True),
        ("clips/a.vtt", True),
        ("clips/a.mp4", False),
        ("clips/a.jpg", False),
        ("static/a.woff2", False),
        ("static/a.bin", False),
    ],
)
def test_what_is_a_text(key: str, text: bool) -> None:
    assert is_text(key) is text
