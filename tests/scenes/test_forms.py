"""Forms in the storyboard: what an author may write, what is wrong, what a recipient is offered."""

from __future__ import annotations

import json

import pytest

from scenes.bind import bind
from scenes.bound_forms import declaration, declaration_digest, forms_of
from scenes.loading import check_campaign, load_campaign
from scenes.ready_forms import form_languages, ready_forms

FORMS = """\
forms:
  - use: more_time
    when: amount >= 100
    prefill: {note: "Sono {{ first_name }}"}
  - {use: question, title: "Una domanda sulla targa {{ plate | default('…') }}"}
  - id: moved
    title: Ho cambiato casa
    fields:
      - {id: since, type: date, label: Da quando?, min: 2020-01-01, max: "{{ due_on }}"}
      - id: part
        type: money
        label: Quanto?
        prefill: "{{ instalment | round(2) }}"
        min: 0.01
        max: "{{ amount }}"
      - {id: years, type: number, label: Anni, when: plate, max: 99}
      - {id: agreed, type: checkbox, label: "Sono d'accordo", required: true}
      - {id: grade, type: rating, label: Voto, low: Poco, high: Molto}
    submit: Invia
    thanks: Grazie.
"""


@pytest.fixture
def with_forms(rewrite):
    """Return the campaign folder with three forms and a button that leads to one."""
    rewrite("start: welcome", f"{FORMS}start: welcome")
    option = "        - {label: Mi serve più tempo, to: more_time"
    return rewrite(
        option, f"        - {{label: Ci scriva, form: more_time, icon: letter}}\n{option}"
    )


def bound(folder, row, **changes):
    campaign = load_campaign(folder)
    values = {
        name: field.parse({**row, **changes}.get(name, ""), "it-IT", None)
        for name, field in campaign.storyboard.fields.items()
    }
    return bind(campaign, values)


def test_each_row_gets_its_forms_with_its_own_words_and_limits(with_forms, row):
    assert check_campaign(with_forms) == []
    story = bound(with_forms, row)
    more_time, question, moved = story.page.forms
    assert more_time.use == more_time.id == "more_time"
    assert more_time.title == "Mi serve più tempo"
    assert [f.value for f in more_time.fields if f.id == "note"] == ["Sono Nicolò D'Angelo"]
    assert question.title == "Una domanda sulla targa FA 123 XY"
    assert question.thanks == ready_forms("it-IT")["question"].thanks
    since, part, years, agreed, grade = moved.fields
    assert (since.least, since.most, since.marks) == ("2020-01-01", "2026-09-30", "dmy")
    assert (part.least, part.most, part.value) == ("0.01", "187.50", "62,50")
    assert years.most == "99"
    assert agreed.required
    assert (grade.most, grade.low) == ("5", "Poco")


def test_a_form_that_is_not_offered_has_no_button_either(with_forms, row):
    story = bound(with_forms, row, amount="99,00", plate="")
    assert [form.id for form in story.page.forms] == ["question", "moved"]
    assert [field.id for field in story.page.forms[1].fields] == [
        "since",
        "part",
        "agreed",
        "grade",
    ]
    ways = [option.form for option in story.scene("amount").choice.options]
    assert ways == [None, None, None]
    assert "more_time" in [o.form for o in bound(with_forms, row).scene("amount").choice.options]
    assert story.default_path == ("welcome", "amount", "pay")


def test_a_question_may_lead_to_a_form(with_forms, row, rewrite):
    rewrite(
        "  greeting:",
        "  questions:\n    - {question: Rate?, answer: Sì., form: more_time}\n  greeting:",
    )
    assert bound(with_forms, row).page.questions[0].form == "more_time"
    assert bound(with_forms, row, amount="99").page.questions[0].form is None


def test_a_prefilled_value_that_its_field_would_refuse_is_left_out(with_forms, row, rewrite):
    rewrite('prefill: {note: "Sono {{ first_name }}"}', 'prefill: {phone: "{{ first_name }}"}')
    more_time = bound(with_forms, row).page.forms[0]
    assert [field.value for field in more_time.fields] == [""] * len(more_time.fields)


