from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.errors import RowError
from scenes.bind import bind
from scenes.bound import ChartLayer, QrLayer, TextLayer
from scenes.canonical import canonical_json
from scenes.loading import load_campaign


def values_of(campaign, row):
    form = (campaign.file.locale, campaign.file.data.decimal)
    return {
        name: field.parse(row.get(name, ""), *form)
        for name, field in campaign.storyboard.fields.items()
    }


@pytest.fixture
def story(folder, row):
    """Return what binds the row, changed as asked."""

    def make(**changes):
        campaign = load_campaign(folder)
        return bind(campaign, values_of(campaign, {**row, **changes}))

    return make


def test_one_recipient_s_story(story):
    bound = story()
    assert bound.default_path == ("welcome", "amount", "pay")
    assert [scene.id for scene in bound.scenes] == ["welcome", "amount", "why", "more_time", "pay"]
    welcome = bound.scene("welcome")
    assert welcome.base.gradient[1] == "#cfe6f5"
    assert [layer.text for layer in welcome.layers] == [
        "Buongiorno Nicolò D'Angelo",
        "Targa FA 123 XY",
    ]
    assert [sentence.written for sentence in welcome.say] == [
        "Buongiorno Nicolò D'Angelo.",
        "Le scriviamo per la bolletta dell'acqua.",
    ]
    assert welcome.layers[0].enter.effect == "rise"
    assert welcome.layers[0].enter.duration_ms == 500
    assert welcome.layers[1].timing.sentence == 2
    assert welcome.layers[1].place.below == 24

    amount = bound.scene("amount")
    assert amount.min_ms == 4000
    (sentence,) = amount.say
    assert sentence.spoken == (
        "L'importo è di centottantasette euro e cinquanta centesimi, "
        "entro il trenta settembre duemilaventisei."
    )
    assert sentence.written == "L'importo è di 187,50\u00a0€, entro il 30 settembre 2026."
    figure, chart = amount.layers
    assert isinstance(figure, TextLayer)
    assert (figure.text, figure.enter.effect) == ("187,50\u00a0€", "count_up")
    assert isinstance(chart, ChartLayer)
    assert [(p.label, p.value, p.text, p.highlight) for p in chart.points] == [
        ("2024", 150.0, "150,00\u00a0€", False),
        ("2025", 170.5, "170,50\u00a0€", False),
        ("2026", 187.5, "187,50\u00a0€", True),
    ]
    assert (chart.width, chart.height) == (0.84, 0.34)
    (qr,) = bound.scene("pay").layers
    assert isinstance(qr, QrLayer)
    assert qr.data == "PAGOPA|002|301000000000000043|01234567897|18750"
    payment = bound.page.payment
    assert payment.code == qr.data
    assert payment.amount == "187,50\u00a0€"
    assert payment.reference == "3010 0000 0000 0000 43"
    assert payment.address == (
        "https://paga.acque.example/301000000000000043?nome=Nicol%C3%B2%20D%27Angelo"
    )


def test_bound_values_are_plain_and_without_expressions(story):
    text = canonical_json(story())
    assert json.loads(text)
    assert "{{" not in text
    assert "{%" not in text


def test_binding_is_deterministic(story):
    assert story() == story()


def test_data_decides_layers_choices_and_facts(story):
    rich, poor = story(), story(amount="99,99", plate="", years="")
    assert len(rich.scene("welcome").layers) == 2
    assert len(poor.scene("welcome").layers) == 1
    assert len(poor.scene("amount").layers) == 1
    labels = [option.label for option in poor.scene("amount").choice.options]
    assert labels == ["Pago adesso", "Perché?", "Apri il pagamento"]
    assert "more_time" not in [scene.id for scene in poor.scenes]
    with pytest.raises(KeyError):
        poor.scene("more_time")
    assert [fact.label for fact in poor.page.facts] == ["Da pagare"]


def test_the_layers_that_a_row_sees_are_known_by_their_numbers(folder, row, rewrite):
    rewrite('{text: "Buongiorno {{ first_name }}",', '{text: "Ciao", when: amount < 0,')
    campaign = load_campaign(folder)
    bound = bind(campaign, values_of(campaign, {**row, "years": ""}))
    assert bound.scene("welcome").layer_numbers == (1,)
    assert bound.scene("welcome").layer_number(0) == 1
    assert bound.scene("amount").layer_numbers == (0,)
    whole = bind(campaign, values_of(campaign, row)).scene("amount")
    assert whole.layer_numbers == ()
    assert [whole.layer_number(at) for at in range(len(whole.layers))] == [0, 1]


