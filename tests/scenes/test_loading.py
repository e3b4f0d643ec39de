from __future__ import annotations

import pickle

import pytest

from foundation.errors import CampaignError
from scenes.loading import check_campaign, load_campaign


def found(folder):
    """Return the faults as (file, line, place, whole text)."""
    return [(f.file, f.line, f.place, str(f)) for f in check_campaign(folder)]


def only(folder):
    faults = check_campaign(folder)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def test_a_campaign_without_faults_loads(folder):
    assert check_campaign(folder) == []
    campaign = load_campaign(folder)
    assert campaign.file.name == "water-2026"
    assert campaign.media == folder / "media"
    assert list(campaign.storyboard.scenes) == ["welcome", "amount", "why", "more_time", "pay"]
    assert campaign.storyboard.fields["amount"].name == "amount"
    assert campaign.theme.color("sky") == "#cfe6f5"
    assert campaign.look.music == "bed.flac"


def test_a_campaign_can_go_to_another_process(folder):
    campaign = load_campaign(folder)
    again = pickle.loads(pickle.dumps(campaign))  # noqa: S301 # our own bytes
    assert again.digest == campaign.digest
    assert again.storyboard == campaign.storyboard


def test_every_fault_of_both_files_is_found_in_one_go(folder, rewrite):
    rewrite("locale: it-IT", "locale: klingon", "campaign.yaml")
    rewrite("something_wrong", "something_wrog", "campaign.yaml")
    rewrite("style: title", "style: titel")
    rewrite("style: figure", "stile: figure")
    rewrite("paper, sky", "paper, skyy")
    rewrite("to: why}", "to: wy}")
    rewrite("town.png", "twon.png")
    rewrite(
        'say: "Tre rate da {{ instalment | spoken }}."', 'say: "Rate da {{ instalmet | spokn }}."'
    )
    rewrite("type: date", "type: data")
    rewrite("min: 4s", "min: 4")
    faults = found(folder)
    expected = [
        ("campaign.yaml", 1, "", "'something_wrong' is missing"),
        ("campaign.yaml", 4, "locale", "'klingon' is not a locale"),
        ("campaign.yaml", 17, "something_wrog", "Did you mean 'something_wrong'?"),
        ("storyboard.yaml", 9, "fields.due_on", "Did you mean 'date'?"),
        ("storyboard.yaml", 25, "scenes.welcome.base.gradient[1]", "Did you mean 'sky'?"),
        ("storyboard.yaml", 27, "scenes.welcome.layers[0].style", "Did you mean 'title'?"),
        ("storyboard.yaml", 34, "scenes.amount.min", "0.5s or 480ms"),
        ("storyboard.yaml", 36, "scenes.amount.layers[0].stile", "Did you mean 'style'?"),
        ("storyboard.yaml", 45, "scenes.amount.choices.options[1].to", "Did you mean 'why'?"),
        ("storyboard.yaml", 51, "scenes.why.base.picture", "Did you mean 'town.png'?"),
        ("storyboard.yaml", 56, "scenes.more_time.say[0]", "Did you mean 'instalment'?"),
        ("storyboard.yaml", 56, "scenes.more_time.say[0]", "Did you mean 'spoken'?"),
    ]
    for file, line, place, part in expected:
        assert any(fault[:3] == (file, line, place) and part in fault[3] for fault in faults), (
            place,
            part,
            faults,
        )
    assert len(faults) == len(expected)
    with pytest.raises(CampaignError) as caught:
        load_campaign(folder)
    assert len(caught.value.faults) == len(expected)
    assert "storyboard.yaml:27: scenes.welcome.layers[0].style" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "place", "part"),
    [
        ("start: welcome\n", "", "", "'start' is missing"),
        ("start: welcome", "start: why", "start", "cannot start with an aside"),
        ("title: Benvenuto", "title: [a]", "scenes.welcome.title", "Expected text"),
        ("title: Benvenuto", "title: true", "scenes.welcome.title", "quotes"),
        ("title: Benvenuto", "title: {a: b}", "scenes.welcome.title", "quotes"),
        ("rise: 0.5s", "rise: 0.5", "scenes.welcome.layers[0].enter.rise", "0.5s"),
        ("rise: 0.5s", "jump: 0.5s", "scenes.welcome.layers[0].enter.jump", "no key 'jump'"),
        ("{rise: 0.5s}", "{rise: 1s, pop: 1s}", "scenes.welcome.layers[0].enter", "exactly one"),
        ("{rise: 0.5s}", "{draw: 1s}", "scenes.welcome.layers[0].enter", "'draw' grows"),
        ("[center, 30%]", "[centre, 30%]", "scenes.welcome.layers[0].at", "left, center, right"),
        ("[center, 30%]", "center", "scenes.welcome.layers[0].at", "two parts"),
        ('{text: "Targa', '{txt: "Targa', "scenes.welcome.layers[1]", "Did you mean 'text'?"),
        ("with: 2", "with: 3", "scenes.welcome.layers[1].with", "the scene's narration has 2"),
        ("with: 2", "start: 2s, until: 1s", "scenes.welcome.layers[1]", "ends before it starts"),
        ("[paper, sky]", "[paper, blue]", "scenes.welcome.base.gradient[1]", "colour 'blue'"),
        ("[paper, sky]", "[paper, sky], color: ink", "scenes.welcome.base", "exactly one of"),
        ("gradient: [paper, sky]", "color: '#12'", "scenes.welcome.base.color", "#rrggbb"),
        ("next: amount", "next: amonut", "scenes.welcome.next[0].to", "Did you mean 'amount'?"),
        ("next: amount", "next: why", "scenes.welcome.next[0].to", "only a choice can call"),
        (
            "next: amount",
            "next: [{to: amount}, {to: pay}]",
            "scenes.welcome.next[0]",
            "always taken",
        ),
        ("default: pay", "default: why", "scenes.amount.choices.default", "needs a way on"),
        (
            "default: pay",
            "default: goodbye",
            "scenes.amount.choices.default",
            "none of the options",
        ),
        (
            "pay: true}",
            "pay: true, to: pay}",
            "scenes.amount.choices.options[3]",
            "leads to a scene",
        ),
        (
            "{label: Perché?, to: why}",
            "{label: Perché?}",
            "scenes.amount.choices.options[1]",
            "or to",
        ),
        (
            "aside: true",
            "aside: true\n    next: pay",
            "scenes.why.next",
            "Remove 'next' or 'aside'",
        ),
        (
            "next: pay",
            "next: pay\n    choices: {ask: A, options: [{label: B, pay: true}]}",
            "scenes.more_time.next",
            "not by both",
        ),
        ("town.png", "../logo.png", "scenes.why.base.picture", "no file"),
        ("town.png", "/etc/passwd.png", "scenes.why.base.picture", "no file"),
        ("town.png", "town.gif", "scenes.why.base.picture", ".png, .jpg"),
        ("bed.flac", "bed.mp3", "music.file", ".wav, .flac"),
        (
            "title: Perché\n",
            "title: Perché\n    layers: [{icon: carr, at: [center, 5%]}]\n",
            "scenes.why.layers[0].icon",
            "Did you mean 'car'?",
        ),
        (
            'when: "amount >= 100"',
            'when: "{{ amount }}"',
            "scenes.amount.choices.options[2].when",
            "without braces",
        ),
        (
            'when: "amount >= 100"',
            "when: amount >=",
            "scenes.amount.choices.options[2].when",
            "unexpected end",
        ),
        ("when: plate, with", "when: plat, with", "scenes.welcome.layers[1].when", "'plate'?"),
        ("{{ amount | spoken }}", "{{ first_name | money }}", "scenes.amount.say[0]", "text field"),
        ("{{ amount | spoken }}", "{{ amount | }}", "scenes.amount.say[0]", "got '}}'"),
        ("{{ amount | spoken }}", "{{ years[0].lable }}", "scenes.amount.say[0]", "'label'?"),
        ("{{ amount | spoken }}", "{{ years | sum('valu') }}", "scenes.amount.say[0]", "'value'?"),
        (
            "{{ amount | spoken }}",
            "{% for y in years %}{{ y.x }}{% endfor %}",
            "scenes.amount.say[0]",
            "have label, value",
        ),
        (
            "{{ amount | spoken }}",
            "{{ first_name.upper() }}",
            "scenes.amount.say[0]",
            "use filters",
        ),
        (
            "of: {label: text, value: money}",
            "of: {label: text, size: money}",
            "scenes.amount.layers[1].data",
            "label and a value",
        ),
        (
            'data: "{{ years }}"',
            'data: "gli {{ years }}"',
            "scenes.amount.layers[1].data",
            "one expression",
        ),
        (
            'amount: "{{ amount }}"',
            'amount: "circa {{ amount }}"',
            "payment.amount",
            "one expression",
        ),
        ('"01234567897"', '"0123"', "payment.pagopa.creditor", "11 digits"),
        ("values:\n", "values:\n  amount: '1'\n", "values.amount", "taken already"),
        ("values:\n", "values:\n  today: '1'\n", "values.today", "taken already"),
        ("type: date}", "type: date, default: domani}", "fields.due_on.default", "not a date"),
        (
            "type: text, max: 60",
            "type: text, max: 60, pattern: '['",
            "fields.first_name.pattern",
            "regular expression",
        ),
        ("currency: EUR", "currency: euro", "fields.amount.currency", "three letters"),
    ],
)
def test_each_fault_names_its_place_and_what_was_expected(folder, rewrite, old, new, place, part):
    rewrite(old, new)
    fault = only(folder)
    assert fault.place == place
    assert part in str(fault)
    assert fault.file == "storyboard.yaml"
    assert fault.line is not None