FAULTS = [
    (
        "use: more_time",
        "use: more_tim",
        "There is no shipped form 'more_tim'. Did you mean 'more_time'?",
    ),
    (
        "form: more_time",
        "form: moving",
        "There is no form 'moving'; there are more_time, question, moved.",
    ),
    ("id: moved", "id: question", "There is a form 'question' already."),
    ("    title: Ho cambiato casa\n", "", "A form of your own has 'title'."),
    (
        "id: since, type: date",
        "id: since, type: day",
        "There is no type 'day'; there are text, textarea",
    ),
    ("max: 99", "max: molti", "Expected a number of at most eleven digits"),
    ("min: 2020-01-01", "min: presto", "Expected a day such as"),
    ("min: 2020-01-01", "min: today + 3, places: 2", "A date field has no 'places'"),
    (
        'min: 0.01\n        max: "{{ amount }}"',
        "min: 5\n        max: 4",
        "'min' is more than 'max'",
    ),
    ('max: "{{ amount }}"', 'max: "{{ amont }}"', "Nothing is called 'amont'"),
    (
        'label: "Sono d\'accordo"',
        'label: "Sono d\'accordo", prefill: si',
        "A checkbox field has no 'prefill'",
    ),
    ("prefill: {note:", "prefill: {nota:", "There is no field 'nota'. Did you mean 'note'?"),
    ("id: years, type", "id: since, type", "There are two fields 'since'."),
    ("id: years, type", "id: attempt, type", "'attempt' is taken already"),
    (
        "id: years, type: number, label: Anni, when: plate, max: 99",
        "id: c, type: choice, label: C",
        "A choice has at least two options",
    ),
    ("low: Poco", "max: 1", "Expected the best grade"),
    ("required: true", "required: true, required_for: {a: b}", "There is no choice 'a'"),
]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_what_is_wrong_is_said_with_its_line(with_forms, rewrite, old, new, message):
    board = with_forms / "storyboard.yaml"
    rewrite(old, new)
    faults = check_campaign(with_forms)
    assert any(message in f"{fault.message} {fault.hint}" for fault in faults), faults
    assert all(fault.file == "storyboard.yaml" and fault.line for fault in faults)
    lines = board.read_text(encoding="utf-8").splitlines()
    first = lines.index("forms:") + 1
    last = lines.index("start: welcome") + 1
    around = [fault for fault in faults if message in f"{fault.message} {fault.hint}"]
    if "form: moving" not in new:
        assert all(first <= fault.line <= last for fault in around)


def test_a_way_to_a_form_where_there_is_none(rewrite):
    where = rewrite(
        "{label: Pago adesso, to: pay}",
        "{label: Scrivo, form: question}, {label: Pago, to: pay}".replace("}, {", "}\n        - {"),
    )
    board = where / "storyboard.yaml"
    board.write_text(board.read_text(encoding="utf-8"), encoding="utf-8")
    (fault,) = check_campaign(where)
    assert "There is no form 'question': the storyboard has none." in fault.message


def test_an_option_has_one_way(with_forms, rewrite):
    rewrite("form: more_time,", "form: more_time, pay: true,")
    (fault,) = check_campaign(with_forms)
    assert "or to a form" in fault.message


def test_the_declaration_holds_nothing_prefilled_and_comes_back_whole(with_forms, row):
    forms = bound(with_forms, row).page.forms
    text = declaration(forms, "it-IT")
    assert "Nicol" not in text
    assert "62,50" not in text
    back = forms_of(json.loads(text))
    assert list(back) == ["more_time", "question", "moved"]
    assert declaration(tuple(back.values()), "it-IT") == text
    assert len(declaration_digest(text)) == 64
    with pytest.raises(ValueError, match="schema"):
        forms_of({"schema": "other", "forms": []})


def test_every_language_has_the_same_forms_fields_and_options():
    def shape(locale):
        return {
            name: (
                form.open,
                [
                    field.model_copy(
                        update=dict.fromkeys(WORDS, None)
                        | {"options": dict.fromkeys(field.options)}
                    )
                    for field in form.fields
                ],
            )
            for name, form in ready_forms(locale).items()
        }

    assert form_languages() == ("ar", "de", "en", "es", "fr", "it", "ro", "sq", "uk")
    assert shape("fi-FI") == shape("en-GB")
    for language in form_languages():
        assert shape(language) == shape("it-IT"), language
        assert list(ready_forms(language)) == list(ready_forms("it-IT"))


@pytest.mark.parametrize("language", form_languages())
def test_what_is_on_a_forms_button_fits_a_narrow_phone(language):
    for form in ready_forms(language).values():
        assert len(form.submit) <= 26, form.submit
        assert len(form.title) <= 45, form.title


WORDS = ("label", "hint", "low", "high")


@pytest.mark.parametrize("language", form_languages())
def test_apostrophes_are_typographic(language):
    for form in ready_forms(language).values():
        assert "'" not in json.dumps(
            form.model_dump(mode="json", exclude={"fields"}), ensure_ascii=False
        )
        for field in form.fields:
            assert "'" not in f"{field.label}{field.hint}{''.join(field.options.values())}"
