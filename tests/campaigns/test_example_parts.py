"""What is left of an example is told before anybody is asked to pay."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from campaigns.example_parts import (
    _EXPRESSION,
    _NOWHERE,
    CREDITORS,
    IBANS,
    ISSUERS,
    example_warnings,
)
from campaigns.templates import FOLDER, SMALLEST, template_names
from scenes.loading import load_campaign

if TYPE_CHECKING:
    from pathlib import Path


def places(folder: Path, public_base: str | None = None) -> list[str]:
    found = example_warnings(load_campaign(folder), public_base)
    assert all(fault.warning and fault.line and fault.hint for fault in found)
    return [fault.place for fault in found]


@pytest.mark.parametrize("template", template_names())
def test_the_parts_of_every_template_are_known(template: str) -> None:
    campaign = load_campaign(FOLDER / template)
    payment = campaign.storyboard.payment
    assert campaign.file.issuer.name in ISSUERS
    payee = "payment.pagopa.creditor" if payment.epc is None else "payment.epc.iban"
    if payment.epc is not None:
        assert payment.epc.iban in IBANS
    if payment.pagopa is not None:
        assert payment.pagopa.creditor in CREDITORS
    first, *rest = places(FOLDER / template)
    assert [first, *rest[:5]] == [
        "issuer.name",
        "public_base",
        "pay_link.address",
        payee,
        "issuer.phone",
        "issuer.email",
    ]
    assert all(place.startswith(("page.", "scenes.")) for place in rest[5:]), "told once a file"


@pytest.mark.parametrize("template", template_names())
def test_no_template_says_its_issuer_by_heart(template: str) -> None:
    text = (FOLDER / template / "storyboard.yaml").read_text(encoding="utf-8")
    assert not [name for name in ISSUERS if name in text]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(FOLDER / SMALLEST, folder)
    change(folder, "campaign.yaml", "acque.example", "acquevere.it")
    change(folder, "campaign.yaml", "name: Acque Chiare", "name: Acque Vere")
    change(folder, "campaign.yaml", "800 000 000", "800 123 456")
    change(folder, "storyboard.yaml", "IT60X0542811101000000123456", "IT40S0542811101000000123457")
    return folder


def change(folder: Path, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), encoding="utf-8")


def test_ones_own_campaign_has_nothing_of_them(own: Path) -> None:
    assert places(own) == []
    assert load_campaign(own).storyboard.page.cover.text == "Un breve video da {{ issuer.name }}."


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("https://avvisi.acquevere.it", "https://a.Invalid", "public_base"),
        ("https://avvisi.acquevere.it", "http://localhost:8000", "public_base"),
        ("https://avvisi.acquevere.it", "http://127.0.0.1", "public_base"),
        ("https://paga.acquevere.it/", "https://paga.acquevere.test/", "pay_link.address"),
        ("[paga.acquevere.it]", "[paga.acquevere.it, x.example]", "pay_link.hosts"),
    ],
)
def test_addresses_that_lead_nowhere(own: Path, before: str, after: str, place: str) -> None:
    change(own, "campaign.yaml", before, after)
    if place == "pay_link.address":
        change(own, "campaign.yaml", "[paga.acquevere.it]", "[paga.acquevere.test]")
    assert places(own) == [place]


def test_a_place_to_try_it_comes_from_the_settings_only(own: Path) -> None:
    change(own, "campaign.yaml", "https://avvisi.acquevere.it", "https://avvisi.acque.example")
    assert places(own, "http://127.0.0.1:8000") == []
    assert places(own, "https://avvisi.acque.example") == ["public_base"]


@pytest.mark.parametrize(
    "account", ["IT60X0542811101000000123456", "it60 x054 2811 1010 0000 0123 456"]
)
def test_the_examples_account_however_it_is_written(own: Path, account: str) -> None:
    change(own, "storyboard.yaml", "IT40S0542811101000000123457", account)
    change(own, "storyboard.yaml", 'name: "{{ issuer.name }}"', "name: Acque Chiare")
    assert places(own) == ["payment.epc.name", "payment.epc.iban"]


def test_contacts_where_nobody_answers_are_told_with_their_lines(own: Path) -> None:
    change(own, "campaign.yaml", "aiuto@acquevere.it\n  website", "aiuto@Acque.Example\n  website")
    change(own, "campaign.yaml", "https://www.acquevere.it/access", "https://a.test./access")
    change(own, "storyboard.yaml", "Grazie, non deve", "Scriva a info@x.invalid! Grazie, non deve")
    email, answer = example_warnings(load_campaign(own))
    lines = (own / "campaign.yaml").read_text(encoding="utf-8").splitlines()
    statement = next(at for at, line in enumerate(lines, 1) if "a.test" in line)
    assert (email.place, email.message) == (
        "issuer.email",
        f"Nobody can be reached at aiuto@Acque.Example, nor in line {statement}.",
    )
    assert answer.place == "page.questions[0].answer"
    assert answer.message == "Nobody can be reached at info@x.invalid."


@pytest.mark.parametrize(
    "text",
    ["Legga invalid.html, o www.test.it.", "Scriva a esempio@test-acque.it", "example", ".test"],
)
def test_words_that_only_look_like_them_are_none(own: Path, text: str) -> None:
    change(own, "storyboard.yaml", "Grazie, non deve", f"{text} Grazie, non deve")
    assert places(own) == []


def test_an_expression_is_no_address() -> None:
    assert _NOWHERE.search("Sono {{ item.test }}") is not None
    assert _NOWHERE.search(_EXPRESSION.sub(" ", "Sono {{ item.test }} e {{ b.example }}.")) is None


def test_the_examples_telephone_however_it_is_written(own: Path) -> None:
    change(own, "campaign.yaml", "800 123 456", "+39 800-000.000")
    assert places(own) == ["issuer.phone"]
