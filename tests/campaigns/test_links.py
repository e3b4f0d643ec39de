from __future__ import annotations

import pytest

from campaigns.links import page_key, printed_link
from foundation.errors import SettingsError

TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWX23"


@pytest.mark.parametrize(
    ("base", "link"),
    [
        ("https://avvisi.example", f"HTTPS://AVVISI.EXAMPLE/{TOKEN}"),
        ("https://avvisi.example/", f"HTTPS://AVVISI.EXAMPLE/{TOKEN}"),
        ("http://127.0.0.1:8000", f"HTTP://127.0.0.1:8000/{TOKEN}"),
        ("https://Example.org/Avvisi/", f"HTTPS://EXAMPLE.ORG/Avvisi/{TOKEN}"),
        ("http://[::1]:8000", f"HTTP://[::1]:8000/{TOKEN}"),
    ],
)
def test_printed_links(base: str, link: str) -> None:
    assert printed_link(base, TOKEN) == link


def test_a_printed_link_fits_the_alphanumeric_mode() -> None:
    allowed = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert set(printed_link("https://avvisi.valdoro.example", TOKEN)) <= allowed


def test_where_a_page_stands() -> None:
    assert page_key(TOKEN) == f"p/{TOKEN}/"


@pytest.mark.parametrize(
    "base",
    [
        "",
        "avvisi.example",
        "ftp://avvisi.example",
        "https://",
        "https://a.example?x=1",
        "https://a.example#x",
        "https://user@a.example",
        "https://a.example:port",
    ],
)
def test_bases_that_make_no_sense(base: str) -> None:
    with pytest.raises(SettingsError, match="must look like https://"):
        printed_link(base, TOKEN)
