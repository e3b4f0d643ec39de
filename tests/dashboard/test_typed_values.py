"""Values as the campaign writes them, by the dashboard's own module in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.dashboard.site_files import site_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from board import Board
    from service_client import Service

pytestmark = pytest.mark.browser

SHOWN = """async ([path, cases]) => {
  const { typedValue } = await import(path);
  return cases.map(([declared, value, locale]) => {
    const shown = typedValue(declared, value, locale);
    if (!(shown instanceof Node)) return shown;
    const rows = [...shown.querySelectorAll("tr")];
    if (!rows.length) return shown.textContent;
    return rows.map((row) => [...row.cells].map((cell) => cell.textContent));
  });
}"""

MONEY = {"type": "money", "currency": "EUR"}
NUMBER = {"type": "decimal"}
WHOLE = {"type": "integer"}
DAY = {"type": "date"}
YEARS = {"type": "list", "currency": "EUR", "parts": {"year": "text", "value": "money"}}

CASES: list[tuple[dict[str, Any], Any, str, Any]] = [
    (MONEY, "1187.40", "it-IT", "1.187,40\u00a0€"),
    (MONEY, "21187.40", "it-IT", "21.187,40\u00a0€"),
    (MONEY, "1187.40", "en-GB", "€1,187.40"),
    (MONEY, "-3", "de-DE", "-3,00\u00a0€"),
    ({"type": "money", "currency": "CHF"}, "12.50", "de-CH", "CHF\u00a012.50"),
    ({"type": "money", "currency": None}, "45.10", "it-IT", "45.10"),
    (NUMBER, "12345.50", "it-IT", "12.345,50"),
    (NUMBER, "0.000001", "it-IT", "0,000001"),
    (WHOLE, 2026, "it-IT", "2026"),
    (WHOLE, 2026, "en-GB", "2026"),
    (WHOLE, 1250000, "it-IT", "1.250.000"),
    (NUMBER, "1234567890123456.78", "it-IT", "1234567890123456.78"),
    (DAY, "2026-12-31", "it-IT", "31 dicembre 2026"),
    (DAY, "2026-12-31", "en-GB", "31 December 2026"),
    (DAY, "soon", "it-IT", "soon"),
    ({"type": "text"}, "45.10", "it-IT", "45.10"),
    ({"type": "iban"}, "IT60X0542811101000000123456", "it-IT", "IT60X0542811101000000123456"),
    ({"type": "hologram"}, "45.10", "it-IT", "45.10"),
    ({"type": "hologram"}, {"a": 1}, "it-IT", '{"a":1}'),
    (MONEY, "45.10", "", "45.10"),
    (MONEY, "45.10", "no such locale", "45.10"),
    (MONEY, None, "it-IT", "–"),
    ({"type": "boolean"}, True, "it-IT", "Yes"),
    (YEARS, [], "it-IT", "–"),
    (
        YEARS,
        [{"year": "2024", "value": "90.00"}, {"year": "2025", "value": "97.50"}],
        "it-IT",
        [["Year", "Value"], ["2024", "90,00\u00a0€"], ["2025", "97,50\u00a0€"]],
    ),
]


def test_values_are_written_as_the_campaign_writes(
    service: Service, open_board: Callable[..., Board]
) -> None:
    board = open_board(service)
    path = f"/dashboard/{site_files().digest}/script/typed_values.js"
    cases = [[declared, value, locale] for declared, value, locale, _ in CASES]
    shown = board.page.evaluate(SHOWN, [path, cases])
    assert shown == [expected for *_, expected in CASES]
