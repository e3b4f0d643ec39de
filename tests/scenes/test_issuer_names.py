"""``{{ issuer.phone }}``: campaign.yaml's contacts, said once and known to every expression."""

from __future__ import annotations

import pytest

from scenes.bind import bind
from scenes.loading import check_campaign, load_campaign


def bound(folder, row):
    assert [str(fault) for fault in check_campaign(folder)] == []
    campaign = load_campaign(folder)
    fields = campaign.storyboard.fields
    return bind(campaign, {n: f.parse(row.get(n, ""), "it-IT") for n, f in fields.items()})


def test_contacts_in_layers_narration_and_page(folder, rewrite, row):
    rewrite("Targa {{ plate }}", "{{ issuer.email }}")
    rewrite("Le scriviamo per la bolletta dell'acqua.", "Siamo {{ issuer.name }}."
            " Ci chiami al numero {{ issuer.phone | digits(3) }}.")  # fmt: skip
    rewrite("Le scriviamo per la bolletta.", "{{ issuer.hours | join(' e ') }}")
    rewrite("  logo:", "  hours: [lunedì, martedì]\n  logo:", "campaign.yaml")
    story = bound(folder, row)
    welcome = story.scene("welcome")
    assert welcome.layers[1].text == "aiuto@acque.example"
    assert [sentence.written for sentence in welcome.say[1:]] == [
        "Siamo Acque Chiare.",
        "Ci chiami al numero 800 000 000.",
    ]
    assert welcome.say[2].spoken == "Ci chiami al numero 8 0 0, 0 0 0, 0 0 0."
    assert story.page.summary == ("lunedì e martedì",)


def test_what_reads_no_row_is_made_once(folder, rewrite):
    rewrite("Targa {{ plate }}", "{{ issuer.name | upper }}")
    campaign = load_campaign(folder)
    program = campaign.program.scenes["welcome"].layers[1]
    assert program.make(None).text == "ACQUE CHIARE"  # without a row


def test_a_text_that_the_issuer_leaves_empty_is_left_out(folder, rewrite, row):
    rewrite("Targa {{ plate }}", "{% if issuer.name == 'X' %}X{% endif %}")
    assert len(bound(folder, row).scene("welcome").layers) == 1


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("{{ issuer.phon }}", "Did you mean 'phone'?"),
        ("{{ issuer.hours }}", "campaign.yaml gives no issuer.hours. It gives name, phone"),
        ("{{ issuer }}", "The expression fails: a list cannot be shown"),
        ("{{ 'x' | money }}", "The expression fails: a number was expected"),
        ("{{ isuer.phone }}", "Did you mean 'issuer'?"),
    ],
)
def test_faults(folder, rewrite, written, part):
    rewrite("Targa {{ plate }}", written)
    (fault,) = check_campaign(folder)
    assert fault.place == "scenes.welcome.layers[1].text"
    assert part in str(fault)


def test_a_faulty_contact_is_one_fault(folder, rewrite):
    rewrite("Targa {{ plate }}", "{{ issuer.phone }}")
    rewrite('phone: "800 000 000"', "phone: 800000000", "campaign.yaml")
    (fault,) = check_campaign(folder)
    assert fault.place == "issuer.phone"


def test_no_field_is_called_issuer(folder, rewrite):
    rewrite("  plate:", "  issuer: {type: text}\n  plate:")
    assert "taken already" in str(check_campaign(folder)[0])
