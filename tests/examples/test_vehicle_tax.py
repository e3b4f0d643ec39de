"""The example's story: complete, kind, and readable by ear as by eye."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from renderer.kit import RenderKit
from renderer.layout import lay_out_scene
from renderer.stage import stage_of
from scenes.bind import bind
from scenes.bound import ChartLayer, TextLayer
from scenes.loading import check_campaign, load_campaign

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "vehicle-tax"
AMOUNT = re.compile(r"\d[\d.]*,\d\d\s€")
DEFAULT_PATH = ("welcome", "what_it_pays_for", "amount", "pay", "goodbye")


@pytest.fixture(scope="module")
def campaign():
    return load_campaign(FOLDER)


@pytest.fixture(scope="module")
def people(campaign):
    """Values and bound story of every row."""
    data = campaign.file.data
    with (FOLDER / data.file).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    values = [
        {
            name: field.parse(row[data.columns[name]], campaign.file.locale, data.decimal)
            for name, field in campaign.storyboard.fields.items()
        }
        for row in rows
    ]
    return [(value, bind(campaign, value)) for value in values]


def amounts(text):
    return set(AMOUNT.findall(text.replace("\xa0", " ")))


def test_it_has_no_fault():
    assert [str(fault) for fault in check_campaign(FOLDER)] == []


def test_the_default_path_explains_before_it_asks(people):
    assert {story.default_path for _, story in people} == {DEFAULT_PATH}


def test_the_choice_has_four_ways_on_or_three_below_the_threshold(people):
    for values, story in people:
        options = story.scene("amount").choice.options
        ways = [option.to for option in options if option.to]
        if values["amount"] >= Decimal(150):
            assert ways == ["pay", "why", "more_time", "already_paid"]
        else:
            assert ways == ["pay", "why", "already_paid"]
            assert "more_time" not in [scene.id for scene in story.scenes]
        assert [option.form for option in options if option.form] == ["call_me_back"]


def test_the_aside_returns_and_the_others_lead_to_the_end(people):
    _, story = people[0]
    assert story.scene("why").aside
    assert story.scene("why").next is None
    assert story.scene("pay").next == "goodbye"
    ways = {"more_time": ["more_time"], "already_paid": ["already_paid"]}
    for scene, forms in ways.items():
        options = story.scene(scene).choice.options
        assert [option.form for option in options if option.form] == forms, "they can say so"
        assert options[-1].to == "goodbye"


@pytest.mark.parametrize("scene", ["what_it_pays_for", "already_paid", "goodbye"])
def test_a_scene_without_personal_data_is_one_and_the_same_for_all(people, scene):
    assert len({story.scene(scene) for _, story in people}) == 1


def test_every_amount_that_is_shown_is_also_spoken(people):
    seen = 0
    for _, story in people:
        for scene in story.scenes:
            shown = set()
            for layer in scene.layers:
                if isinstance(layer, TextLayer):
                    shown |= amounts(layer.text)
                elif isinstance(layer, ChartLayer):
                    shown |= amounts(" ".join(point.text for point in layer.points))
            heard = amounts(" ".join(sentence.written for sentence in scene.say))
            assert shown <= heard, scene.id
            seen += len(shown)
    assert seen > 200


def test_the_voice_hears_words_where_the_captions_show_figures(people):
    for _, story in people:
        for scene in story.scenes:
            for sentence in scene.say:
                assert "€" not in sentence.spoken
                assert not re.search(r"\d,\d", sentence.spoken)


def test_the_first_screen_reveals_no_debt(campaign, people):
    for values, story in people:
        page = story.page
        issuer = f"{campaign.file.issuer.name} {campaign.file.issuer.department}"
        texts = (page.cover_title, page.cover_text, page.cover_button, issuer)
        cover = " ".join(texts).casefold()
        for word in ("pag", "tass", "bollo", "importo", "debit", "scaden", "euro", "€", "avviso"):
            assert word not in cover, word
        for value in (values["plate"], values["last_name"], values["notice"]):
            assert value.casefold() not in cover


def test_the_page_holds_every_figure_of_the_film(people):
    for _, story in people:
        page = story.page
        facts = " ".join(f"{fact.label} {fact.value} {fact.note}" for fact in page.facts)
        assert page.payment.amount in facts
        assert page.payment.reference in facts
        assert page.payment.due in facts
        details = amounts(" ".join(detail.value for detail in page.details))
        for scene in ("why", "pay"):
            spoken = " ".join(sentence.written for sentence in story.scene(scene).say)
            assert amounts(spoken) <= details


def test_the_instalments_add_up(people):
    checked = 0
    for values, story in people:
        for question in story.page.questions:
            parts = [
                Decimal(text[:-2].replace(",", ".")) for text in AMOUNT.findall(question.answer)
            ]
            if "Le prime due sono" in question.answer:
                first, last = parts
                assert 2 * first + last == values["amount"]
                checked += 1
            elif "Ognuna è di" in question.answer:
                assert 3 * parts[0] == values["amount"]
                checked += 1
    assert checked == sum(values["amount"] >= Decimal(150) for values, _ in people)


def test_everything_is_clearly_invented(campaign):
    issuer = campaign.file.issuer
    addresses = [
        issuer.email.partition("@")[2],
        *(
            re.sub(r"^https?://([^/]+).*$", r"\1", address)
            for address in (
                issuer.website,
                issuer.accessibility_statement,
                issuer.privacy_notice,
                campaign.file.public_base,
                campaign.file.pay_link.address,
                campaign.file.something_wrong,
            )
        ),
        *campaign.file.pay_link.hosts,
    ]
    assert all(address.endswith(".example") for address in addresses)


def test_nobody_is_threatened_or_spoken_to_as_man_or_woman(people):
    _, story = people[0]
    page = story.page
    texts = [sentence.written for scene in story.scenes for sentence in scene.say]
    texts += [*page.summary, *page.otherwise]
    texts += [question.answer for question in page.questions]
    everything = " ".join(texts).casefold()
    for word in ("moros", "pignora", "ingiunzione", "diffida", "legal", "coattiv", "obbligat"):
        assert word not in everything, word
    assert not re.search(r"\b(gentile signor|egregio|caro|cara|signora|signore)\b", everything)


def test_nothing_stands_where_the_captions_are_or_over_the_edge(campaign, people, tmp_path):
    kit = RenderKit(campaign.media, b"an invented key!", tmp_path)
    laid_out = 0
    for _, story in people:
        stage = stage_of(story.look, kit)
        width, height = stage.size
        for scene in story.scenes:
            for layer, drawing in zip(scene.layers, lay_out_scene(scene, stage), strict=True):
                where = f"{scene.id}: {layer.kind}"
                assert drawing.box.bottom <= 0.86 * height, where
                assert drawing.box.top >= 0.03 * height, where
                assert drawing.box.left >= 0.02 * width, where
                assert drawing.box.right <= 0.98 * width, where
                laid_out += 1
    assert laid_out > 2000


def test_the_longest_greeting_stays_clear_of_the_plate(campaign, people, tmp_path):
    kit = RenderKit(campaign.media, b"an invented key!", tmp_path)
    for _, story in people:
        scene = story.scene("welcome")
        drawings = lay_out_scene(scene, stage_of(story.look, kit))
        _, greeting, line, plate, letters = drawings
        assert greeting.box.bottom < line.box.top < line.box.bottom < plate.box.top
        assert plate.box.left < letters.box.left < letters.box.right < plate.box.right
