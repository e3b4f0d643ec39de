"""The dashboard says every code in both languages, with no parameter that its sentence lacks."""

from __future__ import annotations

import json
import re

import pytest

from api.dashboard.site_files import FOLDER
from api.v1.detail_codes import DETAILS, detail_code
from campaigns.failure_codes import FAILURES
from campaigns.reason_codes import EXPECTED, ORDERS, REASONS
from campaigns.table_codes import TABLES

KINDS = (REASONS, FAILURES, TABLES, DETAILS)

ALL = [form for kind in KINDS for form in kind.forms]


def places_of(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


def words_of(language: str) -> dict[str, str | dict[str, str]]:
    found: dict[str, str | dict[str, str]] = json.loads(
        (FOLDER / "wording" / f"{language}.json").read_text("utf-8")
    )
    return found


def test_a_code_belongs_to_one_kind() -> None:
    codes = [code for kind in KINDS for code in {code for code, _ in kind.forms}]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_dashboard_words_every_code(language: str) -> None:
    words = words_of(language)
    worded = {key.removeprefix("reason.") for key in words if key.startswith("reason.")}
    assert worded == {code for code, _ in ALL}
    for code, form in ALL:
        text = words[f"reason.{code}"]
        forms = [text] if isinstance(text, str) else text.values()
        same = [each for name, each in ALL if name == code]
        # A number that decides the words is called n; several sentences may have one code.
        told = set.intersection(*map(places_of, same)) | {"{n}"}
        assert places_of(" ".join(forms)) <= told, (code, form)
    for kind in EXPECTED.values():
        assert f"expected.{kind}" in words
    for order in ORDERS.values():
        assert f"order.{order}" in words


@pytest.mark.parametrize(("code", "form"), ALL, ids=[f"{n}-{c}" for n, (c, _) in enumerate(ALL)])
def test_every_form_finds_its_own_code(code: str, form: str) -> None:
    """No form is hidden by one that is looked for before it."""
    samples = {
        "reason": "is not a whole number",
        "expected": "an amount",
        "order": "day/month/year",
        "characters": "U+4E00",
        "day": "2026-09-30",
        "place": "scenes.amount.layers[2].text",
        "file": "sun.png",
        "scene": "amount",
        "field": "amount",
        "campaign_state": "ended",
        "import_state": "done",
        "scope": "admin",
        "size": "512 MiB",
        "detail": "odd, and unknown",
        "operator": "/",
        "kind": "a zip archive" if "workbook" in form else "a PDF document",
        "mark": ",",
        "name": "value",
        "part": "value",
        "chart": "donut",
        "form": "label=value",
        "keys": "label, value",
        "word": "NaN",
        "pattern": "[a-z]+",
        "choices": "a, b",
        "meaning": "thousands or decimals",
        "element": "name",
        "missing": "no column 'id'",
        "templates": "vehicle-tax",
        "types": "application/zip",
        "advice": "and more.",
    }
    text = re.sub(r"\{(\w+)\}", lambda place: samples.get(place[1], "7"), form)
    found = detail_code(text) if (code, form) not in REASONS.forms else REASONS.code_of(text)
    assert found is not None, text
    assert found.code == code, text
