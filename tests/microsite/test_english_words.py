from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

from invented_story import bound_story, forms, page_input

from microsite.english_words import in_english, marked
from microsite.form_reply import ReplyLook, not_taken
from microsite.page import build_page
from microsite.wording_files import english_keys, wording
from scenes.page_look import PageLook


def page_in(locale: str, *own: tuple[str, str, str]) -> str:
    look = PageLook(wording=own)
    bound = dataclasses.replace(bound_story(forms=forms(locale)), locale=locale, page_look=look)
    return build_page(page_input(bound))["index.html"].decode()


VOID = {"meta", "link", "img", "input", "br", "source", "track", "use", "path", "circle"}


class Heard(HTMLParser):
    """Collects what a screen reader reads: (language, tag, text), and (language, attributes)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.way: list[tuple[str, str]] = [("", "")]
        self.texts: list[tuple[str, str, str]] = []
        self.starts: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        language = told.get("lang") or self.way[-1][1]
        self.starts.append((language, told))
        if tag not in VOID:
            self.way.append((tag, language))

    def handle_endtag(self, tag):
        while self.way and any(tag == open_tag for open_tag, _ in self.way):
            if self.way.pop()[0] == tag:
                break

    def handle_data(self, data):
        tag, language = self.way[-1]
        if data.strip() and tag not in {"script", "style", "title"}:
            self.texts.append((language, tag, data.strip()))


def test_a_page_without_words_of_its_language_says_what_is_english():
    text = page_in("fi-FI")
    assert not re.search("[\ue000-\uf8ff]", text)
    assert '<html lang="fi-FI"' in text
    words = wording("en")
    english = {word for part in ("cover", "page", "forms") for word in words[part].values()}
    heard = [(language, tag, told) for language, tag, told in Heard(text).texts if told in english]
    assert len(heard) > 25
    assert {language for language, _, _ in heard} == {"en"}
    assert ("en", "option") in {(language, tag) for language, tag, _ in heard}
    (title,) = [told for told in Heard(text).texts if told[2] == bound_story().page.cover_title]
    assert title[0] == "fi-FI", "the author's words are in the campaign's language"
    assert '"wordsLang":"en"' in text


def test_named_elements_and_what_scripts_write_are_marked_too():
    jumps = wording("en")["page"]["jumps"]
    starts = Heard(page_in("fi-FI")).starts
    assert [at for at, told in starts if told.get("aria-label") == jumps] == ["en"]
    assert {at for at, told in starts if told.get("role") == "status"} == {"en"}


def test_the_issuers_own_words_are_not_english():
    heard = Heard(page_in("fi-FI", ("page", "pay", "Maksa nyt"))).texts
    assert {at for at, _, told in heard if told == "Maksa nyt"} == {"fi-FI"}


def test_a_page_with_words_of_its_language_has_no_marks():
    text = page_in("de-DE")
    assert 'lang="en"' not in text
    assert "wordsLang" not in text
    assert english_keys("de-DE") == frozenset()


def test_marks_become_spans_or_the_elements_language():
    words = marked({"one": "Pay & go", "two": "Ei"}, {"one"})
    assert words["two"] == "Ei"
    one = words["one"].replace("&", "&amp;")
    assert in_english(f"<title>{one}</title>") == "<title>Pay &amp; go</title>"
    assert in_english(f"<b>{one}</b>") == '<b><span lang="en">Pay &amp; go</span></b>'
    assert in_english(f"<option>{one}</option>") == '<option lang="en">Pay &amp; go</option>'
    assert in_english(f'<img alt="{one}">') == '<img lang="en" alt="Pay &amp; go">'
    assert in_english(f'<p data-x="{one}">') == '<p data-x="Pay &amp; go">'


def test_a_reply_of_the_server_says_what_is_english():
    page = not_taken("busy", "800 000 000", ReplyLook("fi-FI", "/x"))
    assert '<span lang="en">' in page
    assert "\ue00e" not in page
    assert 'lang="en"' not in not_taken("busy", "800 000 000", ReplyLook("it-IT", "/x"))
