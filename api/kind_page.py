"""The page for a link that leads nowhere: kind, in two languages, the same for every reason."""

from __future__ import annotations

import base64
import hashlib

from starlette.responses import HTMLResponse

STYLE = """
:root{color-scheme:light dark;--paper:#fbf6ec;--card:#fff;--ink:#16324a;--muted:#52616d;
--accent:#0f6072;--line:#dccfb8}
@media(prefers-color-scheme:dark){:root{--paper:#10202c;--card:#182c3a;--ink:#f1ede4;
--muted:#b9c4cb;--accent:#7cc4d1;--line:#2c4353}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;
background:var(--paper);color:var(--ink);
font:18px/1.55 "Titillium Web",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:34rem;background:var(--card);border:1px solid var(--line);border-radius:20px;
padding:clamp(24px,6vw,44px)}
svg{display:block;width:56px;height:56px;margin:0 0 16px;color:var(--accent)}
h1,h2{font-size:1.5rem;line-height:1.2;margin:0 0 .5em;text-wrap:balance}
h2{font-size:1.15rem}
p{margin:0 0 .75em}
section+section{margin-top:1.5em;padding-top:1.5em;border-top:1px solid var(--line);
color:var(--muted)}
p:last-child{margin:0}
""".strip()

_ENVELOPE = (
    '<svg viewBox="0 0 56 56" fill="none" stroke="currentColor" stroke-width="3"'
    ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
    '<rect x="6" y="14" width="44" height="30" rx="5"/><path d="M7 18l21 16 21-16"/></svg>'
)


def _page(italian_title: str, italian: str, english_title: str, english: str) -> str:
    return f"""<!doctype html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>{italian_title}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
{_ENVELOPE}
<section>
<h1>{italian_title}</h1>
{_paragraphs(italian)}
</section>
<section lang="en">
<h2>{english_title}</h2>
{_paragraphs(english)}
</section>
</main>
</body>
</html>
"""


def _paragraphs(text: str) -> str:
    return "\n".join(f"<p>{line}</p>" for line in text.split("\n"))


NOT_HERE = _page(
    "Questa pagina non c’è",
    "Forse l’indirizzo è stato scritto con un errore, oppure il link non è più valido.\n"
    "Controlli l’indirizzo sulla lettera, oppure lo inquadri di nuovo con la fotocamera. Se non"
    " funziona, i contatti che trova sulla lettera restano validi: può sempre chiamare o scrivere.",
    "There is no page here",
    "The address may have been mistyped, or the link may no longer be valid.\n"
    "Please check the address on your letter, or scan its code again. If it still does not work,"
    " the contact details on the letter remain valid: you can always call or write.",
)
"""What unknown, expired and withdrawn links show, and every other address without a page."""

LATER = _page(
    "Un momento, per favore",
    "In questo momento la pagina non si può mostrare. Riprovi tra qualche minuto.\n"
    "I contatti che trova sulla lettera restano validi.",
    "One moment, please",
    "The page cannot be shown right now. Please try again in a few minutes.\n"
    "The contact details on your letter remain valid.",
)
"""What is shown when something is broken here."""

_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
"""Content security policy of these pages: their one style and nothing else."""


def not_here() -> HTMLResponse:
    """Return the answer for an address without a page: 404."""
    return _answer(NOT_HERE, 404)


def later() -> HTMLResponse:
    """Return the answer when something is broken here: 503."""
    return _answer(LATER, 503)


def _answer(html: str, status: int) -> HTMLResponse:
    return HTMLResponse(
        html,
        status_code=status,
        headers={"Cache-Control": "no-store", "Content-Security-Policy": POLICY},
    )
