"""Without JavaScript the film, all text, the code and the payment are there."""

from __future__ import annotations


def test_everything_is_there(open_page, site):
    visit = open_page(site.page, java_script_enabled=False)
    page = visit.page
    assert page.is_visible("text=Un breve messaggio per Lei")
    page.locator("#watch").click()
    assert page.url.endswith("#film")
    video = page.locator("noscript video, video.film").first
    assert video.is_visible()
    assert page.locator("video.film track").get_attribute("src").endswith(".vtt")
    page.locator("summary", has_text="Legga il testo del video").click()
    assert page.is_visible("text=C'è tempo fino al 30 settembre 2026.")
    assert page.locator(".slip a.pay").get_attribute("href").startswith("https://pagamenti.")
    assert page.locator(".slip img").is_visible()
    assert page.locator("[data-watch]").is_hidden()
    assert page.locator(".copy").is_hidden()
    page.locator("summary", has_text="Potenza del motore").click()
    assert page.is_visible("text=È scritta sul libretto")
    assert [asked for asked in site.asked if asked.startswith("POST")] == []
