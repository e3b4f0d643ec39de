"""Which requests are answered with compressed texts."""

from __future__ import annotations

import gzip

import brotli
import pytest

from api.compression import coding_for, compressed, is_text


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, GZIP;q=0.5", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "br"),
        ("deflate, gzip ; q=1.0, *;q=0", "gzip"),
        ("", None),
        ("deflate", None),
        ("gzip;q=0", None),
        ("gzip; q=0.000, br;q=0", None),
        ("gzip;q=much", None),
        ("identity", None),
    ],
)
def test_what_browsers_say_they_take(header: str, coding: str | None) -> None:
    assert coding_for(header) == coding


def test_the_same_text_gives_the_same_bytes() -> None:
    body = b"Buongiorno " * 100
    assert compressed(body, "gzip") == compressed(body, "gzip")
    assert gzip.decompress(compressed(body, "gzip")) == body
    assert brotli.decompress(compressed(body, "br")) == body


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
