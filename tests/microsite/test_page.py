from __future__ import annotations

import dataclasses
import gzip
import itertools
import json
import re
from decimal import Decimal

import pytest
from invented_story import (
    LINK,
    MEDIA,
    TOKEN,
    bound_story,
    campaign_file,
    page,
    page_input,
    public_theme,
)

from api.compression import GZIP_LEVEL
from foundation.errors import RenderError
from microsite.naming import hashed
from microsite.page import POLICY, build_page, film_length, split_facts
from microsite.shared import shared_files
from microsite.wording_files import wording
from scenes.bound import Fact, Page, Payment
from scenes.payment_codes import epc

DEBT = (
    "187,50",
    "paga",
    "debito",
    "tassa",
    "scadenza",
    "3012 3456",
    "giulia",
    "fp 214",
)


def html(**changes) -> str:
    return build_page(page_input(**changes))["index.html"].decode()


def test_the_files_of_a_page():
    files = build_page(page_input())
    (payment,) = (name for name in files if name.startswith("payment-"))
    assert set(files) == {
        "index.html",
        "link.svg",
        "link.png",
        "link-label.svg",
        payment,
    }
    assert f'src="{payment}"'.encode() in files["index.html"]
    assert payment == hashed("payment.svg", files[payment]), "another code, another name"
    assert build_page(page_input()) == files


@pytest.mark.parametrize("locale", ["it-IT", "en-GB"])
def test_each_kind_of_code_says_where_it_can_be_used(locale):
    words = wording(locale)["page"]
    transfer = epc(name="Acque Chiare", iban="IT60X0542811101000000123456", amount=Decimal("9.50"))

    def text(code):
        bound = bound_story(payment=dataclasses.replace(page().payment, code=code))
        return html(bound=dataclasses.replace(bound, locale=locale))

    for code, told, other in (
        (page().payment.code, "code_text", "code_text_transfer"),
        (transfer, "code_text_transfer", "code_text"),
    ):
        assert words[told] in text(code)
        assert words[other] not in text(code)
    assert "tabacc" not in wording("it-IT")["page"]["code_text_transfer"]


def test_a_payment_without_code_has_no_picture_of_one():
    bound = bound_story(payment=dataclasses.replace(page().payment, code=None))
    files = build_page(page_input(bound))
    assert not [name for name in files if name.startswith("payment")]
    assert b"payment-" not in files["index.html"]


def test_head_and_first_screen_reveal_no_debt():
    text = html()
    first = text[: text.index('<div class="content"')]
    words = re.sub(r"<[^>]*>", " ", first) + " ".join(re.findall(r'content="([^"]*)"', first))
    for part in DEBT:
        assert part not in words.lower(), part
    assert "<title>Regione Valdora: Un breve messaggio per lei.</title>" in text


def test_names_of_files_reveal_no_debt():
    names = re.findall(r'(?:href|src|srcset)="((?!https?:|mailto:|tel:|#)[^"]*)"', html())
    assert names
    for name in names:
        assert re.fullmatch(
            r"payment-[0-9a-f]{16}\.svg|\.\./\.\./static/[\w-]+\.\w+|\.\./\.\./films/f{32}\.(?:mp4|vtt)",
            name,
        ), name


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs_inline():
    text = html()
    assert f'content="{POLICY.replace(chr(39), "&#39;")}"' in text
    assert " style=" not in text
    assert "<style" not in text
    assert not re.search(r"\son\w+=", text)
    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert len(scripts) == 2
    assert scripts[0].startswith(' defer src="../../static/page-')
    assert scripts[1] == ' type="application/json" id="story"'
    elsewhere = re.findall(r'(?:src|srcset)="(https?:[^"]*)"', text)
    assert elsewhere == []


def test_meta():
    text = html()
    for part in (
        '<html lang="it-IT" dir="ltr">',
        '<meta name="robots" content="noindex, nofollow">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="format-detection" content="telephone=no">',
        'content="width=device-width, initial-scale=1, viewport-fit=cover"',
    ):
        assert part in text
    assert "user-scalable" not in text
    assert "maximum-scale" not in text


def test_all_that_matters_is_in_the_text():
    text = html()
    for part in (
        "Buongiorno Giulia",
        "187,50 €",
        "30 settembre 2026",
        "3012 3456 7890 1234 56",
        "Compresi 3,20 € di interessi",
        "Fiat Panda 1.2",
        "Non serve registrarsi.",
        "Potenza del motore",
        "Devo pagare lo stesso?",
        "una soluzione si trova",
        "Per il 2025 risultano ancora da pagare 187,50 €.",
        "Un piccolo paese tra le colline",
        'href="tel:+390123456789"',
        'href="mailto:tributi@regione.valdora.example"',
        "Piazza della Fontana 1",
        "8:30–17:00",
        "https://www.regione.valdora.example/accessibilita",
        "https://www.regione.valdora.example/privacy",
        'href="https://pagamenti.regione.valdora.example/avviso/301234567890123456"',
        'download="video.mp4" href="../../films/',
    ):
        assert part.replace("'", "&#39;") in text or part in text, part


