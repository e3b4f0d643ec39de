from __future__ import annotations

import pytest

from foundation.errors import RenderError
from microsite.addresses import (
    contact_address,
    phone_address,
    shown_address,
    shown_hours,
    web_address,
)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//host/",
        "/pay",
        "https://",
        "https:// x",
        "",
        " https://host/",
        "vbscript:x",
    ],
)
def test_what_is_no_web_address_is_refused(address: str):
    with pytest.raises(RenderError, match="The pay address must be a web address"):
        web_address(address, "The pay address")


@pytest.mark.parametrize(
    "address", ["https://host", "http://host:8000/a?b=c#d", "HTTPS://HOST/%20"]
)
def test_web_addresses_pass(address: str):
    assert web_address(address, "x") == address


def test_contacts():
    assert contact_address("a@b.example", "x") == "mailto:a@b.example"
    assert contact_address("mailto:a@b.example?subject=due parole", "x") == (
        "mailto:a@b.example?subject=due%20parole"
    )
    assert contact_address("tel:+39 02 1", "x") == "tel:+39021"
    assert contact_address("https://host/form", "x") == "https://host/form"
    with pytest.raises(RenderError):
        contact_address("javascript:alert(1)@b.example", "something_wrong")


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("+39 0123 456 789", "tel:+390123456789"),
        ("800 000 000", "tel:800000000"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("06/123-45", "tel:0612345"),
    ],
)
def test_phone_numbers(written: str, link: str):
    assert phone_address(written) == link


def test_a_long_shown_address_may_break_after_its_marks_and_is_escaped():
    assert shown_address("https://www.region.example/taxes/b&c/") == (
        "www.<wbr>region.<wbr>example/<wbr>taxes/<wbr>b&amp;c"
    )
    assert shown_address("tributi@regione.valdora.example") == (
        "tributi@<wbr>regione.<wbr>valdora.<wbr>example"
    )


def test_a_short_shown_address_stays_whole():
    assert shown_address("https://www.a.example/b&c/") == "www.a.example/b&amp;c"


def test_hours_do_not_break_at_their_dash_and_are_escaped():
    assert shown_hours("lunedì & sabato: 8.30 – 17.30, 9–12") == (
        'lunedì &amp; sabato: <span class="whole">8.30 – 17.30</span>, '
        '<span class="whole">9–12</span>'
    )
    assert shown_hours("sempre <b>") == "sempre &lt;b&gt;"
