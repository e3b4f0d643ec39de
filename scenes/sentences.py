"""Splitting narration into sentences before data is put in: a value cannot change their count."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"\{\{(?:[^\"'}]|\"[^\"]*\"|'[^']*'|\}(?!\}))*\}\}"
    r"|\{%-?\s*(?P<open>if|for)\b.*?%\}"
    r"|\{%-?\s*(?P<close>endif|endfor)\b.*?%\}",
    re.DOTALL,
)
_STOP = re.compile(r"[.!?…]+[\"'»”’)\]]*\s+")
_OPENING = "\"'«“‘([¿¡"
_HIDDEN = "\ufffc"
_LAST_WORD = re.compile(r"([^\s(«“\"']+)\.$")

ABBREVIATIONS = frozenset(
    {
        *("art", "artt", "avv", "c.a", "c.f", "cap", "cfr", "d.lgs", "d.p.r", "dott", "dott.ssa"),
        *("dr", "dr.ssa", "ecc.mo", "egr", "es", "fig", "gent.ma", "gent.mo", "geom", "ing", "int"),
        *("lett", "nr", "num", "p.es", "pag", "pagg", "prof", "prof.ssa", "rag", "rif", "s.p.a"),
        *("s.r.l", "sen", "sig", "sig.na", "sig.ra", "sigg", "spett", "tel", "vs"),
        *("approx", "dept", "e.g", "i.e", "mr", "mrs", "ms", "st"),
        *("abs", "bzw", "ca", "d.h", "hr", "str", "z.b", "zzgl"),
        *("mlle", "mm", "mme", "sr", "sra", "srta", "ud", "uds"),
    }
)
"""Words before a full stop that does not end a sentence, in lower case, of it, en, de, fr, es."""


def split_sentences(template: str) -> list[str]:
    """Return the sentences of a narration template, each a template of its own.

    A sentence ends at ``. ! ? …`` and white space before an upper-case letter, a digit or an
    expression, unless the word before the stop is an abbreviation or a single letter. Expressions,
    and whole ``{% if %}`` or ``{% for %}`` blocks, are never parted.
    """
    hidden, units = _hide(template.replace(_HIDDEN, ""))
    sentences: list[str] = []
    start = 0
    for stop in _STOP.finditer(hidden):
        following = hidden[stop.end() :].lstrip(_OPENING)[:1]
        word = _LAST_WORD.search(hidden[start : stop.start() + 1])
        abbreviated = word is not None and _abbreviated(word[1])
        if abbreviated or not (following.isupper() or following.isdigit() or following == _HIDDEN):
            continue
        sentences.append(hidden[start : stop.end()])
        start = stop.end()
    sentences.append(hidden[start:])
    restored = iter(units)
    return [
        re.sub(_HIDDEN, lambda _: next(restored), sentence).strip()
        for sentence in sentences
        if sentence.strip()
    ]


def _hide(template: str) -> tuple[str, list[str]]:
    """Return the template with one mark for each expression or block, and what stood there."""
    hidden = ""
    units: list[str] = []
    end = 0
    begin = 0
    depth = 0
    for tag in _TAG.finditer(template):
        if depth == 0:
            hidden += template[end : tag.start()]
            begin = tag.start()
        depth += 1 if tag["open"] else -1 if tag["close"] and depth else 0
        if depth == 0:
            units.append(template[begin : tag.end()])
            hidden += _HIDDEN
            end = tag.end()
    if depth:  # a block without an end: the compiler reports it
        return template.replace(_HIDDEN, ""), []
    return hidden + template[end:], units


def _abbreviated(word: str) -> bool:
    return word.casefold() in ABBREVIATIONS or (len(word) == 1 and word.isalpha())