def test_the_payload_stands_first_among_json_blocks_and_reads():
    text = html()
    start = text.index(">", text.index('<script type="application/json"')) + 1
    story = json.loads(text[start : text.index("</script>", start)])
    assert story["token"] == TOKEN


def test_ids_are_unique_and_what_refers_to_them_finds_them():
    text = html()
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for name in re.findall(r'(?:aria-labelledby|aria-describedby|href)="#?([^"]+)"', text):
        for part in name.split():
            if not re.search(r"[:./]", part):
                assert part in ids, part


def test_headings_go_down_one_step_at_a_time():
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html())]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_facts_that_stand_in_the_slip_are_not_shown_twice():
    amount, due, others = split_facts(page(), "To pay", "By")
    assert amount == Fact("Da pagare", "187,50 €", "Compresi 3,20 € di interessi")
    assert due.label == "Entro il"
    assert [fact.label for fact in others] == ["Veicolo", "Periodo", "A rate"]


def test_without_such_facts_the_pages_own_words_are_used():
    bare = dataclasses.replace(page(), facts=())
    amount, due, others = split_facts(bare, "To pay", "By")
    assert (amount.label, due.label, others) == ("To pay", "By", ())


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (64_000, "1 minuto"),
        (50_000, "1 minuto"),
        (44_000, "40 secondi"),
        (130_000, "2 minuti"),
        (2_000, "10 secondi"),
    ],
)
def test_film_length(ms: int, words: str):
    assert film_length(ms, "it-IT") == words


def test_an_issuer_with_little_to_say():
    campaign = campaign_file(
        department=None,
        phone_note=None,
        address=(),
        hours=(),
        fiscal_code=None,
        privacy_notice=None,
    )
    text = html(campaign=campaign)
    assert "None" not in text
    assert "Informativa" not in text


def test_addresses_that_are_none_are_refused():
    bound = bound_story(payment=dataclasses.replace(page().payment, address="javascript:x"))
    with pytest.raises(RenderError):
        build_page(page_input(bound))
    campaign = campaign_file().model_copy(update={"something_wrong": "javascript:x"})
    with pytest.raises(RenderError):
        build_page(page_input(campaign=campaign))


@pytest.mark.parametrize("level", [9, GZIP_LEVEL], ids=["static host", "own server"])
def test_weight_before_the_first_clip(level):
    files = build_page(page_input())
    shared = shared_files(public_theme(), campaign_file(), MEDIA)
    first = [files["index.html"], *(body for name, body in files.items() if "payment" in name)]
    first += [body for name, body in shared.items() if re.match(r"(page|logo|icon)-", name)]
    covers = [body for name, body in shared.items() if "cover" in name]
    weight = sum(len(gzip.compress(body, level)) for body in [*first, max(covers, key=len)])
    weight += sum(len(body) for name, body in shared.items() if re.match(r"font-\d+-core", name))
    assert weight <= 60_000, f"{weight:,} bytes"


def test_a_link_that_fits_no_code_is_refused():
    with pytest.raises(RenderError):
        build_page(page_input(link=LINK + "X" * 3000))


def test_a_page_with_nothing_optional_has_no_empty_parts():
    bare = Page(
        cover_title="Un messaggio",
        cover_text="Breve.",
        cover_button="",
        greeting="Buongiorno",
        summary=(),
        facts=(),
        payment=Payment(amount="1,00 €", due="", address="https://pay.example/"),
    )
    text = html(bound=dataclasses.replace(bound_story(), page=bare))
    assert "Guardi il video" in text, "the button has words of its own"
    for part in ("facts", "ways", "chart", "details", "otherwise", "questions"):
        assert f'aria-labelledby="{part}"' not in text
    assert 'class="due"' not in text
    assert "data-copy" not in text
    assert not re.search(r"<(h[1-6]|p|dd|dt|summary)[^>]*>\s*</\1>", text)


@pytest.mark.parametrize(("shape", "size"), [("landscape", [1280, 720]), ("square", [720, 720])])
def test_films_of_other_shapes(shape: str, size: list[int]):
    bound = bound_story()
    look = dataclasses.replace(bound.look, format=shape)
    text = html(bound=dataclasses.replace(bound, look=look))
    assert f'"size":{json.dumps(size, separators=(",", ":"))}' in text
