"""Pop-ups: the film waits while one is read and goes on at the exact place."""

from __future__ import annotations

from conftest import DESK
from invented_story import TOKEN

FILM_TAG = "sollecito-film"
FILM = "document.querySelector('sollecito-film')"


def at_popup(visit, *, playing: bool = False) -> None:
    """Go to the scene with the pop-up, and stop there unless it is to play on."""
    visit.start()
    visit.jump("amount")
    visit.page.wait_for_function(f"() => {FILM}.journey.here === 'amount'")
    if not playing:
        visit.page.wait_for_function(f"() => {FILM}.screen.ms > 40")
        visit.page.evaluate(f"{FILM}.pause()")


def test_a_popup_comes_in_its_time_makes_itself_small_and_stays(open_page, site):
    visit = open_page(site.page)
    at_popup(visit)
    page = visit.page
    page.evaluate(f"{FILM}.seek(300); {FILM}.tick()")
    page.wait_for_selector(".popup:not(.past)")
    assert page.text_content(".popup") == "Che cosa sono gli interessi?"
    page.evaluate(f"{FILM}.seek(700)")
    page.wait_for_selector(".popup.past")
    box = page.locator(".popup").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    assert page.get_by_role("button", name="Che cosa sono gli interessi?").first.is_visible()


def test_it_pauses_and_goes_on_at_the_exact_place(open_page, site):
    visit = open_page(site.page)
    at_popup(visit, playing=True)
    page = visit.page
    page.wait_for_selector(".popup")
    page.evaluate("document.querySelector('.popup').click()")
    page.wait_for_selector(".popup-panel")
    assert visit.front("paused") is True
    assert page.evaluate("document.activeElement.textContent") == "Gli interessi"
    assert page.locator(".popup-panel p").all_text_contents()[1] == "Qui sono 3,20 €."
    before = visit.front("currentTime")
    page.evaluate(
        "window.went = []; document.querySelector('video.front')"
        ".addEventListener('seeking', () => went.push(1))"
    )
    page.wait_for_timeout(1200)
    assert visit.front("currentTime") == before
    page.tap(".popup-panel .way")
    page.wait_for_selector(".popup-panel", state="detached")
    assert page.evaluate("document.activeElement.className").startswith("popup")
    page.wait_for_function(
        f"before => {FILM}.screen.front.currentTime > before || {FILM}.waiting", arg=before
    )
    assert page.evaluate("window.went") == [], "it plays on, without a jump"
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(300)
    assert [(e["scene"], e["value"]) for e in site.told("popup.opened")] == [("amount", "1")]


