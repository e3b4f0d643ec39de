"""A recipient's page: everything below ``p/TOKEN/`` of the store, from one ``PageInput``."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from babel.units import format_unit
from markupsafe import Markup

from microsite.addresses import contact_address
from microsite.chart import page_chart
from microsite.chart_words import ChartWords
from microsite.english_words import in_english, marked
from microsite.link_code import link_png, link_svg
from microsite.link_label import label_svg
from microsite.naming import hashed
from microsite.opening import opening
from microsite.palette import dark_palette, light_palette
from microsite.payload import ROOT, story, to_script
from microsite.payment_code import is_transfer, payment_svg
from microsite.shared import shared_assets
from microsite.templating import environment
from microsite.text_direction import direction
from microsite.wording_files import english_keys, language_of, wording
from scenes.bound import Fact
from scenes.ready_forms import form_languages, ready_forms

if TYPE_CHECKING:
    from microsite.chart_parts import Chart
    from microsite.page_input import PageInput
    from scenes.bound import Page, PageChart


def policy(files_origin: str = "") -> str:
    """Return the page's content security policy; a server adds ``frame-ancestors 'none'``.

    ``files_origin`` is another place (``https://cdn.example``) that requests for clips, films and
    posters may be led to.
    """
    also = f" {files_origin}" if files_origin else ""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{also} blob:; "
        f"media-src 'self'{also} blob:; font-src 'self'; connect-src 'self'{also}; "
        "base-uri 'none'; form-action 'self'"
    )


POLICY = policy()
"""The policy of pages all of whose files come from their own place."""


_INDENT = re.compile(r"\n\s+(?=<)")


def build_page(page_input: PageInput) -> dict[str, bytes]:
    """Return the files of one recipient's page: name below ``p/TOKEN/`` to bytes.

    ``index.html``; ``link.svg``, ``link.png`` (the link's code for the letter) and
    ``link-label.svg`` (the code with its printed address); ``payment-….svg`` when the payment has
    a code, named by its content, so that a page never shows the code of another publication. The
    same input always gives the same bytes. Addresses inside are relative to ``p/TOKEN/``; the
    shared files must stand below ``static/`` (``shared_files``).

    Raises RenderError when an address is not one, a code does not fit, the theme lacks a colour or
    the logo cannot be used; KeyError when a reachable scene has no clip.
    """
    payment = payment_svg(page_input.bound.page.payment)
    payment_file = None if payment is None else hashed("payment.svg", payment)
    files = {
        "index.html": _html(page_input, payment_file).encode(),
        "link.svg": link_svg(page_input.link),
        "link.png": link_png(page_input.link),
        "link-label.svg": label_svg(
            page_input.link, page_input.bound.locale, page_input.bound.page_look.wording
        ),
    }
    if payment is not None and payment_file is not None:
        files[payment_file] = payment
    return files


def _html(page_input: PageInput, payment_file: str | None) -> str:
    bound, campaign = page_input.bound, page_input.campaign
    page, theme, base = bound.page, bound.look.theme, direction(bound.locale)
    stay = english_keys(bound.locale, bound.page_look.wording)
    words = {
        part: SimpleNamespace(**marked(entries, {key for at, key in stay if at == part}))
        for part, entries in wording(bound.locale, bound.page_look.wording).items()
    }
    shared = shared_assets(theme, campaign, page_input.media, bound.page_look)
    amount_fact, due_fact, more_facts = split_facts(page, words["page"].amount, words["page"].until)
    values: dict[str, Any] = {
        "amount_fact": amount_fact,
        "chart": None
        if page.chart is None
        else _chart(page.chart, base, bound.locale, words["page"]),
        "dark": dark_palette(theme, bound.page_look),
        "dir": base,
        "english_forms": _english_forms(page, bound.locale),
        "english": Markup(' lang="en"') if stay else "",  # for what scripts write
        "due_fact": due_fact,
        "form_values": {
            form.id: {field.id: field.value for field in form.fields} for form in page.forms
        },
        "film": page_input.film,
        "payment_file": payment_file,
        "transfer": is_transfer(page_input.bound.page.payment),
        "issuer": campaign.issuer,
        "lang": bound.locale.replace("_", "-"),
        "language": language_of(bound.locale),
        "length": film_length(page_input.film_ms, bound.locale),
        "light": light_palette(theme),
        "more_facts": more_facts,
        "opening": opening(campaign.issuer, bound.locale),
        "page": page,
        "payload": Markup(to_script(story(page_input, shared.icons))),  # noqa: S704 - escaped for a script block
        "policy": policy(page_input.files_origin),
        "root": ROOT,
        "scenes": bound.scenes,
        "shared": shared,
        "size": bound.look.size,
        "token": page_input.token,
        "something_wrong": contact_address(campaign.something_wrong, "something_wrong"),
        "words": words,
    }
    html = environment(base).get_template("page.html.jinja").render(values)
    # White space before a tag is the templates' own: what people wrote has no "<" of its own.
    html = _INDENT.sub("\n", html)
    return in_english(html) if stay else html


def _chart(chart: PageChart, base: str, locale: str, words: SimpleNamespace) -> Chart | None:
    told = ChartWords(words.chart_share, words.chart_more, words.chart_less, words.chart_same)
    return page_chart(chart, base, locale, told)


def _english_forms(page: Page, locale: str) -> set[str]:
    """Return the shipped forms that stay English; the author's own title makes one its own."""
    if locale.replace("_", "-").partition("-")[0].lower() in form_languages():
        return set()
    shipped = ready_forms(locale)
    return {form.id for form in page.forms if form.use and form.title == shipped[form.use].title}


def split_facts(
    page: Page, amount_label: str, due_label: str
) -> tuple[Fact, Fact, tuple[Fact, ...]]:
    """Return the fact of the amount, that of the due date, and the others.

    Amount, due date and reference are shown large in the payment slip; a fact of the same value
    lends them its label and note and is not shown twice; else the labels given here are used.
    """
    payment = page.payment
    by_value = {fact.value: fact for fact in reversed(page.facts)}
    amount = by_value.get(payment.amount, Fact(amount_label, payment.amount))
    due = by_value.get(payment.due, Fact(due_label, payment.due))
    shown = (payment.amount, payment.due, payment.reference)
    return amount, due, tuple(fact for fact in page.facts if fact.value not in shown)


def film_length(film_ms: int, locale: str) -> str:
    """Return a length in words of the locale: whole minutes from 50 s on, else seconds in tens."""
    babel_locale = locale.replace("-", "_")
    seconds = film_ms / 1000
    if seconds >= 50:
        return format_unit(round(seconds / 60) or 1, "duration-minute", "long", locale=babel_locale)
    return format_unit(
        max(10, round(seconds, -1)), "duration-second", "long", "#", locale=babel_locale
    )