def test_routes_by_data(story, rewrite):
    rewrite("next: amount", "next: [{to: amount, when: amount >= 100}, {to: pay}]")
    assert story().default_path == ("welcome", "amount", "pay")
    poor = story(amount="50")
    assert poor.default_path == ("welcome", "pay")
    assert [scene.id for scene in poor.scenes] == ["welcome", "pay"]
    assert poor.scene("pay").next is None


def test_a_hidden_default_gives_way_to_the_next_option(story, rewrite):
    rewrite("default: pay", "default: more_time")
    assert story().default_path == ("welcome", "amount", "more_time", "pay")
    assert story(amount="50").default_path == ("welcome", "amount", "pay")


def test_a_choice_without_options_is_the_end(story, rewrite):
    rewrite("{label: Pago adesso, to: pay}", "{label: Pago, to: pay, when: amount > 100}")
    rewrite("{label: Perché?, to: why}", "{label: Perché?, to: why, when: amount > 100}")
    rewrite("{label: Apri il pagamento, pay: true}", "{label: Apri, pay: true, when: amount > 100}")
    poor = story(amount="50")
    assert poor.scene("amount").choice is None
    assert poor.default_path == ("welcome", "amount")


def test_a_layer_below_a_hidden_first_one_takes_its_place(story, rewrite):
    rewrite('{text: "Buongiorno {{ first_name }}",', '{text: "Ciao", when: amount < 0,')
    (layer,) = story().scene("welcome").layers
    assert layer.place.below is None
    assert layer.place.y == 0.3


def test_a_sentence_that_vanishes_takes_its_number_with_it(story, rewrite):
    rewrite(
        'say: "Buongiorno {{ first_name }}. Le scriviamo',
        "say: \"{{ plate | default('') }} {% if amount > 100 %}Tanto.{% endif %} Le scriviamo",
    )
    rewrite("when: plate, with: 2", "with: 1")
    rewrite('{text: "Targa {{ plate }}"', '{text: "Targa"')
    assert story().scene("welcome").layers[1].timing.sentence == 1


def test_empty_sentences_fall_out_in_both_modes(story, rewrite):
    rewrite(
        "      - \"L'importo",
        '      - "{% if amount > 1000 %}Molto{% endif %}"\n      - "L\'importo',
    )
    rewrite("highlight: last, when: years", "highlight: last, when: years, with: 2")
    scene = story().scene("amount")
    assert len(scene.say) == 1
    assert scene.layers[1].timing.sentence == 1
    scene = story(amount="2000").scene("amount")
    assert scene.say[0].written == "Molto"
    assert scene.layers[1].timing.sentence == 2


def test_a_template_that_fails_for_a_row_names_its_place_and_no_value(story, rewrite):
    rewrite('{text: "Targa {{ plate }}", at: [center, +24], when: plate', '{text: "T {{ plate }}"')
    assert story()
    with pytest.raises(RowError) as caught:
        story(plate="")
    assert "scenes.welcome.layers[1].text" in caught.value.reason
    assert "empty in this row" in caught.value.reason


def test_a_field_that_is_missing_is_named(folder, row):
    campaign = load_campaign(folder)
    values = values_of(campaign, row)
    del values["due_on"]
    with pytest.raises(RowError) as caught:
        bind(campaign, values)
    assert caught.value.field == "due_on"
    del values["amount"]
    values["due_on"] = date(2026, 9, 30)
    with pytest.raises(RowError, match="amount: is missing"):
        bind(campaign, values)
    values = values_of(campaign, row)
    del values["plate"]
    assert len(bind(campaign, values).scene("welcome").layers) == 1


def test_today_is_given_or_the_day_of_issue(folder, rewrite, row):
    rewrite("Un breve video.", "\"Il {{ today | date('short') }}\"")
    campaign = load_campaign(folder)
    values = values_of(campaign, row)
    assert bind(campaign, values).page.cover_text == "Il 01/09/2026"
    given_day = bind(campaign, values, today=date(2027, 1, 2))
    assert given_day.page.cover_text == "Il 02/01/2027"


