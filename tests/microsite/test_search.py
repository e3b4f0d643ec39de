"""Looking for a word in the frequent questions and the ways to pay."""

from __future__ import annotations

import pytest
from conftest import CLIP_MS, DESK
from invented_story import TOKEN, bound_story, page_clips, page_input
from served_site import Site, serve, write_site
from test_accessibility import violations

from scenes.bound import Question

QUESTIONS = (
    Question("Ho venduto l’auto. Devo pagare?", "Ci mandi l’atto di vendita."),
    Question("E se ho già pagato?", "Nulla. Ci mandi la ricevuta del pagamento."),
    Question("È sicuro questo link?", "Sì: perché lo abbiamo mandato noi."),
    Question("Posso avere più tempo?", "Sì, a rate. Le rate sono tre."),
    Question("Chi vede i miei dati?", "Solo lei e il nostro ufficio."),
)


@pytest.fixture(scope="module")
def search_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    bound = bound_story(questions=QUESTIONS)
    write_site(folder, page_input(bound, clips=page_clips(ms=CLIP_MS)))
    site = Site(folder, TOKEN, api=True)
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(open_text, search_site):
    return open_text(search_site.page).page


def look_for(page, words: str) -> None:
    page.get_by_label("Cerchi una parola").fill(words)
    page.wait_for_timeout(400)


def shown(page) -> list[str]:
    return page.locator("[data-search] .folds summary:visible").all_inner_texts()


def test_hits_are_opened_marked_and_counted(page):
    look_for(page, "RATE")
    assert shown(page) == ["Posso avere più tempo?"]
    assert page.locator("[data-search] mark").all_inner_texts() == ["rate", "rate"]
    assert page.locator("[data-search] details[open]").count() == 1
    assert page.locator(".search-news").inner_text() == "Una risposta trovata."


def test_accents_do_not_count_and_all_words_must_be_there(page):
    look_for(page, "perche sicuro")
    assert shown(page) == ["È sicuro questo link?"]
    assert page.locator("mark").all_inner_texts() == ["sicuro", "perché"]
    look_for(page, "gia")
    assert shown(page) == ["E se ho già pagato?"]


def test_nothing_found_says_what_else_to_do(page):
    look_for(page, "astronave")
    assert shown(page) == []
    assert "oppure ci chiami" in page.locator(".search-news").inner_text()


def test_ways_to_pay_are_found_too(page):
    look_for(page, "tabaccheria")
    way = page.get_by_role("button", name="Ne parla anche: In banca, in posta o in tabaccheria")
    way.click()
    summary = page.locator(".folds summary", has_text="tabaccheria")
    assert summary.evaluate("e => e === document.activeElement && e.parentNode.open")


def test_escape_clears_and_closes_again(page):
    look_for(page, "rate")
    page.get_by_label("Cerchi una parola").press("Escape")
    assert len(shown(page)) == 5
    assert page.locator("mark").count() == 0
    assert page.locator("[data-search] details[open]").count() == 0
    texts = page.locator("[data-search] .folds details").all_text_contents()
    assert "".join("".join(texts).split()).startswith("Hovendutol’auto.Devopagare?Ci")


def test_what_the_viewer_opened_stays_open(page):
    page.locator("[data-search] summary").first.click()
    look_for(page, "venduto")
    look_for(page, "")
    assert page.locator("[data-search] details[open]").count() == 1


def test_few_questions_need_no_search(open_text, site):
    assert open_text(site.page).page.locator(".search-tools").count() == 0


def test_without_scripts_all_questions_are_there(open_text, search_site):
    page = open_text(search_site.page, java_script_enabled=False).page
    assert len(shown(page)) == 5
    assert page.locator(".search-tools").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_text, search_site, scheme):
    page = open_text(search_site.page, color_scheme=scheme, **DESK).page
    look_for(page, "rate")
    assert violations(page) == []
