"""What the server itself says of a form that was sent without scripts: a page of its own."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from microsite.bundle import form_style
from microsite.english_words import in_english, marked
from microsite.form_words import problems_in_words
from microsite.templating import environment
from microsite.text_direction import direction
from microsite.wording_files import english_keys, wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenes.bound_forms import Form
    from scenes.form_answers import Answer

_COLOURS = """
:root{color-scheme:light dark;--paper:#fbf6ec;--card:#fffdfa;--ink:#16324a;--muted:#52616d;
--line:#dccfb8;--edge:#8b8171;--accent:#0f6072;--on-accent:#fff;--accent-deep:#0b4d5c;
--accent-soft:#d9eae9;--highlight:#a83f23;--highlight-soft:#f9e2d3;--good:#2b7447}
@media(prefers-color-scheme:dark){:root{--paper:#101c21;--card:#18272d;--ink:#f1ede4;
--muted:#b9c4cb;--line:#2f4249;--edge:#7f959d;--accent:#8fcfdc;--on-accent:#101c21;
--accent-deep:#b9e2ea;--accent-soft:#22393f;--highlight:#f0a58c;--highlight-soft:#3f2a22;
--good:#8fd0a5}}
body{padding:24px min(20px,5.5vw)}
main{max-width:36rem;margin:0 auto;padding:clamp(20px,5vw,40px);border-radius:24px;
background:var(--card);box-shadow:0 0 0 1px var(--line);display:grid;gap:1.25rem;
grid-template-columns:minmax(0,1fr)}
h1{font-size:1.75rem}
.form-notice h2{font-size:1.125rem}
.reply-logo{max-width:36rem;margin:0 auto 1rem}
""".strip()


@cache
def style() -> str:
    """Return the stylesheet of these pages; it stands in them."""
    return f"{_COLOURS.replace(chr(10), '')}\n{form_style()}"


@cache
def reply_policy() -> str:
    """Return the content security policy of these pages: their styles and logo, and their form."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'self' 'sha256-{digest}'; font-src 'self'; img-src 'self';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


@dataclass(frozen=True, slots=True)
class ReplyLook:
    """How an issuer's replies look and speak.

    ``back`` leads to the recipient's page as seen from the reply. ``wording`` are the issuer's own
    words (``PageLook.wording``). ``style``, ``logo`` and ``issuer`` are what the page has itself,
    the first two as names below ``static/``; empty where it has none.
    """

    locale: str
    back: str
    wording: tuple[tuple[str, str, str], ...] = ()
    style: str = ""
    logo: str = ""
    issuer: str = ""

    def like(self, page: str) -> ReplyLook:
        """Return the look of a recipient's page, ``index.html`` as it was published."""
        style, logo = _STYLE_OF.search(page), _LOGO_OF.search(page)
        return replace(
            self,
            style=style[1] if style else "",
            logo=logo[1] if logo else "",
            issuer=unescape(logo[2]) if logo else "",
        )


_STYLE_OF = re.compile(r'<link rel="stylesheet" href="[./]*static/(page-[\w-]+\.css)">')
_LOGO_OF = re.compile(r'<img class="logo[^"]*" src="[./]*static/(logo-[\w-]+\.\w+)" alt="([^"]*)"')


def to_check(
    form: Form, answers: Mapping[str, Answer], sent: Mapping[str, str], look: ReplyLook
) -> str:
    """Return the page that shows a form again with what is to be checked."""
    problems = problems_in_words(form, answers, look.locale, look.wording)
    values = {field.id: sent.get(field.id, "") for field in form.fields}
    return _page(look, form=form, problems=problems, values=values)


def thanks(form: Form, reference: str, look: ReplyLook) -> str:
    """Return the page that says that a form was taken."""
    return _page(look, form=form, reference=reference)


def not_taken(trouble: str, phone: str, look: ReplyLook) -> str:
    """Return the page that says why a form was not taken (a word of the wording, ``too_many``)."""
    return _page(look, trouble=trouble, phone=phone.replace(" ", "\u00a0"))


def _page(look: ReplyLook, **values: Any) -> str:
    base = direction(look.locale)
    stay = {key for part, key in english_keys(look.locale, look.wording) if part == "forms"}
    known: dict[str, Any] = {
        "form": None,
        "problems": {},
        "values": {},
        "reference": "",
        "trouble": "",
        "phone": "",
        **values,
        "lang": look.locale,
        "dir": base,
        "words": SimpleNamespace(**marked(wording(look.locale, look.wording)["forms"], stay)),
        "style": Markup(style()),  # noqa: S704 - our own files
        "look": look,
        "root": look.back.partition("p/")[0],
    }
    html = environment(base).get_template("form_reply.html.jinja").render(known)
    return in_english(html) if stay else html