def test_a_pay_address_may_not_lead_elsewhere(folder, rewrite, row):
    rewrite(
        "https://paga.acque.example/{{ notice | url }}?nome={{ first_name | url }}",
        "https://{{ first_name }}/",
        "campaign.yaml",
    )
    campaign = load_campaign(folder)
    with pytest.raises(RowError, match="hosts"):
        bind(campaign, values_of(campaign, {**row, "first_name": "evil.example"}))
    assert bind(campaign, values_of(campaign, {**row, "first_name": "paga.acque.example"}))
    for name in (
        "paga.acque.example\\@evil.example",
        "evil.example\\@paga.acque.example",
        "evil@paga.acque.example",
        "paga.acque.example@evil.example",
        "evil.example#@paga.acque.example",
        "evil.example?paga.acque.example",
    ):
        with pytest.raises(RowError, match="pay_link"):
            bind(campaign, values_of(campaign, {**row, "first_name": name}))


def test_amounts_and_dates_in_a_pay_link_are_written_for_programs(folder, rewrite, row):
    written = "{{ amount | url }}/{{ (amount // 0.01) | url }}/{{ due_on | url }}"
    rewrite("{{ notice | url }}", written, "campaign.yaml")
    campaign = load_campaign(folder)
    address = bind(campaign, values_of(campaign, row | {"amount": "1187,5"})).page.payment.address
    assert address.startswith("https://paga.acque.example/1187.50/118750/2026-09-30?nome=")


def test_a_row_that_the_pay_link_cannot_take_names_the_file(folder, rewrite, row):
    rewrite("{{ notice | url }}", "{{ plate | url }}", "campaign.yaml")
    campaign = load_campaign(folder)
    with pytest.raises(RowError, match=r"^pay_link.address: 'url' takes a text \(campaign.yaml\)"):
        bind(campaign, values_of(campaign, row | {"plate": ""}))


def test_an_epc_code_instead_of_pagopa(story, rewrite):
    rewrite(
        'pagopa: {notice: "{{ notice }}", creditor: "01234567897"}',
        'epc: {name: Acque Chiare, iban: IT60X0542811101000000123456, text: "N. {{ notice }}"}',
    )
    payment = story().page.payment
    assert payment.code_label == "SEPA"
    assert payment.code.split("\n")[5:] == [
        "Acque Chiare",
        "IT60X0542811101000000123456",
        "EUR187.50",
        "",
        "",
        "N. 301000000000000043",
    ]


HOSTILE = [
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{% for x in [1] %}x{% endfor %}",
    "%{pts}",
    "x',drawtext=textfile=/etc/passwd",
    "محمد الأحمد",
    "👩\u200d👧 Rossi",
    "x" * 60,
    "Anna. Maria. Rossi? Sì!",
    "187.50. E poi",
    "a\\nb",
    "${jndi:ldap}",
    "Robert'); DROP TABLE--",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_out_literally(story, name):
    bound = story(first_name=name)
    welcome = bound.scene("welcome")
    assert welcome.layers[0].text == f"Buongiorno {name}"
    assert welcome.say[0].written == welcome.say[0].spoken == f"Buongiorno {name}."
    assert len(welcome.say) == 2
    assert bound.page.greeting == f"Buongiorno {name}"
    assert re.fullmatch(
        r"https://paga\.acque\.example/\d+\?nome=[A-Za-z0-9%._~-]+", bound.page.payment.address
    )


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(name=st.text(min_size=1, max_size=60))
def test_any_name_binds_or_is_refused_without_being_repeated(folder, row, name):
    campaign = _loaded(folder)
    try:
        values = values_of(campaign, {**row, "first_name": name})
    except RowError as error:
        refused = error
    else:
        refused = None
    if refused is not None:
        assert refused.field == "first_name"
        assert len(name.strip()) < 4 or name not in str(refused)
        return
    bound = bind(campaign, values)
    assert bound.scene("welcome").layers[0].text == f"Buongiorno {values['first_name']}".strip()


_CAMPAIGNS = {}


def _loaded(folder):
    return _CAMPAIGNS.setdefault(folder, load_campaign(folder))