@pytest.mark.parametrize(
    ("old", "new", "place", "part"),
    [
        ("name: water-2026", "name: Water 2026", "name", "vehicle-tax-2026"),
        ("locale: it-IT", "locale: it_IT", "locale", "Such as it-IT"),
        ("website: https://", "website: ", "issuer.website", "https://"),
        ('phone: "800 000 000"', "phone: 800000000", "issuer.phone", "quotes"),
        ("logo: logo.png", "logo: ../campaign.yaml", "issuer.logo", "no file"),
        ("hosts: [paga", "hosts: [paghi", "pay_link.address", "does not list"),
        ('"https://paga', '"paga', "pay_link.address", "https://"),
        ("notice | url", "years | url", "pay_link.address", "'years' is a list field"),
        ("notice | url", "notic | url", "pay_link.address", "Did you mean 'notice'?"),
        ("issued_on: 2026-09-01", "issued_on: domani", "issued_on", "2026-09-30"),
        (
            "something_wrong:",
            "data: {columns: {nome: Nome}}\nsomething_wrong:",
            "data.columns.nome",
            "no field 'nome'",
        ),
    ],
)
def test_faults_of_the_campaign_file(folder, rewrite, old, new, place, part):
    rewrite(old, new, "campaign.yaml")
    fault = only(folder)
    assert (fault.file, fault.place) == ("campaign.yaml", place)
    assert part in str(fault)


