"""Pop-ups, from the author's file to the bound scene."""

from __future__ import annotations

import pytest

from scenes.bind import bind
from scenes.bound import Popup, Timing
from scenes.loading import check_campaign, load_campaign

POPUPS = """\
title: Quanto e quando
    popups:
      - {label: Che cosa comprende?, text: "Sono {{ amount | money }}.", until: 9s}
      - label: E le rate?
        title: Le rate
        text: "Una.\\n\\nDue."
        with: 1
        start: 0.5s
        when: amount >= 100
      - {label: E la targa?, text: "{{ plate }}", when: plate}
      - {label: Paga ora, pay: true, with: 1, when: amount >= 100}
"""


@pytest.fixture
def popups(folder, rewrite, row):
    rewrite("title: Quanto e quando\n", POPUPS)
    assert [str(fault) for fault in check_campaign(folder)] == []
    campaign = load_campaign(folder)

    def bound(**changes):
        fields = campaign.storyboard.fields
        values = {name: fields[name].parse(text, "it-IT") for name, text in (row | changes).items()}
        return bind(campaign, values).scene("amount").popups

    return bound


def test_a_popup_is_bound_with_its_time(popups):
    first, second, _, pay = popups()
    assert first.title == first.label == "Che cosa comprende?"
    assert first.text.startswith("Sono ")
    assert first.timing == Timing(0, 9000, None)
    assert second == Popup(2, "E le rate?", "Le rate", "Una.\n\nDue.", Timing(500, None, 1))
    assert pay == Popup(4, "Paga ora", "Paga ora", "", Timing(0, None, 1), pay=True)


def test_a_popup_that_a_row_has_not_leaves_the_numbers_of_others(popups):
    assert [popup.number for popup in popups(amount="12,50")] == [1, 3]


def test_a_popup_may_depend_on_data_that_is_missing(popups):
    assert [popup.number for popup in popups(plate="")] == [1, 2, 4]


def test_a_popup_leads_only_to_a_form_that_its_recipient_is_offered(folder, rewrite, row):
    rewrite(
        "title: Quanto e quando\n",
        "title: Quanto e quando\n    popups: [{label: Mi chiami, form: call_me_back}]\n",
    )
    story = folder / "storyboard.yaml"
    forms = "\nforms:\n  - {use: call_me_back, when: amount >= 100}\n"
    story.write_text(story.read_text("utf-8") + forms, encoding="utf-8")
    assert [str(fault) for fault in check_campaign(folder)] == []
    campaign = load_campaign(folder)
    fields = campaign.storyboard.fields

    def bound(amount):
        texts = row | {"amount": amount}
        values = {name: fields[name].parse(text, "it-IT") for name, text in texts.items()}
        return bind(campaign, values).scene("amount").popups

    assert [popup.form for popup in bound("150,00")] == ["call_me_back"]
    assert bound("12,50") == ()
