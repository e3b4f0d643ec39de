"""Documents and offers: shown, stored under neutral names, counted."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import CLIP_MS
from invented_story import TOKEN, bound_story, campaign_file, page_clips, page_input, public_theme
from PIL import Image
from served_site import Site, serve, write_site
from test_accessibility import violations

from foundation.errors import RenderError
from microsite.own_files import PICTURE_WIDTH, document, picture, size_in_words
from microsite.shared import shared_files
from scenes.bound_content import Document, Offer
from scenes.page_look import PageLook

OFFERS = (
    Offer(
        "debit",
        "Senza pensarci",
        "Con l’addebito.",
        None,
        "bank",
        "Lo attivi",
        "https://a.example/b",
    ),
    Offer("bus", "Autobus", "A metà prezzo.", "bus.png"),
)


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    folder = tmp_path_factory.mktemp("media")
    (folder / "sollecito-debito.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 26_500)
    Image.new("RGB", (1600, 900), "#2a7a68").save(folder / "bus.png")
    return folder


@pytest.fixture(scope="module")
def offer_site(tmp_path_factory, media):
    folder = tmp_path_factory.mktemp("offers")
    bound = bound_story(
        offers=OFFERS,
        offers_title="Può esserle utile",
        documents=(Document("Guida breve", "sollecito-debito.pdf"),),
    )
    look = PageLook(documents=("sollecito-debito.pdf",), pictures=("bus.png",))
    bound = dataclasses.replace(bound, page_look=look)
    write_site(folder, page_input(bound, media=media, clips=page_clips(ms=CLIP_MS)))
    site = Site(folder, TOKEN, api=True)
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


def test_a_document_says_what_it_is_and_its_name_tells_nothing(open_page, offer_site):
    link = open_page(offer_site.page).page.locator(".documents a")
    assert link.inner_text().split() == ["Guida", "breve", "PDF,", "27", "kB"]
    assert link.get_attribute("download") == "documento-1.pdf"
    address = link.get_attribute("href")
    assert "debito" not in address
    assert "document-" in address


def test_pictures_are_small_and_loaded_when_seen(open_page, offer_site):
    page = open_page(offer_site.page).page
    image = page.locator(".offer-picture")
    assert image.get_attribute("loading") == "lazy"
    assert image.get_attribute("width") == str(PICTURE_WIDTH)
    page.locator(".offers").scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.offer-picture').naturalWidth === 640")


def test_touches_are_counted_without_names(open_page, offer_site):
    page = open_page(offer_site.page).page
    page.evaluate(
        "document.querySelectorAll('[data-cta]').forEach(link =>"
        " link.addEventListener('click', event => event.preventDefault()))"
    )
    page.wait_for_function("() => document.querySelector('.pay').href.includes('/pay/')")
    page.locator(".offers a").click()
    page.locator(".documents a").click()
    page.wait_for_timeout(1500)
    values = [event["value"] for event in offer_site.told("cta.clicked")]
    assert values == ["offer:debit", "document:1"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, offer_site, scheme):
    assert violations(open_page(offer_site.page, color_scheme=scheme).page) == []


def test_shared_files_hold_them_once(media):
    look = PageLook(documents=("sollecito-debito.pdf",), pictures=("bus.png",))
    files = shared_files(public_theme(), campaign_file(), media, look)
    assert [name for name in files if name.endswith(".pdf")] == [
        document(media / "sollecito-debito.pdf")[0].stored
    ]
    made, body = picture(media / "bus.png")
    assert files[made.stored] == body
    assert (made.width, made.height) == (640, 360)
    assert len(body) < 5_000


def test_what_is_not_there_is_named(tmp_path):
    with pytest.raises(RenderError, match=r"media/none\.pdf"):
        document(tmp_path / "none.pdf")
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(RenderError, match=r"media/text\.png"):
        picture(tmp_path / "text.png")


@pytest.mark.parametrize(
    ("size", "locale", "words"),
    [
        (10, "it-IT", "1 kB"),
        (240_400, "it-IT", "240 kB"),
        (999_600, "it-IT", "1,0 MB"),
        (4_960_000, "en-GB", "5.0 MB"),
    ],
)
def test_sizes_in_words(size, locale, words):
    assert size_in_words(size, locale) == words
