"""The server's own answers to forms look and speak as the recipient's page does."""

from __future__ import annotations

import re

from conftest import PHONE
from form_answer_table import ASK, TODAY
from invented_story import MEDIA, TOKEN, campaign_file, page_input, public_theme

from microsite.form_reply import ReplyLook, not_taken, thanks, to_check
from microsite.page import build_page
from microsite.shared import shared_files
from scenes.form_answers import Days, read_form

BACK = f"../../p/{TOKEN}/"
LOOK = ReplyLook("it-IT", BACK).like(build_page(page_input())["index.html"].decode())


def test_the_style_and_logo_are_those_of_the_page():
    files = shared_files(public_theme(), campaign_file(), MEDIA)
    assert LOOK.style in files
    text = thanks(ASK, "K7Q2-9F4M", LOOK)
    assert f'<link rel="stylesheet" href="../../static/{LOOK.style}">' in text
    assert "<img" not in text, "this issuer has none"
    logo = '<img class="logo own-dark" src="../../static/logo-0f.svg" alt="L&#39;Ente" height="44">'
    with_logo = thanks(ASK, "K7Q2-9F4M", LOOK.like(logo))
    assert 'src="../../static/logo-0f.svg" alt="L&#39;Ente"' in with_logo
    deeper = ReplyLook("it-IT", f"../{BACK}#form-x", style=LOOK.style)
    assert f'href="../../../static/{LOOK.style}"' in thanks(ASK, "K7Q2-9F4M", deeper)


def test_a_page_that_cannot_be_read_leaves_the_usual_look():
    text = thanks(ASK, "K7Q2-9F4M", ReplyLook("it-IT", BACK).like("<html>"))
    assert "<link" not in text
    assert "<img" not in text
    assert "--accent:#0f6072" in text


def test_an_issuers_own_words_are_said():
    own = (("forms", "wrong", "Guardi qui"), ("forms", "back", "Indietro, grazie"))
    look = ReplyLook("it-IT", BACK, own)
    empty = dict.fromkeys([field.id for field in ASK.fields], "")
    answers = read_form(ASK, empty, Days(TODAY, TODAY))
    text = to_check(ASK, answers, empty, look)
    assert "Guardi qui" in text
    assert "Indietro, grazie" in not_taken("too_many", "800 000 000", look)


def test_it_is_drawn_in_the_colours_of_the_theme(chromium, site):
    context = chromium.new_context(**PHONE)
    page = context.new_page()
    page.route(
        "**/f/**",
        lambda route: route.fulfill(body=thanks(ASK, "K7Q2-9F4M", LOOK), content_type="text/html"),
    )
    page.goto(f"{site.origin}/f/{TOKEN}/ask")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    reply = page.evaluate(accent)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.goto(site.page)
    assert page.evaluate(accent) == reply
    assert re.fullmatch(r"#[0-9a-f]{6}", reply)
    context.close()
