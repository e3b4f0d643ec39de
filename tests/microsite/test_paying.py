"""Paying: a plain link that becomes a counted one where there is a server to count."""

from __future__ import annotations

from invented_story import TOKEN

DIRECT = "https://pagamenti.regione.valdora.example/avviso/301234567890123456"


def test_the_pay_button_becomes_the_counted_redirect(open_page, site):
    visit = open_page(site.page)
    visit.page.wait_for_function(
        "() => document.querySelector('.slip a.pay').href.includes('/pay/')"
    )
    assert visit.page.get_attribute(".slip a.pay", "href") == f"{site.origin}/pay/{TOKEN}"
    visit.page.tap(".slip a.pay")
    visit.page.wait_for_url("**/paid.html")
    assert f"GET /pay/{TOKEN}" in site.asked
    assert site.told("cta.clicked") == [], "the redirect counts it, once"


def test_the_films_pay_links_as_well(open_page, site):
    visit = open_page(site.page)
    visit.page.wait_for_function(
        "() => document.querySelector('.slip a.pay').href.includes('/pay/')"
    )
    visit.start()
    visit.jump("goodbye")
    visit.page.wait_for_selector(".end")
    assert visit.page.get_attribute(".end a.way", "href") == f"{site.origin}/pay/{TOKEN}"


def test_an_option_that_pays_is_a_link(open_page, site):
    visit = open_page(
        site.page,
        before="""const parse = JSON.parse;
        JSON.parse = (text) => {
          const value = parse(text);
          if (value.scenes) value.scenes.amount.choice.options[0] = {label: "Apri", pay: true};
          return value;
        };""",
    )
    visit.at_choice()
    way = visit.page.locator(".choice .way").first
    assert way.evaluate("e => e.tagName") == "A"
    way.tap()
    visit.page.wait_for_url("**/paid.html")
    visit.page.wait_for_timeout(200)
    assert [event["value"] for event in site.told("choice.made")] == ["amount>pay"]


def test_the_reference_can_be_copied(open_page, site):
    visit = open_page(site.page)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.tap(".copy")
    visit.page.wait_for_function("() => document.querySelector('.copy').innerText === 'Copiato'")
    assert visit.page.evaluate("navigator.clipboard.readText()") == "301234567890123456"