def test_a_missing_file_is_one_fault(folder):
    (folder / "storyboard.yaml").unlink()
    assert only(folder).message == "The campaign folder has no file storyboard.yaml."
    (folder / "campaign.yaml").unlink()
    assert [fault.file for fault in check_campaign(folder)] == ["campaign.yaml", "storyboard.yaml"]


def test_a_file_that_is_no_yaml_hides_nothing_of_the_other(folder, rewrite):
    rewrite("title: Benvenuto", "title: Benvenuto: ciao")
    rewrite("locale: it-IT", "locale: klingon", "campaign.yaml")
    assert [fault.file for fault in check_campaign(folder)] == ["campaign.yaml", "storyboard.yaml"]


def test_files_that_hold_anything_else_are_refused_politely(folder):
    for text in ("", "just text", "[1, 2]", "a: 1", "scenes: 3\nfields: []", "schema: [x]"):
        (folder / "storyboard.yaml").write_text(text, encoding="utf-8")
        faults = check_campaign(folder)
        assert faults
        assert all(fault.message.endswith(".") for fault in faults)


def test_names_have_their_form(folder, rewrite):
    rewrite("  welcome:\n", "  Welcome:\n")
    faults = check_campaign(folder)
    assert [f.place for f in faults] == ["start", "scenes.Welcome"]
    assert "cannot be a name here" in faults[1].message


def test_scenes_that_no_way_leads_to_are_found(folder, rewrite):
    rewrite("next: amount", "next: pay")
    faults = check_campaign(folder)
    assert [f.place for f in faults] == ["scenes.amount", "scenes.why", "scenes.more_time"]
    assert all("No way leads" in f.message for f in faults)


