"""Lists, documents and offers of the page: from what authors write to what a row's page shows."""

from __future__ import annotations

import pytest

from foundation.errors import RowError
from scenes.bind import bind
from scenes.bound_content import Document, ListCell
from scenes.loading import check_campaign, load_campaign

LISTS = """
  lists:
    - title: "Anni di {{ first_name }}"
      data: "{{ years }}"
      columns:
        - {label: Anno, part: label, filter: true}
        - {label: Versato, part: value, total: true}
    - title: Riduzioni
      columns: [{label: Chi}, {label: Quanto}]
      data:
        - [Elettrici, "{{ amount / 2 }}"]
        - {cells: [Storici, "{{ amount }}"], details: "Oltre 30 anni."}
        - {cells: [Mai, "1"], when: "amount < 0"}
  documents:
    - {label: "Guida per {{ first_name }}", file: guide.pdf}
    - {label: Altro, file: guide.pdf, when: "amount > 1000"}
  offers:
    title: Utile
    items:
      - {id: sms, title: Avvisi, text: Gratis., icon: bell,
         link: {label: Attivi, address: "https://a.example/{{ plate | url }}"}}
      - {id: hidden, title: No, text: No., when: "amount > 1000"}
"""


def bound(folder, rows):
    campaign = load_campaign(folder)
    fields = campaign.storyboard.fields
    values = {name: fields[name].parse(raw, "it-IT", None) for name, raw in rows.items()}
    return bind(campaign, values).page


@pytest.fixture
def with_lists(folder, rewrite):
    (folder / "media" / "guide.pdf").write_bytes(b"%PDF-1.7 ...")
    return rewrite('  greeting: "Buongiorno', LISTS.lstrip("\n") + '  greeting: "Buongiorno')


def test_a_list_field_becomes_rows_with_kinds_and_totals(with_lists, row):
    years = bound(with_lists, row).lists[0]
    assert years.title == "Anni di Nicolò D'Angelo"
    assert [(column.label, column.kind, column.filter) for column in years.columns] == [
        ("Anno", "text", True),
        ("Versato", "money", False),
    ]
    assert [one.cells for one in years.rows][1] == (
        ListCell("2025"),
        ListCell("170,50\u00a0€", "170.5"),
    )
    assert years.totals == ("", "508,00\u00a0€")


def test_rows_of_the_file_keep_amounts_and_open(with_lists, row):
    cuts = bound(with_lists, row).lists[1]
    assert len(cuts.rows) == 2
    assert cuts.columns[1].kind == "money"
    assert cuts.rows[1].details == "Oltre 30 anni."
    assert cuts.rows[0].cells[1].text == "93,75\u00a0€"


def test_a_list_without_rows_is_left_out(with_lists, row):
    del row["years"]
    campaign = load_campaign(with_lists)
    fields = campaign.storyboard.fields
    values = {name: fields[name].parse(raw, "it-IT", None) for name, raw in row.items()}
    page = bind(campaign, {**values, "years": None}).page
    assert [one.title for one in page.lists] == ["Riduzioni"]


def test_documents_and_offers_of_a_segment(with_lists, row):
    page = bound(with_lists, row)
    assert page.documents == (Document("Guida per Nicolò D'Angelo", "guide.pdf"),)
    assert [offer.id for offer in page.offers] == ["sms"]
    assert page.offers[0].address == "https://a.example/FA%20123%20XY"
    assert load_campaign(with_lists).page_look.documents == ("guide.pdf",)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("part: label,", "part: lable,", "page.lists[0].columns[0].part", "no part 'lable'"),
        ("[Elettrici, ", "[", "page.lists[1].data[0]", "2 columns, this row has 1"),
        ("{label: Chi}", "{label: Chi, part: x}", "page.lists[1]", "belong to list fields"),
        ("part: label, filter", "filter", "page.lists[0]", "needs the 'part'"),
        ("file: guide.pdf}", "file: guida.pdf}", "page.documents[0].file", "no file 'guida.pdf'"),
        ("icon: bell", "icon: bel", "page.offers.items[0].icon", "bel"),
        ("icon: bell", "picture: town.png, icon: bell", "page.offers.items[0]", "not both"),
        ("id: hidden", "id: sms", "page.offers", "Two offers are called 'sms'"),
        (
            '"https://a.example/{{ plate | url }}"',
            '"javascript:alert(1)"',
            "page.offers.items[0].link.address",
            "",
        ),
    ],
)
@pytest.mark.usefixtures("with_lists")
def test_faults_name_their_place(rewrite, old, new, place, words):
    faults = check_campaign(rewrite(old, new))
    assert any(fault.place.startswith(place) and words in str(fault) for fault in faults), faults
    assert all(fault.line for fault in faults)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>", "is no PDF file"),
        (b"", "is empty"),
        (b"%PDF-" + b"x" * 5_000_001, "is larger than 5 MB"),
    ],
)
def test_documents_are_what_they_say(with_lists, body, words):
    (with_lists / "media" / "guide.pdf").write_bytes(body)
    assert any(words in fault.message for fault in check_campaign(with_lists))


def test_a_total_of_words_is_refused(with_lists, rewrite, row):
    rewrite("part: label, filter: true", "part: label, total: true")
    with pytest.raises(RowError, match=r"page\.lists\[0\].*a total needs"):
        bound(with_lists, row)


def test_an_address_that_data_spoils_is_refused(with_lists, rewrite, row):
    rewrite('"https://a.example/{{ plate | url }}"', '"{{ plate }}"')
    with pytest.raises(RowError, match=r"offers\.items\[0\]\.link\.address"):
        bound(with_lists, row)
