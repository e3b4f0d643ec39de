"""What was written into a form is kept, sent once, and not lost when the line breaks."""

from __future__ import annotations

import json

import pytest
from form_by_hand import CALL, SEND, WORDS, filled, focused, opened


def test_what_was_written_is_kept_until_it_is_sent(open_text, site):
    visit = open_text(site.page)
    page = opened(visit)
    page.fill(f"{CALL} input[name=phone]", "333")
    page.check(f"{CALL} input[value=any]")
    page.reload()
    page.wait_for_selector(f"{CALL} .form-notice")
    assert page.get_attribute(CALL, "open") is not None
    assert page.input_value(f"{CALL} input[name=phone]") == "333"
    assert page.is_checked(f"{CALL} input[value=any]")
    assert WORDS["found"] in page.text_content(f"{CALL} .form-notice")
    page.click(f"{CALL} .form-notice button")
    assert page.input_value(f"{CALL} input[name=phone]") == ""
    page.reload()
    assert page.get_attribute(CALL, "open") is None
    assert page.evaluate("localStorage.length") == 0


def digest(text: str) -> str:
    """Return what memory.js makes of a token: FNV-1a with two seeds, in base 36."""
    letters = "0123456789abcdefghijklmnopqrstuvwxyz"
    found = ""
    for seed in (2166136261, 84696351):
        total = seed
        for letter in text:
            total = (total ^ ord(letter)) * 16777619 % 2**32
        digits = ""
        while total:
            total, digit = divmod(total, 36)
            digits = letters[digit] + digits
        found += digits or "0"
    return found


def test_what_is_a_week_old_is_forgotten(open_text, site):
    key = f"sollecito.draft.{digest(site.token)}.call_me_back"
    kept = {"values": {"phone": "333"}, "attempt": ""}
    for days, shown in ((6, "333"), (8, "")):
        before = (
            f"if (!sessionStorage.been) localStorage.setItem({json.dumps(key)}, JSON.stringify("
            f"Object.assign({json.dumps(kept)}, {{at: Date.now() - {days} * 24 * 3600e3}})));"
            " sessionStorage.been = 1;"
        )
        page = open_text(site.page, before=before).page
        assert page.input_value(f"{CALL} input[name=phone]") == shown
        assert page.evaluate("localStorage.length") == (1 if shown else 0)


@pytest.mark.parametrize(
    ("status", "word"), [(None, "offline"), (503, "busy"), (429, "too_many"), (404, "gone")]
)
def test_a_message_that_does_not_arrive_stays_and_may_be_sent_again(open_text, site, status, word):
    visit = open_text(site.page, expected=("Failed to load", "ERR_"))
    page = opened(visit)
    filled(page)
    if status is None:
        page.route("**/f/**", lambda route: route.abort())
    else:
        site.answers.append((status, {}))
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .trouble")
    told = page.text_content(f"{CALL} .trouble")
    assert told == WORDS["not_sent"] + WORDS[word].format(phone="+39\u00a00123\u00a0456\u00a0789")
    assert focused(page) == WORDS["not_sent"]
    assert page.input_value(f"{CALL} input[name=phone]") == "+39 333 1234567"
    page.unroute("**/f/**")
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .sent")
    if status is not None:
        attempts = [sent["attempt"] for sent in site.sent]
        assert attempts[0] == attempts[1], "the same words are the same attempt"


def test_other_words_are_another_attempt(open_text, site):
    visit = open_text(site.page, expected=("503",))
    page = opened(visit)
    filled(page)
    site.answers.append((503, {}))
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .trouble")
    page.fill(f"{CALL} textarea", "Mattina presto")
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .sent")
    assert site.sent[0]["attempt"] != site.sent[1]["attempt"]


def test_an_attempt_outlives_the_page(open_text, site):
    visit = open_text(site.page, expected=("503",))
    page = opened(visit)
    filled(page)
    site.answers.append((503, {}))
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .trouble")
    page.reload()
    page.click(SEND)
    page.wait_for_selector(f"{CALL} .sent")
    assert site.sent[0]["attempt"] == site.sent[1]["attempt"]
    assert int(site.sent[0]["elapsed"]) > 0
    assert site.sent[1]["elapsed"] == "", "what was written before is no machine's for being quick"


def test_a_second_tab_that_was_not_touched_takes_nothing_away(open_text, site):
    visit = open_text(site.page)
    page = opened(visit)
    page.fill(f"{CALL} input[name=phone]", "333")
    page.evaluate("new Promise((done) => setTimeout(done, 600))")
    other = page.context.new_page()
    other.goto(site.page)
    other.evaluate("localStorage.clear()")  # as if the other had begun before
    page.fill(f"{CALL} input[name=phone]", "333 1")
    page.evaluate("new Promise((done) => setTimeout(done, 600))")
    other.goto("about:blank")
    assert page.evaluate("localStorage.length") == 1


def test_an_impatient_person_sends_once(open_text, site):
    page = opened(open_text(site.page))
    filled(page)
    page.evaluate(
        f"() => {{ const b = document.querySelector('{SEND}'); b.click(); b.click(); b.click(); }}"
    )
    page.wait_for_selector(f"{CALL} .sent")
    assert len(site.sent) == 1


def test_what_is_written_while_it_is_sent_is_not_lost(open_text, site):
    page = opened(open_text(site.page))
    filled(page)
    held = []
    page.route("**/call_me_back", lambda route: held.append(route))  # noqa: PLW0108 - the library marks what it is given
    page.click(SEND)
    page.wait_for_function("() => document.querySelector('#form-call_me_back textarea').readOnly")
    held[0].continue_()
    page.wait_for_selector(f"{CALL} .sent")
    page.click(f"{CALL} .sent button")
    assert page.is_editable(f"{CALL} textarea")
