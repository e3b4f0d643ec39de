"""The counted way to the payment leads to the campaign's own hosts and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from api.payments import allowed

if TYPE_CHECKING:
    from served_campaign import Served


def test_the_pay_button_is_counted_and_leads_to_the_bound_address(counting: Served) -> None:
    for row, reference in (("a1", "R001"), ("b2", "R002")):
        answer = counting.client.get(f"/pay/{counting.tiny.token(row)}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"https://paga.prova.example/avviso/{reference}"
        assert answer.headers["cache-control"] == "no-store"
    counted = counting.statistics().pay_clicked
    assert (counted.events, counted.recipients) == (2, 2)


def test_machines_are_led_but_not_counted(counting: Served) -> None:
    path = f"/pay/{counting.tiny.token()}"
    assert counting.client.head(path).status_code == 303
    assert counting.client.get(path, headers={"User-Agent": "curl/8"}).status_code == 303
    assert counting.statistics().pay_clicked.events == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/avviso/R001",
        "https://paga.prova.example.evil.example/",
        "https://paga.prova.example@evil.example/",
        "javascript:alert(1)",
        None,
    ],
)
def test_other_hosts_are_never_led_to(counting: Served, address: str | None) -> None:
    engine = create_engine(counting.tiny.settings.database)
    with engine.begin() as connection:
        connection.execute(text("update recipients set pay_address = :a"), {"a": address})
    engine.dispose()
    answer = counting.client.get(f"/pay/{counting.tiny.token()}")
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert counting.events() == []


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://pay.example/x?y=1", True),
        ("http://PAY.example:8443/", True),
        ("https://pay.example", True),
        ("https://other.example/", False),
        ("https://sub.pay.example/", False),
        ("https://pay.example.other.example/", False),
        ("https://pay.example@other.example/", False),
        ("https://other.example#@pay.example", False),
        ("https://other.example\\@pay.example/", False),
        ("https:\\\\other.example", False),
        ("//pay.example/", False),
        ("ftp://pay.example/", False),
        ("javascript://pay.example/%0aalert(1)", False),
        ("https://pay.example/a b", False),
        ("https://pay.example/\r\nX: y", False),
        ("https://pay.example:99999/", False),
        ("https://[pay.example/", False),
        ("", False),
    ],
)
def test_which_addresses_are_allowed(address: str, good: bool) -> None:
    assert allowed(address, ("Pay.Example",)) is good
