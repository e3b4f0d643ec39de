"""One thing that is wrong is told once: no second fault is made up beside it."""

from __future__ import annotations

import zipfile

import pytest

from scenes.loading import check_campaign
from scenes.measures import is_currency
from scenes.page_files import document_fault

FORM = """forms:
  - id: ask_us
    title: Chieda
    submit: Invia
    thanks: Grazie
    fields: [{id: text, type: text, label: Testo}]
  - use: question
  - use: more_time
"""


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("ask_us", "Ask us", "forms[0].id"),
        ("{id: text,", "{id: A text,", "forms[0].fields[0].id"),
        ("{id: text,", "{id: A b, type: text, label: B}, {id: C d,", "forms[0].fields[0].id"),
        ("use: question", "use: Question", "forms[1].use"),
        ("    title: Chieda\n", "", "forms[0]"),
    ],
)
def test_a_faulty_form_gives_no_fault_of_another(folder, rewrite, old, new, place):
    rewrite("start:", FORM.replace(old, new, 1) + "start:")
    faults = check_campaign(folder)
    assert faults[0].place == place
    assert all(fault.place.startswith("forms[0]") for fault in faults[1:]), faults
    assert not any("already" in fault.message for fault in faults)


def test_a_day_that_there_is_not(folder, rewrite):
    rewrite(
        "  website:",
        '  opening: {week: [{days: mon, from: "8:00", to: "9:00"}], closed: [2026-13-40]}\n'
        "  website:",
        "campaign.yaml",
    )
    (fault,) = check_campaign(folder)
    assert fault.place == "issuer.opening.closed[0]"
    assert fault.message == "'2026-13-40' is no day that there is."
    assert "2026-12-24" in fault.hint


def test_a_currency_that_there_is_not(folder, rewrite):
    rewrite("currency: EUR", "currency: ZZZ")
    faults = check_campaign(folder)
    assert faults
    assert all("There is no currency 'ZZZ' (ISO 4217)." in fault.message for fault in faults)


def test_currencies_are_those_in_use():
    assert all(map(is_currency, ("EUR", "CHF", "USD", "ALL", "UAH", "RON", "JPY")))
    assert not any(map(is_currency, ("ZZZ", "XTS", "ITL", "eur", "")))


OFFICE = {
    ".docx": ("word/document.xml", "<document/>"),
    ".xlsx": ("xl/workbook.xml", "<workbook/>"),
    ".odt": ("mimetype", "application/vnd.oasis.opendocument.text"),
    ".ods": ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
}


@pytest.mark.parametrize("ending", OFFICE)
def test_office_documents_hold_what_their_ending_says(tmp_path, ending):
    path = tmp_path / f"file{ending}"
    name, body = OFFICE[ending]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, body)
    assert document_fault(path) == ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("else.txt", "x")
    assert "whatever its name says" in document_fault(path)
    path.write_bytes(b"PK\x03\x04 and no more")
    assert "whatever its name says" in document_fault(path)
