"""The Jinja environment of the page: escaping always on, an unknown name is an error."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from microsite.addresses import (
    contact_address,
    map_address,
    phone_address,
    shown_address,
    shown_hours,
    web_address,
)
from microsite.form_words import currency_sign
from microsite.own_files import size_in_words
from microsite.text_direction import isolate_html

BODIES = {"regione", "provincia", "comune", "città", "region", "county", "city", "municipality"}
"""What a public body is called before the name of its place."""

FOLDER = Path(__file__).parent / "templates"


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, parted by blank lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def initial(name: str) -> str:
    """Return the letter that stands for an issuer without a logo.

    Of a public body that of its place, of others that of the first word: ``Regione Valdora`` gives
    V, ``Comune di Alba`` A, ``Acque del Lario Srl`` A.
    """
    words: list[str] = re.findall(r"\w{3,}", name) or [name.strip() or "•"]
    own = words[-1] if words[0].lower() in BODIES else words[0]
    return own[0].upper()


@lru_cache
def environment(base: str = "ltr") -> Environment:
    """Return the environment for pages that run in the direction ``base``."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["bidi"] = lambda text: isolate_html(text, base)
    made.filters["paragraphs"] = paragraphs
    made.filters["initial"] = initial
    made.filters["web"] = lambda address: web_address(address, "An address of the page")
    made.filters["contact"] = lambda address: contact_address(address, "A contact of the page")
    made.filters["map_address"] = map_address
    made.filters["phone"] = phone_address
    made.filters["shown"] = shown_address
    made.filters["hours"] = shown_hours
    made.filters["size"] = size_in_words
    made.filters["currency_sign"] = currency_sign
    return made
