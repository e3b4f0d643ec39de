"""The page's forms in a real browser: written, kept, checked, sent, and the contacts instead."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import CLIP_MS, DESK
from form_by_hand import CALL, SEND, WORDS, filled, focused, opened
from invented_story import CHOICE, TOKEN, bound_story, page, page_clips, page_input, scenes
from served_site import Site, serve, write_site
from test_accessibility import settled, violations

from scenes.bound import Form, FormField, Option, Question


def test_a_form_is_sent_and_thanked_for_with_a_reference(open_text, site):
    visit = open_text(site.page)
    page = opened(visit)
    filled(page)
    page.fill(f"{CALL} textarea", "Rate\nper favore")
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .sent")
    assert "K7Q2-9F4M" in page.text_content(f"{CALL} .sent")
    assert focused(page) == "Grazie. La richiamiamo noi."
    assert page.locator(f"{CALL} form").is_hidden()
    (sent,) = site.sent
    assert sent["form"] == "call_me_back"
    assert (sent["phone"], sent["when"]) == ("+39 333 1234567", "morning")
    assert sent["topic"].replace("\r", "") == "Rate\nper favore"
    assert len(sent["attempt"]) == 32
    assert int(sent["elapsed"]) > 0
    assert sent["leave_empty"] == ""
    assert page.evaluate("localStorage.length") == 0
    page.click(f"{CALL} .sent button")
    assert page.locator(f"{CALL} form").is_visible()
    assert page.input_value(f"{CALL} input[name=phone]") == ""


def test_what_is_wrong_is_said_above_and_beside_and_leads_there(open_text, site):
    page = opened(open_text(site.page))
    page.fill(f"{CALL} input[name=phone]", "12")
    page.click(SEND)
    assert focused(page) == WORDS["wrong"]
    items = page.locator(f"{CALL} .form-notice li").all_text_contents()
    assert items == [
        f"A che numero la chiamiamo? {WORDS['phone']}",
        f"Quando preferisce? {WORDS['required_choice']}",
    ]
    phone = page.locator(f"{CALL} input[name=phone]")
    assert phone.get_attribute("aria-invalid") == "true"
    about = phone.get_attribute("aria-describedby").split()
    assert [page.text_content(f"#{name}") for name in about] == [
        "Per esempio 333 123 4567",
        WORDS["phone"],
    ]
    group = page.locator(f"{CALL} fieldset")
    assert group.get_attribute("aria-invalid") == "true"
    page.locator(f"{CALL} .form-notice a").nth(1).click()
    assert page.evaluate("document.activeElement.value") == "morning"
    assert site.sent == []
    filled(page)
    assert phone.get_attribute("aria-invalid") is None
    assert page.locator(f"{CALL} .field-error:visible").count() == 0


def test_what_the_server_finds_is_said_in_the_same_way(open_text, site):
    page = opened(open_text(site.page, expected=("422",)))
    filled(page)
    error = {"field": "phone", "problem": "phone", "limit": "", "message": "x"}
    site.answers.append((422, {"errors": [error]}))
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .trouble")
    assert WORDS["phone"] in page.text_content(f"{CALL} .trouble")


def test_where_no_server_is_the_office_can_be_reached(open_text, static_site):
    visit = open_text(static_site.page, expected=("405",))
    page = visit.page
    page.wait_for_selector(".no-server", state="visible")
    assert page.locator(".with-server").is_hidden()
    links = [a.get_attribute("href") for a in page.locator(".no-server a").all()]
    assert links == ["tel:+390123456789", "mailto:tributi@regione.valdora.example"]
    assert violations(page) == []


def test_a_page_opened_from_a_folder_shows_the_contacts(open_text, site_folder, site):
    page = open_text((site_folder / "p" / site.token / "index.html").as_uri()).page
    page.wait_for_selector(".no-server", state="visible")


def test_without_scripts_the_browser_sends_the_form_itself(open_text, site):
    page = opened(open_text(site.page, java_script_enabled=False, expected=("404",)))
    assert page.locator("noscript .reach, .reach").last.is_visible()
    page.fill(f"{CALL} input[name=phone]", "333 1234567")
    page.check(f"{CALL} input[value=any]")
    page.click(SEND)
    page.wait_for_load_state()
    (sent,) = site.sent
    assert (sent["phone"], sent["when"], sent["leave_empty"]) == ("333 1234567", "any", "")
    assert "attempt" not in sent


@pytest.fixture
def story_site(tmp_path):
    """Return a site whose story and questions lead to a form."""
    choice = dataclasses.replace(
        CHOICE, options=(*CHOICE.options, Option("Ci scriva", form="more_time", icon="letter"))
    )
    told = tuple(
        dataclasses.replace(scene, choice=choice) if scene.id == "amount" else scene
        for scene in scenes()
    )
    asked = Question("A rate?", "Sì.", form="more_time")
    bound = dataclasses.replace(bound_story(questions=(*page().questions, asked)), scenes=told)
    whole = page_input(bound, clips=page_clips(ms=960))
    write_site(tmp_path, whole)
    site = Site(tmp_path, whole.token, api=True)
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


def test_a_choice_of_the_story_leads_to_a_form_and_is_counted(open_text, story_site):
    visit = open_text(story_site.page)
    page = visit.page
    visit.at_choice()
    page.locator(".choice .way", has_text="Ci scriva").click()
    assert page.get_attribute("#form-more_time", "open") is not None
    assert focused(page) == "Mi serve più tempo"
    assert page.locator(".choice").count() == 1, "the story waits at its choice"
    page.wait_for_timeout(1300)
    values = [event.get("value") for event in story_site.told("choice.made")]
    assert values == ["amount>form:more_time"]


def test_a_question_leads_to_a_form_and_is_counted(open_text, story_site):
    visit = open_text(story_site.page)
    page = visit.page
    page.locator("summary", has_text="A rate?").click()
    page.click(".folds [data-to-form]")
    assert focused(page) == "Mi serve più tempo"
    page.wait_for_timeout(1300)
    assert [e["value"] for e in story_site.told("cta.clicked")] == ["form:more_time"]


def test_a_link_to_a_form_opens_it(open_text, site):
    page = open_text(f"{site.page}#form-question").page
    assert page.get_attribute("#form-question", "open") is not None


def test_a_form_is_filled_in_and_sent_by_keyboard_alone(open_text, site):
    page = open_text(site.page, **DESK).page
    page.focus(f"{CALL} > summary")
    keys = page.keyboard
    keys.press("Enter")
    keys.press("Tab")
    keys.type("333 1234567")
    keys.press("Tab")
    keys.type("Anna Bò")
    keys.press("Tab")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("Rate")
    keys.press("Tab")
    assert focused(page) == "Invia la richiesta"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    keys.press("Enter")
    page.wait_for_selector(f"{CALL} .sent")
    assert focused(page) == "Grazie. La richiamiamo noi."
    (sent,) = site.sent
    assert (sent["name"], sent["when"], sent["topic"]) == ("Anna Bò", "afternoon", "Rate")


@pytest.mark.parametrize(("device", "scheme"), [("phone", "light"), ("desk", "dark")])
def test_no_violation_in_any_state_of_a_form(open_text, site, device, scheme):
    visit = open_text(
        site.page, color_scheme=scheme, expected=("503",), **(DESK if device == "desk" else {})
    )
    page = visit.page
    page.evaluate("document.querySelectorAll('.form-fold').forEach(d => { d.open = true })")
    settled(page)
    assert violations(page) == [], "open"
    for button in page.locator(".form button[type=submit]").all():
        button.click()
    settled(page)
    assert page.locator(".trouble").count() == 6
    assert violations(page) == [], "to be checked"
    filled(page)
    site.answers.append((503, {}))
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .trouble >> text={WORDS['not_sent']}")
    settled(page)
    assert violations(page) == [], "not sent"
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .sent")
    settled(page)
    assert violations(page) == [], "sent"


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_everything_is_large_enough_and_nothing_runs_over_the_edge(open_text, site, width):
    page = open_text(site.page, viewport={"width": width, "height": 740}).page
    page.evaluate("document.querySelectorAll('.form-fold').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate(
        "() => [...document.querySelectorAll('.form .box, .form .tick, .form button, .form-fold"
        " > summary')].filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == []
    page.evaluate("document.documentElement.style.setProperty('font-size', '225%')")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_fields_have_labels_kinds_and_what_the_browser_may_fill_in(open_text, site):
    page = open_text(site.page).page
    nameless = page.evaluate(
        "() => [...document.querySelectorAll('.form .box')].filter(e => !e.labels.length)"
        ".map(e => e.name)"
    )
    assert nameless == []
    assert page.locator(".form [placeholder]").count() == 0
    phone = page.locator(f"{CALL} input[name=phone]")
    assert (phone.get_attribute("type"), phone.get_attribute("autocomplete")) == ("tel", "tel")
    amount = page.locator("#form-already_paid input[name=amount]")
    assert amount.get_attribute("inputmode") == "decimal"
    email = page.locator("#form-question input[name=email]")
    assert (email.get_attribute("type"), email.get_attribute("autocomplete")) == ("email", "email")
    trap = page.locator(f"{CALL} input[name=leave_empty]")
    assert trap.get_attribute("tabindex") == "-1"
    assert page.locator(f"{CALL} .leave").bounding_box()["width"] <= 1


@pytest.mark.parametrize("name", ["action", "reset", "before", "dataset", "constructor", "hidden"])
def test_a_field_may_be_called_like_a_part_of_the_form(open_text, tmp_path, name):
    field = FormField(name, "text", "Come si chiama?", required=True)
    form = Form("own", "Un modulo", (field,), thanks="Grazie", submit="Invia")
    write_site(tmp_path, page_input(bound_story(forms=(form,)), clips=page_clips(ms=CLIP_MS)))
    site = Site(tmp_path, TOKEN, api=True)
    server = serve(site)
    page = opened(open_text(site.page), "own")
    page.click("#form-own button[type=submit]")
    assert page.locator("#form-own .trouble li").count() == 1
    page.fill(f"#form-own input[name={name}]", "Giulia")
    page.click("#form-own button[type=submit]")
    page.wait_for_selector("#form-own .sent")
    assert site.sent[0][name] == "Giulia"
    page.click("#form-own .sent button")
    assert page.input_value(f"#form-own input[name={name}]") == ""
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("status", [429, 500, 502])
def test_a_server_that_is_tired_leaves_the_forms(open_page, site, status):
    visit = open_page("about:blank", expected=(str(status),))
    visit.page.route("**/e", lambda route: route.fulfill(status=status))
    visit.page.goto(site.page)
    visit.page.wait_for_load_state("networkidle")
    assert visit.page.locator(".with-server").is_visible()


def test_what_leads_to_a_form_goes_with_it_when_it_is_sent(open_text, tmp_path):
    form = Form(
        "own",
        "Un modulo",
        (FormField("name", "text", "Come si chiama?"),),
        thanks="Grazie",
        submit="Invia",
        intro="Ci dica chi è.\n\nBasta il nome.",
    )
    write_site(tmp_path, page_input(bound_story(forms=(form,)), clips=page_clips(ms=CLIP_MS)))
    site = Site(tmp_path, TOKEN, api=True)
    server = serve(site)
    page = opened(open_text(site.page), "own")
    intro = page.locator("#form-own .fold > p:visible")
    assert intro.all_text_contents() == ["Ci dica chi è.", "Basta il nome."]
    page.fill("#form-own input[name=name]", "Giulia")
    page.click("#form-own button[type=submit]")
    page.wait_for_selector("#form-own .sent")
    assert intro.count() == 0
    page.click("#form-own .sent button")
    assert intro.count() == 2
    server.shutdown()
    server.server_close()


def test_what_an_answer_makes_necessary_is_no_longer_called_optional(open_text, site):
    page = open_text(site.page).page
    more = "#form-more_time"
    page.evaluate(f"document.querySelector('{more}').open = true")
    optional = page.locator(f"{more} [data-field=phone] .optional")
    phone = page.locator(f"{more} [data-field=phone] input")
    assert optional.is_visible()
    page.check(f"{more} input[value=talk]")
    optional.wait_for(state="hidden")
    assert phone.get_attribute("aria-required") == "true"
    page.check(f"{more} input[value=later]")
    optional.wait_for(state="visible")
    assert phone.get_attribute("aria-required") == "false"


def test_who_came_from_the_film_finds_the_way_back(open_page, story_site):
    visit = open_page(story_site.page)
    visit.at_choice()
    page = visit.page
    page.locator(".choice .way", has_text="Ci scriva").tap()
    page.wait_for_function("() => document.activeElement.closest('#form-more_time')")
    page.check("#form-more_time input[value=later]")
    page.click("#form-more_time button[type=submit]")
    page.wait_for_selector("#form-more_time .sent")
    page.get_by_role("button", name="Torni al video").filter(visible=True).tap()
    page.wait_for_function("() => window.scrollY === 0")
    assert page.locator(".choice").is_visible(), "it waits where it was left"


def test_who_did_not_see_the_film_is_not_led_back_to_it(open_text, site):
    page = opened(open_text(site.page))
    filled(page)
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .sent")
    assert page.locator(f"{CALL} .sent button").count() == 1