def test_at_a_choice_a_popup_gives_the_choice_back(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.at_choice()
    page = visit.page
    page.click(".popup")
    page.wait_for_selector(".popup-panel")
    page.keyboard.press("2")
    assert visit.here == "amount", "digits belong to the choice"
    page.keyboard.press("Escape")
    page.wait_for_selector(".choice")
    page.keyboard.press("3")
    page.wait_for_function(f"() => {FILM}.journey.here === 'more_time'")


def test_the_text_beside_the_film_lists_it(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.start()
    page = visit.page
    page.keyboard.press("t")
    page.click(".reading .asks")
    page.wait_for_selector(".popup-panel")
    page.keyboard.press("Escape")
    page.wait_for_selector(".reading")
    assert page.evaluate("document.activeElement.className") == "line asks"
    text = page.text_content("#film .transcript")
    assert "Che cosa sono gli interessi?" in text, "and the page does, too"


def test_at_a_choice_on_a_phone_its_words_are_seen_beside_the_picture(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    page = visit.page
    button = page.locator(".popup")
    assert button.inner_text().strip() == "Che cosa sono gli interessi?"
    words, picture = visit.boxes(".popup span", ".frame")
    assert words["width"] > 100, "its words, not a sign alone"
    assert picture["width"] >= 110, "the amount can still be read"
    assert words["x"] >= picture["x"] + picture["width"], "nothing lies over the amount"
    assert words["y"] + words["height"] <= picture["y"] + picture["height"], "nor takes its height"
    tree = page.locator("sollecito-film").aria_snapshot()
    assert '- button "Che cosa sono gli interessi?"' in tree
    assert '- heading "Come preferisce continuare?"' in tree
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    words, picture, question = visit.boxes(".popup", ".frame", ".choice h2")
    assert words["y"] >= picture["y"] + picture["height"]
    assert question["y"] >= max(each["y"] + each["height"] for each in (words, picture))
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_picture_keeps_its_size_when_one_comes(open_page, site):
    visit = open_page(site.page)
    at_popup(visit)
    page = visit.page
    width = "document.querySelector('.frame').getBoundingClientRect().width"
    page.evaluate(f"{FILM}.popups.shown.forEach(({{ button }}) => {{ button.hidden = true; }})")
    before = page.evaluate(width)
    page.evaluate(f"{FILM}.popups.tick(900)")
    page.wait_for_selector(".popup")
    assert page.evaluate(width) == before
    visit.jump("goodbye")
    page.wait_for_function(f"() => {FILM}.journey.here === 'goodbye'")
    assert page.evaluate(width) == before, "nor does it jump between scenes"


def test_one_is_read_and_left_by_keys_alone(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    page = visit.page
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "Che cosa sono gli interessi?"
    page.keyboard.press("Enter")
    page.wait_for_selector(".popup-panel")
    assert page.evaluate("document.activeElement.textContent") == "Gli interessi"
    page.keyboard.press("Escape")
    page.wait_for_selector(".choice")
    assert page.evaluate("document.activeElement.className").startswith("popup")
    page.keyboard.press("2")
    page.wait_for_function(f"() => {FILM}.journey.here !== 'amount'")


def test_who_holds_the_code_in_the_hand_pays_by_a_touch(open_page, site):
    visit = open_page(site.page)
    visit.start()
    visit.jump("pay")
    page = visit.page
    pay = page.locator(".popups").get_by_role("link", name="Paga ora")
    pay.wait_for()
    assert pay.get_attribute("href") == page.locator(".pay").first.get_attribute("href")
    box = pay.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    page.evaluate(
        "document.addEventListener('click', event => event.preventDefault(), {once: true})"
    )
    pay.tap()
    assert visit.front("paused") is True, "no voice goes on while one pays"
    pay.tap()
    page.wait_for_url("**/paid.html")
    assert f"GET /pay/{TOKEN}" in site.asked
    assert site.told("cta.clicked") == [], "the redirect counts it, once"
    assert site.told("popup.opened") == []


def test_a_form_is_reached_from_within_a_scene(open_page, site):
    visit = open_page(site.page)
    visit.start()
    visit.jump("more_time")
    page = visit.page
    way = page.locator(".popups").get_by_role("button", name="Chiedo le rate")
    way.wait_for()
    way.tap()
    page.wait_for_function("() => document.activeElement.closest('#form-more_time')")
    assert visit.front("paused") is True


def test_the_text_beside_the_film_leads_on_too(open_page, site):
    visit = open_page(site.page, **DESK)
    visit.start()
    page = visit.page
    page.keyboard.press("t")
    pay = page.locator(".reading").get_by_role("link", name="Paga ora")
    pay.wait_for()
    assert pay.get_attribute("href") == page.locator(".pay").first.get_attribute("href")


def test_while_one_is_read_the_picture_stands_in_the_middle(open_page, site):
    visit = open_page(site.page)
    visit.at_choice()
    visit.page.tap(".popup")
    visit.page.wait_for_selector(".popup-panel")
    (picture,) = visit.boxes(".frame")
    assert abs(picture["x"] + picture["width"] / 2 - 180) < 1


def test_at_the_end_there_is_one_way_to_pay(open_page, site):
    visit = open_page(
        site.page,
        before="""const parse = JSON.parse;
        JSON.parse = (text) => {
          const value = parse(text);
          if (value.scenes) delete value.scenes.pay.next;
          return value;
        };""",
    )
    visit.start()
    visit.jump("pay")
    page = visit.page
    page.wait_for_selector(".end")
    assert page.locator(f"{FILM_TAG} a[data-pay]").filter(visible=True).count() == 1
    (picture,) = visit.boxes(".frame")
    assert abs(picture["x"] + picture["width"] / 2 - 180) < 1


def with_popups(*popups: str) -> str:
    """Return a script that gives the scene with the choice other pop-ups."""
    return f"""const parse = JSON.parse;
    JSON.parse = (text) => {{
      const value = parse(text);
      if (value.scenes) value.scenes.amount.popups = [{", ".join(popups)}];
      return value;
    }};"""


def test_a_long_word_is_broken_rather_than_the_page(open_page, site):
    word = "Zahlungserinnerungsgebühren"
    popup = f'{{number: 1, label: "{word}", title: "x", text: ["y"], from: 0}}'
    visit = open_page(site.page, before=with_popups(popup))
    visit.at_choice()
    label, button = visit.boxes(".popup span", ".popup")
    assert label["x"] + label["width"] <= button["x"] + button["width"]
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_picture_alone_stands_in_the_middle_before_any_is_due(open_page, site):
    popup = '{number: 1, label: "Quando?", title: "x", text: ["y"], from: 9000000}'
    visit = open_page(site.page, before=with_popups(popup))
    visit.at_choice()
    (picture,) = visit.boxes(".frame")
    assert abs(picture["x"] + picture["width"] / 2 - 180) < 1


def test_a_new_pay_address_reaches_a_choice_that_is_covered(open_page, site):
    popup = '{number: 1, label: "Quando?", title: "x", text: ["y"], from: 0}'
    more = "value.scenes.amount.choice.options[0] = {label: 'Apri', pay: true};"
    before = with_popups(popup).replace("return value", f"if (value.scenes) {more} return value")
    visit = open_page(site.page, before=before)
    visit.at_choice()
    page = visit.page
    page.tap(".popup")
    page.wait_for_selector(".popup-panel")
    page.evaluate(f"{FILM}.pay = 'https://other.example/'")
    page.keyboard.press("Escape")
    page.wait_for_selector(".choice")
    assert page.get_attribute(".choice [data-pay]", "href") == "https://other.example/"


def test_a_double_touch_on_a_way_to_a_form_does_nothing_else(open_page, site):
    popup = '{number: 1, label: "Mi chiami", from: 0, form: "call_me_back"}'
    visit = open_page(site.page, before=with_popups(popup))
    visit.at_choice()
    page = visit.page
    (place,) = visit.boxes(".popup")
    page.evaluate(
        """({ x, y }) => {
            const told = { bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y };
            document.querySelector(".popup").dispatchEvent(new MouseEvent("click", told));
            document.querySelector(".choice .way").dispatchEvent(
                new MouseEvent("click", { ...told, detail: 2 })
            );
        }""",
        {"x": place["x"] + 20, "y": place["y"] + 20},
    )
    assert visit.here == "amount"
    page.wait_for_function("() => document.activeElement.closest('#form-call_me_back')")