def test_the_story_may_not_run_in_a_circle(folder, rewrite):
    rewrite("default: pay", "default: more_time")
    rewrite('to: more_time, when: "amount >= 100"', "to: more_time")
    rewrite("next: pay", "next: amount")
    fault = only(folder)
    assert "amount → more_time → amount" in fault.message


def test_a_default_that_may_be_hidden_lets_the_film_take_the_next_option(folder, rewrite):
    # more_time is offered from 100 on; below, the film goes on to pay: both ways must end
    rewrite("default: pay", "default: more_time")
    assert check_campaign(folder) == []


def test_a_symbolic_link_out_of_media_is_not_followed(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    outside.write_bytes(b"x")
    (folder / "media" / "town.png").unlink()
    (folder / "media" / "town.png").symlink_to(outside)
    assert only(folder).place == "scenes.why.base.picture"


def test_the_digest_changes_with_whatever_an_author_wrote(folder, rewrite):
    digests = [load_campaign(folder).digest]
    rewrite("Come pagare", "Come si paga")
    digests.append(load_campaign(folder).digest)
    rewrite("800 000 000", "800 111 111", "campaign.yaml")
    digests.append(load_campaign(folder).digest)
    (folder / "media" / "bed.flac").write_bytes(b"other")
    digests.append(load_campaign(folder).digest)
    (folder / "media" / "new.png").write_bytes(b"new")
    digests.append(load_campaign(folder).digest)
    assert len(set(digests)) == len(digests)
    assert load_campaign(folder).digest == digests[-1]


def test_a_theme_of_the_campaign_folder(folder, rewrite):
    theme = """\
schema: sollecito/theme@1
colors: {paper: "#ffffff", ink: "#000000", sky: "#0000ff", muted: "#444444", line: "#cccccc",
  accent: "#000088", accent_soft: "#ddddff", highlight: "#880000", highlight_soft: "#ffdddd",
  good: "#008800"}
styles:
  heading: {family: Nunito, weight: 700, size: 48}
  label: {family: Nunito, weight: 600, size: 28}
  chart_label: {family: Nunito, weight: 600, size: 28}
  body: {family: Noto Sans, weight: 400, size: 36, color: ink}
  title: {family: Titillium Web, weight: 700, size: 60, color: ink}
  figure: {family: Titillium Web, weight: 700, size: 100, color: sky}
"""
    (folder / "own.yaml").write_text(theme, encoding="utf-8")
    rewrite("voice:", "theme: own.yaml\nvoice:")
    before = load_campaign(folder)
    assert before.theme.name == "own"
    assert before.theme.style("figure").color == "#cfe6f5"  # the storyboard's own sky
    (folder / "own.yaml").write_text(theme.replace("#ffffff", "#fefefe"), encoding="utf-8")
    assert load_campaign(folder).digest != before.digest

    wrong = theme.replace("weight: 400", "weight: 450").replace("Noto Sans", "Noto Sanz")
    (folder / "own.yaml").write_text(wrong, encoding="utf-8")
    fault = only(folder)
    assert (fault.file, fault.place) == ("own.yaml", "styles.body.family")
    assert "Noto Sans" in fault.hint


def test_an_unknown_theme_is_named(folder, rewrite):
    rewrite("voice:", "theme: publik\nvoice:")
    fault = only(folder)
    assert (fault.place, fault.hint) == ("theme", "Did you mean 'public'?")


def test_a_value_with_one_choice_is_said_once(folder, rewrite):
    rewrite("sollecito/campaign@1", "sollecito/campaign@2", "campaign.yaml")
    fault = only(folder)
    assert fault.message == "Expected 'sollecito/campaign@1'."
    assert fault.hint == ""


def test_an_expression_nested_too_deeply_is_a_fault(folder, rewrite):
    rewrite('"{{ amount / 3 }}"', '"{{ ' + "-" * 3000 + '1 }}"')
    assert "nested too deeply" in only(folder).message


def test_braces_without_quotes_are_one_fault(folder, rewrite):
    rewrite('instalment: "{{ amount / 3 }}"', "instalment: {{ amount }}")
    assert "Braces" in only(folder).message
